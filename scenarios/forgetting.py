"""Practice answers are erased by a rule that the administrator sets: soon after passing, later otherwise.

What remains is the record: that somebody had a go, and whether it was passed. See ADR 0011.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from scenarios.models import AnswerRetention, Attempt, AttemptOutcome
from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.models import Disposal, DisposalItem, Words
from trainingsite.formats.dates import months_later
from trainingsite.people.models import Person

DAYS_AFTER_PASSING, MONTHS_OTHERWISE = 90, 12
GOES_AT_ONCE = 200
PROPOSED_BY, CAME_WITH_THE_SITE = "timetable", "starter"


@dataclass(frozen=True)
class Periods:
    """How long practice answers are kept, and whose decision that is."""

    days_after_passing: int = DAYS_AFTER_PASSING
    months_otherwise: int = MONTHS_OTHERWISE
    approved_by: str = CAME_WITH_THE_SITE

    @property
    def rule(self) -> str:
        return (
            f"Practice answers: {self.days_after_passing} days after passing, otherwise {self.months_otherwise} months"
        )


def periods_in_force() -> Periods:
    """What the administrator set last; until then, the periods that came with the site."""
    newest = next(iter(periods_over_time()), None)
    return Periods(newest.days_after_passing, newest.months_otherwise, str(newest.set_by.key)) if newest else Periods()


def periods_over_time() -> list[AnswerRetention]:
    """Everything that administrators ever set, newest first."""
    return list(AnswerRetention.objects.select_related("set_by").order_by("-set_at", "-pk"))


@transaction.atomic
def set_periods(*, days_after_passing: int, months_otherwise: int, by: Person, at: dt.datetime) -> AnswerRetention:
    """Let other periods hold from now on; those that held before stay in the record."""
    retention = AnswerRetention.objects.create(
        days_after_passing=days_after_passing, months_otherwise=months_otherwise, set_by=by, set_at=at
    )
    record(
        chains=[SITE_CHAIN], verb="scenarios.answer_retention_set", actor=by.key, subject=retention.key, at=at,
        rows=[retention],
    )  # fmt: skip
    return retention


def erase_answers(*, at: dt.datetime) -> int:
    """Erase every answer whose time has come, some hundred goes at a time; how many there were.

    Whoever comes second, at once or later, finds nothing left to erase.
    """
    periods, day = periods_in_force(), timezone.localdate(at)
    erased, last = 0, 0
    while goes := list(goes_to_forget(periods, day).filter(pk__gt=last).values_list("pk", "key")[:GOES_AT_ONCE]):
        erased += _forget([key for _, key in goes], periods, day, at)
        last = goes[-1][0]
    return erased


def goes_to_forget(periods: Periods, day: dt.date) -> QuerySet:
    """Goes of which words are kept whose time has come, in the order in which they were begun.

    A go that ended is due some days after that content was passed in it or later, or else some months after its end;
    one left open, some months after the last thing that was chosen in it.
    """
    passed_by = day - dt.timedelta(days=periods.days_after_passing)
    over_by = months_later(day, -periods.months_otherwise)
    words = Words.objects.filter(about=OuterRef("key"))
    passed = AttemptOutcome.objects.filter(
        attempt__person=OuterRef("person"), attempt__snapshot=OuterRef("snapshot"),
        passed=True, ended_on__lte=passed_by, ended_at__gte=OuterRef("begun_at"),
    )  # fmt: skip
    ended = Q(outcome__isnull=False) & (Q(outcome__ended_on__lte=over_by) | Exists(passed))
    still_open = Q(outcome__isnull=True) & ~Exists(words.filter(kept_at__gt=end_of(over_by)))
    begun = Attempt.objects.filter(begun_at__lte=end_of(max(passed_by, over_by)))
    return begun.filter(ended | still_open, Exists(words)).order_by("pk")


@transaction.atomic
def _forget(keys: list[uuid.UUID], periods: Periods, day: dt.date, at: dt.datetime) -> int:
    """Erase all words about these goes, in one disposal; what is chosen in one of them meanwhile stops it."""
    due = set(goes_to_forget(periods, day).filter(key__in=keys).values_list("key", flat=True))
    words = Words.objects.filter(about__in=due).select_for_update().order_by("pk")
    found = list(words.values_list("pk", flat=True))
    if not found:
        return 0
    disposal = Disposal.objects.create(
        rule=periods.rule, proposed_by=PROPOSED_BY, approved_by=periods.approved_by, approved_at=at
    )
    named = set(DisposalItem.objects.filter(words_key__in=found).values_list("words_key", flat=True))
    DisposalItem.objects.bulk_create(
        DisposalItem(disposal=disposal, words_key=key) for key in found if key not in named
    )
    Words.objects.filter(about__in=due).delete()
    record(
        chains=[SITE_CHAIN], verb="scenarios.answers_erased", at=at,
        data={"rule": periods.rule, "approved_by": periods.approved_by, "disposal": disposal.pk,
              "erased": len(found), "words": digest(canonical(sorted(map(str, found))))},
    )  # fmt: skip
    return len(found)


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a local day."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    return timezone.make_aware(midnight) - dt.timedelta(microseconds=1)
