"""Which of the key points a policy covers, and by which clause. Nothing of this is frozen: it is the author's aid."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from scenarios.freezing import frozen
from trainingsite.policies.key_points import CONSULTED, KeyPoint, points_of


@dataclass(frozen=True)
class Covering:
    """One clause, as far as the check looks at it."""

    title: str
    points: frozenset[str]
    has_words: bool
    block: str = ""


@dataclass(frozen=True)
class Coverage:
    """One key point, the clauses that cover it, and those that say they do and are empty."""

    point: KeyPoint
    clauses: tuple[Covering, ...] = ()
    empty: tuple[Covering, ...] = ()
    consulted: bool = False

    @property
    def is_covered(self) -> bool:
        return bool(self.clauses) or self.consulted


def coverage_of(kind: str, clauses: Iterable[Covering], *, consulted: bool = False) -> list[Coverage]:
    """Every key point of this kind of policy with what covers it; staff may have been consulted outside the text."""
    clauses = tuple(clauses)
    return [
        Coverage(
            point,
            clauses=tuple(each for each in clauses if point.id in each.points and each.has_words),
            empty=tuple(each for each in clauses if point.id in each.points and not each.has_words),
            consulted=consulted and point.id == CONSULTED,
        )
        for point in points_of(kind)
    ]


def missing_in(coverage: Iterable[Coverage]) -> list[Coverage]:
    """The key points that nothing covers yet."""
    return [each for each in coverage if not each.is_covered]


def clauses_in(stream) -> list[Covering]:
    """The clauses of a page or of a draft, as its stream of blocks holds them."""
    return [
        Covering(
            title=block.value["title"] or "A clause without a title",
            points=frozenset(block.value.get("covers") or ()),
            has_words=bool(unescape(strip_tags(frozen(block.value["text"]) or "")).strip()),
            block=block.id or "",
        )
        for block in stream
    ]
