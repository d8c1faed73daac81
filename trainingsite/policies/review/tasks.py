"""What whoever looks after policies is asked to do about their reviews and their key points."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Revision

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person
from trainingsite.policies.completeness import clauses_in, coverage_of, missing_in
from trainingsite.policies.consultations import Consultation
from trainingsite.policies.looking_after import Task, owners_on
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.panels import kind_of
from trainingsite.policies.review.dates import Part, PartDates, ReviewDates, review_dates
from trainingsite.policies.review.reminding import pages_to_review
from trainingsite.policies.review.rules import is_soon
from trainingsite.policies.sources import unchecked

SUBJECT = {Part.POLICY: "The review", Part.ANNEX: "The review of the hot topics"}
NO_DATE = {
    Part.POLICY: "It has no review date, so nobody is reminded to review it.",
    Part.ANNEX: "Its hot topics have no review date, so nobody is reminded to review them.",
}


def tasks_for(pages, day: dt.date) -> dict[int, list[Task]]:
    """By page: reviews that are near or past, and key points that are missing; a fixed number of queries."""
    pages = list(pages)
    in_force = set(pages_to_review(day).filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))
    dates, owners = review_dates(pages, day), owners_on(pages, day)
    lacking = lacking_key_points(pages, in_force)
    return {
        page.pk: [
            *(_of_reviews(page, dates[page.pk], owners.get(page.pk), day) if page.pk in in_force else ()),
            *lacking.get(page.pk, ()),
            *(_of_sources(page) if page.pk in in_force else ()),
        ]
        for page in pages
    }


def _of_reviews(page: PolicyPage, dates: ReviewDates, owner: Person | None, day: dt.date) -> Iterator[Task]:
    for part, of_part in dates.parts:
        if of_part.due_on is None:
            yield Task(NO_DATE[part], "Set a date", _editor(page))
        elif is_soon(of_part.due_on, day):
            sentence = f"{_due(part, of_part, day)}{_untold(owner)}"
            yield Task(sentence, "Review it", reverse("policies:review", args=[page.key]))


def _of_sources(page: PolicyPage) -> Iterator[Task]:
    if count := unchecked(page):
        which = "one of its sources was" if count == 1 else f"{count} of its sources were"
        yield Task(f"Nobody has noted when {which} last checked.", "Check and note the day", _editor(page))


def _due(part: str, dates: PartDates, day: dt.date) -> str:
    was_or_is = "was" if dates.due_on < day else "is"
    return f"{SUBJECT[part]} {was_or_is} due on {long_date(dates.due_on)}."


def _untold(owner: Person | None) -> str:
    """Why no reminder reaches anybody."""
    if owner is None:
        return " Nobody is named to look after it, so nobody can be reminded."
    return "" if owner.email else f" {owner.name} has no e-mail address: the reminder is handed out on paper."


def lacking_key_points(pages: list[PolicyPage], in_force: set[int]) -> dict[int, list[Task]]:
    """By page: the key points that its unpublished draft lacks, or else what is in force."""
    drafted = {page.latest_revision_id for page in pages if page.has_unpublished_changes}
    drafts = {draft.pk: draft.content for draft in Revision.objects.filter(pk__in=drafted - {None})}
    consulted = set(Consultation.objects.closed().filter(page__in=pages).values_list("page", flat=True))
    found = {}
    for page in pages:
        draft = drafts.get(page.latest_revision_id) if page.has_unpublished_changes else None
        if draft is not None or page.pk in in_force:
            kind, stream = _written(page, draft)
            missing = missing_in(coverage_of(kind, clauses_in(stream), consulted=page.pk in consulted))
            found[page.pk] = [_to_cover(page, missing, draft is not None)] if missing else []
    return found


def _written(page: PolicyPage, draft: dict | None):
    """What kind of policy it is and its clauses, as the draft has them or as they are in force."""
    if draft is None:
        return kind_of(page), page.clauses
    kind = "" if draft.get("document") else draft.get("checked_against", "")
    return kind, PolicyPage._meta.get_field("clauses").to_python(draft["clauses"])


def _to_cover(page: PolicyPage, missing, is_draft: bool) -> Task:
    where = "The draft" if is_draft else "The version in force"
    points = "; ".join(each.point.title for each in missing)
    return Task(f"{where} does not cover every key point. Not covered yet: {points}.", "Open the draft", _editor(page))


def _editor(page: PolicyPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
