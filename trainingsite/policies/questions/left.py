"""Telling managers of questions that nobody answered within a week."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Person, Responsibility
from trainingsite.policies.models import Attestation, PolicyPage
from trainingsite.policies.questions.rules import last_asked_for_managers

QUESTION_LEFT = "question_left"


def tell_managers(at: dt.datetime) -> int:
    """Tell the manager once of each question that nobody answered within a week. Answers how many were told."""
    day = timezone.localdate(at)
    left = Attestation.objects.unanswered().filter(attested_on__lte=last_asked_for_managers(day))
    told = Notice.objects.filter(kind=QUESTION_LEFT).values("about")
    waiting = left.exclude(key__in=told).select_related("person", "addressed_to", "version", "practice")
    return sum(_tell_managers(question, at) for question in waiting)


@transaction.atomic
def _tell_managers(question: Attestation, at: dt.datetime) -> int:
    # Whoever else is at this policy waits here, and then finds the message.
    PolicyPage.objects.select_for_update().get(pk=question.version.page_id)
    if Notice.objects.filter(kind=QUESTION_LEFT, about=question.key).exists():
        return 0
    managers = managers_for(question, timezone.localdate(at))
    for manager in managers:
        notices.queue(
            person=manager, kind=QUESTION_LEFT, about=question.key, at=at,
            subject=f"A question has waited a week: {question.version.title}", body=_left_to(manager, question),
        )  # fmt: skip
    return len(managers)


def managers_for(question: Attestation, day: dt.date) -> list[Person]:
    """The practice managers, or the registered managers where there are none; nobody is told of their own question."""
    held = Responsibility.objects.known().on(day).at(question.practice_id).filter(person__isnull=False)
    held = held.exclude(person=question.person).select_related("person").order_by("pk")
    for duty in (Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER):
        if found := {each.person for each in held.of_kind(duty)}:
            return sorted(found, key=lambda person: person.pk)
    return []


def _left_to(manager: Person, question: Attestation) -> str:
    """That somebody waits, not what for: mail passes through many hands."""
    asked = "you" if question.addressed_to == manager else question.addressed_to.name
    version = question.version
    return (
        f"{question.person.name} asked {asked} something about the {version.title}, version {version.number}, on"
        f" {long_date(question.attested_on)}, or objected to something in it. Nobody has answered yet, so it is now"
        " yours to answer. Until it is answered, nothing is due from them.\n\n"
        f"Read it and answer it here:\n{settings.SITE_URL}{reverse('policies:question', args=[question.key])}\n"
    )
