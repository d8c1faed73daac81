"""What may be said of the questions and decisions that people got wrong: of five people or more, and roughly. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

FEWEST, STEP = 5, 5
MONTHS_IN_A_QUARTER = 3
SOME, MOST = "some", "most"
SHARES = {MOST: "More than two thirds", SOME: "A third to two thirds"}


@dataclass(frozen=True)
class Item:
    """A question or a decision as it was worded: where it is asked, and what it is about."""

    kind: str
    title: str
    topic: str
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """An item that stands out: roughly how many people met it, and for how large a part of them it went wrong."""

    kind: str
    title: str
    topic: str
    text: str
    people: int
    share: str

    @property
    def kept(self) -> dict:
        return asdict(self)


def quarter_before(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the last whole quarter that was over before the day."""
    begun = dt.date(day.year, (day.month - 1) // MONTHS_IN_A_QUARTER * MONTHS_IN_A_QUARTER + 1, 1)
    last = begun - dt.timedelta(days=1)
    return dt.date(last.year, last.month - MONTHS_IN_A_QUARTER + 1, 1), last


def topics_among(answers: Iterable[tuple[int, Item, bool]]) -> list[Topic]:
    """What stands out among answers of (person, item, right), the oldest first: each person counts once for an item."""
    first: dict[Item, dict[int, bool]] = defaultdict(dict)
    for person, item, right in answers:
        first[item].setdefault(person, right)
    return sorted(_standing_out(first), key=lambda topic: (topic.share != MOST, topic.title, topic.topic, topic.text))


def _standing_out(first: dict[Item, dict[int, bool]]) -> Iterator[Topic]:
    for item, said in first.items():
        share = share_of(sum(not right for right in said.values()), len(said))
        if share:
            yield Topic(item.kind, item.title, item.topic, item.text, roughly(len(said)), share)


def share_of(wrong: int, people: int) -> str:
    """For which part of the people it went wrong; nothing where they are too few, or where it went well."""
    if people < FEWEST or wrong * 3 < people:
        return ""
    return MOST if wrong * 3 > people * 2 else SOME


def roughly(people: int) -> int:
    """Rounded down, so that one person more or less is not seen."""
    return people - people % STEP
