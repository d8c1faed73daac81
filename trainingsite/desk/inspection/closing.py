"""What to close, print and send before an inspection; ticked from the record where the record can tell."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.planned import Planned, PlansOf
from trainingsite.compliance.rules import Status
from trainingsite.desk.dashboard import matters
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.dashboard.gaps import OVERDUE, UNTOLD, for_everybody, untold_in
from trainingsite.desk.dashboard.items import Action
from trainingsite.desk.overview import Gap, gaps
from trainingsite.desk.reports import matrix as matrix_report
from trainingsite.desk.reports import policies as policies_report
from trainingsite.desk.reports.asking import Report
from trainingsite.desk.reports.noting import EXPORTED, whole_files
from trainingsite.desk.tags import detail
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person, Practice

TO_CLOSE = (Status.OVERDUE, Status.DECLINED)
PACK = "evidence.exported"
NOT_TAKEN = "Not since the notice came."
NOT_IN_FULL = (
    "Nobody has taken the whole of it as a PDF or as Excel since the notice came. What you print from a page is not"
    " noted."
)


@dataclass(frozen=True)
class Step:
    """One thing to do. ``done`` is nothing where only the practice can know."""

    title: str
    said: str
    done: bool | None
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class OpenGap:
    """Something that is late or was declined, and the plan there is for it."""

    gap: Gap
    note: str
    plan: Planned | None
    address: str
    to_plan: str


def gaps_to_close(matrix: Matrix, plans: PlansOf, to: Addresses) -> list[OpenGap]:
    """What an inspector would ask about: everything that is late or was declined."""
    return [
        OpenGap(
            gap, detail(gap.cell) or gap.cell.status.label, plans.about(gap.row.person.pk, gap.line),
            to.cell(gap.row.person, gap.line), to.add_plan(gap.row.person, gap.line),
        )
        for status in TO_CLOSE
        for gap in gaps(matrix, status)
    ]  # fmt: skip


def steps_to_close(matrix: Matrix, found: list[OpenGap], plans: Iterable[Planned], to: Addresses) -> list[Step]:
    """What should be in order, or planned, before anybody asks."""
    practice, today = matrix.practice, matrix.on
    unplanned = sum(each.plan is None for each in found)
    late = [plan for plan in plans if plan.is_late(today)]
    tell = for_everybody(to, sends_mail=bool(settings.EMAIL_URL))
    reviews = matters.reviews(practice, today).items
    accounts = list(matters.accounts(practice, {row.person.pk for row in matrix.rows}, today, to))
    return [
        Step(
            "Every gap is closed, or has a plan",
            f"{counted(unplanned, 'has', 'have')} no plan yet." if unplanned else said_of(found),
            not unplanned,
            [tell[OVERDUE]] if found else [],
        ),
        Step(
            "No plan is past its day",
            f"{counted(len(late), 'is', 'are')} late." if late else "None is.", not late,
            [Action("Plans", to.page("plans"))],
        ),
        of_telling(matrix, tell[UNTOLD]),
        Step(
            "No review of a policy is due within a month",
            f"{counted(len(reviews), 'is', 'are')} due." if reviews else "None is.", not reviews,
            [item.action for item in reviews],
        ),
        Step(
            "Every practice account has its holders, and has been checked",
            f"{counted(len(accounts), 'account has', 'accounts have')} something to put right." if accounts
            else "Nothing to put right.",
            not accounts, [Action("Accounts", to.page("accounts"))] if accounts else [],
        ),
    ]  # fmt: skip


def of_telling(matrix: Matrix, tell: Action) -> Step:
    """Whether a message has reached everybody about what is open; one that failed has not."""
    untold, later = untold_in(matrix)
    said = "They have, of everything that is due within three months." if later else "They have."
    if untold:
        said = f"{counted(untold, 'thing is', 'things are')} due or overdue that nobody was told of."
    return Step("Everybody has been told what they are asked for", said, not untold, [tell] if untold else [])


def counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def said_of(found: list[OpenGap]) -> str:
    return "Each of them has one." if found else "Nothing is overdue."


def steps_to_hand_over(practice: Practice, noticed_on: dt.date, to: Addresses) -> list[Step]:
    """What to print and to send, and whether somebody has taken it out since the notice came."""
    taken = Taken.of(practice, noticed_on)
    return [
        taken.of_report("Print the training matrix", matrix_report.REPORT, to),
        taken.of_report("Print the policy register", policies_report.REPORT, to),
        taken.step(
            "Get the evidence pack", [entry for entry in taken.entries if entry.verb == PACK], NOT_TAKEN,
            Action("Get the evidence pack", f"{reverse('evidence:home')}?practice={practice.ods_code}"),
        ),
        Step("Send it the way the letter says", "Only you know whether it has gone.", None),
    ]  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What was exported of a practice from a day on, in order, and what they are called who did it."""

    practice: Practice
    from_on: dt.date
    entries: list[AccessEntry]
    names: dict[str, str]

    @classmethod
    def of(cls, practice: Practice, from_on: dt.date) -> "Taken":
        begun = timezone.make_aware(dt.datetime.combine(from_on, dt.time.min))
        found = AccessEntry.objects.filter(subject=str(practice.key), verb__in=(PACK, EXPORTED), at__gte=begun)
        entries = list(found.order_by("at", "pk"))
        return cls(practice, from_on, entries, names_of(entries))

    def of_report(self, title: str, report: Report, to: Addresses) -> Step:
        """A step that is done once somebody has taken all of a report as it stood since the day, and not as it will."""
        last = max((day_of(entry) for entry in self.entries), default=self.from_on)
        days = whole_files(report, self.practice, self.from_on, last)
        found = [entry for entry in self.entries if days.get(entry.detail, dt.date.max) <= day_of(entry)]
        return self.step(title, found, NOT_IN_FULL, Action("As a PDF", to.page("report_file", report.key, "pdf")))

    def step(self, title: str, found: list[AccessEntry], not_yet: str, action: Action) -> Step:
        """A step that is done once somebody has taken the file."""
        if not found:
            return Step(title, not_yet, False, [action])
        last = found[-1]
        by = self.names.get(last.actor, last.actor)
        return Step(title, f"Last taken on {long_date(day_of(last))} by {by}.", True, [action])


def day_of(entry: AccessEntry) -> dt.date:
    return timezone.localdate(entry.at)


def names_of(entries: list[AccessEntry]) -> dict[str, str]:
    keys = {entry.actor for entry in entries if len(entry.actor) == 36}
    return {str(person.key): person.name for person in Person.objects.filter(key__in=keys)} if keys else {}
