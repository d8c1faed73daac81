"""The policy register: every policy of the practice on a day, who looks after it, and when it is reviewed next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from trainingsite.desk.reports.asking import DAY, Answer, Asked, Column, Linked, Report, Section, Value
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person, Practice, PracticePage
from trainingsite.policies.archives import archived_on
from trainingsite.policies.looking_after import owners_on
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.review.dates import PartDates, ReviewDates, review_dates

COLUMNS = (
    Column("Policy", 2.2), Column("Version", 0.8), Column("In force from", 1.1), Column("Last change", 0.9),
    Column("Looked after by", 1.3), Column("Where from", 1.3), Column("Last reviewed", 1.1), Column("Review due", 1.1),
    Column("Review", 1.1), Column("Hot topics review due", 1.2), Column("Next version", 1.4),
)  # fmt: skip
ARCHIVED = (
    Column("Policy", 3), Column("Last version"), Column("Looked after by", 2), Column("Where from", 2),
    Column("Archived on", 1.5), Column("Archived by", 2),
)  # fmt: skip
DRAFTS = (Column("Policy", 3), Column("Looked after by", 2))
COUNTED = (
    ("Version in force", "The newest version that was published and had taken effect by the day."),
    (
        "Review due",
        "Set by the last review by the day, or by the date on the policy if that is later: earlier dates are not kept.",
    ),
    ("Late", "The review was due before the day, and nobody had noted one."),
    (
        "Looked after by",
        "Whom the policy names, or the policy owner, or the practice manager; for a network’s policy, its lead.",
    ),
    ("Archived", "Archived by the day, and not brought back. An archived policy is asked of nobody."),
)


@dataclass(frozen=True)
class Entry:
    """One policy as it stood on the day: the version in force, if there is one, and the one that follows."""

    in_force: PolicyVersion | None
    newest: PolicyVersion
    coming: PolicyVersion | None
    owner: Person | None
    network: str
    review: ReviewDates

    @property
    def title(self) -> str:
        return (self.in_force or self.newest).title

    @property
    def where_from(self) -> str:
        return f"Adopted from {self.network}" if self.network else "Our own"

    @property
    def looked_after_by(self) -> str:
        return self.owner.name if self.owner else "Nobody: name somebody"


def register_on(practice: Practice, day: dt.date) -> tuple[list[Entry], dict[int, object]]:
    """Every policy that was published by the day, by title, and what put some of them in the archive."""
    by_page = defaultdict(list)
    for version in PolicyVersion.objects.at(practice).select_related("page").order_by("major", "minor"):
        if timezone.localdate(version.published_at) <= day:
            by_page[version.page_id].append(version)
    pages = [versions[-1].page for versions in by_page.values()]
    owners, dates = owners_on(pages, day), review_dates(pages, day)
    published = NetworkVersion.objects.filter(page__in=by_page).select_related("network")
    networks = {version.page_id: version.network.name for version in published}
    entries = [
        _entry(versions, day, owners.get(page_id), networks.get(page_id, ""), dates[page_id])
        for page_id, versions in by_page.items()
    ]
    return sorted(entries, key=lambda entry: (entry.title.casefold(), entry.newest.pk)), archived_on(
        by_page, day, practice
    )


def _entry(versions: Sequence[PolicyVersion], day: dt.date, owner, network: str, review: ReviewDates) -> Entry:
    begun = [version for version in versions if version.effective_on <= day]
    in_force = begun[-1] if begun else None
    later = [version for version in versions if in_force is None or in_force.comes_before(version)]
    coming = min(later, key=lambda version: (version.effective_on, version.place), default=None)
    return Entry(in_force, versions[-1], coming, owner, network, review)


def drafts_of(practice: Practice) -> list[PolicyPage]:
    """The policies on the practice's shelf of which no version was ever published."""
    shelf = PracticePage.objects.filter(practice=practice).first()
    return list(PolicyPage.objects.descendant_of(shelf).filter(versions=None).order_by("title")) if shelf else []


