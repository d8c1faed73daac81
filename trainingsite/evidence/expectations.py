"""The three things that CQC asks of a practice, and where this pack supports an answer to each."""

from collections.abc import Iterator

from trainingsite.compliance.matrix import Totals
from trainingsite.desk.overview import share
from trainingsite.evidence import workbook
from trainingsite.evidence.gaps import KINDS
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.room import Room
from trainingsite.evidence.seams import seamed_table
from trainingsite.evidence.wording import rhythm
from trainingsite.formats.pdf import Block, Column, Heading, Paragraph, Strong

TITLE = "What CQC asks of a practice"
DECIDED, MADE_CLEAR, MONITORED = "decide", "make-clear", "monitor"
HEADINGS = {
    DECIDED: "Decided what is mandatory",
    MADE_CLEAR: "Made it clear to staff",
    MONITORED: "Monitored how staff engage",
}
SHEETS = {
    DECIDED: (workbook.REQUIREMENTS, workbook.EXEMPTIONS),
    MADE_CLEAR: (workbook.POLICIES, workbook.SIGNATURES),
    MONITORED: (workbook.MATRIX, workbook.GAPS, workbook.COMPLETIONS),
}
HOW_IT_IS_MADE_CLEAR = (
    "Staff see on their own page what is asked of them and by when, read the policy there, and sign the version they"
    " have read."
)
NOTHING_DECIDED = "The practice follows no programme on that day."
ASKED_COLUMNS = (
    Column("Requirement", 3),
    Column("What it is", 1.4),
    Column("For whom", 2.4),
    Column("How soon, how often", 2),
)
SUM_COLUMNS = (
    Column("Requirement", 3),
    Column("Done of required", 1.5, right=True),
    *(Column(heading, 1, right=True) for heading in ("In the practice", "− Not required", "− On leave", "− Exempt")),
)


def blocks_of_expectations(facts: PackFacts, room: Room) -> Iterator[Block]:
    yield Heading(TITLE)
    yield from heading_of(facts, DECIDED)
    rows = requirement_rows(facts)
    yield seamed_table(ASKED_COLUMNS, [tuple(map(room.clip, row)) for row in room.cut(rows)], empty=NOTHING_DECIDED)
    yield from room.rest(rows, workbook.REQUIREMENTS)
    yield from heading_of(facts, MADE_CLEAR)
    yield Paragraph(f"{HOW_IT_IS_MADE_CLEAR} {signed_in_words(facts)}")
    yield from heading_of(facts, MONITORED)
    sums = sum_rows(facts)
    yield seamed_table(
        SUM_COLUMNS, [set_sums(row, room) for row in room.cut(sums)], empty="Nothing is required on that day."
    )
    yield from room.rest(sums, workbook.REQUIREMENTS)


def heading_of(facts: PackFacts, key: str) -> Iterator[Block]:
    """One of the three, and where the evidence for it is."""
    yield Heading(HEADINGS[key], 3)
    yield Paragraph(where(facts, key), quiet=True)


def requirement_rows(facts: PackFacts) -> list[tuple[str, str, str, str]]:
    """What the practice asks, of whom, how soon and how often."""
    return [
        (demand.newest.title, KINDS[demand.newest.kind], audience, rhythm(demand.newest))
        for demand, audience in zip(facts.matrix.demands, facts.audiences, strict=True)
    ]


def sum_rows(facts: PackFacts) -> list[tuple[str, ...]]:
    """How many have done each thing, of how many who must, and how that number comes about."""
    return [
        (
            demand.newest.title,
            done_of(sums),
            *(f"{number:,}" for number in (sums.in_practice, sums.not_required, sums.on_leave, sums.exempt)),
        )
        for demand, sums in zip(facts.matrix.demands, facts.matrix.totals(), strict=True)
    ]


def set_sums(row: tuple[str, ...], room: Room) -> tuple:
    title, done, *rest = row
    return (room.clip(title), Strong(done), *rest)


def done_of(sums: Totals) -> str:
    """“27 of 30 (90%)”; of fewer than ten people without the share."""
    percent = share(sums.compliant, sums.required, sums.required)
    return f"{sums.compliant:,} of {sums.required:,}" + (f" ({percent})" if percent else "")


def signed_in_words(facts: PackFacts) -> str:
    """How many versions were in force, and how many signatures on them stand."""
    versions, signed = len(facts.in_force), sum(facts.signatures.get(pk, 0) for pk in facts.in_force)
    were = "1 version of a policy was" if versions == 1 else f"{versions:,} versions of policies were"
    stand = "1 signature on it stands" if signed == versions == 1 else f"{signed:,} signatures on them stand"
    return f"In the period {were} in force, and {stand}." if versions else "No policy was in force in the period."


def where(facts: PackFacts, key: str) -> str:
    """Where the evidence for one of the three is: which sheets of the spreadsheet, which files of the pack."""
    found = [statement for statement in facts.framework.expectations if statement.key == key]
    files = ", ".join(file for statement in found for file in statement.files)
    sheets = ", ".join(f"“{sheet}”" for sheet in SHEETS[key])
    return f"Where the evidence is: in the spreadsheet {sheets}" + (f"; in the pack {files}." if files else ".")
