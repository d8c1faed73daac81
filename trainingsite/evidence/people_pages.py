"""A page for each person of a pack: their jobs, what is asked of them and where they stand, what they did."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html

from trainingsite.compliance.matrix import Row as MatrixRow
from trainingsite.evidence import attestations, certificates_in, verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.certificates_in import Certificates, Held
from trainingsite.evidence.completions import Completions, Done
from trainingsite.evidence.file_names import FileNames
from trainingsite.evidence.gaps import KINDS
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.pages import page, status_of
from trainingsite.evidence.parts import Content
from trainingsite.evidence.table_files import by_person
from trainingsite.evidence.vouchers import in_batches
from trainingsite.evidence.wording import in_one
from trainingsite.formats.dates import long_date
from trainingsite.formats.sheets import Row
from trainingsite.people.models import Membership, Person

AT_ONCE = 50
TABLE = "people/"
ASKED_HEADINGS = ("Requirement", "What it is", "Status", "Last done on", "Due on", "Good until")
DONE_HEADINGS = ("What", "Title", "Version", "Completed on", "Basis")
SAID_HEADINGS = attestations.SIGNATURE_HEADINGS


@dataclass(frozen=True)
class Listed:
    """A table on a person's page; without rows it says so in words."""

    heading: str
    headings: list[str]
    rows: list[list[str]]
    empty: str


class PeoplePages:
    """The pages of everybody who worked at the practice in the period, leavers too, some of them at a time."""

    def __init__(self, asked: Asked, facts: PackFacts, done: Completions):
        self.asked, self.facts, self.done = asked, facts, done
        self.held = Certificates(asked, done)
        self.rows = {row.person.pk: row for row in facts.matrix.rows}

    def files(self) -> Iterator[tuple[str, Content]]:
        names = FileNames()
        for batch in in_batches(self._everybody(), AT_ONCE):
            facts = Gathered(self, batch)
            for person in batch:
                name = names.take(self.asked.file_name_of(person), person.key.hex)
                yield f"people/{name}.html", partial(self._page, person, facts)

    def _everybody(self) -> Iterator[Person]:
        """Each human once: a row that was joined to another has no page of its own."""
        here = [row for row in self.done.job_roles if row not in self.done.joined]
        people = Person.objects.filter(pk__in=here).order_by(*by_person(self.asked, ""), "pk")
        return people.iterator(chunk_size=AT_ONCE)

    def _page(self, person: Person, facts: "Gathered") -> bytes:
        row, jobs = self.rows.get(person.pk), facts.jobs[person.pk]
        context = {
            "person": self.asked.name_of(person),
            "key": person.key,
            "jobs": self._worked_as(jobs),
            "gone": self._gone(jobs) if row is None else "",
            "tables": [
                self._asked_of(row),
                self._completed(facts.done[person.pk]),
                self._said(facts.said[person.pk]),
                *([self._certificates(facts.held[person.pk])] if self.asked.names else ()),
            ],
        }
        return page("person", self.asked, **context)

    def _worked_as(self, jobs: list[Membership]) -> list[tuple[str, str]]:
        """Their jobs in the period, each with its days where the purpose allows them; else each title once."""
        if self._tells_days:
            return [(job.job_role.name, days_of(job)) for job in jobs]
        return [("Job role", ", ".join(dict.fromkeys(job.job_role.name for job in jobs)))]

    def _gone(self, jobs: list[Membership]) -> str:
        """That somebody who is not in the matrix has left; nothing where that is not known."""
        left_on = max((job.ended_on for job in jobs if job.ended_on), default=None)
        if left_on is None:
            return ""
        return f"They left on {long_date(left_on)}" if self._tells_days else "They have left"

    @property
    def _tells_days(self) -> bool:
        return self.asked.shows(TABLE, "From")

    def _asked_of(self, row: MatrixRow | None) -> Listed:
        """What was asked of them as at the day, and how they stood with it."""
        cells = zip(self.facts.matrix.demands, row.cells, strict=True) if row else ()
        rows = [
            (
                demand.newest.title, KINDS[demand.newest.kind], status_of(cell), cell.completed_on, cell.due_on,
                cell.valid_until,
            )
            for demand, cell in cells
        ]  # fmt: skip
        title = f"What was asked, as at {long_date(self.asked.on)}"
        return self._of_table(TABLE, title, ASKED_HEADINGS, rows, "Nothing was asked of them on that day.")

    def _completed(self, found: list[Done]) -> Listed:
        rows = [(done.what, done.title, done.version, done.on, done.basis) for done in found]
        return self._of_table(
            verify.COMPLETIONS, "What they completed", DONE_HEADINGS, rows, "Nothing of what the practice asks for."
        )

    def _said(self, found: list[Row]) -> Listed:
        return self._of_table(
            verify.ATTESTATIONS, "What they signed", SAID_HEADINGS, found, "They signed nothing in the period."
        )

    def _certificates(self, found: list[Held]) -> Listed:
        headings = (*certificates_in.SHOWN_HEADINGS, verify.SERIAL)
        rows = [(*self.held.row(held), self._linked(held)) for held in found]
        empty = "None of theirs is in this pack."
        return self._of_table(verify.CERTIFICATES, "Their certificates", headings, rows, empty)

    def _linked(self, held: Held) -> str:
        """A certificate's number, as a link where its file is in the pack."""
        serial = held.certificate.serial
        return format_html('<a href="../{}">{}</a>', held.path, serial) if held.path in self.facts.files else serial

    def _of_table(self, table: str, heading: str, headings: tuple, rows: list[Row], empty: str) -> Listed:
        """The columns of one of the pack's tables that its purpose allows, without the one that names the person."""
        kept, cut = self.asked.columns(table, headings, rows)
        own = [place for place, name in enumerate(kept) if name != "Person"]
        return listed(heading, [kept[place] for place in own], [[row[place] for place in own] for row in cut], empty)


