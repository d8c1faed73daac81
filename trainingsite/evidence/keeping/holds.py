"""Holding somebody's details back: nothing of theirs is erased while a complaint, a claim or an inquiry goes on."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from trainingsite.audit.actions import SITE_CHAIN, commitment, keep_words, read_words, record
from trainingsite.audit.models import Words
from trainingsite.evidence.keeping_tables import HoldLifted, RetentionHold
from trainingsite.people.models import Membership, Person, chain_of

BECAUSE = "hold"


@dataclass(frozen=True)
class HeldBack:
    """A hold with the reason somebody gave, for as long as it is kept."""

    hold: RetentionHold
    because: str


def holds_on(rows: Collection[int]) -> list[HeldBack]:
    """Every hold there was on the person, newest first; two queries."""
    holds = RetentionHold.objects.about(rows).select_related("placed_by", "lifted__lifted_by")
    holds = list(holds.order_by("-placed_at", "-pk"))
    kept = Words.objects.in_bulk([hold.words_key for hold in holds])
    return [
        HeldBack(hold, read_words(kept[hold.words_key])["because"] if hold.words_key in kept else "") for hold in holds
    ]


@transaction.atomic
def place_hold(*, person: Person, because: str, by: Person, at: dt.datetime) -> RetentionHold:
    """Keep everything of somebody until the hold is lifted; said again while one stands, that one is answered."""
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks, or an erasure, at the same moment
    standing = RetentionHold.objects.standing().about([person.pk]).first()
    if standing:
        return standing
    key = uuid.uuid4()
    words = keep_words(about=key, kind=BECAUSE, words={"because": because}, at=at)
    hold = RetentionHold.objects.create(
        key=key, person=person, placed_by=by, placed_at=at, words_key=words.key, words_commitment=commitment(words)
    )
    record(
        chains=chains_ever([person.pk]), verb="evidence.hold_placed", actor=by.key, subject=person.key, at=at,
        rows=[hold],
    )  # fmt: skip
    return hold


@transaction.atomic
def lift_holds(*, person: Person, rows: Collection[int], by: Person, at: dt.datetime) -> int:
    """Let the periods count again, under whichever of somebody's rows the hold was placed.

    Answers how many holds were lifted: none, the second time.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    standing = RetentionHold.objects.standing().about(rows)
    lifted = [HoldLifted.objects.create(hold=hold, lifted_by=by, lifted_at=at) for hold in standing]
    if lifted:
        record(
            chains=chains_ever(rows), verb="evidence.hold_lifted", actor=by.key, subject=person.key, at=at, rows=lifted
        )
    return len(lifted)


def chains_ever(rows: Collection[int]) -> list[str]:
    """The chain of each practice where somebody ever had a job; the site's, if there was none."""
    keys = set(Membership.objects.filter(person__in=list(rows)).values_list("practice__key", flat=True))
    return sorted(map(chain_of, keys)) or [SITE_CHAIN]
