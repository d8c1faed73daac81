"""Whom a policy asks, from which day: the audience of each of its versions, for requirements that name none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from trainingsite.compliance.dates import days_later, joined
from trainingsite.compliance.rules import Applies, Span
from trainingsite.policies.audiences import DUTIES, names_group
from trainingsite.policies.models import PolicyVersion


@dataclass(frozen=True)
class Asking:
    """The days on which a version was in force, the day it was published, and whom it names; everybody, if nobody."""

    span: Span
    published_on: date
    audience: dict | None


def askings_by_policy(versions: Iterable[PolicyVersion]) -> dict[int, tuple[Asking, ...]]:
    """By policy: whom it asks over time; nothing of policies that have always been for everybody."""
    by_page = defaultdict(list)
    for version in versions:
        by_page[version.page_id].append(version)
    return {page_id: askings(each) for page_id, each in by_page.items() if any(v.audience for v in each)}


def askings(versions: list[PolicyVersion]) -> tuple[Asking, ...]:
    """The audience on each day: before the first version takes effect, it asks whom it will ask then."""
    starts = sorted({version.effective_on for version in versions})
    found = []
    for first, following in zip(starts, [*starts[1:], None], strict=True):
        in_force = max((v for v in versions if v.effective_on <= first), key=lambda v: (v.major, v.minor))
        span = Span(first if found else date.min, following and days_later(following, -1))
        found.append(Asking(span, timezone.localdate(in_force.published_at), in_force.audience))
    return tuple(found)


def asked_of(member, asked: tuple[Asking, ...]) -> Iterator[Applies]:
    """The days on which the policy asks something of the person: by their job, or by a duty they hold."""
    for stay in member.stays:
        groups = frozenset({stay.job_role.key, stay.job_role.staff_group.key})
        days = [each for each in asked if not each.audience or names_group(each.audience, groups)]
        yield from _within(stay, member.known_since[stay.line], days)
    for duty in member.duties:
        days = [each for each in asked if each.audience and duty.duty in each.audience.get(DUTIES, ())]
        yield from _within(duty, member.known_since[duty.line], days)


def _within(fact, recorded_on: date, asked: list[Asking]) -> Iterator[Applies]:
    """The days of a dated fact on which it is asked for; what a version began to ask counts from its publication."""
    published_on = {each.span.first: each.published_on for each in asked}
    for span in joined(each.span for each in asked):
        first, last = max(span.first, fact.started_on), _earlier(span.last, fact.ended_on)
        if last is None or first <= last:
            begun = span.first > fact.started_on
            yield Applies(Span(first, last), max(recorded_on, published_on[span.first]) if begun else recorded_on)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
