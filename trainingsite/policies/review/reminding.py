"""What the owners of policies are told of a review that is coming."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from trainingsite.formats.dates import long_date
from trainingsite.notices.matters import Matter
from trainingsite.people.models import Person, Practice
from trainingsite.policies.archives import archived_on
from trainingsite.policies.looking_after import owners_on, practices_of
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.review.dates import Part, PartDates, review_dates
from trainingsite.policies.review.rules import ANNEX_STEPS, POLICY_STEPS, SOON_DAYS, planned_on, step_reached
from trainingsite.policies.reviews import PolicyReview

STEPS = {Part.POLICY: POLICY_STEPS, Part.ANNEX: ANNEX_STEPS}
WHAT = {Part.POLICY: "the {}", Part.ANNEX: "the hot topics in the {}"}


def reviews_to_tell(day: dt.date) -> list[Matter]:
    """What the owner of each policy in force is to be told of its reviews that day: the step that has come."""
    pages = list(pages_near_review(day))
    dates, owners, practices = review_dates(pages, day), owners_on(pages, day), practices_of(pages)
    return [
        matter
        for page in pages
        if page.pk in owners
        for part, of_part in dates[page.pk].parts
        if of_part.due_on and (matter := _matter(page, part, of_part, owners[page.pk], practices.get(page.pk), day))
    ]


def pages_near_review(day: dt.date):
    """Policies in force of which some date is near or past: most need no closer look."""
    near = day + dt.timedelta(days=SOON_DAYS)
    by_review = PolicyReview.objects.filter(page=OuterRef("pk"), next_due_on__lte=near)
    return pages_to_review(day).filter(
        Q(review_due_on__lte=near) | Q(annex_review_due_on__lte=near) | Exists(by_review)
    )


def pages_to_review(day: dt.date):
    """Policies with a version in force that day; archived ones are left alone."""
    in_force = PolicyPage.objects.filter(versions__effective_on__lte=day).distinct()
    return in_force.exclude(pk__in=archived_on(in_force.values("pk"), day))


def _matter(page, part: str, dates: PartDates, owner: Person, practice: Practice | None, day: dt.date) -> Matter | None:
    step = step_reached(dates.due_on, day, STEPS[part], dates.reviewed_on)
    if step is None:
        return None
    return Matter(
        person=owner, practice=practice, kind=f"{part}_review_{step}", about=page.translation_key,
        planned_on=planned_on(dates.due_on, step), title=f"Review due on {long_date(dates.due_on)}: {page.title}",
        text=_two_ways(page, part, dates.due_on, day),
    )  # fmt: skip


def _two_ways(page: PolicyPage, part: str, due_on: dt.date, day: dt.date) -> str:
    what = WHAT[part].format(page.title)
    return (
        f"It is time to review {what}: {_when(due_on, day)}.\n\n"
        "There are two ways.\n\n"
        "If nothing has to change, open this page and choose “Reviewed, nothing changed”. Nobody has to sign again:\n"
        f"{settings.SITE_URL}{reverse('policies:review', args=[page.key])}\n\n"
        "If something has to change, open the draft in the editor:\n"
        f"{settings.SITE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}\n\n"
        "You are told this because you look after this policy."
    )


def _when(due_on: dt.date, day: dt.date) -> str:
    """By when, and how long that is."""
    days = (due_on - day).days
    if days < 0:
        return f"the review was due on {long_date(due_on)}"
    return f"by {long_date(due_on)}, " + {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
