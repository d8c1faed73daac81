"""YAML read field by field: what is wrong is noted with its line, so that an author sees everything at once."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

import yaml

MOST_NESTED = 12
MOST_VALUES = 20_000
MOST_NOTES = 20
WORDS = "tag:yaml.org,2002:str"
EMPTY = "tag:yaml.org,2002:null"
TRUTH = "tag:yaml.org,2002:bool"
NUMBER = "tag:yaml.org,2002:int"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,9}")
YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}
PLAINLY = {
    "mapping values are not allowed here": (
        'this colon does not fit here; put words with a colon in "quotes", and check how far the line is set in'
    ),
    "found unexpected end of stream": "a quotation mark is opened here and never closed",
    "but found another document": "a second document begins here; a file holds one scenario",
}

Member = TypeVar("Member", bound=StrEnum)


class Unreadable(Exception):
    """The text is not YAML, or is YAML of a kind we refuse."""


class PlainLoader(yaml.SafeLoader):
    """YAML without its traps: no aliases, no tags, nothing endless; ``no``, ``on`` and dates are plain words."""

    yaml_implicit_resolvers: dict = {}

    def __init__(self, text: str):
        super().__init__(text)
        self.depth = self.found = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise Unreadable(f"Line {line}: anchors (&) and aliases (*) are not allowed; write the words out.")
        if event.tag:
            raise Unreadable(f"Line {line}: tags (!) are not allowed; take it away, or put the words in quotes.")
        if self.depth >= MOST_NESTED:
            raise Unreadable(f"Line {line}: lists within lists go too deep here.")
        if self.found >= MOST_VALUES:
            raise Unreadable(f"Line {line}: this is too much; {MOST_VALUES:,} keys and values are the limit.")
        self.found += 1
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


PlainLoader.add_implicit_resolver(EMPTY, re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
PlainLoader.add_implicit_resolver(TRUTH, re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF"))
PlainLoader.add_implicit_resolver(NUMBER, re.compile(r"[-+]?[0-9]+\Z"), list("-+0123456789"))


def parse(text: str) -> yaml.Node | None:
    """The tree of one YAML document, or None when there is nothing in it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise Unreadable(f"Line {number}: this line begins with a tab; use spaces.")
    try:
        return PlainLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_sentence(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(f"Line {line}: there is a character here that text cannot have.") from error
    except (ValueError, OverflowError) as error:
        # PyYAML leaves it to chr() and int() to complain of "\U99999999" and of a version of 5,000 digits.
        raise Unreadable("A code in the text, such as \\U99999999, is out of range.") from error


def _sentence(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    if "\\t" in error.problem:
        plainly = "there is a tab here; use spaces"
    else:
        plainly = PLAINLY.get(error.problem, f"this is not YAML: {error.problem}")
    return f"Line {mark.line + 1}: {plainly}."


class Notes:
    """What was found wrong while reading, in the order in which it was found."""

    def __init__(self):
        self.messages: list[str] = []

    def add(self, node: yaml.Node, sentence: str) -> None:
        self.messages.append(f"Line {node.start_mark.line + 1}: {sentence}")

    def shown(self) -> tuple[str, ...]:
        """All of it, or the first part and how much more there is."""
        more = len(self.messages) - MOST_NOTES
        return (*self.messages[:MOST_NOTES], *([f"… and {more} more."] if more > 0 else []))


class Fields:
    """The keys and values of one mapping, each read as what it has to be."""

    def __init__(self, node: yaml.Node, what: str, known: Collection[str], notes: Notes):
        self.node, self.what, self.notes = node, what, notes
        self.values: dict[str, yaml.Node] = {}
        if not self.is_mapping:
            notes.add(node, f"{what} must be a set of keys and values ({', '.join(known)}), not {_kind(node)}.")
        for key, value in node.value if self.is_mapping else ():
            self._keep(key, value, known)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def _keep(self, key: yaml.Node, value: yaml.Node, known: Collection[str]) -> None:
        name = key.value if isinstance(key, yaml.ScalarNode) else _kind(key)
        if name not in known:
            self.notes.add(key, f"{self.what} has no key “{_short(name)}”; it may have {', '.join(known)}.")
        elif name in self.values:
            self.notes.add(key, f"{name} is given twice.")
        else:
            self.values[name] = value

    def has(self, key: str) -> bool:
        """Whether there is something to read; an empty value is as good as none."""
        node = self.values.get(key)
        return node is not None and not (isinstance(node, yaml.ScalarNode) and _is_blank(node))

    def words(self, key: str, longest: int, required: bool = True) -> str:
        if not self.has(key):
            return self._missing(key) if required else ""
        return self._words(self.values[key], key, longest)

    def name(self, key: str, longest: int, required: bool = True) -> str:
        """An id: a number or a word such as ``yes`` needs no quotes here."""
        if not self.has(key):
            return self._missing(key) if required else ""
        return self._name(self.values[key], key, longest)

    def whole_number(self, key: str, least: int, most: int) -> int:
        if not self.has(key):
            self._missing(key)
            return least
        node = self.values[key]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None and WHOLE_NUMBER.fullmatch(node.value)
        if plain and least <= int(node.value) <= most:
            return int(node.value)
        self._wrong(node, key, f"a whole number from {least} to {most}", _found(node))
        return least

    def yes_or_no(self, key: str) -> bool:
        if not self.has(key):
            return False
        node = self.values[key]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        if plain and node.value.lower() in YES_OR_NO:
            return YES_OR_NO[node.value.lower()]
        self._wrong(node, key, "true or false", _found(node))
        return False

    def one_of(self, key: str, members: type[Member]) -> Member:
        if not self.has(key):
            self._missing(key)
        else:
            node = self.values[key]
            if isinstance(node, yaml.ScalarNode) and node.value in set(members):
                return members(node.value)
            self._wrong(node, key, f"one of {', '.join(members)}", _found(node))
        return next(iter(members))

    def items(self, key: str, most: int, what: str) -> list[yaml.Node]:
        """The entries of a list; a list that is missing is an empty one."""
        if not self.has(key):
            return []
        node = self.values[key]
        if not isinstance(node, yaml.SequenceNode):
            self._wrong(node, key, "a list", _kind(node))
            return []
        if len(node.value) > most:
            self.notes.add(node, f"there are {len(node.value):,} {what}; the most there can be is {most:,}.")
            return []
        return node.value

    def words_list(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        return tuple(self._words(node, f"an entry of {key}", longest) for node in self.items(key, most, key))

    def names(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """A list that has to be there, though it may be empty."""
        if not self.has(key):
            self._missing(key)
        return tuple(self._name(node, f"an entry of {key}", longest) for node in self.items(key, most, key))

    def _words(self, node: yaml.Node, key: str, longest: int) -> str:
        if node.tag != WORDS:
            hint = "; put it in quotes" if isinstance(node, yaml.ScalarNode) else ""
            self._wrong(node, key, "words", f"{_kind(node)}{hint}")
            return ""
        words = node.value.replace("\r\n", "\n").strip()
        if not words:
            self._wrong(node, key, "words", "empty")
        elif len(words) > longest:
            self._wrong(node, key, f"at most {longest:,} characters long", f"{len(words):,}")
        elif not all(can_be_kept(character) for character in words):
            self.notes.add(node, f"{key} has a character in it that text cannot have.")
        return words

    def _name(self, node: yaml.Node, key: str, longest: int) -> str:
        if isinstance(node, yaml.ScalarNode) and NAME.fullmatch(node.value) and len(node.value) <= longest:
            return node.value
        wanted = f"made of letters, digits, hyphens and underscores, at most {longest}"
        self._wrong(node, key, wanted, _found(node))
        return ""

    def _missing(self, key: str) -> str:
        if self.is_mapping:
            self.notes.add(self.node, f"{self.what} needs {key}.")
        return ""

    def _wrong(self, node: yaml.Node, key: str, wanted: str, found: str) -> None:
        self.notes.add(node, f"{key} must be {wanted}, not {found}.")


def can_be_kept(character: str) -> bool:
    """Whether text may have it: no control characters and no half characters, which databases refuse."""
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")


def _is_blank(node: yaml.ScalarNode) -> bool:
    return node.tag == EMPTY or not node.value.strip()


def _short(words: str) -> str:
    """What was found, on one line and no longer than helps to find it."""
    line = "".join(character if character.isprintable() else " " for character in words[:40])
    return line if len(words) <= 40 else f"{line}…"


def _found(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return _kind(node)
    return f"{'the words ' if node.style else ''}“{_short(node.value)}”"


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a set of keys and values"
    return {WORDS: "words", EMPTY: "nothing", NUMBER: "a number", TRUTH: "true or false"}[node.tag]
