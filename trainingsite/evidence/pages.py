"""The pages in a pack: each one file, readable without a network, and on paper."""

from pathlib import PurePosixPath

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.desk.tags import detail
from trainingsite.evidence import gaps
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.plans import Plans
from trainingsite.evidence.register import Entry, signatures_on
from trainingsite.evidence.wording import HOW_TO_READ, headline, period_in_words
from trainingsite.policies.audiences import names_in
from trainingsite.policies.versions import content_of


def index(asked: Asked, matrix: Matrix, entries: list[Entry], plans: Plans) -> bytes:
    """Where to begin: the headline, what is missing, the matrix, the policies, what each file is."""
    counts = signatures_on(entries, asked.on)
    return page(
        "index",
        asked,
        body=matrix_body(matrix),
        columns=list(zip(matrix.demands, matrix.totals(), strict=True)),
        headline=headline(matrix),
        how_to_read=HOW_TO_READ,
        missing=[
            (gap, gaps.TOLD.get(gap.cell.told, ""), plans.by_gap.about(gap.row.person.pk, gap.line))
            for gap in gaps.missing_in(matrix)
        ],
        plans=plans.open,
        left_out=gaps.left_out_in(matrix),
        policies=[(entry, counts.get(entry.version.pk, 0)) for entry in entries],
    )


def matrix_body(matrix: Matrix) -> SafeString:
    """The rows of the matrix: an include a cell would take longer than everything else."""
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}<small>{}</small></th>{}</tr>',
        (
            (row.person.name, row.job_role, format_html_join("", "{}", ((cell_of(cell),) for cell in row.cells)))
            for row in matrix.rows
        ),
    )


def cell_of(cell: Cell) -> SafeString:
    """One cell: the word for the status, and the date that goes with it."""
    return format_html(
        '<td class="{}"><b>{}</b><small>{}</small></td>', cell.status.value, cell.status.label, detail(cell)
    )


def policy(asked: Asked, entry: Entry) -> bytes:
    """One version of a policy as it was published, with its dates beside it."""
    content, file = content_of(entry.version), f"{PurePosixPath(entry.name).name}.pdf"
    return page("policy", asked, entry=entry, content=content, for_whom=names_in(content), file=file)


def how_to_check(asked: Asked) -> bytes:
    """What verify.py checks, in plain words, and what nobody can check from the pack alone."""
    return page("how_to_check", asked)


def page(name: str, asked: Asked, **context) -> bytes:
    context |= {"asked": asked, "practice": asked.practice, "period": period_in_words(asked)}
    return render_to_string(f"evidence/pack/{name}.html", context).encode()
