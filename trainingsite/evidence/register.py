"""The policy register: every version that was in force in the period, or that people signed in it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from trainingsite.audit.actions import plain
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.attestations import attestations_in
from trainingsite.evidence.file_names import FileNames
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.vouchers import Vouchers
from trainingsite.formats.sheets import Row
from trainingsite.policies.archives import archived_on
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.review.dates import PartDates, ReviewDates, review_dates

POLICY_HEADINGS = (
    "Policy", "Version", "In force from", "Replaced on", "Material change", "Reason for the change",
    "Counts as material from", "Approved by", "Review due", "Hot topics review due", "Archived on",
    "Published at (UK time)",
)  # fmt: skip
HEADINGS = (
    *POLICY_HEADINGS, "Page", verify.FILE,
    verify.MOMENT, verify.TEXT, verify.RECORD, verify.EVENT, verify.DIGEST,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One version in the register, and the day on which another took its place."""

    version: PolicyVersion
    replaced_on: dt.date | None
    review: ReviewDates = ReviewDates(PartDates(None))
    archived_on: dt.date | None = None
    before: PolicyVersion | None = None
    file_key: str = ""

    @property
    def approved(self) -> str:
        """Who approved it besides its author; nothing of versions from before anybody was asked."""
        if self.version.approved_by:
            return self.version.approved_by.name
        return "Nobody else could: only one person" if self.version.only_approver else ""

    @property
    def material_from(self) -> dt.date | None:
        """The day from which a minor version counts as material after all."""
        later = getattr(self.version, "reclassified", None)
        return later and later.from_on

    @property
    def review_due_on(self) -> dt.date | None:
        return self.review.policy.due_on

    @property
    def annex_review_due_on(self) -> dt.date | None:
        return self.review.annex.due_on if self.review.annex else None

    @property
    def name(self) -> str:
        """The name of its files, without their ending."""
        return f"policies/{self.file_key or self.version.page.key}-{self.version.number}"

    @property
    def text(self) -> str:
        """The file with the very bytes that were published."""
        return f"{self.name}.json"

    def in_force_between(self, first: dt.date, last: dt.date) -> bool:
        begins = self.version.effective_on
        return begins <= last and (self.replaced_on is None or (begins < self.replaced_on and self.replaced_on > first))


def entries_in(asked: Asked) -> list[Entry]:
    """The versions to be shown, in the order of their policies and numbers."""
    versions = PolicyVersion.objects.at(asked.practice).select_related("page", "approved_by", "reclassified")
    published = [v for v in versions if timezone.localdate(v.published_at) <= asked.on]
    by_page = defaultdict(list)
    for version in sorted(published, key=lambda v: (v.title.casefold(), v.page_id, v.major, v.minor)):
        by_page[version.page_id].append(version)
    dates = review_dates({v.page for v in published}, asked.on)
    archived = {page_id: step.acted_on for page_id, step in archived_on(by_page, asked.on, asked.practice).items()}
    names = FileNames()
    keys = {page_id: names.take(versions[0].page.key, str(page_id)) for page_id, versions in by_page.items()}
    entries = [
        replace(entry, review=dates[page_id], archived_on=archived.get(page_id), file_key=keys[page_id])
        for page_id, versions in by_page.items()
        for entry in followed(versions, asked.on)
    ]
    known = in_force(entries, asked)
    named = set(attestations_in(asked, known).order_by().values_list("version", flat=True).distinct())
    return [entry for entry in entries if entry.version.pk in known | named]


def in_force(entries: list[Entry], asked: Asked) -> set[int]:
    """Which versions were in force on a day of the period."""
    return {entry.version.pk for entry in entries if entry.in_force_between(asked.from_on, asked.on)}


def followed(versions: list[PolicyVersion], day: dt.date) -> Iterator[Entry]:
    """Each version of one policy with the day on which a later one took its place, if that day has come."""
    for place, version in enumerate(versions):
        later = [other.effective_on for other in versions[place + 1 :] if other.effective_on <= day]
        before = versions[place - 1] if place else None
        yield Entry(version, min(later, default=None), before=before)


def policy_rows(entries: list[Entry]) -> Iterator[Row]:
    """One row a version, as people read it."""
    return map(policy_row, entries)


def register_rows(
    asked: Asked, entries: list[Entry], vouchers: Vouchers, written: Container[str] = ()
) -> Iterator[Row]:
    """The same rows, each with its files, if they are in the pack, and with what ties it to its event."""
    by_key = {entry.version.key: entry for entry in entries}
    versions = (entry.version for entry in entries)
    for version, voucher in vouchers.for_each(versions, verify.REGISTER):
        entry = by_key[version.key]
        shown = f"{entry.name}.html"
        yield (
            *policy_row(entry), shown if shown in written else "", entry.text if asked.wants("policies") else "",
            plain(version.published_at), version.snapshot_id, str(version.key), voucher.event, voucher.digest,
        )  # fmt: skip


def policy_row(entry: Entry) -> Row:
    version = entry.version
    return (
        version.title, version.number, version.effective_on, entry.replaced_on, version.material, version.reason,
        entry.material_from, entry.approved, entry.review_due_on, entry.annex_review_due_on, entry.archived_on,
        on_the_clock(version.published_at),
    )  # fmt: skip


def signatures_on(entries: list[Entry], day: dt.date) -> dict[int, int]:
    """How many signatures of each version stood on a day."""
    signed = Attestation.objects.signed().filter(
        version__in=[entry.version.pk for entry in entries], attested_on__lte=day
    )
    followed = Attestation.objects.filter(follows=OuterRef("pk"), attested_on__lte=day)
    standing = signed.filter(~Exists(followed))
    return dict(standing.order_by().values_list("version").annotate(Count("pk")))
