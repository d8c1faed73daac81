"""Telling the owners of policies that a review is coming."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.notices.models import Notice
from trainingsite.people.models import Person
from trainingsite.policies.archives import archived_on
from trainingsite.policies.looking_after import owners_on
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.review.dates import Part, PartDates, review_dates
from trainingsite.policies.review.rules import ANNEX_STEPS, POLICY_STEPS, planned_on, step_reached

STEPS = {Part.POLICY: POLICY_STEPS, Part.ANNEX: ANNEX_STEPS}
WHAT = {Part.POLICY: "the {}", Part.ANNEX: "the hot topics in the {}"}


def remind_owners(at: dt.datetime) -> int:
    """Remind the owner of each policy in force of a review whose step has come, each once. Answers how many."""
    day = timezone.localdate(at)
    pages = list(pages_to_review(day))
    dates, owners = review_dates(pages, day), owners_on(pages, day)
    return sum(
        _remind(page, part, of_part, owners[page.pk], at)
        for page in pages
        if page.pk in owners
        for part, of_part in dates[page.pk].parts
        if of_part.due_on
    )


def pages_to_review(day: dt.date):
    """Policies with a version in force that day; archived ones are left alone."""
    in_force = PolicyPage.objects.filter(versions__effective_on__lte=day).distinct()
    return in_force.exclude(pk__in=archived_on(in_force.values("pk"), day))


@transaction.atomic
def _remind(page: PolicyPage, part: str, dates: PartDates, owner: Person, at: dt.datetime) -> int:
    day = timezone.localdate(at)
    step = step_reached(dates.due_on, day, STEPS[part], dates.reviewed_on)
    if step is None:
        return 0
    kind = f"{part}_review_{step}"
    # Whoever else is at this policy waits here, and then finds the message.
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    told = Notice.objects.filter(kind=kind, about=page.translation_key, for_day__gte=planned_on(dates.due_on, step))
    if told.exists():
        return 0
    notices.queue(
        person=owner, kind=kind, about=page.translation_key, at=at,
        subject=f"Review due on {long_date(dates.due_on)}: {page.title}",
        body=_two_ways(page, part, dates.due_on, day),
    )  # fmt: skip
    return 1


def _two_ways(page: PolicyPage, part: str, due_on: dt.date, day: dt.date) -> str:
    what = WHAT[part].format(page.title)
    return (
        f"It is time to review {what}: {_when(due_on, day)}.\n\n"
        "There are two ways.\n\n"
        "If nothing has to change, open this page and choose “Reviewed, nothing changed”. Nobody has to sign again:\n"
        f"{settings.SITE_URL}{reverse('policies:review', args=[page.key])}\n\n"
        "If something has to change, open the draft in the editor:\n"
        f"{settings.SITE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}\n\n"
        "You get this message because you look after this policy.\n"
    )


def _when(due_on: dt.date, day: dt.date) -> str:
    """By when, and how long that is."""
    days = (due_on - day).days
    if days < 0:
        return f"the review was due on {long_date(due_on)}"
    return f"by {long_date(due_on)}, " + {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
