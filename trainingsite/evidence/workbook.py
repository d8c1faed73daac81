"""The spreadsheet that inspectors read: complete in itself, without the columns that are for machines."""

from collections.abc import Iterable, Iterator
from itertools import chain
from tempfile import TemporaryFile

from trainingsite.evidence import attestations, completions, cover, exemptions, gaps, matrix_table, register, verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.frameworks import rows as framework
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.wording import headline, how_to_read
from trainingsite.formats.sheets import Row, Sheet, write_workbook

PIECE = 1 << 16
ABOUT, MATRIX, REQUIREMENTS, GAPS, POLICIES = "About", "Matrix", "Requirements", "Gaps and plans", "Policies"
SIGNATURES, COMPLETIONS, FRAMEWORK, EXEMPTIONS = "Signatures", "Completions", "Framework", "Exemptions"
COMPLETION_HEADINGS = ("Person", "Job role", "What", "Title", "Version", "Completed on", "Basis")


def workbook(asked: Asked, facts: PackFacts, said: Iterable[Row], completed: Iterable[Row]) -> Iterator[bytes]:
    """The workbook in pieces; the lists may be long, and are never held whole.

    ``said`` and ``completed`` are the rows of the tables of signatures and of completions, with all their columns.
    """
    with TemporaryFile() as out:
        write_workbook(sheets(asked, facts, said, completed), about(asked, facts), out, opening=ABOUT)
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece


def sheets(asked: Asked, facts: PackFacts, said: Iterable[Row], completed: Iterable[Row]) -> list[Sheet]:
    """The tables in the order of their tabs, each with the columns that the purpose allows."""
    matrix = facts.matrix

    def sheet(name: str, table: str, headings: Iterable[str], rows: Iterable[Row]) -> Sheet:
        return Sheet(name, *asked.columns(table, headings, rows))

    return [
        sheet(
            MATRIX, matrix_table.TABLE, matrix_table.matrix_headings(matrix), matrix_table.matrix_rows(asked, matrix)
        ),
        sheet(REQUIREMENTS, matrix_table.SUMS, matrix_table.SUM_HEADINGS, matrix_table.sum_rows(facts)),
        sheet(GAPS, gaps.TABLE, gaps.HEADINGS, chain(gaps.gap_rows(asked, facts), gaps.plan_rows(asked, facts))),
        policies(asked, facts),
        sheet(SIGNATURES, verify.ATTESTATIONS, attestations.SIGNATURE_HEADINGS, signatures(said)),
        sheet(COMPLETIONS, verify.COMPLETIONS, COMPLETION_HEADINGS, completions_of(completed)),
        Sheet(FRAMEWORK, framework.HEADINGS, framework.framework_rows(facts.framework)),
        sheet(EXEMPTIONS, "exemptions.csv", exemptions.HEADINGS, exemptions.exemption_rows(asked)),
    ]


def about(asked: Asked, facts: PackFacts) -> list[tuple[str, str]]:
    """What the spreadsheet is, one fact a row: the same that stands on the cover of the summary."""
    failed = cover.what_failed(facts) or [cover.NOTHING_FAILED]
    return [
        *cover.identity(asked),
        ("What is in the pack", cover.what_is_in(asked)),
        ("What is not", cover.what_is_not_in(asked)),
        *(("What failed", line) for line in failed),
        ("In short", headline(facts.matrix)),
        *(("How to read it", sentence) for sentence in how_to_read(asked)),
        *facts.behind.pairs,
    ]


def policies(asked: Asked, facts: PackFacts) -> Sheet:
    """The register, with how many signatures of each version stand; a policy for patients is signed by nobody."""
    rows = register.policy_rows(facts.entries)
    headings, rows = asked.columns(verify.REGISTER, register.POLICY_HEADINGS, rows)
    counts = [
        None if entry.version.page.public else facts.signatures.get(entry.version.pk, 0) for entry in facts.entries
    ]
    counted = ([*row, count] for row, count in zip(rows, counts, strict=True))
    return Sheet(POLICIES, [*headings, SIGNATURES], counted)


def signatures(said: Iterable[Row]) -> Iterator[Row]:
    """What people signed, as people read it."""
    return (row[: len(attestations.SIGNATURE_HEADINGS)] for row in said)


def completions_of(completed: Iterable[Row]) -> Iterator[Row]:
    """What people completed, as people read it."""
    places = [completions.HEADINGS.index(heading) for heading in COMPLETION_HEADINGS]
    return ([row[place] for place in places] for row in completed)
