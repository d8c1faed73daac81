"""What happened about one requirement of one person, row by row: never a score, a try or what was said."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from modules.models import Completion
from scenarios.models import AttemptOutcome, ScenarioVersion
from trainingsite.audit.models import Record
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Stated, stated
from trainingsite.compliance.models import PriorLearning, Requirement
from trainingsite.compliance.rules import Basis
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Person, Practice
from trainingsite.policies.models import Attestation
from trainingsite.policies.soon_after import marked


class Step(NamedTuple):
    """One thing that happened: when, in words, the record it is told of, and whether another practice did it."""

    on: dt.date
    words: str
    record: Record
    is_theirs: bool = False


def steps_of(person: Person, practice: Practice, wording: Requirement, day: dt.date) -> list[Step]:
    """What the person did and said by the day about what is asked, oldest first."""
    found = STEPS[wording.kind](person, practice, wording.target, day)
    return sorted(found, key=lambda step: (step.on, step.record.recorded_at, step.record.pk))


def of_module(person, practice, page, day) -> list[Step]:
    own = Completion.objects.by_human(person).of_page(page.pk).filter(completed_on__lte=day).select_related("version")
    return [
        Step(each.completed_on, f"Completed version {each.version.number}: {Basis(each.basis).label.lower()}", each)
        for each in own
    ] + elsewhere(person, practice, day, module=page)


def of_outside_training(person, practice, training, day) -> list[Step]:
    return elsewhere(person, practice, day, outside_training=training)


def elsewhere(person, practice, day, **target) -> list[Step]:
    """Training done elsewhere or before; who vouches for it is said of what was accepted here."""
    rows = PriorLearning.objects.by_human(person).filter(completed_on__lte=day, **target)
    ours = set(PriorLearning.objects.at(practice).filter(pk__in=rows).values_list("pk", flat=True))
    steps = []
    for each in rows.select_related("accepted_by", "entry", "withdrawal__withdrawn_by"):
        words, taken_back, is_theirs = Basis(each.basis).label, each.taken_back, each.pk not in ours
        if not is_theirs:
            words += f", {each.on_whose_word} on {timezone.localtime(each.recorded_at):%-d %B %Y}"
        steps.append(Step(each.completed_on, words, each, is_theirs))
        if taken_back and taken_back.withdrawn_on <= day:
            by = "" if is_theirs else f" by {taken_back.withdrawn_by.name}"
            steps.append(Step(taken_back.withdrawn_on, f"Taken back{by}: it counts no more", taken_back, is_theirs))
    return steps


def of_scenario(person, practice, page, day) -> list[Step]:
    """The days on which it was passed; how often it was tried, nobody is told."""
    numbers = dict(ScenarioVersion.objects.filter(page=page).values_list("snapshot", "number"))
    passed = AttemptOutcome.objects.filter(
        attempt__person__in=rows_of(person), attempt__snapshot__in=numbers, passed=True, ended_on__lte=day
    ).select_related("attempt")
    return [Step(each.ended_on, f"Passed version {numbers[each.attempt.snapshot_id]}", each) for each in passed]


def of_policy(person, practice, page, day) -> list[Step]:
    """Signatures with all that followed on them; of questions that they were put and answered, not what was said."""
    rows = Attestation.objects.by_human(person).at(practice).filter(version__page=page, attested_on__lte=day)
    found = marked(rows.select_related("version", "acted_by", "confirmed").order_by("attested_at", "pk"))
    return [Step(each.attested_on, said_in_words(each, again), each) for each, again in signed_again(found)]


def signed_again(found: Iterable[Attestation]) -> Iterator[tuple[Attestation, bool]]:
    """Each, and whether it is a signature under a version that was signed before and taken back."""
    signed: set[int] = set()
    for each in found:
        yield each, each.is_signature and each.version_id in signed
        if each.is_signature:
            signed.add(each.version_id)


def said_in_words(said: Attestation, again: bool) -> str:
    """“Signed version 1.0 again”, “Voided version 1.0 by Ann Lee”."""
    words = "Signed again" if again and said.kind == Attestation.Kind.SIGNED else said.get_kind_display()
    by = f" by {said.acted_by.name}" if said.acted_by and said.acted_by_id != said.person_id else ""
    soon = " (soon after a new way in; not confirmed yet)" if said.soon_after else ""
    return f"{words}, version {said.version.number}{by}{soon}"


STEPS: dict[str, Callable] = {
    "module": of_module,
    "scenario": of_scenario,
    "policy": of_policy,
    "outside_training": of_outside_training,
}


def certificates_for(person: Person, practice: Practice, wording: Requirement, day: dt.date) -> list[Stated]:
    """The certificates for the module itself, and for the programme that asks for it."""
    held = Certificate.objects.by_human(person).at(practice).filter(issued_on__lte=day)
    about = Q(programme=wording.programme_id)
    if wording.kind == "module":
        about |= Q(completion__version__page=wording.module_id)
    found = held.filter(about).select_related("programme", "completion__version").order_by("issued_on", "pk")
    return stated(found, day)
