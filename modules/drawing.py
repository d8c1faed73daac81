"""What a module's content looks like: its outline, and the posts its questions ask about."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from modules.contents import has_check_up
from modules.rules import asked_of, enough_of
from scenarios.posts import Drawings, post_html


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
    has_card: bool
    check_up: Entry | None

    @property
    def minutes(self) -> int:
        return self.check_minutes + sum(lesson.minutes for lesson in self.lessons)


def outline_from(content: dict) -> Outline:
    asked, entries = asked_of(content), entries_of(content)
    return Outline(
        key=content["key"],
        title=content["title"],
        summary=content["summary"],
        outcomes=tuple(outcome["text"] for outcome in content["outcomes"]),
        guidance=tuple(content["guidance"]),
        lessons=tuple(entries),
        questions=asked,
        enough=enough_of(asked, content["pass_mark"]),
        check_minutes=content["check_minutes"],
        has_card=bool(content.get("recap")),
        check_up=next((entries[at] for at, lesson in enumerate(content["lessons"]) if has_check_up(lesson)), None),
    )


def entries_of(content: dict) -> list[Entry]:
    """The lessons as a list names them."""
    return [
        Entry(position, lesson["key"], lesson["title"], lesson["minutes"])
        for position, lesson in enumerate(content["lessons"], start=1)
    ]


def posts_of(questions: list[dict], drawings: Drawings) -> dict[str, SafeString]:
    """The posts that questions ask about, by the question's id."""
    return {question["id"]: post_html(question["post"][0], drawings) for question in questions if question["post"]}
