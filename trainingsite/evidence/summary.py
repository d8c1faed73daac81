"""The PDF that an inspector is handed: complete in itself, and short."""

from collections.abc import Iterator

from trainingsite.compliance.matrix import Matrix, totals_of
from trainingsite.compliance.planned import Planned
from trainingsite.desk.overview import Gap
from trainingsite.desk.tags import short_date
from trainingsite.evidence import gaps, sealed
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.matrix_table import sum_rows
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.plans import Plans
from trainingsite.evidence.register import Entry, signatures_on
from trainingsite.evidence.wording import HOW_TO_READ, audiences, headline, period_in_words, rhythm
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Bullets, Column, Document, Facts, Heading, Paragraph, Strong, Table, render

TITLE = "Staff training and signed policies"
SUMS = ("Done of required", "In the practice", "\u2212 Not required", "\u2212 On leave", "\u2212 Exempt")
MOST_PEOPLE = 60  # who are all named; in a larger practice, those with something open
MOST_ROWS = 150  # of people in one list; the spreadsheet has the rest, and the list says so


def summary(asked: Asked, matrix: Matrix, entries: list[Entry], plans: Plans) -> bytes:
    """The summary as a PDF."""
    practice = asked.practice
    about = About(
        title=f"{TITLE}: {practice.name}, as at {long_date(asked.on)}",
        dated_on=asked.on,
        author=practice.name,
        subject=f"Evidence for {period_in_words(asked)}",
    )
    blocks = [
        *cover(asked),
        *what_is_asked(matrix),
        *how_it_is_made_clear(asked, entries),
        *how_it_is_followed(matrix, plans),
        *how_to_check(),
    ]
    footer = f"{practice.name} ({practice.ods_code}): evidence as at {long_date(asked.on)}"
    return render(Document(about, blocks, footer))


def cover(asked: Asked) -> Iterator[Block]:
    """Whose evidence this is, of which day, and how to read it."""
    practice = asked.practice
    yield Heading(TITLE, 1)
    numbers = (("CQC provider ID", practice.cqc_provider_id), ("CQC location ID", practice.cqc_location_id))
    yield Facts(
        [
            ("Practice", practice.name),
            ("ODS code", practice.ods_code),
            *((label, number) for label, number in numbers if number),
            ("As at", f"The end of {long_date(asked.on)}"),
            ("Period", period_in_words(asked)),
        ]
    )
    yield Heading("How to read this")
    yield Bullets(HOW_TO_READ)


def what_is_asked(matrix: Matrix) -> Iterator[Block]:
    """What the practice has decided is mandatory, and for whom."""
    yield Heading("What the practice asks of its staff")
    yield Table(
        [
            Column("Requirement", 3),
            Column("What it is", 1.3),
            Column("For whom", 2.4),
            Column("How soon, how often", 2),
        ],
        [
            (demand.newest.title, gaps.KINDS[demand.newest.kind], audience, rhythm(demand.newest))
            for demand, audience in zip(matrix.demands, audiences(matrix), strict=True)
        ],
        empty="The practice follows no programme on that day.",
    )


def how_it_is_made_clear(asked: Asked, entries: list[Entry]) -> Iterator[Block]:
    """Which policies were in force, and who signed them."""
    yield Heading("How it is made clear")
    yield Paragraph(
        "Staff see on their own page what is asked of them and by when, read the policy there, and sign the version"
        " they have read. The pack holds the words of each version, and every signature with its date. The numbers"
        " count everybody who signed, those who have left since too."
    )
    counts = signatures_on(entries, asked.on)
    yield Table(
        [
            Column("Policy", 3),
            Column("Version", 0.8),
            Column("In force from", 1.5),
            Column("Replaced on", 1.5),
            Column("Review due", 1.5),
            Column("Signatures", 1.2, right=True),
        ],
        [
            (
                entry.version.title,
                entry.version.number,
                short_date(entry.version.effective_on),
                short_date(entry.replaced_on) if entry.replaced_on else "",
                review_due(entry),
                str(counts.get(entry.version.pk, 0)),
            )
            for entry in entries
        ],
        empty="No policy was in force in the period.",
    )


