"""The training matrix from timelines that are kept: what was told in the chains since then is worked out anew.

An act is recorded in the chain of each practice where its person works, in the same transaction: when no chain that
tells of the practice's people has grown, nothing has changed. What an event says of a person changes that person's
timelines; any other event may change everybody's.
"""

import datetime as dt
import functools
import hashlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.db.models import Q, Subquery
from django.db.models.expressions import OuterRef

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import AuditEvent, Chain
from trainingsite.compliance.adding_up import added_up
from trainingsite.compliance.dates import Span
from trainingsite.compliance.facts import Demand, facts_within
from trainingsite.compliance.matrix import OPEN, Cell, Matrix, Row, heard_of, told_about, training_matrix
from trainingsite.compliance.models import TARGETS, Requirement
from trainingsite.compliance.obligations import Standing
from trainingsite.compliance.timelines import Timelines, covering, pack, standing_in, unpack
from trainingsite.compliance.unrolling import worked_out
from trainingsite.people.identities import people_today
from trainingsite.people.models import JobRole, Membership, Person, Practice, chain_of, practice_key_in

# Two years back and one ahead are what trends and forecasts ask for; the rest is room to grow older in.
BACK, AHEAD, ROOM = dt.timedelta(days=731), dt.timedelta(days=366), dt.timedelta(days=60)
EVENTS_READ_AT_ONCE = 500
# Two rows become one person: what is told of the one is true of the other.
CONCERNS_OTHERS = "people.same_person"


def remembered_matrix(practice: Practice, day: dt.date, today: dt.date) -> Matrix:
    """The matrix as ``training_matrix`` works it out, from the timelines that are kept where they reach the day."""
    if not Span(today - BACK, today + AHEAD).covers(day):
        return training_matrix(practice, day)
    return matrix_in(unpack(up_to_date(practice, today).body), practice, day, today)


def up_to_date(practice: Practice, today: dt.date) -> Timelines:
    """The practice's timelines with everything that was told up to now; kept again if anything was."""
    heads = heads_about(practice)  # before the facts: what comes in meanwhile is read again the next time
    kept = Timelines.objects.filter(practice=practice).first()
    if kept is None or kept.rules != rules_applied() or not reaches(kept.period, today):
        return work_out(practice, today, heads)
    if kept.heads == heads:
        return kept
    told_of = people_told_of(kept.heads, heads, practice)
    changed = None if told_of is None else with_changed(unpack(kept.body), practice, kept.period, told_of)
    if changed is None:
        return work_out(practice, today, heads)
    return keep(practice, kept.period, heads, changed) if told_of else keep_heads(kept, heads)


def work_out(practice: Practice, today: dt.date, heads: dict[str, int]) -> Timelines:
    """Work everybody's timelines out anew."""
    period = Span(today - BACK - ROOM, today + AHEAD + ROOM)
    return keep(practice, period, heads, worked_out(facts_within(practice, period), period))


def keep(practice: Practice, period: Span, heads: dict[str, int], content: dict) -> Timelines:
    """Keep timelines. Of two processes the later stands: neither says that it has read what it has not."""
    values = {"first": period.first, "last": period.last, "heads": heads, "rules": rules_applied()}
    values |= {"body": pack(content), "sums": added_up(content, programmes_in(content))}
    return Timelines.objects.update_or_create(practice=practice, defaults=values)[0]


def keep_heads(kept: Timelines, heads: dict[str, int]) -> Timelines:
    """Note that the chains were read up to here, and told of nobody here."""
    Timelines.objects.filter(pk=kept.pk, heads=kept.heads).update(heads=heads)
    kept.heads = heads
    return kept


def programmes_in(content: dict) -> dict[int, int]:
    """By wording of a requirement, its programme."""
    wordings = {wording for asked in content["asked"] for _, wording in asked["wordings"]}
    return dict(Requirement.objects.filter(pk__in=wordings).order_by().values_list("pk", "programme"))


def with_changed(content: dict, practice: Practice, period: Span, people: list[Person]) -> dict | None:
    """The timelines with these people's worked out anew; None if something else has changed too."""
    if not people:
        return content
    anew = worked_out(facts_within(practice, period, people=people), period)
    if anew["asked"] != content["asked"]:
        return None
    for person in people:
        content["lives"].pop(str(person.pk), None)
    return {"asked": content["asked"], "lives": content["lives"] | anew["lives"]}


def check_kept(practice: Practice, today: dt.date) -> int:
    """How many cells of the practice's kept timelines differ from fresh ones, which take their place."""
    kept = up_to_date(practice, today)
    fresh = work_out(practice, today, kept.heads)
    if heads_about(practice) != kept.heads:
        return 0  # something happened meanwhile: the next night will tell
    return differing(unpack(kept.body), unpack(fresh.body))


def check_all(today: dt.date) -> tuple[int, int]:
    """Check the timelines of every practice of which some are kept: how many practices, and how many cells differed."""
    practices = Practice.objects.filter(pk__in=Timelines.objects.values("practice"))
    found = [check_kept(practice, today) for practice in practices.iterator()]
    return len(found), sum(found)


def differing(before: dict, now: dict) -> int:
    """How many cells are not the same; all of them, where what is asked differs."""
    if before["asked"] != now["asked"]:
        return sum(len(life["cells"]) for life in now["lives"].values())
    nobody = {"stays": [], "cells": [None] * len(now["asked"])}
    pairs = (
        (before["lives"].get(key, nobody), now["lives"].get(key, nobody)) for key in {*before["lives"], *now["lives"]}
    )
    return sum(
        one["stays"] != other["stays"] or mine != theirs
        for one, other in pairs
        for mine, theirs in zip(one["cells"], other["cells"], strict=True)
    )


