"""How rows about a person are read and said: once for a page in words, once for a document with every column."""

import base64
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Record, Snapshot, Version, Words
from trainingsite.people.models import Person

# What only makes the record hold together: it says nothing about anybody.
OF_THE_RECORD = frozenset(
    {"id", "act", "words_key", "words_commitment", "said_key", "said_commitment", "supersedes", "pdf_key", "line"}
)


@dataclass(frozen=True)
class Row:
    """One row: what the page says of it by heading, everything for the document, and the words kept about it."""

    shown: Mapping[str, Any]
    data: Mapping[str, Any]
    words: list[dict] = field(default_factory=list)

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Heading and words of each column of the page."""
        return [(heading, in_words(value)) for heading, value in self.shown.items()]


Reader = Callable[[Collection[int]], list[Row]]


@dataclass(frozen=True)
class Held:
    """One table of which some rows are about a person, by one of its columns.

    ``of_others`` is for what the person did to somebody else's record: then the document says no more than the page,
    which names nobody. ``hides`` are columns of which the registry says why nobody gets them.
    """

    table: str
    title: str
    shows: Mapping[str, str]
    by: str = "person"
    where: Mapping[str, Any] = field(default_factory=dict)
    hides: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    has_words: bool = False
    of_others: bool = False
    reader: Reader | None = None
    says_words: bool = True

    @property
    def model(self):
        return apps.get_model(self.table)

    def rows(self, person_ids: Collection[int]) -> list[Row]:
        """The rows about the person, oldest first, in one query and one more for words."""
        if self.reader:
            return self.reader(person_ids)
        found = self.found(person_ids)
        words = words_about(found.values("key")) if self.has_words else {}
        links = [each.name for each in self.model._meta.concrete_fields if isinstance(each, ForeignKey)]
        wanted = [name for name in links if not _is_snapshot(self.model, name)]
        return [self._row(row, words) for row in found.select_related(*wanted, *self.related)]

    def found(self, person_ids: Collection[int]) -> QuerySet:
        """The rows themselves."""
        rows = self.model._default_manager.filter(**{f"{self.by}__in": person_ids}, **self.where)
        return rows.order_by("pk").distinct() if self.where else rows.order_by("pk")

    def _row(self, row, words: Mapping[uuid.UUID, list[dict]]) -> Row:
        shown = {heading: value_at(row, path) for heading, path in self.shows.items()}
        data = {path: plain_value(shown[heading]) for heading, path in self.shows.items()}
        if not self.of_others:
            data = everything_in(row, self.hides)
        return Row(shown, data, words.get(getattr(row, "key", None), []) if words else [])


def _is_snapshot(model, name: str) -> bool:
    """Frozen bytes are large, and their fingerprint is in the row itself."""
    return model._meta.get_field(name).related_model is Snapshot


def everything_in(row, hides: Collection[str]) -> dict[str, Any]:
    """Every column of the row that says something, by its name."""
    fields = [each for each in row._meta.concrete_fields if each.name not in OF_THE_RECORD and each.name not in hides]
    return {each.name: plain_value(_column(row, each)) for each in fields}


def _column(row, column):
    if _is_link(column) and column.related_model is Snapshot:
        return getattr(row, column.attname)
    choices = getattr(row, f"get_{column.name}_display", None)
    return choices() if choices else getattr(row, column.name)


def _is_link(column) -> bool:
    return isinstance(column, ForeignKey)


def value_at(row, path: str):
    """What stands at the end of a path such as ``version.title``; a method is asked."""
    value = row
    for name in path.split("."):
        value = getattr(value, name, None)
        value = value() if callable(value) and not isinstance(value, type) else value
    return value


def plain_value(value):
    """A value for the document: dates in ISO, people by their current name, records by their key."""
    match value:
        case dt.datetime():
            return timezone.localtime(value).isoformat(timespec="seconds")
        case dt.date():
            return value.isoformat()
        case Person():
            return value.name
        case Page():
            return value.title
        case Version():
            return str(value)
        case Record():
            return str(value.key)
        case None | bool() | int() | float() | str() | list() | dict():
            return value
    return str(value)


def in_words(value) -> str:
    """A value for the page."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case dt.datetime():
            local = timezone.localtime(value)
            return f"{local:%-d %B %Y, %H:%M} ({local:%Z})"
        case dt.date():
            return f"{value:%-d %B %Y}"
    return str(plain_value(value))


def words_about(keys: QuerySet | Iterable[uuid.UUID]) -> dict[uuid.UUID, list[dict]]:
    """The personal words kept about these records, in one query."""
    found = defaultdict(list)
    for words in Words.objects.filter(about__in=keys).order_by("kept_at", "position", "pk"):
        found[words.about].append(words_said(words))
    return found


def words_said(words: Words) -> dict[str, Any]:
    """One entry of words as the document holds it: a file in base64, the rest as it was written."""
    kept = {"kind": words.kind, "kept_at": plain_value(words.kept_at)}
    said = read_words(words)
    if isinstance(said, bytes):
        file = base64.b64encode(said).decode()
        return {**kept, "media_type": words.media_type, "bytes": len(said), "base64": file}
    return {**kept, "words": said}


def words_in(entries: list[dict]) -> str:
    """Words for the page, one line each; a file is named, for it is in the document."""
    return "\n".join(line for entry in entries for line in _lines(entry))


def _lines(entry: dict) -> list[str]:
    if "base64" in entry:
        return [f"A file ({entry['media_type']}), in your download"]
    said = entry["words"]
    if not isinstance(said, dict):
        return [str(said)]
    return [f"{name.replace('_', ' ').capitalize()}: {_listed(value)}" for name, value in said.items() if value]


def _listed(value) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return strip_tags(said)
