"""Proposing whose details are to be erased: whose periods are over, or who asked for it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.audit.chain import canonical, digest
from trainingsite.evidence.keeping.holds import chains_ever
from trainingsite.evidence.keeping.humans import Human, human, humans, leavers
from trainingsite.evidence.keeping.periods import in_force, lengths
from trainingsite.evidence.keeping_tables import DisposalProposed, ErasureAsked, KeptClass, ProposedPerson
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person

AT_MOST, AT_ONCE = 300, 500
NOTHING_LEFT = "Everything was erased before."


class NothingDue(Exception):
    """Nobody's period is over."""


class WaitsAlready(Exception):
    """A proposal waits to be decided; it is decided before there is another."""

    def __init__(self, proposal: DisposalProposed):
        super().__init__("A proposal waits already.")
        self.proposal = proposal


@dataclass(frozen=True)
class Due:
    """A human, and which kinds of their details may go."""

    human: Human
    classes: Sequence[KeptClass]


def due_on(day: dt.date, most: int = AT_MOST) -> list[Due]:
    """Whose details may be erased that day, the longest gone first, and no more than can be looked through at once."""
    periods = lengths(in_force())
    shortest = min(period.after_leaving for period in periods.values())
    found: list[Due] = []
    for batch in _batches(leavers(day, shortest)):
        found += [Due(each, classes) for each in humans(batch, day) if (classes := each.due(periods, day))]
        if len(found) >= most:
            break
    return found[:most]


def counts_of(due: Iterable[Due]) -> list[tuple[KeptClass, int]]:
    """How many people each kind of details is about, in the order in which the kinds go."""
    counted = Counter(of for each in due for of in each.classes)
    return [(of, counted[of]) for of in KeptClass if counted[of]]


@transaction.atomic
def propose(*, by: Person, at: dt.datetime) -> DisposalProposed:
    """Propose to erase whatever is due. Raises NothingDue, and WaitsAlready: one is looked through at a time."""
    _refuse_another_than(None)
    due = due_on(timezone.localdate(at))
    if not due:
        raise NothingDue
    proposal = _proposed(due, DisposalProposed.Why.PERIOD, by, at)
    _refuse_another_than(proposal)  # of two who propose at once, the second held the site's chain up to here
    return proposal


def _refuse_another_than(mine: DisposalProposed | None) -> None:
    waiting = DisposalProposed.objects.waiting().filter(why=DisposalProposed.Why.PERIOD)
    if waits := waiting.exclude(pk=mine and mine.pk).first():
        raise WaitsAlready(waits)


@transaction.atomic
def ask_for_erasure(*, person: Person, asked_on: dt.date, by: Person, at: dt.datetime) -> ErasureAsked:
    """Note that somebody asked to have their details erased, and answer: what can go is proposed, the rest is refused.

    Whatever is refused has its reason and the first day on which it could go. The same answer again, on the same day
    and to the same question, is the first one.
    """
    day = timezone.localdate(at)
    person = Person.objects.select_for_update().get(pk=human(person, day).person.pk)  # two clicks
    asks = human(person, day)
    before = ErasureAsked.objects.about(asks.rows).filter(asked_on=asked_on).order_by("-pk").first()
    answer, due = answer_to(asks, day), asks.due(lengths(in_force()), day)
    if before and (before.answer == answer):
        return before
    proposal = _proposed([Due(asks, due)], DisposalProposed.Why.ASKED, by, at) if due else None
    asked = ErasureAsked.objects.create(
        person=person, asked_on=asked_on, noted_by=by, noted_at=at, answer=answer, proposal=proposal
    )
    record(
        chains=chains_ever(asks.rows), verb="evidence.erasure_asked", actor=by.key, subject=person.key, at=at,
        rows=[asked],
    )  # fmt: skip
    return asked


def answer_to(asks: Human, day: dt.date) -> str:
    """What somebody who asks for erasure is answered, one thing a line."""
    if asks.in_the_way:
        return "\n".join(f"Refused for now. {why}." for why in asks.in_the_way)
    return "\n".join(_answers(asks, day)) or NOTHING_LEFT


def _answers(asks: Human, day: dt.date) -> Iterator[str]:
    kept = in_force()
    standings = asks.standings(lengths(kept), day)
    if not asks.last_day.has_left and not all(each.is_erased for each in standings):
        yield f"{asks.last_day.in_words}."
    if going := [KeptClass(each.of).label for each in standings if each.is_due]:
        yield f"To be erased, once a second person approves it: {'; '.join(going)}."
    for each in standings:
        if each.first_on and not each.is_due:
            of = KeptClass(each.of)
            last = ", and until all the others can go" if of == KeptClass.IDENTITY else ""
            yield (
                f"Refused until {long_date(each.first_on)}: {of.label}. The practice keeps it for"
                f" {kept[of].period.in_words}{last}."
            )


def _proposed(due: Sequence[Due], why: str, by: Person, at: dt.datetime) -> DisposalProposed:
    proposal = DisposalProposed.objects.create(why=why, proposed_by=by, proposed_at=at)
    ProposedPerson.objects.bulk_create(
        [
            ProposedPerson(
                disposal=proposal, person=each.human.person, classes=",".join(each.classes), left_on=each.human.left_on
            )
            for each in due
        ],
        batch_size=AT_ONCE,
    )
    listed = sorted([str(each.human.person.key), *each.classes] for each in due)
    record(
        chains=[SITE_CHAIN], verb="evidence.disposal_proposed", actor=by.key, subject=proposal.key, at=at,
        rows=[proposal], data={"people": len(due), "list": digest(canonical(listed))},
    )  # fmt: skip
    return proposal


def _batches(people) -> Iterator[list[Person]]:
    """Some hundred at a time, in their order."""
    keys = list(people.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        found = Person.objects.in_bulk(keys[start : start + AT_ONCE])
        yield [found[key] for key in keys[start : start + AT_ONCE]]
