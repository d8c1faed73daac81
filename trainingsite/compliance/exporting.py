"""How everybody at many practices stands with everything, as one file: it takes no more memory when it is longer."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import add

from trainingsite.compliance.obligations import Status
from trainingsite.compliance.one_day import BETWEEN_CELLS, read, standing_in
from trainingsite.compliance.remembering import demands_in, newest_wording, reaches, rules_applied, up_to_date
from trainingsite.compliance.sums import heads_about_many, within_reach
from trainingsite.compliance.timelines import STATUSES, Timelines, covering
from trainingsite.formats.lines import END, cell, cells, csv_lines
from trainingsite.people.models import JobRole, Membership, Person, Practice

HEADINGS = (
    "Practice", "ODS code", "Name", "Job role", "Requirement", "Status", "Done on", "Due on", "Valid until",
)  # fmt: skip
SPARING = tuple(heading for heading in HEADINGS if heading not in ("Job role", "Done on"))
PRACTICES_AT_ONCE = 30
ENDINGS_REMEMBERED = 10_000
LABELS = {status: cell(status.label) for status in Status}


def statuses_csv(
    practices: Collection[Practice], day: dt.date, today: dt.date, *, in_full: bool = True
) -> Iterator[bytes]:
    """One line for each person and requirement, in the order of these practices, and of their people by name.

    Raises ValueError for a day that kept timelines do not reach. The number of queries depends on the number of
    practices, never on that of people; a practice of which something was told since costs some more.
    Not in full, there is no job, no day of completion, and nobody who asked or declined: for a reader outside.
    """
    within_reach([day], today)
    return csv_lines(HEADINGS if in_full else SPARING, _lines(list(practices), day, today, in_full))


def _lines(practices: Sequence[Practice], day: dt.date, today: dt.date, in_full: bool) -> Iterator[str]:
    heads = heads_about_many(practices)
    titles, jobs = Titles(), dict(JobRole.objects.order_by().values_list("pk", "name"))
    jobs = {pk: f"{cell(name)}," if in_full else "" for pk, name in jobs.items()}
    endings = Endings(in_full, day)
    for start in range(0, len(practices), PRACTICES_AT_ONCE):
        batch = practices[start : start + PRACTICES_AT_ONCE]
        lives = [Lives(practice, body, day) for practice, body in _bodies(batch, heads, today)]
        titles.learn(wording for each in lives for wording in each.wordings)
        names = names_at(batch)
        for each in lives:
            yield from each.lines(names, titles, jobs, endings)


def _bodies(practices: Sequence[Practice], heads: dict, today: dt.date) -> Iterator[tuple[Practice, bytes]]:
    """The kept timelines of these practices in their order, brought up to date where anything was told since."""
    rows = Timelines.objects.filter(practice__in=practices, rules=rules_applied())
    kept = {row.practice_id: row for row in rows.only("practice", "first", "last", "heads", "body")}
    for practice in practices:
        row = kept.pop(practice.pk, None)
        if row is None or row.heads != heads[practice.pk] or not reaches(row.period, today):
            row = up_to_date(practice, today)
        yield practice, row.body


class Titles(dict):
    """By wording, the cell with the title of what it asks; of each wording the title is read once."""

    def learn(self, wordings: Iterable[int]) -> None:
        new = sorted({*wordings} - self.keys())
        for pk, demand in zip(new, demands_in(new) if new else (), strict=True):
            self[pk] = cell(demand.newest.title)


class Days(dict):
    """By the text of a day's number, the day as it stands in a cell; of no day, nothing."""

    def __missing__(self, number: str) -> str:
        self[number] = day = "" if number == "null" else dt.date.fromordinal(int(number)).isoformat()
        return day


class Endings(dict):
    """By the text of a cell that is kept, the end of its line: the same ones again and again, some thousand of them."""

    def __init__(self, in_full: bool, day: dt.date):
        super().__init__()
        self.in_full, self.day, self.number, self.days = in_full, day, str(day.toordinal()), Days()

    def __missing__(self, text: str) -> str:
        if len(self) >= ENDINGS_REMEMBERED:
            self.clear()
        status, due_on, done_on, valid_until, _ = standing_in(text, self.number).split(",")
        due, good_until = self.days[due_on], self.days[valid_until]
        if self.in_full:
            told = f"{LABELS[STATUSES[int(status)]]},{self.days[done_on]}"
        else:
            told = LABELS[told_outside(STATUSES[int(status)], dt.date.fromisoformat(due) if due else None, self.day)]
        self[text] = ending = f",{told},{due},{good_until}{END}"
        return ending


def told_outside(status: Status, due_on: dt.date | None, day: dt.date) -> Status:
    """The status as somebody outside the practice reads it: that somebody asked or declined is not told."""
    if status not in (Status.DECLINED, Status.QUERIED):
        return status
    return Status.OVERDUE if due_on and due_on < day else Status.DUE


class Lives:
    """Who is at a practice on a day, and what is asked there."""

    def __init__(self, practice: Practice, body: bytes, day: dt.date):
        asked, lives = read(body)
        self.practice, number = practice, day.toordinal()
        self.places = [place for place, each in enumerate(asked) if covering(each["days"], number)]
        self.wordings = [newest_wording(asked[place], number) for place in self.places]
        self.here = {life.person_id: (stay[2], life.cells) for life in lives if (stay := covering(life.stays, number))}

    def lines(self, names: dict[int, tuple], titles: Titles, jobs: dict[int, str], endings: Endings) -> Iterator[str]:
        """All lines of one person at a time."""
        practice = cells([self.practice.name, self.practice.ods_code])
        asked = [titles[wording] for wording in self.wordings]
        for person_id in sorted(self.here, key=lambda person_id: names[person_id][0]) if asked else ():
            job, kept = self.here[person_id]
            begins = f"{practice},{names[person_id][1]},{jobs[job]}"
            standings = kept.split(BETWEEN_CELLS)
            on_the_day = [endings[standings[place]] for place in self.places]
            yield begins + begins.join(map(add, asked, on_the_day))


def names_at(practices: Collection[Practice]) -> dict[int, tuple[tuple, str]]:
    """Of everybody who has or had a job there what they are sorted by, and the cell with their name. One query."""
    members = Membership.objects.filter(practice__in=practices).values("person")
    rows = Person.objects.filter(pk__in=members).order_by()
    found = rows.values_list("pk", "first_name", "last_name", "username")
    return {
        pk: ((last.casefold(), first.casefold(), pk), cell(f"{first} {last}".strip() or username))
        for pk, first, last, username in found
    }
