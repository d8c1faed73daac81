"""Policies in the archive: from the day they are put there until they are brought back, they are asked of nobody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef

from trainingsite.compliance.dates import days_later
from trainingsite.compliance.rules import Span, Terms
from trainingsite.people.models import Practice
from trainingsite.policies.models import PolicyArchived

WAS_ARCHIVED = Exists(PolicyArchived.objects.filter(page=OuterRef("page"), practice=OuterRef("practice")))


def archived_spans(practice: Practice, page_ids: Iterable[int], known_at=None) -> dict[int, tuple[Span, ...]]:
    """By policy: the days it spends in the practice's archive; no query where none was ever put there."""
    page_ids = set(page_ids)
    if not page_ids:
        return {}
    steps = PolicyArchived.objects.at(practice).filter(page__in=page_ids)
    steps = steps if known_at is None else steps.filter(recorded_at__lte=known_at)
    taken = defaultdict(list)
    for page_id, kind, on in steps.order_by("number").values_list("page_id", "kind", "acted_on"):
        taken[page_id].append((kind, on))
    return {page_id: spans_of(each) for page_id, each in taken.items()}


def spans_of(taken: list[tuple[str, dt.date]]) -> tuple[Span, ...]:
    """The days in the archive, from the steps that alternate; one brought back on the day itself was never there."""
    following = [*(on for _, on in taken[1:]), None]
    return tuple(
        Span(on, days_later(until, -1) if until else None)
        for (kind, on), until in zip(taken, following, strict=True)
        if kind == PolicyArchived.Kind.ARCHIVED and (until is None or on < until)
    )


def terms_outside(terms: Iterable[Terms], archived: Iterable[Span]) -> tuple[Terms, ...]:
    """The terms on the days that are not spent in the archive: what is brought back begins anew."""
    found = list(terms)
    for span in archived:
        found = [part for each in found for part in _without(each, span)]
    return tuple(found)


def _without(terms: Terms, archived: Span) -> Iterable[Terms]:
    span = terms.span
    before, after = days_later(archived.first, -1), archived.last and days_later(archived.last, 1)
    if span.first < archived.first:
        yield replace(terms, span=Span(span.first, min(before, span.last) if span.last else before))
    if after and (span.last is None or after <= span.last):
        yield replace(terms, span=Span(max(after, span.first), span.last))
