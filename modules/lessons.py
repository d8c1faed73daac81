"""A lesson as it is read: drawn once in pieces, put together for each reader."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from modules.contents import has_check_up
from modules.drawing import Entry, entries_of
from scenarios.posts import Drawings, post_html
from trainingsite.people.audience import names_of


@dataclass(frozen=True)
class Piece:
    """A part of a lesson: for everybody or, where groups are named, for people in one of them."""

    html: SafeString
    groups: frozenset[str] = frozenset()
    names: str = ""

    def shown_to(self, groups: Collection[str]) -> bool:
        return not self.groups or not self.groups.isdisjoint(groups)

    @property
    def labelled(self) -> SafeString:
        """With a line that says for whom it is, for somebody who reads everything."""
        if not self.groups:
            return self.html
        label = '<div class="some-staff"><p class="some-staff__for">For: {}</p>{}</div>'
        return format_html(label, self.names, self.html)


@dataclass(frozen=True)
class LessonShown:
    """One lesson, drawn, with its neighbours."""

    module_title: str
    entry: Entry
    of: int
    before: Entry | None
    after: Entry | None
    head: SafeString
    pieces: tuple[Piece, ...]
    has_check_up: bool

    @property
    def is_for_some(self) -> bool:
        """Whether who reads it makes a difference."""
        return any(piece.groups for piece in self.pieces)

    def html_for(self, groups: Collection[str]) -> SafeString:
        """The lesson for somebody in these groups; all of it, labelled, for somebody in none, such as an author."""
        if not groups:
            return mark_safe("".join(piece.labelled for piece in self.pieces))
        return mark_safe("".join(piece.html for piece in self.pieces if piece.shown_to(groups)))


def lesson_from(content: dict, lesson_key: str) -> LessonShown | None:
    """One lesson drawn from a module's content, frozen or draft."""
    entries = entries_of(content)
    at = next((place for place, entry in enumerate(entries) if entry.key == lesson_key), None)
    if at is None:
        return None
    neighbours, lesson = [None, *entries, None], content["lessons"][at]
    context = {"frozen": lesson, "entry": entries[at], "of": len(entries)}
    return LessonShown(
        module_title=content["title"],
        entry=entries[at],
        of=len(entries),
        before=neighbours[at],
        after=neighbours[at + 2],
        head=render_to_string("modules/lesson_head.html", context),
        pieces=tuple(_pieces(lesson, content.get("drawings", {}))),
        has_check_up=has_check_up(lesson),
    )


def _pieces(lesson: dict, drawings: Drawings) -> Iterator[Piece]:
    """What stands between two parts for some staff is one piece."""
    for for_some, blocks in groupby(lesson["blocks"], lambda block: block["type"] == "some_staff"):
        if not for_some:
            yield Piece(_drawn(blocks, drawings))
            continue
        for block in blocks:
            groups = block["value"]["groups"]
            html = _drawn(block["value"]["blocks"], drawings)
            yield Piece(html, frozenset(groups), ", ".join(names_of(groups)))
    if lesson["remember"]:
        yield Piece(render_to_string("modules/lesson_end.html", {"remember": lesson["remember"]}))


def _drawn(blocks, drawings: Drawings) -> SafeString:
    drawn = [
        {**block, "value": post_html(block["value"], drawings)} if block["type"] == "post" else block
        for block in blocks
    ]
    return render_to_string("modules/lesson_body.html", {"blocks": drawn})
