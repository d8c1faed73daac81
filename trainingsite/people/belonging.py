"""Which practice knew somebody first: as it was recorded, not as it is dated, for a first day can be typed."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from trainingsite.people.models import Membership, Merger, Person, Practice, Responsibility

NEWS_FOR = dt.timedelta(days=14)


class Row(NamedTuple):
    """One wording of a job or a duty, and when it was recorded."""

    line: uuid.UUID
    recorded_at: dt.datetime
    ended_on: dt.date | None
    withdrawn: bool


class Spell(NamedTuple):
    """Since when somebody was known at a place without a break, and whether they still are."""

    since: dt.datetime
    lasts: bool


def belonging_elsewhere(people: Collection[Person], practice: Practice, day: dt.date) -> set[int]:
    """Those whose account another place knew before this practice did, in a fixed number of queries.

    Whoever could open such an account here would open what was done there. Nobody who has nothing there yet is among
    them, and of those who have left the other place nobody who signed in after they were taken on here.
    """
    gone_over = Merger.objects.known().filter(into=practice)
    here = {("practice", practice.pk), *(("practice", pk) for pk in gone_over.values_list("practice", flat=True))}
    places = _rows_by_place(people)
    return {person.pk for person in people if _is_known_elsewhere(person, places[person.pk], here, day)}


def _is_known_elsewhere(person: Person, places: dict[tuple, list[Row]], here: set[tuple], day: dt.date) -> bool:
    own = spell_of([row for place, rows in places.items() if place in here for row in rows], day)
    taken_on = own.since if own and own.lasts else None
    others = [spell_of(rows, day) for place, rows in places.items() if place not in here]
    before = [spell for spell in others if taken_on is None or spell.since < taken_on]
    if taken_on is None:
        return bool(before)
    has_left = any(not spell.lasts for spell in before)
    if any(spell.lasts for spell in before):
        return has_left or person.last_login is not None
    return has_left and (person.last_login is None or person.last_login < taken_on)


def spell_of(rows: Iterable[Row], day: dt.date) -> Spell | None:
    """The last time at one place: a day that was typed later makes no break good that was there when it was typed."""
    standing: dict[uuid.UUID, dt.date | None] = {}
    since = None
    for moment, written in groupby(sorted(rows, key=attrgetter("recorded_at")), key=attrgetter("recorded_at")):
        if not _lasts(standing, timezone.localdate(moment)):
            since = moment
        for row in written:
            standing[row.line] = dt.date.min if row.withdrawn else row.ended_on
    return Spell(since, _lasts(standing, day)) if since else None


def _lasts(standing: dict[uuid.UUID, dt.date | None], day: dt.date) -> bool:
    return any(ended_on is None or ended_on >= day for ended_on in standing.values())


def _rows_by_place(people: Collection[Person]) -> dict[int, dict[tuple, list[Row]]]:
    """By person and place, as they are known now, every wording of the jobs and duties there; one query for each."""
    found = defaultdict(lambda: defaultdict(list))
    for model, parts in ((Membership, ("practice",)), (Responsibility, ("practice", "network"))):
        lines = model.objects.known().filter(person__in=people).values("line")
        by_line, whose = defaultdict(list), {}
        wordings = model.objects.filter(line__in=lines).order_by("recorded_at", "pk")
        for person_id, *row, place in _told(wordings, parts):
            by_line[row[0]].append(Row(*row))
            whose[row[0]] = person_id, place  # the last one is what is known now
        for line, (person_id, place) in whose.items():
            found[person_id][place] += by_line[line]
    return found


def _told(wordings, parts: tuple[str, ...]) -> Iterator[tuple]:
    for *said, first, second in wordings.values_list(
        "person", "line", "recorded_at", "ended_on", "withdrawn", parts[0], parts[-1]
    ):
        yield *said, (parts[0], first) if first else (parts[-1], second)


def taken_on_lately(person: Person, at: dt.datetime):
    """The person's jobs at a practice that took them on within a fortnight, where others knew them before."""
    before = Membership.objects.known().filter(person=person, recorded_at__lt=OuterRef("recorded_at"))
    jobs = Membership.objects.known().by(person).exclude(ended_on__lt=timezone.localdate(at))
    new = jobs.filter(supersedes=None, recorded_at__gt=at - NEWS_FOR)
    others = before.exclude(practice=OuterRef("practice"))
    known_here = before.filter(practice=OuterRef("practice"))
    return new.filter(Exists(others), ~Exists(known_here)).select_related("practice", "job_role").order_by("pk")
