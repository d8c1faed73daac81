"""Dated signatures of one practice or of many, as one file: it takes no more memory when it is longer.

A line is put together from cells that are written once, and the database is asked for nothing but the signatures
themselves: people, their jobs and the versions are read once for some practices at a time.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from trainingsite.formats.lines import END, cell, cells, csv_lines
from trainingsite.people.identities import SamePerson
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.models import Attestation, PolicyVersion

Kind = Attestation.Kind
HEADINGS = (
    "Practice", "ODS code", "Name", "Job role then", "Policy", "Version", "Signed on", "At (UK time)", "Basis", "How",
    "State",
)  # fmt: skip
STANDS = "Stands"
ENDED = {Kind.WITHDRAWN: "Withdrawn", Kind.VOIDED: "Voided"}
# A page is asked for after the last row of the one before, and no cursor stays open: a reader may take long, a pooler
# may give the next question to another connection, and signatures are only ever added.
ROWS_AT_ONCE = 10_000
COLUMNS = "pk", "practice_id", "person_id", "version_id", "number", "day", "moment", "kind", "method"
ZONE = timezone.get_default_timezone()
HOUR, SECOND = 13, 19  # so many characters of a moment say the hour, and the second


def attestations_csv(practices: Collection[Practice], first: dt.date, last: dt.date) -> Iterator[bytes]:
    """One line for each signature of these days, practice by practice in the order in which they were recorded.

    Names are those of today, a job is the one on the day of signing. The number of queries depends on how many
    practices and how many thousands of signatures there are, and on nothing else.
    """
    return csv_lines(HEADINGS, _lines(list(practices), first, last))


def signatures_at(practices: Collection[Practice], first: dt.date, last: dt.date) -> QuerySet[Attestation]:
    """The signatures of a period, those too that were taken back later."""
    signed = Attestation.objects.filter(practice__in=practices).signed().filter(attested_on__range=(first, last))
    return signed.annotate(day=Cast("attested_on", CharField()), moment=Cast("attested_at", CharField()))


def _lines(practices: Sequence[Practice], first: dt.date, last: dt.date) -> Iterator[str]:
    for batch in batches(practices, signatures_at(practices, first, last)):
        yield from _lines_of(batch, signatures_at(batch, first, last))


def batches(practices: Sequence[Practice], signed: QuerySet[Attestation]) -> Iterator[list[Practice]]:
    """The practices that have signatures, in their order: as many at a time as have one page of them together."""
    counts = dict(signed.order_by().values_list("practice_id").annotate(Count("pk")))
    batch, together = [], 0
    for practice in practices:
        number = counts.get(practice.pk, 0)
        if batch and together + number > ROWS_AT_ONCE:
            yield batch
            batch, together = [], 0
        if number:
            batch.append(practice)
            together += number
    if batch:
        yield batch


def _lines_of(practices: Sequence[Practice], signed: QuerySet[Attestation]) -> Iterator[str]:
    """The lines of some practices."""
    places = {practice.pk: cells([practice.name, practice.ods_code]) for practice in practices}
    order = {practice.pk: place for place, practice in enumerate(practices)}
    versions, ends, jobs, names = versions_of(practices), ends_of(practices), jobs_at(practices), Names(practices)
    for page in pages_of(signed, order):
        names.learn({row[2] for row in page})
        for _, practice, person, version, number, day, at, kind, method in page:
            name, kept = names[person]
            had = jobs.get((practice, person)) or jobs.get((practice, kept), ())
            job = had[0][1] if len(had) == 1 else job_on(day, had)
            ended = ended_as(number, ends.get((person, practice, version), ())) if ends else ""
            yield (
                f"{places[practice]},{name},{job},{versions[version]},{day},{on_the_clock(at)},"
                f"{_words(kind, method, ended)}{END}"
            )


def pages_of(signed: QuerySet[Attestation], order: dict[int, int]) -> Iterator[list[tuple]]:
    """The signatures, some thousand at a time: those of a page by the order of their practices, then as recorded."""
    last = 0
    while page := list(signed.filter(pk__gt=last).order_by("pk").values_list(*COLUMNS)[:ROWS_AT_ONCE]):
        last = page[-1][0]
        yield sorted(page, key=lambda row: order[row[1]])
        if len(page) < ROWS_AT_ONCE:
            return


def versions_of(practices: Collection[Practice]) -> dict[int, str]:
    """By version, the cells with its title and number."""
    rows = PolicyVersion.objects.filter(practice__in=practices).values_list("pk", "title", "major", "minor")
    return {pk: cells([title, f"{major}.{minor}"]) for pk, title, major, minor in rows}


def ends_of(practices: Collection[Practice]) -> dict[tuple[int, int, int], list[tuple[int, str]]]:
    """By person, practice and version: what was taken back or voided, each with its number in the order of acts."""
    rows = Attestation.objects.filter(practice__in=practices, kind__in=ENDED).order_by("number")
    found = defaultdict(list)
    for person, practice, version, number, kind in rows.values_list("person", "practice", "version", "number", "kind"):
        found[person, practice, version].append((number, kind))
    return found


def ended_as(number: int, ends: Sequence[tuple[int, str]]) -> str:
    """How the signature with this number ended, if it did."""
    return next((kind for ended, kind in ends if ended > number), "")


def jobs_at(practices: Collection[Practice]) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """By practice and person, the jobs they have had there: the first day of each, and the cell with its name."""
    rows = Membership.objects.known().filter(practice__in=practices).order_by("started_on", "pk")
    found = defaultdict(list)
    for practice, person, first, job in rows.values_list("practice", "person", "started_on", "job_role__name"):
        found[practice, person].append((first.isoformat(), _cell(job)))
    return found


def job_on(day: str, jobs: Sequence[tuple[str, str]]) -> str:
    """The cell with the job that began last by the day."""
    return next((job for first, job in reversed(jobs) if first <= day), "")


class Names(dict):
    """By row of a person: the cell with the name they have today, and the row that counts for theirs."""

    def __init__(self, practices: Collection[Practice]):
        """Everybody with a job at these practices, whichever day: they sign nearly everything."""
        members = Membership.objects.filter(practice__in=practices).values("person")
        super().__init__({pk: (name, pk) for pk, name in called(Person.objects.filter(pk__in=members))})

    def learn(self, people: set[int]) -> None:
        """Read the names of those who are not known yet: former rows, whose jobs count for the one that was kept."""
        new = people - self.keys()
        if not new:
            return
        kept = dict(SamePerson.objects.standing().filter(former__in=new).values_list("former", "kept"))
        names = dict(called(Person.objects.filter(pk__in={kept.get(pk, pk) for pk in new})))
        self.update({pk: (names[kept.get(pk, pk)], kept.get(pk, pk)) for pk in new})


def called(people: QuerySet[Person]) -> Iterator[tuple[int, str]]:
    """Of each person the cell with their name."""
    rows = people.order_by().values_list("pk", "first_name", "last_name", "username")
    return ((pk, _cell(f"{first} {last}".strip() or username)) for pk, first, last, username in rows)


_cell = lru_cache(maxsize=4096)(cell)


@lru_cache(maxsize=64)
def _words(kind: str, method: str, ended: str) -> str:
    """The cells that say how it came about, and whether it stands."""
    how = Attestation.Method(method).label if method else ""
    return cells([Kind(kind).label, how, ENDED[Kind(ended)] if ended else STANDS])


def on_the_clock(moment: str) -> str:
    """A moment as the database writes it, on the practice's clock, and how far that is from UTC."""
    begins, ends = _hour(moment[:HOUR])
    return f"{begins}{moment[HOUR:SECOND]}{ends}"


@lru_cache(maxsize=4096)
def _hour(hour: str) -> tuple[str, str]:
    """Of an hour in UTC, what the practice's clock shows before the minutes and after the seconds."""
    at = dt.datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(ZONE).isoformat()
    return at[:HOUR], at[SECOND:]