class Gathered:
    """What the pages of some people are made from, read in a fixed number of queries; by the row they are today."""

    def __init__(self, pages: PeoplePages, people: list[Person]):
        asked, own = pages.asked, {person.pk for person in people}
        former = {row: today.pk for row, today in pages.done.joined.items() if today.pk in own}
        rows = [*sorted(own), *sorted(former)]
        self.jobs: dict[int, list[Membership]] = defaultdict(list)
        self.done: dict[int, list[Done]] = defaultdict(list)
        self.said: dict[int, list[Row]] = defaultdict(list)
        self.held: dict[int, list[Held]] = defaultdict(list)
        stays = Membership.objects.known().at(asked.practice).between(asked.from_on, asked.on).filter(person__in=rows)
        for job in stays.select_related("job_role").order_by("started_on", "pk"):
            self.jobs[former.get(job.person_id, job.person_id)].append(job)
        for done in pages.done.of(rows):
            self.done[pages.done.today(done.person).pk].append(done)
        for row, said in attestations.signatures_of(asked, pages.facts.in_force, rows):
            self.said[former.get(row, row)].append(said)
        if asked.names:
            for held in pages.held.of(rows):
                self.held[held.person.pk].append(held)


def listed(heading: str, headings, rows, empty: str) -> Listed:
    """The same with every value as people read it."""
    return Listed(heading, list(headings), [[in_words(value) for value in row] for row in rows], empty)


def days_of(job: Membership) -> str:
    """From when until when, in words."""
    if job.ended_on:
        return f"{long_date(job.started_on)} to {long_date(job.ended_on)}"
    return f"Since {long_date(job.started_on)}"


def in_words(value) -> str:
    """A date in words and in one line, nothing as an empty cell, everything else as it is."""
    if value is None:
        return ""
    return in_one(long_date(value)) if hasattr(value, "isoformat") else str(value)
