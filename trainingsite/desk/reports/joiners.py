"""The induction of those who joined in a period: when they finished it, whether in time, and what is still open."""

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from trainingsite.compliance.matrix import end_of_day
from trainingsite.desk.inductions import Induction, Outcome, inductions_within
from trainingsite.desk.reports.asking import DAY, KNOWN_ON, PERIOD, Answer, Asked, Column, Report, Section, Value
from trainingsite.desk.reports.links import person_links
from trainingsite.formats.dates import long_date

COLUMNS = (
    Column("Person", 1.6), Column("Job role", 1.4), Column("Joined on", 1), Column("Induction finished on", 1.1),
    Column("Days", 0.6, right=True), Column("Asked by", 1), Column("In time", 1), Column("Still open", 2.4),
    Column("Left on", 1), Column("Note", 2.2),
)  # fmt: skip
COUNTED = (
    (
        "Joined",
        "The first day of a stay at the practice. A new job without a day between is no joining.",
    ),
    ("Came back", "Who comes back after a day away or more joins again. What they did before counts."),
    ("Induction", "Everything asked once by the programmes here that end with a certificate."),
    ("Finished", "The first day of the stay on which nothing that was asked then was left to do."),
    ("Days", "From joining, or from the day on which it was first asked if that is later."),
    ("In time", "Nothing in it was ever overdue. Leave, questions and exemptions stop the clock."),
)
IN_TIME = {
    Outcome.IN_TIME: "Yes",
    Outcome.LATE: "No",
    Outcome.OPEN: "Not finished, not overdue",
    Outcome.OVERDUE: "No: overdue",
    Outcome.LEFT: "Left before finishing",
    Outcome.NOT_ASKED: "Not asked",
}


def answer(asked: Asked) -> Answer:
    """Everybody who joined in the period, as at the day; leavers too."""
    known_at = end_of_day(asked.known_on) if asked.known_on else None
    found = inductions_within(asked.practice, asked.first, asked.last, day=asked.day, known_at=known_at)
    linked = person_links(asked)
    rows = [_row(each, linked(each.joining.person)) for each in found]
    section = Section("Joined", COLUMNS, rows, "Nobody joined in this period.", keys=1)
    return Answer(_headline(found, asked), [section], COUNTED)


def _headline(found: Sequence[Induction], asked: Asked) -> list[str]:
    if not found:
        return [f"Nobody joined from {asked.period}."]
    outcomes = Counter(each.outcome for each in found)
    parts = " + ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome if outcomes[outcome])
    said = [f"{_people(found)} joined from {asked.period}. Their inductions: {len(found)} = {parts}."]
    took = [each.days for each in found if each.finished_on and not each.was_done_before]
    if took:
        finished = f"{len(took)} finished it here" if len(took) > 1 else "1 finished it here"
        said.append(f"{finished}; at least half of them within {_days(median_low(took))}.")
    if left := sum(each.left_on is not None for each in found):
        said.append(f"{left} of {len(found)} {'has' if left == 1 else 'have'} left since.")
    return said


def _people(found: Sequence[Induction]) -> str:
    people = len({each.joining.person.pk for each in found})
    again = len(found) - people
    said = f"{people} {'person' if people == 1 else 'people'}"
    return f"{said} ({len(found)} times, as {again} came back within the period)" if again else said


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"


def _row(each: Induction, named: Value) -> tuple[Value, ...]:
    joining = each.joining
    still_open = "; ".join(f"{title} ({status.label.lower()})" for title, status in each.still_open)
    return (
        named, joining.job_role, joining.joined_on, each.finished_on, each.days, each.due_on,
        IN_TIME[each.outcome], still_open, each.left_on, note_on(each),
    )  # fmt: skip


def note_on(each: Induction) -> str:
    """What a reader must know of one line: that somebody came back, or from when the days are counted."""
    joining, said = each.joining, []
    if joining.before:
        said.append(f"Came back: worked here until {long_date(joining.before.last)}")
    if each.was_done_before:
        said.append("Done before joining")
    elif each.asked_from and each.asked_from > joining.joined_on:
        said.append(f"First asked on {long_date(each.asked_from)}")
    return ". ".join(said)


REPORT = Report(
    key="induction",
    title="Induction of joiners",
    about="Who joined in a period, when they finished their induction, whether in time, and what is still open.",
    takes=frozenset({DAY, PERIOD, KNOWN_ON}),
    answer=answer,
    landscape=True,
)