def answer(asked: Asked) -> Answer:
    """The register as at the day."""
    entries, archived = register_on(asked.practice, asked.day)
    kept = [entry for entry in entries if entry.newest.page_id not in archived]
    gone = [entry for entry in entries if entry.newest.page_id in archived]
    sections = [
        Section(
            "Policies",
            COLUMNS,
            [_row(each, asked.day) for each in kept],
            "No policy was published by that day.",
            keys=1,
        ),
        Section(
            "Archived policies", ARCHIVED, [_archived_row(each, archived) for each in gone], "No policy is archived."
        ),
    ]
    if asked.day >= asked.today:
        sections.append(
            Section("Not published yet", DRAFTS, _draft_rows(asked), "No policy waits for its first version.")
        )
    return Answer(_headline(kept, gone, asked.day), sections, COUNTED)


def _headline(kept: Sequence[Entry], gone: Sequence[Entry], day: dt.date) -> list[str]:
    in_force = [entry for entry in kept if entry.in_force]
    adopted = sum(bool(entry.network) for entry in in_force)
    own = len(in_force) - adopted
    said = [
        f"{_policies(len(in_force))} in force on {long_date(day)} = {own} of our own + {adopted} from a network.",
        f"{_policies(len(gone))} archived.",
    ]
    dated = [entry.review.policy for entry in in_force if entry.review.policy.due_on]
    late = sum(is_late(part, day) for part in dated)
    said.append(f"{late} of {len(dated)} dated reviews {'is' if late == 1 else 'are'} late.")
    if undated := len(in_force) - len(dated):
        said.append(f"{_policies(undated)} without a review date: set one.")
    if ownerless := sum(entry.owner is None for entry in in_force):
        said.append(f"{_policies(ownerless)} without anybody who looks after {'it' if ownerless == 1 else 'them'}.")
    return said


def _policies(count: int) -> str:
    return f"{count} {'policy' if count == 1 else 'policies'}"


def is_late(part: PartDates | None, day: dt.date) -> bool:
    """Whether a review was due before the day."""
    return part is not None and part.due_on is not None and part.due_on < day


def _row(entry: Entry, day: dt.date) -> tuple[Value, ...]:
    version, review = entry.in_force, entry.review
    shown, annex = version or entry.newest, review.annex
    change = "Material" if shown.material else "Minor"
    return (
        Linked(_named(shown), reverse("policies:version", args=[shown.key])),
        version.number if version else "Not in force yet", version and version.effective_on, change,
        entry.looked_after_by, entry.where_from, review.policy.reviewed_on, review.policy.due_on,
        review_word(review.policy, day), annex and annex.due_on, _coming(entry.coming),
    )  # fmt: skip


def _named(version: PolicyVersion) -> str:
    return f"{version.title} (for patients)" if version.page.public else version.title


def _coming(version: PolicyVersion | None) -> str:
    return f"{version.number} from {long_date(version.effective_on)}" if version else ""


def review_word(part: PartDates, day: dt.date) -> str:
    """How a review stands: in a word, and never by a colour alone."""
    if part.due_on is None:
        return "No date set"
    if is_late(part, day):
        days = (day - part.due_on).days
        return f"Late by {days} {'day' if days == 1 else 'days'}"
    return "In time"


def _archived_row(entry: Entry, archived: dict) -> tuple[Value, ...]:
    step, newest = archived[entry.newest.page_id], entry.newest
    return (
        Linked(_named(newest), reverse("policies:version", args=[newest.key])), newest.number,
        entry.looked_after_by, entry.where_from, step.acted_on, step.acted_by.name,
    )  # fmt: skip


def _draft_rows(asked: Asked) -> Iterable[tuple[Value, ...]]:
    drafts = drafts_of(asked.practice)
    owners = owners_on(drafts, asked.day)
    return [(page.title, owners[page.pk].name if page.pk in owners else "") for page in drafts]


REPORT = Report(
    key="policy-register",
    title="Policy register",
    about="Every policy, who looks after it, the version in force and when it is reviewed next.",
    takes=frozenset({DAY}),
    answer=answer,
    landscape=True,
)
