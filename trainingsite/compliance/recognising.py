"""What people bring along when they join a practice: one event in its chain recognises it, each thing once."""

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from django.db import transaction
from django.utils import timezone

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome
from trainingsite.audit.actions import record
from trainingsite.audit.models import AuditEvent, Record
from trainingsite.compliance.models import PriorLearning
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.elsewhere import askings_by_page
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.network_rules import counts_as

VERB = "compliance.learning_recognised"
AT_ONCE = 500


@transaction.atomic
def recognise_learning(*, practice: Practice, people: Iterable[int], by: str = "", at: dt.datetime) -> int:
    """Recognise what those of them who work here brought along, one event a person. Answers how many people.

    The event names each record with its digest, so that the practice's chain vouches for it too. What this chain
    tells of already is not told again: done here, or recognised before.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    here = Membership.objects.known().on(timezone.localdate(at)).at(practice).filter(person__in=list(people))
    ids = sorted(set(here.values_list("person", flat=True)))
    brought = brought_along(practice, ids) if ids else {}
    for person in Person.objects.filter(pk__in=brought).order_by("pk"):
        record(
            chains=[practice.chain], verb=VERB, actor=by, subject=person.key, at=at, act=uuid.uuid4(),
            rows=brought[person.pk],
        )  # fmt: skip
    return len(brought)


def recognise_joiners(at: dt.datetime, *, since: dt.datetime | None) -> int:
    """Recognise what people brought along whose job began, or was put down, since the last time; of all, the first.

    Whoever is put down ahead brings what they have on their first day.
    """
    day = timezone.localdate(at)
    jobs = Membership.objects.known().on(day)
    if since is not None:
        jobs = jobs.filter(started_on__gte=timezone.localdate(since)) | jobs.filter(recorded_at__gte=since)
    joined = defaultdict(set)
    for practice_id, person_id in jobs.values_list("practice", "person"):
        joined[practice_id].add(person_id)
    practices = Practice.objects.in_bulk(joined)
    return sum(recognise_learning(practice=practices[pk], people=joined[pk], at=at) for pk in sorted(joined))


def brought_along(practice: Practice, ids: list[int]) -> dict[int, list[Record]]:
    """By person: the records that count here and that the practice's chain does not tell of, in a fixed order."""
    same = also_known_by(ids)
    rows = list(counting_here(practice, [*ids, *same]))
    told = told_here(practice, ids, [row for _, row in rows]) if rows else set()
    brought = defaultdict(list)
    for person_id, row in rows:
        if str(row.key) not in told:
            brought[same.get(person_id, person_id)].append(row)
    return dict(brought)


def counting_here(practice: Practice, ids: list[int]) -> Iterator[tuple[int, Record]]:
    """Whose each record is: modules completed, scenarios passed, training elsewhere, signatures of a shared policy."""
    passed = AttemptOutcome.objects.filter(
        attempt__person__in=ids, attempt__kind=Attempt.Kind.SCENARIO, passed=True
    ).select_related("attempt")
    found = chain(
        Completion.objects.filter(person__in=ids).order_by("pk"),
        PriorLearning.objects.standing().filter(person__in=ids).order_by("pk"),
        signed_at_other_practices(practice, ids),
    )
    for row in found:
        yield row.person_id, row
    for row in passed.order_by("pk"):
        yield row.attempt.person_id, row


def signed_at_other_practices(practice: Practice, ids: list[int]) -> list[Attestation]:
    """Signatures that stand, of versions of a network's policies that count for the one adopted here."""
    adopted = defaultdict(list)
    for version in PolicyVersion.objects.at(practice):
        adopted[version.page_id].append(version.place)
    signed = Attestation.objects.latest().filter(kind=Attestation.Kind.SIGNED, person__in=ids)
    signed = signed.filter(version__page__in=adopted).exclude(practice=practice).select_related("version")
    rows = list(signed.order_by("pk"))
    askings = askings_by_page({row.version.page_id for row in rows}) if rows else {}
    return [
        row
        for row in rows
        if counts_as(
            row.version.place, adopted=adopted[row.version.page_id], askings=askings.get(row.version.page_id, [])
        )
        is not None
    ]


def told_here(practice: Practice, ids: list[int], rows: list[Record]) -> set[str]:
    """The keys of those of the records that an event of the practice's chain names."""
    events, acts = AuditEvent.objects.of(practice.chain), sorted({row.act for row in rows})
    people = [str(key) for key in Person.objects.filter(pk__in=ids).values_list("key", flat=True)]
    told = _keys_in(events.filter(verb=VERB, subject__in=people))
    for start in range(0, len(acts), AT_ONCE):
        told |= _keys_in(events.filter(act__in=acts[start : start + AT_ONCE]))
    return told


def _keys_in(events) -> set[str]:
    bodies = events.values_list("body", flat=True)
    return {row["key"] for body in bodies for row in json.loads(bytes(body)).get("rows", ())}
