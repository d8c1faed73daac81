"""What the people of the practice did year after year: learned, brought along, signed, and were certified for it."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from benchmarks.country.chaining import Act, Chance, words_about
from benchmarks.country.learning import DAYS_IN_A_MONTH, DAYS_TO_SIGN, WINDOW, said_by, signature_of, signed
from benchmarks.country.places import AT_ONCE, Place
from benchmarks.country.shared import OUTSIDE, at_nine
from benchmarks.practice.beginnings import DAYS_IN_A_YEAR, Common
from benchmarks.practice.staff import Stay
from modules.models import Completion, ModuleVersion
from scenarios.models import Attempt, AttemptOutcome
from trainingsite.audit.models import Words
from trainingsite.compliance.models import ElsewhereEntry, PriorLearning
from trainingsite.policies.models import Attestation

SOON, LATE = 28, 120  # days after joining, and days after it had lapsed
NEVER, TOO_LATE = 0.03, 0.06
UNSIGNED = 0.04


def days_of(stay: Stay, months: int, common: Common, chance: Chance) -> Iterator[dt.date]:
    """The days on which somebody did what is done again after so many months."""
    if chance.random() < NEVER:
        return
    day, good_for = stay.first + dt.timedelta(days=chance.randrange(SOON)), int(months * DAYS_IN_A_MONTH)
    while day < common.today and stay.was_there(day):
        yield day
        late = chance.randrange(1, LATE) if chance.random() < TOO_LATE else -chance.randrange(1, WINDOW)
        day += dt.timedelta(days=good_for + late)


def learn(place: Place, stays: list[Stay], common: Common, chance: Chance) -> list[Completion]:
    """Everybody's modules: each go, how it ended, and that it was completed."""
    made = []
    for version in common.modules:
        goes = [
            (stay, number, at_nine(day))
            for stay in stays
            for number, day in enumerate(days_of(stay, 12, common, chance), start=1)
        ]
        made += completed(place, version, goes, chance)
    return made


def completed(
    place: Place, version: ModuleVersion, goes: list[tuple[Stay, int, dt.datetime]], chance: Chance
) -> list[Completion]:
    """The rows of one module, and one act for each time it was passed."""
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(
                person=stay.person, kind=Attempt.Kind.CHECK, snapshot_id=version.snapshot_id, number=number,
                begun_at=at, key=chance.key(), act=chance.key(), recorded_at=at,
            )
            for stay, number, at in goes
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
        (
            Completion(
                person=outcome.attempt.person, version=version, outcome=outcome, completed_on=outcome.ended_on,
                completed_at=outcome.ended_at, key=chance.key(), act=outcome.act, recorded_at=outcome.recorded_at,
            )
            for outcome in outcomes
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    data = {"version": str(version.key), "snapshot": version.snapshot_id}
    for (stay, _, at), *rows in zip(goes, attempts, outcomes, completions, strict=True):
        whose = str(stay.person.key)
        place.acts.append(Act(at, "modules.completed", whose, whose, rows[0].act, rows, data))
    return completions


def bring_along(place: Place, stays: list[Stay], common: Common, chance: Chance) -> None:
    """What is learned elsewhere: a file a year, as a manager puts it in, with an event for each row."""
    asked = [requirement for requirement in common.requirements if requirement.outside_training_id]
    done = [
        (day, stay, requirement)
        for stay in stays
        for requirement in asked
        for day in days_of(stay, OUTSIDE[requirement.key], common, chance)
    ]
    since = common.went_live_on
    while since < common.today:
        until = min(since + dt.timedelta(days=DAYS_IN_A_YEAR), common.today)
        put_in(place, [each for each in done if since <= each[0] < until], at_nine(until), chance)
        since = until


def put_in(place: Place, done: list, at: dt.datetime, chance: Chance) -> None:
    """One file: the entry of it, and its rows."""
    entry = ElsewhereEntry.objects.create(
        practice=place.practice, kind=ElsewhereEntry.Kind.FILE, entered_by=place.manager, entered_at=at,
        key=chance.key(), act=chance.key(), recorded_at=at,
    )  # fmt: skip
    actor = str(place.manager.key)
    verb, data = "compliance.training_elsewhere_recorded", {"people": len(done)}
    place.acts.append(Act(at, verb, actor, str(entry.key), entry.act, [entry], data))
    brought = PriorLearning.objects.bulk_create(
        (
            PriorLearning(
                person=stay.person, outside_training_id=requirement.outside_training_id, completed_on=day,
                basis=PriorLearning.Basis.PRIOR_LEARNING, entry=entry, key=chance.key(), act=chance.key(),
                accepted_by=None if stay.person == place.manager else place.manager, recorded_at=at,
            )
            for day, stay, requirement in done
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    place.acts += [
        Act(at, "compliance.prior_learning_accepted", actor, str(row.person.key), row.act, [row]) for row in brought
    ]


def sign(place: Place, stays: list[Stay], common: Common, chance: Chance) -> None:
    """Whoever is there when a version comes signs it within days; who joins later, what is in force then."""
    words, signatures = [], []
    for version, until in times_of(place, common):
        for stay in stays:
            first = max(stay.first, version.effective_on)
            last = first + dt.timedelta(days=DAYS_TO_SIGN + 1)
            if first < until and last < common.today and stay.was_there(last) and chance.random() >= UNSIGNED:
                signature = signature_of(stay.job, version, chance, first)
                words.append(
                    words_about(signature, "attestation", said_by(stay.job, place), signature.attested_at, chance)
                )
                signatures.append(signature)
                place.acts.append(signed(signature))
    Words.objects.bulk_create(words, batch_size=AT_ONCE)
    Attestation.objects.bulk_create(signatures, batch_size=AT_ONCE)


def times_of(place: Place, common: Common) -> Iterator[tuple]:
    """Each version, and the day on which the next one of its policy took its place."""
    for version in place.versions:
        days = [each.effective_on for each in place.versions if each.page_id == version.page_id]
        yield version, min((day for day in days if day > version.effective_on), default=common.today)
