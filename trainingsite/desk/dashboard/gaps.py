"""Which of the practice's gaps need doing something about, person by person, with the one action that helps each."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainingsite.compliance.matrix import Matrix, Row
from trainingsite.compliance.planned import PlansOf
from trainingsite.compliance.rules import Status
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.dashboard.items import Action, Comings, Item, Kind, Line
from trainingsite.desk.overview import Gap, gaps
from trainingsite.desk.tags import detail, short_date, told
from trainingsite.people.colleagues import told_apart
from trainingsite.people.models import Person
from trainingsite.reminders.rules import WEIGHS_ON_NOBODY_YET

SOON_DAYS = 30
TELL_DAYS = 60  # what is due later does not weigh on anybody yet
LEAVES_SOON_DAYS = 14  # too soon for a reminder to come to anything
HEARD_OF_IT = "yes"
TO_TELL = (Status.OVERDUE, Status.DUE)
OVERDUE, UNTOLD, EXPIRING, DECLINED = "overdue", "untold", "expiring", "declined"


@dataclass(frozen=True)
class Open:
    """The gaps of a matrix by what has to be done about them; nothing is in two of these lists."""

    declined: list[Gap]
    overdue: list[Gap]
    untold: list[Gap]
    expiring: list[Gap]

    def everything(self) -> Iterator[Gap]:
        yield from (*self.declined, *self.overdue, *self.untold, *self.expiring)

    def without(self, leaving: dict[int, dt.date]) -> "Open":
        """Without what is due only after somebody's last day."""

        def matters(gap: Gap) -> bool:
            last_day = leaving.get(gap.row.person.pk)
            by_when = gap.cell.due_on or gap.cell.valid_until
            return last_day is None or by_when is None or by_when <= last_day

        return Open(*(list(filter(matters, found)) for found in vars(self).values()))


def open_in(matrix: Matrix) -> Open:
    """What is open in a matrix, the longest waiting first."""
    soon = matrix.on + dt.timedelta(days=SOON_DAYS)
    expiring = [gap for gap in gaps(matrix, Status.EXPIRING) if gap.cell.valid_until and gap.cell.valid_until <= soon]
    weighs = matrix.on + dt.timedelta(days=TELL_DAYS)
    due = [gap for gap in gaps(matrix, Status.DUE) if gap.cell.due_on is None or gap.cell.due_on <= weighs]
    return Open(
        declined=gaps(matrix, Status.DECLINED),
        overdue=gaps(matrix, Status.OVERDUE),
        untold=[gap for gap in due if gap.cell.told != HEARD_OF_IT],
        expiring=expiring,
    )


def untold_in(matrix: Matrix) -> tuple[int, int]:
    """How many things of which no message has reached their person are overdue or due, and how many only later.

    The first are those that a message would name today: nobody is told yet of what is due in half a year.
    """
    told_from = matrix.on + dt.timedelta(days=WEIGHS_ON_NOBODY_YET)
    found = [
        gap.cell.due_on for status in TO_TELL for gap in gaps(matrix, status) if gap.cell.told != HEARD_OF_IT
    ]  # fmt: skip
    later = sum(due_on is not None and due_on > told_from for due_on in found)
    return len(found) - later, later


@dataclass(frozen=True)
class Desk:
    """Who looks at the page, and what is known beside the matrix; ``acts``: whether anything can be done that day.

    Where the site sends no e-mail nobody can be reminded by it, so everything is handed out.
    """

    by: Person
    day: dt.date
    addresses: Addresses
    plans: PlansOf
    comings: Comings
    acts: bool
    sends_mail: bool
    shared_names: frozenset[str] = frozenset()


def kinds_of(found: Open, desk: Desk) -> list[Kind]:
    """The gaps in the order in which they are dealt with."""
    to = desk.addresses
    remind_all = for_everybody(to, sends_mail=desk.sends_mail) if desk.acts else {}
    return [
        Kind(DECLINED, "Declined to sign", items(found.declined, desk), to.matrix(status=Status.DECLINED.value)),
        Kind(
            OVERDUE, "Overdue", items(found.overdue, desk), to.matrix(status=Status.OVERDUE.value),
            remind_all.get(OVERDUE),
        ),
        Kind(
            UNTOLD, "Not told yet", items(found.untold, desk), to.matrix(status=Status.DUE.value),
            remind_all.get(UNTOLD), f"Due within {TELL_DAYS} days, and no message has reached them about it.",
        ),
        Kind(
            EXPIRING, f"Lapses within {SOON_DAYS} days", items(found.expiring, desk),
            to.matrix(status=Status.EXPIRING.value),
        ),
    ]  # fmt: skip


REMIND_ALL = {OVERDUE: "Remind everybody who is overdue", UNTOLD: "Tell everybody who was not told of something"}


def for_everybody(to: Addresses, *, sends_mail: bool) -> dict[str, Action]:
    """By kind, what helps all of them at once."""
    if not sends_mail:
        return {who: Action("Print a slip for each of them", to.hand_out(who=who)) for who in REMIND_ALL}
    return {who: Action(words, to.remind(who=who)) for who, words in REMIND_ALL.items()}


def items(found: Iterable[Gap], desk: Desk) -> list[Item]:
    """One item a person, in the order in which their first gap comes."""
    by_person: dict[int, list[Gap]] = {}
    for gap in found:
        by_person.setdefault(gap.row.person.pk, []).append(gap)
    return [item_of(theirs[0].row, theirs, desk) for theirs in by_person.values()]


def item_of(row: Row, theirs: list[Gap], desk: Desk) -> Item:
    is_shared = row.person.name.casefold() in desk.shared_names
    notes = [
        told_apart(row.person, row.job_role, desk.shared_names) if is_shared else "",
        note_about(row.person, desk.comings) if desk.acts else "",
    ]
    return Item(
        name=row.person.name,
        address=desk.addresses.person(row.person),
        note=", ".join(filter(None, notes)),
        lines=[line_of(gap, desk) for gap in theirs],
        action=action_for(row.person, theirs, desk) if desk.acts else None,
    )


def line_of(gap: Gap, desk: Desk) -> Line:
    note = ", ".join(part for part in (detail(gap.cell), told(gap.cell)) if part)
    person = gap.row.person
    return Line(gap.title, note, desk.addresses.cell(person, gap.line), desk.plans.about(person.pk, gap.line))


def note_about(person: Person, comings: Comings) -> str:
    """Why an ordinary reminder does not help them."""
    if person.pk in comings.leaving:
        return f"leaves on {short_date(comings.leaving[person.pk])}"
    if person.pk in comings.away:
        until = comings.away[person.pk]
        return f"away until {short_date(until)}" if until else "away"
    return "" if person.email else "no e-mail address"


def action_for(person: Person, theirs: list[Gap], desk: Desk) -> Action:
    """The one thing that helps with what is open of theirs."""
    to, first = desk.addresses, theirs[0]
    if person.pk == desk.by.pk:
        return Action("Do it now", to.own_training)
    last_day = desk.comings.leaving.get(person.pk)
    if last_day and (last_day - desk.day).days <= LEAVES_SOON_DAYS:
        return Action("Exempt", to.exempt(person, [gap.line for gap in theirs]))
    if first.cell.status is Status.DECLINED or person.pk in desk.comings.away:
        return Action("Plan", to.add_plan(person, first.line))
    if not desk.sends_mail or not person.email or any(gap.cell.told == "failed" for gap in theirs):
        return Action("Hand out", to.hand_out(person=str(person.key)))
    return Action("Remind", to.remind(person=str(person.key)))
