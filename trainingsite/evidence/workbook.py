"""The spreadsheet that inspectors read: complete in itself, without the columns that are for machines."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from trainingsite.compliance.matrix import Matrix
from trainingsite.evidence import attestations, gaps, register
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.matrix_table import SUM_HEADINGS, matrix_headings, matrix_rows, sum_rows
from trainingsite.evidence.plans import Plans
from trainingsite.evidence.wording import HOW_TO_READ, period_in_words
from trainingsite.formats.dates import long_date
from trainingsite.formats.sheets import Row, Sheet, write_workbook

PIECE = 1 << 16


def workbook(
    asked: Asked, matrix: Matrix, policies: Iterable[Row], said: Iterable[Row], plans: Plans
) -> Iterator[bytes]:
    """The workbook in pieces; the list of signatures may be long, and is never held whole."""
    sheets = [
        Sheet("Training matrix", matrix_headings(matrix), matrix_rows(matrix)),
        Sheet("Sums", SUM_HEADINGS, sum_rows(matrix)),
        Sheet("Gaps", gaps.HEADINGS, gaps.gap_rows(matrix, plans.by_gap)),
        Sheet("Policies", register.POLICY_HEADINGS, policies),
        Sheet("Signatures", attestations.SIGNATURE_HEADINGS, said),
    ]
    about = [
        ("Practice", f"{asked.practice.name} ({asked.practice.ods_code})"),
        ("As at", long_date(asked.on)),
        ("Period", period_in_words(asked)),
        *(("How to read it", sentence) for sentence in HOW_TO_READ),
    ]
    with TemporaryFile() as out:
        write_workbook(sheets, about, out)
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece
