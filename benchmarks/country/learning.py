"""What the people of the practices have done: the module, what they brought along, and their signatures."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils import timezone

from benchmarks.country.chaining import Act, Chance, words_about
from benchmarks.country.places import AT_ONCE, Place
from benchmarks.country.shared import AGO, DECLARATION, Shared, at_nine
from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome
from trainingsite.audit.models import Words
from trainingsite.compliance.models import ElsewhereEntry, PriorLearning, Requirement
from trainingsite.people.models import Membership, Person
from trainingsite.policies.models import Attestation, PolicyVersion

DAYS_IN_A_MONTH = 30.4
COMPLIANT, EXPIRING, LAPSED = 0.82, 0.89, 0.95  # and the rest never did it
WINDOW = 60
DAYS_TO_SIGN = 18
DONE_BEFORE = 0.3  # how many did it the time before too


def days_ago(months: int, chance: Chance) -> list[int]:
    """How many days ago something was done that is done again after so many months; nothing, if it never was."""
    good_for, fate = int(months * DAYS_IN_A_MONTH), chance.random()
    if fate >= LAPSED:
        return []
    if fate < COMPLIANT:
        last = chance.randrange(1, good_for - WINDOW)
    elif fate < EXPIRING:
        last = chance.randrange(good_for - WINDOW, good_for)
    else:
        last = chance.randrange(good_for + 1, good_for + 300)
    return [last, last + good_for - WINDOW] if chance.random() < DONE_BEFORE else [last]


def bring_along(places: Iterable[Place], shared: Shared, chance: Chance) -> None:
    """One file a practice with what its people had done elsewhere, as an import writes it: one event for each row."""
    places, asked, at = list(places), shared.asked_elsewhere(), at_nine(shared.today)
    entries = ElsewhereEntry.objects.bulk_create(
        ElsewhereEntry(
            practice=place.practice, kind=ElsewhereEntry.Kind.FILE, entered_by=place.manager, entered_at=at,
            key=chance.key(), act=chance.key(), recorded_at=at,
        )
        for place in places
    )  # fmt: skip
    brought = []
    for place, entry in zip(places, entries, strict=True):
        theirs = [each for person in place.people for each in brought_by(person, asked, entry, shared.today, chance)]
        verb, actor, data = "compliance.training_elsewhere_recorded", str(place.manager.key), {"people": len(theirs)}
        place.acts.append(Act(at, verb, actor, str(entry.key), entry.act, [entry], data))
        for each in theirs:
            act = Act(at, "compliance.prior_learning_accepted", actor, str(each.person.key), each.act, [each])
            place.happened(each.person, act)
        brought += theirs
    PriorLearning.objects.bulk_create(brought, batch_size=AT_ONCE)


def brought_by(
    person: Person, asked: list[Requirement], entry: ElsewhereEntry, today: dt.date, chance: Chance
) -> Iterator[PriorLearning]:
    """What one person did elsewhere of all that is asked, lately or too long ago."""
    for requirement in asked:
        for days in days_ago(requirement.refresher_months, chance):
            yield PriorLearning(
                person=person, module_id=requirement.module_id, outside_training_id=requirement.outside_training_id,
                completed_on=today - dt.timedelta(days), basis=PriorLearning.Basis.PRIOR_LEARNING,
                accepted_by=None if person == entry.entered_by else entry.entered_by, entry=entry,
                key=chance.key(), act=chance.key(), recorded_at=entry.recorded_at,
            )  # fmt: skip


def learn(places: Iterable[Place], shared: Shared, chance: Chance) -> None:
    """Let everybody pass the module, once or twice: the go, how it ended, and that it was completed."""
    goes = [
        (place, person, number, at_nine(shared.today - dt.timedelta(days)))
        for place in places
        for person in place.people
        for number, days in enumerate(reversed(days_ago(12, chance)), start=1)
        if days < AGO
    ]
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(
                person=person, kind=Attempt.Kind.CHECK, snapshot_id=shared.module.snapshot_id, number=number,
                begun_at=at, key=chance.key(), act=chance.key(), recorded_at=at,
            )
            for _, person, number, at in goes
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    outcomes = AttemptOutcome.objects.bulk_create(
        (
            AttemptOutcome(
                attempt=attempt, passed=True, ended_at=attempt.begun_at, ended_on=timezone.localdate(attempt.begun_at),
                key=chance.key(), act=attempt.act, recorded_at=attempt.begun_at,
            )
            for attempt in attempts
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    completions = Completion.objects.bulk_create(
        (completion_of(outcome, shared, chance) for outcome in outcomes), batch_size=AT_ONCE
    )
    data = {"version": str(shared.module.key), "snapshot": shared.module.snapshot_id}
    for (place, person, _, at), *rows in zip(goes, attempts, outcomes, completions, strict=True):
        whose = str(person.key)
        place.happened(person, Act(at, "modules.completed", whose, whose, rows[0].act, rows, data))


def completion_of(outcome: AttemptOutcome, shared: Shared, chance: Chance) -> Completion:
    return Completion(
        person_id=outcome.attempt.person_id, version=shared.module, outcome=outcome, completed_on=outcome.ended_on,
        completed_at=outcome.ended_at, key=chance.key(), act=outcome.act, recorded_at=outcome.recorded_at,
    )  # fmt: skip


def sign(places: Iterable[Place], chance: Chance) -> None:
    """Let everybody sign four of the five versions, some days after each came: one in five waits with the newest."""
    words, signatures = [], []
    for place in places:
        for job in place.jobs[: len(place.people)]:
            for number, version in enumerate(place.versions):
                if (job.person.key.int + number) % len(place.versions):
                    signature = signature_of(job, version, chance)
                    said, at = said_by(job, place), signature.attested_at
                    words.append(words_about(signature, "attestation", said, at, chance))
                    signatures.append(signature)
                    place.happened(job.person, signed(signature))
    Words.objects.bulk_create(words, batch_size=AT_ONCE)
    Attestation.objects.bulk_create(signatures, batch_size=AT_ONCE)


def signature_of(job: Membership, version: PolicyVersion, chance: Chance, since: dt.date | None = None) -> Attestation:
    """A signature some days after the version came, or after the day from which somebody could sign it."""
    days, minutes = chance.randrange(DAYS_TO_SIGN), chance.randrange(8 * 60)
    at = (at_nine(since) if since else version.published_at) + dt.timedelta(days=days, minutes=1 + minutes)
    return Attestation(
        person=job.person, practice=job.practice, version=version, kind=Attestation.Kind.SIGNED, attested_at=at,
        attested_on=timezone.localdate(at), method=Attestation.Method.PASSWORD, key=chance.key(), act=chance.key(),
        recorded_at=at,
    )  # fmt: skip


def said_by(job: Membership, place: Place) -> dict:
    """What is kept of somebody's signature in words."""
    return {
        "declaration": DECLARATION, "typed_name": job.person.name, "recorded_name": job.person.name,
        "job_role": job.job_role.name, "practice": place.practice.name, "language": "en-GB",
    }  # fmt: skip


def signed(signature: Attestation) -> Act:
    whose, version = str(signature.person.key), signature.version
    data = {"version": str(version.key), "snapshot": version.snapshot_id}
    return Act(signature.attested_at, "policies.signed", whose, whose, signature.act, [signature], data)
