"""A report as a file: CSV, XLSX or PDF, the same bytes for the same question about the same record."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils import timezone
from django.utils.text import slugify

from trainingsite.compliance.command_line import WHO
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Column, Linked, Parted, Report, Section, Several, Value
from trainingsite.desk.reports.sealed import Behind
from trainingsite.formats import pdf
from trainingsite.formats.archive import safe_name
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.sheets import Row, Sheet, csv_chunks, write_workbook

MOST_IN_PDF = 2_000  # rows of a table: a PDF of more is a book, and says where the rest is
MOST_ACROSS = 10  # columns of a wide table on one page, beside those that say what a row is about
LONGEST_PRACTICE = 40
Place = tuple[str, int]


def file_name(report: Report, asked: Asked, ending: str) -> str:
    """Whose report it is, which, and of when: safe on every system."""
    practice = slugify(asked.practice.name)[:LONGEST_PRACTICE].strip("-")
    parts = [practice, asked.practice.ods_code.lower(), report.key]
    if asking.PERIOD in report.takes:
        parts += [asked.first.isoformat(), "to", asked.last.isoformat()]
    if asking.DAY in report.takes or asking.PERIOD not in report.takes:
        parts.append(asked.day.isoformat())
    if asked.known_on:
        parts += ["known", asked.known_on.isoformat()]
    return safe_name(f"{'-'.join(part for part in parts if part)}.{ending}")


def question(report: Report, asked: Asked, answer: Answer) -> list[tuple[str, str]]:
    """What was asked, by whom and when, a fact a line."""
    pairs = [("Report", f"{report.title}. {report.about}")]
    pairs.append(("Practice", f"{asked.practice.name} (ODS code {asked.practice.ods_code})"))
    if asking.DAY in report.takes:
        pairs.append(("As at", f"The end of {long_date(asked.day)}"))
    if asking.PERIOD in report.takes:
        pairs.append(("Period", asked.period))
    if asking.KNOWN_ON in report.takes:
        known = f"The end of {long_date(asked.known_on)}" if asked.known_on else f"Now, {long_date(asked.today)}"
        pairs.append(("As known on", known))
    if asking.WITHIN in report.takes:
        pairs.append(("Looking ahead", f"{asked.within} days"))
    if answer.whole:
        pairs.append(("Shown", "; ".join(asked.choice.in_words(answer.whole)) or "Everybody and everything"))
    asked_by = asked.by.name if asked.by else WHO
    return [*pairs, ("Asked by", asked_by), ("Asked on", long_date(asked.today))]


def plain(value: Value) -> str | int | dt.date | dt.datetime | bool | None:
    """A value as a spreadsheet has it: a link is its text, a moment is on the practice's clock."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value)
    return value.text if isinstance(value, Linked) else value


def plain_row(row: Sequence[Value]) -> Iterator[Row]:
    """A row with each cell that says several things spread over their columns."""
    for value in row:
        if isinstance(value, Several):
            yield from value.values
        else:
            yield plain(value)


def headings(columns: Sequence[Column]) -> list[str]:
    """What the columns are called in a spreadsheet."""
    return [
        heading
        for column in columns
        for heading in (
            [f"{column.heading}: {part}" for part in column.parts] if isinstance(column, Parted) else [column.heading]
        )
    ]


def csv_of(report: Report, asked: Asked, answer: Answer) -> Iterator[bytes]:
    """One table: of several sections, each row says first which one it is of, and has the columns of all."""
    sections = [section for section in answer.sections if not section.is_summary] or list(answer.sections)
    if len(sections) == 1:
        return csv_chunks(headings(sections[0].columns), map(list, map(plain_row, sections[0].rows)))
    every = list(dict.fromkeys(place for section in sections for place in places_of(section)))
    rows = chain.from_iterable(map(lambda section: rows_under(every, section), sections))
    return csv_chunks(["Section", *(heading for heading, _ in every)], rows)


def places_of(section: Section) -> Iterator[Place]:
    """The headings of a section, each with how often it has come before: two columns of one name stay two."""
    seen: Counter[str] = Counter()
    for heading in headings(section.columns):
        yield heading, seen[heading]
        seen[heading] += 1


def rows_under(every: Sequence[Place], section: Section) -> Iterator[Row]:
    """The rows of one section under the headings of all of them."""
    places = [every.index(place) for place in places_of(section)]
    for row in section.rows:
        spread: list = [section.title, *[""] * len(every)]
        for place, value in zip(places, plain_row(row), strict=True):
            spread[place + 1] = value
        yield spread


