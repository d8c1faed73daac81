"""A network's counts as a spreadsheet, with the sheet that says how they were counted."""

import datetime as dt
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils.text import slugify

from trainingsite.desk.networks.counting import Line, Overview, denominator
from trainingsite.formats.archive import safe_name
from trainingsite.formats.dates import long_date
from trainingsite.formats.sheets import Row, Sheet, csv_chunks, write_workbook
from trainingsite.people.models import Network, Person

LAST_COLUMNS = ("Everything asked", "Not required", "On leave", "Exempt", "Required", "Done", "Note")
COUNTED = (
    ("Done", "Done and still good at the end of that day, whether or not it lapses soon."),
    ("Required", "Everything asked, without what a job does not ask for, people on leave, and people who are exempt."),
    ("People", "Everybody with a job at the practice on that day. Somebody who works at two practices is at each."),
    (
        "Practices’ own programmes",
        "What practices ask of their own people, and what they follow of another network, in one column.",
    ),
    ("Order", "By name. Practices are not ranked: they differ in size, in jobs, and in when they went live."),
)


def file_name(network: Network, day: dt.date, what: str, ending: str) -> str:
    return safe_name(f"{slugify(network.name)[:40].strip('-')}-{what}-{day.isoformat()}.{ending}")


def headings(overview: Overview) -> list[str]:
    shared = [f"{title}: {word}" for title in overview.programmes for word in ("done", "required")]
    return ["Practice", "ODS code", "People", *shared, *LAST_COLUMNS]


def rows_of(overview: Overview) -> Iterator[Row]:
    """One row a practice, in order of name; where there are no counts, a note says why."""
    for line in overview.lines:
        yield [line.practice.name, line.practice.ods_code, line.people, *_numbers(line, len(overview.programmes))]


def _numbers(line: Line, programmes: int) -> Row:
    if line.said:
        return [*[None] * (2 * programmes + len(LAST_COLUMNS) - 1), line.said]
    *shared, everything = (count.sums for count in line.counts)
    done = [number for sums in shared for number in (sums.met, sums.required)]
    return [
        *done, everything.in_practice, everything.not_required, everything.on_leave, everything.exempt,
        everything.required, everything.met, "",
    ]  # fmt: skip


def about(overview: Overview, by: Person, today: dt.date) -> list[tuple[str, str]]:
    """What was asked, what came of it, and how it was counted."""
    return [
        ("Report", "Training in counts, by practice and programme"),
        ("Network", overview.network.name),
        ("As at", f"The end of {long_date(overview.day)}"),
        ("Asked by", by.name),
        ("Asked on", long_date(today)),
        ("Practices", f"{len(overview.lines):,}"),
        ("People", f"{overview.people:,}, each counted once; {overview.at_practices:,} in the column “People”"),
        ("Done", f"{overview.total.sums.met:,} of {overview.total.sums.required:,}"),
        ("How required is made", denominator(overview.total.sums)),
        *((f"How it was counted: {label}", text) for label, text in COUNTED),
    ]


def counts_csv(overview: Overview) -> Iterator[bytes]:
    return csv_chunks(headings(overview), rows_of(overview))


def counts_xlsx(overview: Overview, by: Person, today: dt.date) -> BinaryIO:
    out = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it when the last byte has gone
    write_workbook([Sheet("Counts", headings(overview), rows_of(overview))], about(overview, by, today), out)
    out.seek(0)
    return out
