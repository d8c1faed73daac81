"""Everything a person holds as one PDF, to take to the next practice or to an appraisal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from trainingsite.certificates.pdf import NO_END, grouped
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Column, Document, Heading, Paragraph, Strong, Table, render

TITLE = "Statement of training"
NOTHING = "Nothing yet."
NOT_RECORDED = "Not recorded"
WHERE, UNTIL = Column("Where", 2), Column("Valid until", 1.8)
NUMBER = Column("Certificate number", 1.8)
COLUMNS = (Column("What", 3), WHERE, Column("Date", 1.2), UNTIL, NUMBER)


@dataclass(frozen=True)
class Held:
    """One thing a person holds: what, where and when; with a certificate, its number and the page that verifies it.

    ``standing`` is a word or two, such as "Expired"; it is empty where there is nothing to say.
    """

    title: str
    practice: str
    on: date | None
    valid_until: date | None = None
    standing: str = ""
    serial: str = ""
    verify_url: str = ""


@dataclass(frozen=True)
class Section:
    """Things of one kind under their heading, with a sentence about them where one is needed."""

    heading: str
    rows: Sequence[Held]
    note: str = ""


@dataclass(frozen=True)
class StatementFacts:
    """What the statement says: whose it is, the day it speaks of, and what is held."""

    name: str
    printed_on: date
    sections: Sequence[Section]


def draw_statement(facts: StatementFacts) -> bytes:
    """The statement as a PDF; the same facts give the same bytes."""
    day = f"As at {long_date(facts.printed_on)}."
    about = About(f"{TITLE}: {facts.name}", facts.printed_on, author=facts.name, subject=day)
    blocks = [Heading(facts.name, 1), Paragraph(f"{TITLE}. {day}"), *blocks_of(facts.sections)]
    # The name last: a number behind one in Arabic would be read as part of it, and be set on its other side.
    footer = f"{TITLE} · {long_date(facts.printed_on)} · {facts.name}"
    return render(Document(about, blocks, footer=footer, landscape=True))


def blocks_of(sections: Sequence[Section]) -> Iterator[Block]:
    """Each section under its heading; a statement of nothing says so."""
    if not sections:
        yield Paragraph(NOTHING)
    for section in sections:
        yield Heading(section.heading)
        if section.note:
            yield Paragraph(section.note, quiet=True)
        for address in sorted({place_to_check(held) for held in section.rows if held.verify_url}):
            yield Paragraph(f"Certificates are checked at {address}", quiet=True)
        columns = columns_for(section.rows)
        yield Table(columns, [row(held, columns) for held in section.rows], empty=NOTHING)


def columns_for(rows: Sequence[Held]) -> tuple[Column, ...]:
    """No column of which nothing could be said."""
    certified = any(held.serial for held in rows)
    said = {
        WHERE: any(held.practice for held in rows),
        UNTIL: certified or any(held.valid_until for held in rows),
        NUMBER: certified,
    }
    return tuple(column for column in COLUMNS if said.get(column, True))


def place_to_check(held: Held) -> str:
    """Where a number can be typed: one step above the page that verifies this certificate."""
    return held.verify_url.rstrip("/").rpartition("/")[0] + "/"


def row(held: Held, columns: Sequence[Column]) -> list[str | Strong]:
    """One thing held as a line of the table."""
    on, until = (long_date(day) if day else "" for day in (held.on, held.valid_until))
    until = until or (NO_END if held.serial else "")
    until = f"{until} ({held.standing.lower()})" if held.standing else until
    cells = (Strong(held.title), held.practice or NOT_RECORDED, on, until, grouped(held.serial))
    return [cell for column, cell in zip(COLUMNS, cells, strict=True) if column in columns]
