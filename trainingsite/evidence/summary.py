"""The PDF that an inspector is handed: complete in itself, and never longer than ten pages."""

import re
from collections.abc import Iterator

from trainingsite.evidence import cover, workbook
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.expectations import blocks_of_expectations
from trainingsite.evidence.frameworks import blocks as framework
from trainingsite.evidence.gaps import missing_in
from trainingsite.evidence.matrix_paper import in_letters
from trainingsite.evidence.missing import what_is_missing, who_is_not_counted
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.policy_table import policy_blocks
from trainingsite.evidence.room import ROOMS, Room
from trainingsite.evidence.seams import seamed_table
from trainingsite.evidence.wording import TITLE, headline, how_to_read, period_in_words
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Bullets, Document, Facts, Heading, PageBreak, Paragraph, render

MOST_PAGES = 10
MOST_PEOPLE = 60  # whom the matrix names; of a larger practice the summary tells the gaps and exceptions
MOST_NAMED = 400  # gaps that are set by name at all: more would pass the ten pages alone
PAGE = re.compile(rb"/Type /Page\b")


def summary(asked: Asked, facts: PackFacts) -> bytes:
    """The summary as a PDF: in the most detail that ten pages hold."""
    named = len(missing_in(facts.matrix)) <= MOST_NAMED
    for room in ROOMS if named else ROOMS[1:]:
        made = summary_within(asked, facts, room)
        if pages_of(made) <= MOST_PAGES:
            break
    return made


def pages_of(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(PAGE.findall(made))


def summary_within(asked: Asked, facts: PackFacts, room: Room) -> bytes:
    """The summary with as much in it as there is room for."""
    practice = asked.practice
    about = About(
        title=f"{TITLE}: {practice.name}, as at {long_date(asked.on)}",
        dated_on=asked.on,
        author=practice.name,
        subject=f"Evidence for {period_in_words(asked)}",
    )
    named = f"{practice.name} ({practice.ods_code}): evidence as at {long_date(asked.on)}"
    footer = ". ".join(part for part in (named, facts.behind.foot) if part)
    return render(Document(about, list(blocks(asked, facts, room)), footer))


def blocks(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    yield from first_page(asked, facts, room)
    yield from blocks_of_expectations(facts, room)
    yield from what_the_regulator_looks_for(facts, room)
    yield from policy_blocks(asked, facts, room)
    yield from what_is_missing(asked, facts, room)
    yield from who_is_not_counted(asked, facts, room)
    yield from how_to_check(facts)
    yield from everybody(asked, facts, room)


def first_page(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    """The cover: whose evidence this is, what is in it and what is not, where the practice stands, how to read it."""
    yield Heading(TITLE, 1)
    failed = cover.what_failed(facts)
    yield Facts(
        [
            *cover.identity(asked),
            ("What is in it", cover.what_is_in(asked)),
            ("What is not", cover.what_is_not_in(asked)),
            ("What failed", cover.how_much_failed(failed)),
        ]
    )
    if failed:
        yield Heading("What could not be put in", 3)
        yield Bullets([room.clip(line) for line in room.cut(failed)])
        yield from room.rest(failed, workbook.ABOUT)
    yield Heading("Where the practice stands")
    yield Paragraph(headline(facts.matrix))
    yield Heading("How to read this")
    yield Paragraph(" ".join(how_to_read(asked)))


def what_the_regulator_looks_for(facts: PackFacts, room: Room) -> Iterator[Block]:
    """By regulation and key question, then by statement: which record supports an answer, and where it is."""
    shown = facts.framework
    looked_for = [each for top in (*shown.regulations, *shown.questions) for each in top.with_those_below]
    if not looked_for:
        return
    yield Heading("Regulations and key questions")
    yield Paragraph(framework.WHAT_IT_MEANS)
    yield seamed_table(framework.columns(framework.LOOKED_FOR), [framework.row(each) for each in room.cut(looked_for)])
    yield from room.rest(looked_for, workbook.FRAMEWORK)
    if notes := framework.notes(looked_for):
        yield Paragraph(notes, quiet=True)
    yield Heading("How sure we are of this", 3)
    yield from (Paragraph(room.clip(line), quiet=True) for line in room.cut(list(framework.standings(shown))))


def everybody(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    """The matrix of a practice that has few enough people; of another, where it is."""
    if room.matrix and len(facts.matrix.rows) <= MOST_PEOPLE:
        yield PageBreak()
        yield Heading("Training matrix")
        yield from in_letters(asked, facts.matrix)
        return
    yield Heading("Training matrix")
    yield Paragraph(
        f"Of {len(facts.matrix.rows):,} people, this summary tells what is missing and who is not counted. The"
        f" spreadsheet holds the rest: everybody, with every date, on the sheet “{workbook.MATRIX}”."
    )


def how_to_check(facts: PackFacts) -> Iterator[Block]:
    """What stands behind this summary, and how somebody can check it without us."""
    yield Heading("How this can be checked")
    yield Paragraph(
        "The evidence pack that this summary comes with holds the record behind it: every signature with its date, and"
        " the practice's chain of events, each tied to the one before it. The file HOW-TO-CHECK.html explains how"
        " anyone can check the pack on their own computer."
    )
    yield Facts(facts.behind.pairs)
