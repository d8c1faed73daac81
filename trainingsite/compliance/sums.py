"""The sums of a practice on any day, and of hundreds of practices at once, from the timelines that are kept."""

import datetime as dt
import functools
import uuid
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import AuditEvent, Chain
from trainingsite.compliance.adding_up import NOTHING, Sums, sums_in
from trainingsite.compliance.dates import Span
from trainingsite.compliance.matrix import MET
from trainingsite.compliance.models import Requirement
from trainingsite.compliance.obligations import Status
from trainingsite.compliance.remembering import AHEAD, BACK, newest_wording, reaches, rules_applied, up_to_date
from trainingsite.compliance.timelines import STATUSES, Timelines, covering, unpack
from trainingsite.people.identities import SamePerson
from trainingsite.people.models import Membership, Practice, chain_of

HELD = {STATUSES.index(status) for status in MET}
ASKED_AGAIN = {STATUSES.index(status) for status in (Status.DUE, Status.OVERDUE)}


class Lapse(NamedTuple):
    """Something somebody holds that will have lapsed after a day, unless it is renewed."""

    person_id: int
    line: uuid.UUID
    programme_id: int
    on: dt.date


def sums_of(practice: Practice, days: Sequence[dt.date], today: dt.date) -> list[dict[int, Sums]]:
    """The sums by programme on each of the days. Raises ValueError for a day that kept timelines do not reach."""
    within_reach(days, today)
    return sums_in(bytes(up_to_date(practice, today).sums), [day.toordinal() for day in days])


def sums_of_many(practices: Collection[Practice], day: dt.date, today: dt.date) -> dict[int, dict[int, Sums]]:
    """The sums by programme of each practice on one day, by practice; ValueError as above.

    A fixed number of queries, and some more for each practice of which something was told since it was last looked at.
    """
    within_reach([day], today)
    packed = {practice_id: bytes(sums) for practice_id, sums in kept_for(practices, today, "sums")}
    return {practice.pk: sums_in(packed[practice.pk], [day.toordinal()])[0] for practice in practices}


def all_together(by_programme: dict[int, Sums]) -> Sums:
    """The sums of all programmes."""
    return functools.reduce(Sums.plus, by_programme.values(), NOTHING)


def within_reach(days: Collection[dt.date], today: dt.date) -> None:
    """Raises ValueError for a day that kept timelines do not reach."""
    reach = Span(today - BACK, today + AHEAD)
    for day in days:
        if not reach.covers(day):
            raise ValueError(f"{day} is not between {reach.first} and {reach.last}.")


def kept_for(practices: Collection[Practice], today: dt.date, column: str) -> Iterator[tuple[int, bytes]]:
    """One column of the kept timelines of each practice, brought up to date where anything was told since."""
    stale = {practice.pk: practice for practice in practices}
    heads = heads_about_many(practices)
    rows = Timelines.objects.filter(practice__in=list(stale), rules=rules_applied())
    for row in rows.only("practice", "first", "last", "heads", column).iterator(chunk_size=100):
        if row.heads == heads[row.practice_id] and reaches(row.period, today):
            del stale[row.practice_id]
            yield row.practice_id, getattr(row, column)
    for practice in stale.values():
        yield practice.pk, getattr(up_to_date(practice, today), column)


def heads_about_many(practices: Collection[Practice]) -> dict[int, dict[str, int]]:
    """For each practice what ``remembering.heads_about`` says of it, in two queries for all."""
    ids = [practice.pk for practice in practices]
    here = Membership.objects.filter(practice__in=ids).order_by()
    pairs = here.values_list("practice", "person__memberships__practice__key").distinct()
    keys = {practice.pk: {SITE_CHAIN, practice.chain} for practice in practices}
    for practice_id, key in pairs:
        keys[practice_id].add(chain_of(key))
    newest = AuditEvent.objects.filter(chain=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    wanted = set().union(*keys.values())
    head = dict(Chain.objects.filter(key__in=wanted).values_list("key", Subquery(newest)))
    return {practice_id: {key: head.get(key) or 0 for key in sorted(theirs)} for practice_id, theirs in keys.items()}


def people_of_many(practices: Collection[Practice], day: dt.date) -> dict[int, int]:
    """How many people work at each practice on the day."""
    counted = _working(practices, day).values("practice").annotate(people=Count("human", distinct=True)).order_by()
    return {practice.pk: 0 for practice in practices} | dict(counted.values_list("practice", "people"))


def heads(practices: Collection[Practice], day: dt.date) -> int:
    """How many people work at any of the practices on the day: one human is counted once."""
    return _working(practices, day).aggregate(people=Count("human", distinct=True))["people"]


def _working(practices: Collection[Practice], day: dt.date):
    kept = SamePerson.objects.standing().filter(former=OuterRef("person")).values("kept")[:1]
    rows = Membership.objects.known().on(day).filter(practice__in=[practice.pk for practice in practices])
    return rows.annotate(human=Coalesce(Subquery(kept), F("person"), output_field=BigIntegerField()))


def lapsing(practice: Practice, first: dt.date, last: dt.date, today: dt.date) -> list[Lapse]:
    """What lapses in the period, in order of day: last days of being good, while people work there and are asked."""
    content = unpack(up_to_date(practice, today).body)
    wordings = {pair[1] for asked in content["asked"] for pair in asked["wordings"]}
    rows = Requirement.objects.filter(pk__in=wordings).order_by().values_list("pk", "line", "programme")
    about = {pk: rest for pk, *rest in rows}
    found = [
        Lapse(int(key), *about[newest_wording(asked, day)], dt.date.fromordinal(day))
        for key, life in content["lives"].items()
        for asked, segments in zip(content["asked"], life["cells"], strict=True)
        for day in last_good_days(segments)
        if first.toordinal() <= day <= last.toordinal()
        and covering(life["stays"], day)
        and covering(asked["days"], day)
    ]
    return sorted(found, key=lambda lapse: (lapse.on, lapse.person_id, lapse.line))


def last_good_days(segments: list[list]) -> Iterator[int]:
    """The numbers of the days after which something that was held is asked for again."""
    for segment, following in pairwise(segments):
        if segment[1] in HELD and following[1] in ASKED_AGAIN:
            yield following[0] - 1
