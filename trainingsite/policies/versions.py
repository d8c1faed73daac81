"""Policies frozen at publication, with the practice's own names in them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from scenarios.freezing import frozen_stream
from scenarios.wording import html_of
from trainingsite.audit.actions import freeze, record, thaw
from trainingsite.people.models import Practice
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.names import MissingNames, fill, names_of, placeholders_in


def policy_content(page: PolicyPage, practice: Practice, day: dt.date) -> dict:
    """The policy as it is frozen: every clause with the practice's names; dates stay outside."""
    names = names_of(practice, day)
    clauses = frozen_stream(page.clauses)
    wanted = {word for clause in clauses for word in placeholders_in(clause["text"])}
    missing = sorted((wanted | placeholders_in(page.declaration)) - names.keys())
    if missing:
        raise MissingNames(missing)
    return {
        "kind": "policy",
        "key": page.key,
        "title": page.title,
        "summary": page.summary,
        "practice": practice.name,
        "minutes": page.minutes,
        "clauses": [
            {"id": clause["id"], "number": number, "title": clause["title"], "html": fill(clause["text"], names)}
            for number, clause in enumerate(clauses, start=1)
        ],
        "declaration": fill(html_of(page.declaration), names),
        "sources": [{"body": source["body"], "title": source["title"]} for source in frozen_stream(page.sources)],
    }


def next_number(last: PolicyVersion | None, material: bool) -> tuple[int, int]:
    """The first version is 1.0; a material change counts the first number on, a minor one the second."""
    if last is None:
        return 1, 0
    return (last.major + 1, 0) if material else (last.major, last.minor + 1)


@transaction.atomic
def publish_policy(
    *,
    page: PolicyPage,
    by: str = "",
    material: bool = True,
    reason: str,
    effective_on: dt.date | None = None,
    at: dt.datetime,
) -> PolicyVersion:
    """Freeze the policy for its practice; unchanged content makes no new version and disturbs nobody."""
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    practice, day = page.practice, timezone.localdate(at)
    snapshot = freeze(kind="policy", content=policy_content(page, practice, day))
    last = page.versions.order_by("-major", "-minor").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    major, minor = next_number(last, material)
    version = PolicyVersion.objects.create(
        page=page, practice=practice, major=major, minor=minor, title=page.title, snapshot=snapshot,
        published_at=at, effective_on=effective_on or day, material=material or last is None, reason=reason,
    )  # fmt: skip
    record(
        chains=[practice.chain], verb="policies.published", actor=by, subject=version.key, at=at, rows=[version],
        data={"policy": page.key, "version": version.number, "snapshot": snapshot.pk, "material": version.material},
    )  # fmt: skip
    return version


def content_of(version: PolicyVersion) -> dict:
    """What the version says."""
    return thaw(version.snapshot)
