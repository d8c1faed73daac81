"""Beginning a module, moving through it, taking its check."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from modules import rules
from modules.models import Completion, Enrolment, ModuleVersion
from modules.versions import content_of
from scenarios.goes import AlreadyEnded, begin_attempt, end_attempt
from scenarios.models import Attempt, AttemptOutcome, since_material
from trainingsite.audit.actions import record
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person


def version_for(person: Person, key: str) -> ModuleVersion | None:
    """The version a person works on: the one they began, unless a material change came, else the current one."""
    versions = list(ModuleVersion.objects.published(key))
    still_good = since_material(versions)
    if len(still_good) < 2:
        return next(iter(still_good), None)
    finished = Completion.objects.by(person).filter(version=OuterRef("version"))
    begun = Enrolment.objects.by(person).filter(~Exists(finished), version__in=still_good)
    begun_ids = set(begun.values_list("version_id", flat=True))
    return next((version for version in still_good if version.pk in begun_ids), versions[0])


def enrol(*, person: Person, version: ModuleVersion, at: dt.datetime) -> Enrolment:
    """Note that the person has begun; beginning twice is once."""
    enrolment, _ = Enrolment.objects.get_or_create(person=person, version=version, defaults={"begun_at": at})
    return enrolment


def read_lesson(*, person: Person, version: ModuleVersion, position: int, at: dt.datetime) -> None:
    """Note that the lesson at this position (from 1) has been read; progress never goes back."""
    enrolment = enrol(person=person, version=version, at=at)
    Enrolment.objects.by(person).filter(pk=enrolment.pk, lessons_read__lt=position).update(lessons_read=position)


def finish_lesson(*, person: Person, version: ModuleVersion, position: int, at: dt.datetime) -> None:
    """Note that one lesson was read to its end. They count in their order: one opened early counts in its turn."""
    enrolment = enrol(person=person, version=version, at=at)
    Enrolment.objects.by(person).filter(pk=enrolment.pk, lessons_read=position - 1).update(lessons_read=position)


def begin_check(*, person: Person, version: ModuleVersion, at: dt.datetime) -> Attempt:
    """The person's open go at the check, or a new one. Taking the check first begins the module too."""
    enrol(person=person, version=version, at=at)
    return begin_attempt(person=person, kind=Attempt.Kind.CHECK, snapshot_id=version.snapshot_id, at=at)


class NotAnAnswer(Exception):
    """What was sent was never offered on the page."""


@transaction.atomic
def hand_in(
    *, attempt: Attempt, version: ModuleVersion, answers: rules.Answers, at: dt.datetime
) -> tuple[rules.Mark, Completion | None]:
    """Mark the answers and end the go; passing completes the module.

    The answers go into words, which only the learner sees; the record says passed or not yet. Raises NotAnAnswer
    or AlreadyEnded, with nothing recorded.
    """
    content = content_of(version)
    if not all(rules.could_answer(question, answers.get(question["id"], ())) for question in content["questions"]):
        raise NotAnAnswer
    result = rules.mark(content["questions"], answers, content["pass_mark"])
    words = {
        "answers": {key: list(chosen) for key, chosen in sorted(answers.items())},
        "right": result.right,
        "asked": result.asked,
    }
    act = uuid.uuid4()
    outcome = _end_once(attempt=attempt, passed=result.passed, words=words, act=act, at=at)
    person, completion = attempt.person, None
    if result.passed:
        read_all = (
            Enrolment.objects.by(person).filter(version=version, lessons_read__gte=len(content["lessons"])).exists()
        )
        completion = Completion.objects.create(
            act=act, person=person, version=version, outcome=outcome,
            completed_on=outcome.ended_on, completed_at=at,
            basis=Completion.Basis.OWN if read_all else Completion.Basis.TEST_OUT,
        )  # fmt: skip
    record(
        chains=chains_of(person, outcome.ended_on),
        verb="modules.completed" if completion else "modules.check_not_yet_passed",
        actor=person.key, subject=person.key, at=at, act=act,
        rows=[outcome, completion] if completion else [outcome],
        data={"version": str(version.key), "snapshot": version.snapshot_id} if completion else None,
    )  # fmt: skip
    return result, completion


def _end_once(*, attempt: Attempt, **ending) -> AttemptOutcome:
    """End the go; of two clicks at once, the second finds that it has ended."""
    try:
        with transaction.atomic():
            return end_attempt(attempt=attempt, **ending)
    except IntegrityError:
        raise AlreadyEnded from None
