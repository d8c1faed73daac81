"""What managers are told of questions that nobody answered within a week."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from trainingsite.formats.dates import long_date
from trainingsite.notices.matters import Matter
from trainingsite.people.models import Absence, Duty, Person, Responsibility
from trainingsite.policies.models import Attestation
from trainingsite.policies.questions.rules import last_asked_for_managers, manager_takes_over_on

QUESTION_LEFT = "question_left"
ANSWER_IN_ORDER = (Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER)


def questions_left(day: dt.date) -> list[Matter]:
    """What managers are to be told that day of questions that nobody answered within a week, in a few queries."""
    left = Attestation.objects.unanswered().filter(attested_on__lte=last_asked_for_managers(day))
    waiting = list(left.select_related("person", "addressed_to", "version", "practice").order_by("pk"))
    managers = managers_at({question.practice_id for question in waiting}, day)
    return [
        Matter(
            person=manager, practice=question.practice, kind=QUESTION_LEFT, about=question.key,
            planned_on=manager_takes_over_on(question.attested_on),
            title=f"A question has waited a week: {question.version.title}", text=_left_to(manager, question),
        )
        for question in waiting
        for manager in left_to(question.person, *managers[question.practice_id])
    ]  # fmt: skip


Managers = tuple[dict[str, list[Person]], set[int]]


def managers_at(practices: set[int], day: dt.date) -> dict[int, Managers]:
    """By practice: who holds each of the duties that answer, in order, and who of its people is away."""
    held = Responsibility.objects.known().on(day).of_kind(*ANSWER_IN_ORDER)
    held = held.filter(practice__in=practices, person__is_active=True).select_related("person").order_by("person")
    away = Absence.objects.known().on(day).filter(practice__in=practices)
    found: dict[int, Managers] = {practice: ({duty: [] for duty in ANSWER_IN_ORDER}, set()) for practice in practices}
    for duty in held:
        found[duty.practice_id][0][duty.duty].append(duty.person)
    for practice, person in away.values_list("practice", "person"):
        found[practice][1].add(person)
    return found


def left_to(asker: Person, by_duty: dict[str, list[Person]], away: set[int]) -> list[Person]:
    """The practice managers, or the registered managers where none is there; nobody is told of their own question.

    When all of them are away, the first of these find it when they are back.
    """
    groups = [[person for person in by_duty[duty] if person != asker] for duty in ANSWER_IN_ORDER]
    for group in groups:
        if present := [person for person in group if person.pk not in away]:
            return present
    return next((group for group in groups if group), [])


def _left_to(manager: Person, question: Attestation) -> str:
    """That somebody waits, not what for: mail passes through many hands."""
    asked = "you" if question.addressed_to == manager else question.addressed_to.name
    version = question.version
    return (
        f"{question.person.name} asked {asked} something about the {version.title}, version {version.number}, on"
        f" {long_date(question.attested_on)}, or objected to something in it. Nobody has answered yet, so it is now"
        " yours to answer. Until it is answered, nothing is due from them.\n\n"
        f"Read it and answer it here:\n{settings.SITE_URL}{reverse('policies:question', args=[question.key])}"
    )
