"""What a module's content looks like: its outline, its lessons as HTML, its questions."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from modules.rules import enough_of
from scenarios.posts import post_html


@dataclass(frozen=True)
class Entry:
    """A lesson as a list names it."""

    position: int
    key: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Outline:
    """What the module's own page says about it."""

    key: str
    title: str
    summary: str
    outcomes: tuple[str, ...]
    guidance: tuple[dict, ...]
    lessons: tuple[Entry, ...]
    questions: int
    enough: int
    check_minutes: int

    @property
    def minutes(self) -> int:
        return self.check_minutes + sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class LessonShown:
    """One lesson, drawn, with its neighbours."""

    module_title: str
    entry: Entry
    of: int
    before: Entry | None
    after: Entry | None
    html: SafeString


def outline_from(content: dict) -> Outline:
    asked = len(content["questions"])
    return Outline(
        key=content["key"],
        title=content["title"],
        summary=content["summary"],
        outcomes=tuple(outcome["text"] for outcome in content["outcomes"]),
        guidance=tuple(content["guidance"]),
        lessons=tuple(_entries(content)),
        questions=asked,
        enough=enough_of(asked, content["pass_mark"]),
        check_minutes=content["check_minutes"],
    )


def lesson_from(content: dict, lesson_key: str) -> LessonShown | None:
    """One lesson drawn from a module's content, frozen or draft."""
    entries = _entries(content)
    at = next((place for place, entry in enumerate(entries) if entry.key == lesson_key), None)
    if at is None:
        return None
    neighbours = [None, *entries, None]
    return LessonShown(
        module_title=content["title"],
        entry=entries[at],
        of=len(entries),
        before=neighbours[at],
        after=neighbours[at + 2],
        html=_drawn(content["lessons"][at], entries[at], len(entries)),
    )


def _entries(content: dict) -> list[Entry]:
    return [
        Entry(position, lesson["key"], lesson["title"], lesson["minutes"])
        for position, lesson in enumerate(content["lessons"], start=1)
    ]


def _drawn(lesson: dict, entry: Entry, of: int) -> SafeString:
    blocks = [
        {"type": block["type"], "value": post_html(block["value"]) if block["type"] == "post" else block["value"]}
        for block in lesson["blocks"]
    ]
    context = {"frozen": lesson, "entry": entry, "of": of, "blocks": blocks}
    return render_to_string("modules/lesson_body.html", context)


def posts_of(questions: list[dict]) -> dict[str, SafeString]:
    """The posts that questions ask about, by the question's id."""
    return {question["id"]: post_html(question["post"][0]) for question in questions if question["post"]}
