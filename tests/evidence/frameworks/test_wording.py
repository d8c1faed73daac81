"""A record supports an answer. Nothing here says that it does more, and nothing unread is told as a fact."""

import datetime as dt
from dataclasses import replace

import pytest
import yaml

from tests.starter_tables import texts
from trainingsite.evidence.frameworks import framework_on
from trainingsite.evidence.frameworks.blocks import WHAT_IT_MEANS, notes, row, standings
from trainingsite.evidence.frameworks.files import FILES
from trainingsite.evidence.frameworks.loading import STARTER
from trainingsite.evidence.frameworks.rows import HEADINGS, framework_rows
from trainingsite.evidence.frameworks.tables import Certainty, Statement
from trainingsite.evidence.frameworks.wording import claims_in
from trainingsite.formats.pdf import Strong

TODAY = dt.date(2026, 11, 22)
CONTENT = yaml.safe_load(STARTER.read_text())
PAGES = ("pack/looked_for.html", "pack/statements.html", "frameworks/*.html")


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("This proves that Regulation 18 is met", ["proves"]),
        ("Proof of compliance, guaranteed", ["proof", "guaranteed"]),
        ("The practice complies", ["complies"]),
        ("It supports an answer; staff improve, and a policy was approved", []),
    ],
)
def test_words_that_claim_too_much_are_noticed(text, claims):
    assert claims_in(text) == claims


def test_no_row_that_comes_with_the_site_claims_too_much():
    assert [text for text in texts(CONTENT) if claims_in(text)] == []


def test_no_page_about_the_framework_claims_too_much(project):
    templates = project / "trainingsite/evidence/templates/evidence"
    files = [file for place in PAGES for file in templates.glob(place)]

    assert len(files) == 5
    assert [file.name for file in files if claims_in(file.read_text())] == []


def test_what_the_summary_says_claims_too_little_rather_than_too_much(loaded):
    shown = framework_on(TODAY)
    said = [WHAT_IT_MEANS, *standings(shown), *(str(row(statement)) for statement in shown.statements())]

    assert [text for text in said if claims_in(text)] == []
    assert WHAT_IT_MEANS.startswith("A record here supports an answer.")


def test_what_nothing_in_the_pack_supports_says_so(loaded):
    bare = replace(framework_on(TODAY).regulations[0], supports=())

    assert row(bare) == (Strong("Regulation 17: Good governance"), "Nothing in this pack", "")


def test_every_row_says_how_sure_we_are_and_what_was_read_says_where():
    unsure = [row for row in CONTENT["frameworks"] + CONTENT["statements"] if "certainty" not in row]
    unread = [
        row["code"]
        for row in CONTENT["frameworks"] + CONTENT["statements"]
        if (row["certainty"] in {"read", "second_hand"}) != bool(row.get("source"))
    ]

    assert (unsure, unread) == ([], [])


def test_the_names_of_quality_statements_are_from_memory_and_say_so():
    """Only how many there are was read; a name that somebody reads may then be marked as read."""
    named = [row for row in CONTENT["statements"] if row["kind"] == "quality_statement"]

    assert {row["certainty"] for row in named} == {"memory"}


def test_what_supports_what_is_our_own_reading():
    assert {row.get("certainty", "our_reading") for row in CONTENT["mappings"]} == {"our_reading"}


def test_every_row_sends_its_reader_to_a_file_of_the_pack():
    assert {row["file"] for row in CONTENT["mappings"]} - set(FILES) == set()


def test_every_row_speaks_of_one_that_is_there():
    frameworks = {row["code"] for row in CONTENT["frameworks"]}
    statements = {row["code"]: row for row in CONTENT["statements"]}
    questions = {code for code, row in statements.items() if row["kind"] == "key_question"}

    assert {row["framework"] for row in CONTENT["statements"]} - frameworks == set()
    assert {row["under"] for row in CONTENT["statements"] if "under" in row} - questions == set()
    assert {row["statement"] for row in CONTENT["mappings"]} == set(statements)


def test_a_name_from_memory_says_so_in_the_summary(loaded):
    below = [statement for question in framework_on(TODAY).questions for statement in question.below]

    assert [row(each)[0] for each in below] == [f"{each.heading}*" for each in below]
    assert (len(below), notes(below)) == (9, "* Named from memory, not checked.")


def test_what_was_read_second_hand_says_so_and_what_was_read_has_no_mark(loaded):
    good_governance, staffing = framework_on(TODAY).regulations

    assert [row(each)[0].text for each in (good_governance, staffing)] == [
        "Regulation 17: Good governance", "Regulation 18: Staffing\u2020",
    ]  # fmt: skip
    assert [notes([each]) for each in (good_governance, staffing)] == [
        "", "\u2020 Read second-hand, in somebody else's account of it.",
    ]  # fmt: skip


def test_every_key_question_stands_out_whether_or_not_statements_stand_below_it(loaded):
    effective = next(each for each in framework_on(TODAY).questions if each.title == "Effective")

    assert (effective.below, row(effective)[0]) == ((), Strong("Effective"))


def test_what_supports_it_reads_as_one_sentence(loaded):
    staffing = framework_on(TODAY).regulations[1]

    assert row(staffing)[1] == (
        "The training matrix; completed training; what was taught; certificates; each person's record"
    )


def test_each_framework_says_where_we_have_it_from(loaded):
    said = list(standings(framework_on(TODAY)))

    assert [text.partition(" Source: ")[2] for text in said][0] == "cqc.org.uk, GP mythbuster 70."
    assert [text for text in said if " Source: " not in text] == []


def test_the_table_says_of_every_row_how_sure_we_are(loaded):
    rows = [dict(zip(HEADINGS, each, strict=True)) for each in framework_rows(framework_on(TODAY))]

    assert {each["Kind"] for each in rows} == {"Framework", *Statement.Kind.labels} - {"Assessment question"}
    assert {each["How sure we are of that"] for each in rows} <= set(Certainty.labels)
    assert {each["How sure we are that it supports it"] for each in rows} == {"", "Our own reading"}
    assert {each["How"] for each in rows} == {"", "Supports", "Also supports"}


def test_a_statement_without_support_is_in_the_table_too(loaded):
    shown = framework_on(TODAY)
    bare = replace(
        shown, expectations=(), questions=(), parts=(), regulations=(replace(shown.regulations[0], supports=()),)
    )

    (only,) = framework_rows(bare)

    assert (only[:3], only[6:]) == (("Regulation", "17", "Good governance"), ("", "", "", "", ""))