def review_due(entry: Entry) -> str:
    """When the policy is reviewed next, and its hot topics if it has an annex of them."""
    due = short_date(entry.review_due_on) if entry.review_due_on else ""
    annex = entry.annex_review_due_on
    return f"{due}; hot topics {short_date(annex)}".removeprefix("; ") if annex else due


def how_it_is_followed(matrix: Matrix, plans: Plans) -> Iterator[Block]:
    """Where the practice stands, what is missing and is being done about it, and who is not counted."""
    yield Heading("Where the practice stands")
    yield Paragraph(headline(matrix))
    yield Table(
        [Column("Requirement", 3), *(Column(heading, 1, right=True) for heading in SUMS)],
        [(row[0], Strong(f"{row[1]} of {row[2]}"), *(str(number) for number in row[3:])) for row in sum_rows(matrix)],
        empty="Nothing is required on that day.",
    )
    yield Heading("What is missing")
    yield from what_is_missing(gaps.missing_in(matrix))
    yield Heading("What is being done about it")
    yield from what_is_being_done(plans.open)
    yield Heading("Who is not counted")
    yield Table(
        [Column("Person", 2), Column("Job role", 2), Column("Status", 1), Column("From what", 5)],
        [
            (out.row.person.name, out.row.job_role, out.status.label, ", ".join(out.titles))
            for out in gaps.left_out_in(matrix)[:MOST_ROWS]
        ],
        empty="Nobody is on leave or exempt on that day.",
    )
    if len(matrix.rows) <= MOST_PEOPLE:
        yield Heading("Everybody")
        columns = [Column("Person", 2), Column("Job role", 2), Column("Done of required", 1, right=True)]
        yield Table(columns, everybody(matrix))


def everybody(matrix: Matrix) -> Iterator[tuple[str, str, str]]:
    """Each person's share, by name."""
    for row in matrix.rows:
        sums = totals_of([cell.status for cell in row.cells])
        yield row.person.name, row.job_role, f"{sums.compliant} of {sums.required}"


def what_is_missing(found: list[Gap]) -> Iterator[Block]:
    """What is missing by name, cut where it would make the summary a book."""
    yield Table(
        [
            Column("Person", 2),
            Column("Job role", 2),
            Column("Requirement", 3),
            Column("Status", 1),
            Column("Due on", 1.3),
            Column("Told", 1.1),
        ],
        [gap_row(gap) for gap in found[:MOST_ROWS]],
        empty="Nothing is missing on that day.",
    )
    if len(found) > MOST_ROWS:
        yield Paragraph(
            f"{len(found) - MOST_ROWS} more are in the spreadsheet, on the sheet \u201cGaps\u201d.", quiet=True
        )


def what_is_being_done(plans: list[Planned]) -> Iterator[Block]:
    """The plans that were open, the most pressing first."""
    yield Table(
        [
            Column("About", 2.4),
            Column("Whose", 1.6),
            Column("What is being done", 3),
            Column("Who does it", 1.6),
            Column("By when", 1.3),
        ],
        [(plan.about, plan.whose, plan.action, plan.who, short_date(plan.row.due_on)) for plan in plans[:MOST_ROWS]],
        empty="No plan was open on that day.",
    )
    if len(plans) > MOST_ROWS:
        yield Paragraph(f"{len(plans) - MOST_ROWS} more are in the file plans.csv.", quiet=True)


def gap_row(gap: Gap) -> list[str]:
    due_on = gap.cell.due_on
    return [
        gap.row.person.name, gap.row.job_role, gap.title, gap.cell.status.label,
        short_date(due_on) if due_on else "", gaps.TOLD.get(gap.cell.told, ""),
    ]  # fmt: skip


def how_to_check() -> Iterator[Block]:
    """What stands behind this summary, and how somebody can check it without us."""
    yield Heading("How this can be checked")
    yield Paragraph(
        "The evidence pack that this summary comes with holds the record behind it: the policies as they were"
        " published, every signature with its date, and the practice's chain of events, each tied to the one before"
        " it. The file HOW-TO-CHECK.html explains how anyone can check the pack on their own computer."
    )
    seal = sealed.last_seal()
    if seal:
        yield Facts(
            [
                ("Last seal", on_the_clock(seal.sealed_at)),
                ("What was sealed", seal.root),
                ("Key", seal.key_id),
            ]
        )
