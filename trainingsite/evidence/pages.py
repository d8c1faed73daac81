"""The pages in a pack: each one file, readable without a network, and on paper."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trainingsite.compliance.matrix import Cell
from trainingsite.desk.tags import detail
from trainingsite.evidence import cover, expectations, gaps, missing, policy_table
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.file_list import listed_files
from trainingsite.evidence.frameworks import blocks as framework
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.register import Entry
from trainingsite.evidence.wording import TITLE, headline, how_to_read, period_in_words


def index(asked: Asked, facts: PackFacts) -> bytes:
    """Where to begin: the same as the summary in the same order, the whole matrix, and every file of the pack."""
    return page(
        "index",
        asked,
        title=TITLE,
        identity=cover.identity(asked),
        what_is_in=cover.what_is_in(asked),
        what_is_not_in=cover.what_is_not_in(asked),
        failures=facts.failures,
        nothing_failed=cover.NOTHING_FAILED,
        headline=headline(facts.matrix),
        how_to_read=" ".join(how_to_read(asked)),
        **three_things(facts),
        **what_is_looked_for(facts),
        policy_headings=[column.heading for column in policy_table.columns_for(asked)],
        policies=[policy_row(asked, facts, entry) for entry in facts.entries],
        who_is_counted=policy_table.WHO_IS_COUNTED,
        **what_is_missing(asked, facts),
        body=matrix_body(asked, facts),
        columns=list(zip(facts.matrix.demands, facts.matrix.totals(), strict=True)),
        files=listed_files(facts),
        behind=facts.behind.pairs,
    )


def three_things(facts: PackFacts) -> dict:
    """What CQC asks of a practice: decided, made clear, monitored."""
    return {
        "headings": named(expectations.HEADINGS),
        "requirements": expectations.requirement_rows(facts),
        "made_clear": f"{expectations.HOW_IT_IS_MADE_CLEAR} {expectations.signed_in_words(facts)}",
        "sums": expectations.sum_rows(facts),
        "where": named({key: expectations.where(facts, key) for key in expectations.HEADINGS}),
    }


def named(by_key: dict[str, str]) -> dict[str, str]:
    """The same by names that a template can say."""
    return {key.replace("-", "_"): text for key, text in by_key.items()}


def what_is_looked_for(facts: PackFacts) -> dict:
    """By regulation and key question, then by statement, with what supports an answer."""
    shown = facts.framework
    regulations, questions = (
        [each for top in tops for each in top.with_those_below] for tops in (shown.regulations, shown.questions)
    )
    return {
        "looked_for": bool(regulations or questions),
        "regulations": [(framework.marked(each), each) for each in regulations],
        "questions": [(framework.marked(each), each) for each in questions],
        "notes": framework.notes(regulations + questions),
        "paths": set(facts.files),
        "what_it_means": framework.WHAT_IT_MEANS,
        "standings": list(framework.standings(shown)),
    }


def what_is_missing(asked: Asked, facts: PackFacts) -> dict:
    """Every gap with what is being done, the plans about something else, and who is not counted."""
    told = gaps.beside_gaps(facts)
    return {
        "missing": [(gap, missing.gap_line(asked, facts, gap)) for gap in gaps.missing_in(facts.matrix)],
        "plans": [missing.plan_line(asked, plan) for plan in facts.plans.open if plan.row.pk not in told],
        "left_out": [(out, asked.name_of(out.row.person)) for out in gaps.left_out_in(facts.matrix)],
    }


def policy_row(asked: Asked, facts: PackFacts, entry: Entry) -> tuple:
    """One version in words, and where its text is, if it is in the pack."""
    address = f"{entry.name}.html"
    return policy_table.policy_line(asked, facts, entry), address if address in facts.files else ""


def matrix_body(asked: Asked, facts: PackFacts) -> SafeString:
    """The rows of the matrix: an include a cell would take longer than everything else."""
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}<small>{}</small></th>{}</tr>',
        (
            (
                asked.name_of(row.person),
                row.job_role,
                format_html_join("", "{}", ((cell_of(cell),) for cell in row.cells)),
            )
            for row in facts.matrix.rows
        ),
    )


def cell_of(cell: Cell) -> SafeString:
    """One cell: the word for the status, and the date that goes with it."""
    return format_html(
        '<td class="{}"><b>{}</b><small>{}</small></td>', cell.status.value, cell.status.label, detail(cell)
    )


def status_of(cell: Cell) -> SafeString:
    """The word for a status by itself, with the same mark beside it as in the matrix."""
    return format_html('<span class="status {}"><b>{}</b></span>', cell.status.value, cell.status.label)


def how_to_check(asked: Asked) -> bytes:
    """What verify.py checks, in plain words, and what nobody can check from the pack alone."""
    return page("how_to_check", asked, parts=asked.included)


def page(name: str, asked: Asked, **context) -> bytes:
    context |= {"asked": asked, "practice": asked.practice, "period": period_in_words(asked)}
    return render_to_string(f"evidence/pack/{name}.html", context).encode()
