"""When policies and their hot topics are reviewed next, and who reviewed them last."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.policies.reviews import PolicyReview

Part = PolicyReview.Part


@dataclass(frozen=True)
class PartDates:
    """One part of a policy: the day by which it is reviewed next, if there is one, and its last review."""

    due_on: dt.date | None
    last: PolicyReview | None = None

    @property
    def reviewed_on(self) -> dt.date | None:
        return self.last.reviewed_on if self.last else None


@dataclass(frozen=True)
class ReviewDates:
    """The review dates of one policy; ``annex`` is nothing where it has no hot topics."""

    policy: PartDates
    annex: PartDates | None = None

    @property
    def parts(self) -> list[tuple[str, PartDates]]:
        annex = [(Part.ANNEX, self.annex)] if self.annex else []
        return [(Part.POLICY, self.policy), *annex]


def review_dates(pages: Iterable, day: dt.date) -> dict[int, ReviewDates]:
    """By page: the dates in force on a day, in one query.

    A review that was made since the policy was last published sets the date, also an earlier one. Otherwise the date
    on the page and the one the review set both count, and the later holds: an author may put a review off.
    """
    pages = {page.pk: page for page in pages}
    reviews = PolicyReview.objects.about(pages).by_day(day).select_related("reviewed_by")
    last = {(review.page_id, review.part): review for review in reviews}
    return {
        pk: ReviewDates(
            policy=_dates(page, page.review_due_on, last.get((pk, Part.POLICY))),
            annex=_dates(page, page.annex_review_due_on, last.get((pk, Part.ANNEX))) if has_annex(page) else None,
        )
        for pk, page in pages.items()
    }


def _dates(page, on_page: dt.date | None, last: PolicyReview | None) -> PartDates:
    if last and page.last_published_at and last.reviewed_at > page.last_published_at:
        return PartDates(last.next_due_on, last)
    days = [day for day in (on_page, last.next_due_on if last else None) if day]
    return PartDates(max(days, default=None), last)


def dates_of(page, day: dt.date) -> ReviewDates:
    """The same for one policy."""
    return review_dates([page], day)[page.pk]


def has_annex(page) -> bool:
    """Whether the policy has clauses about hot topics."""
    return any(block.value.get("annex") for block in page.clauses)