def workbook_of(report: Report, asked: Asked, answer: Answer) -> BinaryIO:
    """A sheet for each table, and one that says what was asked and how it was counted."""
    sheets = [Sheet(section.title, headings(section.columns), rows_or_why(section)) for section in answer.sections]
    about = [
        *question(report, asked, answer),
        *(("In short", sentence) for sentence in answer.headline),
        *((f"How it was counted: {label}", text) for label, text in answer.counted),
        *Behind.of(asked.practice).pairs,
    ]
    out = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it when the last byte has gone
    write_workbook(sheets, about, out)
    out.seek(0)
    return out


def rows_or_why(section: Section) -> Iterator[Row]:
    """The rows, or the sentence that says why there are none."""
    row = None
    for row in section.rows:
        yield list(plain_row(row))
    if row is None:
        yield [section.empty]


def pdf_of(report: Report, asked: Asked, answer: Answer) -> bytes:
    """The report on paper: what was asked, the tables, how it was counted, and what stands behind it."""
    behind = Behind.of(asked.practice)
    about = About(
        title=f"{report.title}: {asked.practice.name}, {when(report, asked)}",
        dated_on=asked.day,
        author=asked.practice.name,
        subject=report.about,
    )
    blocks = [
        pdf.Heading(report.title, 1),
        pdf.Facts(question(report, asked, answer)[1:]),
        *(pdf.Paragraph(sentence) for sentence in answer.headline),
        *answer.pictures,
        *(block for section in answer.sections for block in on_paper(section)),
        pdf.Heading("How this was counted"),
        pdf.Facts([*answer.counted, *behind.pairs]),
    ]
    named = f"{asked.practice.name} ({asked.practice.ods_code}): {report.title}, {when(report, asked)}"
    footer = ". ".join(part for part in (named, behind.foot) if part)
    return pdf.render(pdf.Document(about, blocks, footer, landscape=report.landscape))


def when(report: Report, asked: Asked) -> str:
    """As at which day or for which period, in words."""
    days = [asked.period] if asking.PERIOD in report.takes else []
    if asking.DAY in report.takes or not days:
        days.append(f"as at {long_date(asked.day)}")
    known = f", as known on {long_date(asked.known_on)}" if asked.known_on else ""
    return ", ".join(days) + known


def on_paper(section: Section) -> Iterator[pdf.Block]:
    """A table, what is drawn in its place, or where to find one that is too long to be read on paper."""
    if not section.on_paper:
        yield pdf.Paragraph(f"{section.title}: see the page of this report, or its spreadsheet.", quiet=True)
        return
    rows = list(islice(section.rows, MOST_IN_PDF + 1))
    if section.drawn and rows:
        yield from section.drawn(MOST_IN_PDF)
    else:
        yield from table_blocks(section, rows[:MOST_IN_PDF])
    if len(rows) > MOST_IN_PDF:
        yield pdf.Paragraph(f"Only the first {MOST_IN_PDF:,} rows: the spreadsheet has all of them.", quiet=True)


def table_blocks(section: Section, rows: Sequence[Sequence[Value]]) -> Iterator[pdf.Block]:
    """A table with its heading; one that is too wide goes on with other columns."""
    rows = [[cell_of(value) for value in row] for row in rows]
    parts = list(across(section)) if rows else [range(len(section.columns))]
    for number, places in enumerate(parts, start=1):
        yield pdf.Heading(section.title if len(parts) == 1 else f"{section.title} ({number} of {len(parts)})")
        columns = [in_pdf(section.columns[place]) for place in places]
        yield pdf.Table(columns, [[row[place] for place in places] for row in rows], section.empty)


def cell_of(value: Value) -> pdf.Cell:
    """A value as a table on paper has it."""
    stands_out = isinstance(value, Several) and value.stands_out
    return pdf.Strong(said(value)) if stands_out else said(value)


def across(section: Section) -> Iterator[Sequence[int]]:
    """Which columns stand on a page together: a wide table has its first ones on each."""
    keys, rest = range(section.keys), range(section.keys, len(section.columns))
    if not section.keys or len(rest) <= MOST_ACROSS:
        yield range(len(section.columns))
        return
    pages = -(-len(rest) // MOST_ACROSS)
    each = -(-len(rest) // pages)  # as many on the last page as on the others
    for start in range(0, len(rest), each):
        yield [*keys, *rest[start : start + each]]


def in_pdf(column: Column) -> pdf.Column:
    return pdf.Column(column.heading, column.share, column.right)


def said(value: Value) -> str:
    """A value in words, as a page and a PDF have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%-d %b %Y %H:%M %Z}"
    if isinstance(value, dt.date):
        return f"{value.day} {value:%b %Y}"
    return str(value)