def reaches(period: Span, today: dt.date) -> bool:
    """Whether kept timelines reach as far as is asked for."""
    return period.first <= today - BACK and period.last >= today + AHEAD


@functools.cache
def rules_applied() -> str:
    """A fingerprint of the code that works timelines out: of other rules, nothing is kept."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def heads_about(practice: Practice, also: Iterable[Practice] = ()) -> dict[str, int]:
    """How long each chain is in which something may be told of people who work, worked or will work here.

    With the chains of other practices, if what is kept tells of those too.
    """
    people = Membership.objects.at(practice).values("person")
    practices = Membership.objects.filter(person__in=people).values_list("practice__key", flat=True).distinct()
    newest = AuditEvent.objects.filter(chain=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    keys = {SITE_CHAIN, practice.chain, *map(chain_of, practices), *(each.chain for each in also)}
    begun = Chain.objects.filter(key__in=keys).values_list("key", Subquery(newest))
    return dict.fromkeys(sorted(keys), 0) | {key: head or 0 for key, head in begun}


def people_told_of(before: dict[str, int], now: dict[str, int], practice: Practice) -> list[Person] | None:
    """Of whom the events since then tell; None if it may be everybody.

    Somebody of ours began at another practice: from then on, that practice's chain tells of them too.
    """
    grown = [key for key in now if key in before and now[key] != before[key]]
    since = functools.reduce(Q.__or__, (Q(chain__key=key, seq__gt=before[key]) for key in grown), Q(pk=None))
    told = list(AuditEvent.objects.filter(since).values_list("verb", "subject").distinct()[: EVENTS_READ_AT_ONCE + 1])
    subjects = {subject for _, subject in told}
    people = people_with_keys(subjects)
    if len(told) > EVENTS_READ_AT_ONCE or len(people) < len(subjects):
        return None
    if any(verb.startswith(CONCERNS_OTHERS) for verb, _ in told):
        return None
    new = [key for key in now if key not in before]
    if new:
        began = Membership.objects.filter(practice__key__in=[practice_key_in(key) for key in new])
        people += Person.objects.filter(pk__in=began.values("person"))
    # What is told of a former row is true of the one that was kept.
    people = list({*people, *people_today(people).values()})
    ours = set(Membership.objects.at(practice).filter(person__in=people).values_list("person_id", flat=True))
    return [person for person in people if person.pk in ours]


def people_with_keys(keys: Iterable[str]) -> list[Person]:
    """The people whose keys these are; the keys of other things are passed over."""
    return list(Person.objects.filter(key__in=[key for key in keys if len(key) == 36]))


def matrix_in(content: dict, practice: Practice, day: dt.date, today: dt.date) -> Matrix:
    """The matrix of one day, read from timelines."""
    number = day.toordinal()
    places = [place for place, asked in enumerate(content["asked"]) if covering(asked["days"], number)]
    here = {
        int(key): (life, stay) for key, life in content["lives"].items() if (stay := covering(life["stays"], number))
    }
    managers = {stay[3] for _, stay in here.values()} - {None}
    people = Person.objects.in_bulk([*{*here, *managers}])
    jobs = JobRole.objects.order_by().values_list("pk", "name", "staff_group__name")
    roles = {pk: names for pk, *names in jobs}
    demands = demands_in([newest_wording(content["asked"][place], number) for place in places])
    standings = {
        person_id: [standing_in(life["cells"][place], number) for place in places]
        for person_id, (life, _) in here.items()
    }
    told = told_of_open(standings, [demand.line for demand in demands], day)
    rows = [
        Row(
            people[person_id],
            *roles[stay[2]],
            people.get(stay[3]),
            [
                Cell(*standing, heard_of(standing, told.get((person_id, demand.line))))
                for standing, demand in zip(standings[person_id], demands, strict=True)
            ],
        )
        for person_id, (_, stay) in here.items()
    ]
    rows.sort(key=lambda row: (row.person.last_name.casefold(), row.person.first_name.casefold(), row.person.pk))
    return Matrix(practice, day, today, demands, rows)


def newest_wording(asked: dict, number: int) -> int:
    """The wording of a requirement that began last by the day with this number."""
    return next(wording for first, wording in reversed(asked["wordings"]) if first <= number)


def told_of_open(standings: dict[int, list[Standing]], lines: list[uuid.UUID], day: dt.date) -> dict:
    """What ``told_about`` says, asked only for the people and requirements of whom something is open."""
    open_places = {
        person_id: [place for place, standing in enumerate(theirs) if standing.status in OPEN]
        for person_id, theirs in standings.items()
    }
    asked = {place for places in open_places.values() for place in places}
    people = [person_id for person_id, places in open_places.items() if places]
    return told_about(people, [lines[at] for at in asked], day)


def demands_in(wordings: list[int]) -> list[Demand]:
    """The requirements with these newest wordings, in this order, with their titles."""
    rows = Requirement.objects.select_related("programme", *TARGETS)
    of_programme = [f"programme__{name}" for name in ("title", "key", "grants_certificate")]
    titles = [f"{name}__title" for name in TARGETS]
    found = rows.only("line", "key", "position", *TARGETS, *of_programme, *titles).in_bulk(wordings)
    return [Demand((found[pk],), ()) for pk in wordings]
