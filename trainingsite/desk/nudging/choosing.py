"""Whom a manager asks to have reminded: all who are overdue, all who were not told yet, or people by name."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from trainingsite.people.models import Person, Practice
from trainingsite.reminders.models import Nudge
from trainingsite.reminders.nudging import Candidate, who_may_be_nudged
from trainingsite.reminders.rules import LeftOut

OVERDUE, UNTOLD, OPEN = "overdue", "untold", "open"
GROUPS = {OVERDUE: "Overdue", UNTOLD: "Not yet told of something", OPEN: "Anything open"}
# Said of anybody, asked for or not, so that nobody wonders where they are.
TURN_OF_OTHERS = (LeftOut.ON_LEAVE, LeftOut.QUERIED, LeftOut.DECLINED, LeftOut.EXEMPT)


@dataclass(frozen=True)
class Group:
    """One way to choose people, with how many there are."""

    key: str
    words: str
    people: int
    is_shown: bool


@dataclass(frozen=True)
class Chosen:
    """The people a manager asked for, and what would become of each."""

    everybody: list[Candidate]
    who: str
    keys: frozenset[str]
    problem: str = ""
    shown: str = ""
    sent: tuple[Nudge, ...] = ()
    was_sent: bool = False

    @cached_property
    def asked_for(self) -> list[Candidate]:
        """Those whom the address names, but for those who were just sent a message."""
        gone = {nudge.person_id for nudge in self.sent}
        found = [each for each in self.everybody if self._names(each)]
        return [each for each in found if each.person.pk not in gone]

    @property
    def ready(self) -> list[Candidate]:
        return [each for each in self.asked_for if each.why_not is None]

    @property
    def on_paper(self) -> list[Candidate]:
        """Those whom no e-mail reaches."""
        return [each for each in self.asked_for if each.why_not and each.why_not.is_for_paper]

    @property
    def left_out(self) -> list[Candidate]:
        """Those who are sent nothing, each with the reason; somebody else's turn is said of everybody."""
        listed = {each.person.pk for each in self.asked_for}
        others = [each for each in self.everybody if each.why_not in TURN_OF_OTHERS and not self.keys]
        others = [each for each in others if each.person.pk not in listed]
        return [each for each in self.asked_for if each.why_not and not each.why_not.is_for_paper] + others

    @property
    def example(self) -> Candidate | None:
        """Whose message is shown: the one asked for, or the first."""
        return next((each for each in self.ready if str(each.person.key) == self.shown), next(iter(self.ready), None))

    @property
    def groups(self) -> list[Group]:
        return [
            Group(key, words, sum(_is_in(key, each) for each in self.everybody), key == self.who and not self.keys)
            for key, words in GROUPS.items()
        ]

    def _names(self, candidate: Candidate) -> bool:
        return str(candidate.person.key) in self.keys if self.keys else _is_in(self.who, candidate)


def _is_in(group: str, candidate: Candidate) -> bool:
    return bool({OVERDUE: candidate.overdue, UNTOLD: candidate.untold, OPEN: candidate.items}[group])


def chosen_in(query: QueryDict, practice: Practice, by: Person, day: dt.date) -> Chosen:
    """What an address asks for, in a fixed number of queries; what it names and is not there is said."""
    everybody = who_may_be_nudged(practice, day, by=by)
    asked, who = frozenset(query.getlist("person")), query.get("who", OVERDUE)
    keys = asked & {str(each.person.key) for each in everybody}
    batch = _key_in(query.get("sent", ""))
    return Chosen(
        everybody=everybody,
        who=who if who in GROUPS else OVERDUE,
        keys=keys,
        problem=_problem(who, asked, keys),
        shown=query.get("show", ""),
        sent=sent_in(batch, practice, by) if batch else (),
        was_sent=batch is not None,
    )


def _problem(who: str, asked: Iterable[str], keys: Iterable[str]) -> str:
    """What the address asks for and is not there, in a sentence."""
    if asked and not keys:
        return "Nobody you asked for works here that day. These are the people who are overdue."
    if asked != keys:
        return "Somebody you asked for does not work here that day. These are the others."
    return "" if who in GROUPS else "There is no such group of people. These are the people who are overdue."


def _key_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def sent_in(batch: uuid.UUID, practice: Practice, by: Person) -> tuple[Nudge, ...]:
    """What the manager sent from one page, and how far each has come."""
    found = Nudge.objects.at(practice).filter(batch=batch, sender=by)
    return tuple(found.select_related("person", "notice").order_by("person__last_name", "person__first_name", "pk"))
