"""A scenario as text: YAML that a clinician can read in an e-mail and send back corrected."""

import yaml

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict
from scenarios.plain import as_plain
from scenarios.yamlfields import Fields, Notes, Unreadable, can_be_kept, parse

MOST_BYTES = 1_000_000
MOST_STEPS = 200
MOST_ENDINGS = 100
MOST_OPTIONS = 12
MOST_REPLIES = 50
MOST_CITES = 20
MOST_ROLES = 50
MOST_POINTS = 1_000

LONGEST_ID = 60
LONGEST_LINE = 200
LONGEST_TEXT = 5_000

TOO_LARGE = f"This is larger than {MOST_BYTES:,} bytes; a scenario is never that long."
NOT_UTF_8 = "This is not text in UTF-8. Save it as plain text in UTF-8, and try again."

GRAPH_KEYS = ("id", "title", "summary", "roles", "pass_mark", "start", "steps", "endings")
STEP_KEYS = ("id", "text", "post", "options")
POST_KEYS = ("name", "handle", "text", "picture", "drawing", "reactions", "replies")
REPLY_KEYS = ("name", "text")
OPTION_KEYS = ("id", "text", "to", "points", "verdict", "critical", "feedback", "cites")
ENDING_KEYS = ("id", "title", "text", "outcome", "options")


class ScenarioTextError(Exception):
    """The text is not a scenario. ``messages`` are sentences that say where and why."""

    def __init__(self, messages: tuple[str, ...]):
        super().__init__("\n".join(messages))
        self.messages = messages


def text_of(content: bytes) -> str:
    """The text in a file or an upload; its first MOST_BYTES + 1 bytes are enough to see that it is too large."""
    if len(content) > MOST_BYTES:
        raise ScenarioTextError((TOO_LARGE,))
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ScenarioTextError((NOT_UTF_8,)) from error


def read_scenario(text: str) -> Graph:
    """The scenario that a text describes, sound or not: ``problems`` judges it.

    What a check has a code for (a target, a start or options that are missing) is read as empty and left to the check.
    """
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise ScenarioTextError((TOO_LARGE,))
    try:
        node = parse(text)
    except Unreadable as error:
        raise ScenarioTextError((str(error),)) from error
    if node is None:
        raise ScenarioTextError(("There is nothing in the text.",))
    notes = Notes()
    graph = _graph(node, notes)
    if notes.messages:
        raise ScenarioTextError(notes.shown())
    return graph


def _graph(node: yaml.Node, notes: Notes) -> Graph:
    fields = Fields(node, "A scenario", GRAPH_KEYS, notes)
    return Graph(
        id=fields.name("id", LONGEST_ID),
        title=fields.words("title", LONGEST_LINE),
        summary=fields.words("summary", LONGEST_TEXT),
        roles=fields.names("roles", MOST_ROLES, LONGEST_ID),
        pass_mark=fields.whole_number("pass_mark", 0, 100),
        start=fields.name("start", LONGEST_ID, required=False),
        steps=tuple(_step(step, notes) for step in fields.items("steps", MOST_STEPS, "steps")),
        endings=tuple(_ending(ending, notes) for ending in fields.items("endings", MOST_ENDINGS, "endings")),
    )


def _step(node: yaml.Node, notes: Notes) -> Step:
    fields = Fields(node, "A step", STEP_KEYS, notes)
    return Step(
        id=fields.name("id", LONGEST_ID),
        text=fields.words("text", LONGEST_TEXT),
        post=_post(fields.values["post"], notes) if fields.has("post") else None,
        options=_options(fields, notes),
    )


def _post(node: yaml.Node, notes: Notes) -> Post:
    fields = Fields(node, "A post", POST_KEYS, notes)
    return Post(
        name=fields.words("name", LONGEST_LINE),
        handle=fields.words("handle", LONGEST_LINE, required=False),
        text=fields.words("text", LONGEST_TEXT),
        picture=fields.words("picture", LONGEST_TEXT, required=False),
        drawing=fields.name("drawing", LONGEST_ID, required=False),
        reactions=fields.words("reactions", LONGEST_LINE, required=False),
        replies=tuple(_reply(reply, notes) for reply in fields.items("replies", MOST_REPLIES, "replies")),
    )


def _reply(node: yaml.Node, notes: Notes) -> Reply:
    fields = Fields(node, "A reply", REPLY_KEYS, notes)
    return Reply(name=fields.words("name", LONGEST_LINE), text=fields.words("text", LONGEST_TEXT))


def _options(fields: Fields, notes: Notes) -> tuple[Option, ...]:
    return tuple(_option(option, notes) for option in fields.items("options", MOST_OPTIONS, "options"))


def _option(node: yaml.Node, notes: Notes) -> Option:
    fields = Fields(node, "An option", OPTION_KEYS, notes)
    return Option(
        id=fields.name("id", LONGEST_ID),
        text=fields.words("text", LONGEST_TEXT),
        to=fields.name("to", LONGEST_ID, required=False),
        points=fields.whole_number("points", -MOST_POINTS, MOST_POINTS),
        verdict=fields.one_of("verdict", Verdict),
        critical=fields.yes_or_no("critical"),
        feedback=fields.words("feedback", LONGEST_TEXT, required=False),
        cites=fields.words_list("cites", MOST_CITES, LONGEST_LINE),
    )


def _ending(node: yaml.Node, notes: Notes) -> Ending:
    fields = Fields(node, "An ending", ENDING_KEYS, notes)
    return Ending(
        id=fields.name("id", LONGEST_ID),
        title=fields.words("title", LONGEST_LINE),
        text=fields.words("text", LONGEST_TEXT),
        outcome=fields.one_of("outcome", Outcome),
        options=_options(fields, notes),
    )


class ReadableDumper(yaml.SafeDumper):
    """YAML for people: paragraphs as blocks, lists set in."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, indentless=False)

    def represent_words(self, words: str):
        style = "|" if "\n" in words else None
        return self.represent_scalar("tag:yaml.org,2002:str", words, style=style)


ReadableDumper.add_representer(str, ReadableDumper.represent_words)


def write_scenario(graph: Graph) -> str:
    """The text of a scenario, which ``read_scenario`` reads back."""
    plain = _tidy(as_plain(graph))
    return yaml.dump(plain, Dumper=ReadableDumper, sort_keys=False, allow_unicode=True, width=110)


def _tidy(value):
    """Text without what the form cannot keep: control characters, and space before and after."""
    if isinstance(value, dict):
        return {key: _tidy(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_tidy(part) for part in value]
    if isinstance(value, str):
        return "".join(character for character in value if can_be_kept(character)).strip()
    return value
