"""The PDF that an inspector is handed: what it says, and that it is never longer than ten pages."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.evidence.crowds import TOPICS, asks_for, crowded, facts_of, name_of
from tests.evidence.scenes import FROM, ON, Scene, a_practice_with_a_history
from tests.evidence.test_pack_plans import plan
from tests.factories import MONDAY, make_policy, make_policy_version, make_practice
from tests.formats.reading import reader, words_of
from trainingsite.compliance.exemptions import demands_at
from trainingsite.compliance.planning import Gap
from trainingsite.compliance.rules import Status
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.frameworks.loading import load_frameworks
from trainingsite.evidence.gaps import missing_in
from trainingsite.evidence.missing import what_is_missing
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.parts import Failure
from trainingsite.evidence.purposes import ASSURANCE
from trainingsite.evidence.room import ROOMS
from trainingsite.evidence.summary import pages_of, summary
from trainingsite.evidence.wording import headline
from trainingsite.formats.pdf import Strong, Table

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "Staff training and signed policies",
    "Where the practice stands",
    "How to read this",
    "What CQC asks of a practice",
    "Decided what is mandatory",
    "Made it clear to staff",
    "Monitored how staff engage",
    "Regulations and key questions",
    "How sure we are of this",
    "Policy register",
    "Gaps, and what is being done about each",
    "Who is not counted",
    "How this can be checked",
    "Training matrix",
]


@pytest.fixture
def scene() -> Scene:
    list(load_frameworks(at=MONDAY))
    return a_practice_with_a_history()


@pytest.fixture
def practice():
    """A practice that asks for five things."""
    practice = make_practice()
    asks_for(practice, *TOPICS)
    return practice


def text_of(pdf: bytes) -> str:
    return " ".join(words_of(pdf, page) for page in range(len(reader(pdf).pages)))


def summary_of(practice, **more) -> bytes:
    asked = Asked(practice, ON, FROM, **more)
    return summary(asked, PackFacts.of(asked))


def headings_of(pdf: bytes) -> list[str]:
    def titles(branch):
        return [title for entry in branch for title in (titles(entry) if isinstance(entry, list) else [entry.title])]

    return titles(reader(pdf).outline)


def test_the_first_page_says_whose_evidence_it_is_of_which_day_and_what_for(scene):
    cover = words_of(summary_of(scene.practice))

    said = (
        f"Practice Millbrook Lane Surgery ODS code {scene.practice.ods_code}", "As at The end of 31 March 2026",
        "Period 1 April 2025 to 31 March 2026", "Purpose An inspection by the Care Quality Commission",
        "Never in any pack: scores, answers", "What failed Nothing: everything that was asked for is in the pack.",
    )  # fmt: skip
    assert [sentence for sentence in said if sentence not in cover] == []


def test_the_sections_come_in_the_order_in_which_an_inspector_asks(scene):
    assert headings_of(summary_of(scene.practice)) == IN_ORDER


def test_a_file_that_could_not_be_put_in_is_named_on_the_first_page(scene):
    asked, facts = facts_of(scene.practice)
    facts.failures.append(Failure("certificates/7.pdf", "Its words were erased under the retention rules."))

    cover = words_of(summary(asked, facts))

    assert "1 file could not be put in." in cover
    assert "certificates/7.pdf: Its words were erased under the retention rules." in cover


def test_the_headline_has_its_denominator_and_no_share_below_ten_people(scene):
    cover = words_of(summary_of(scene.practice))

    assert "4 of 9 required are done. 9 required = 12 (everything, for 4 people) – 3 on leave." in cover


def test_the_share_is_given_from_ten_people_on(practice):
    asked, facts = facts_of(practice)

    nine, ten = (text_of(summary(asked, crowded(facts, count, (Status.COMPLIANT,)))) for count in (9, 10))

    assert ("9 of 9 (100%)" in nine, "10 of 10 (100%)" in ten) == (False, True)
    assert "9 of 9" in nine


def test_a_gap_stands_beside_what_is_being_done_about_it(scene):
    demand = next(demand for demand in demands_at(scene.practice, ON) if demand.newest.kind == "module")
    plan(scene, Gap(demand.line, scene.tom))

    said = text_of(summary_of(scene.practice))

    assert said.count("Sits down with the trainer (=the trainer, by 14 Apr 2026)") == 1
    assert said.count("No plan yet") == 4


def test_of_what_is_due_there_is_still_time_and_of_what_is_overdue_it_says_that_nothing_is_planned(practice):
    asked, facts = facts_of(practice)

    rows = gaps_set(asked, crowded(facts, 1, (Status.OVERDUE, Status.DUE)))

    assert [row[-1] for row in rows] == ["No plan yet"] * 3 + ["There is still time"] * 2


def test_what_is_overdue_or_declined_stands_out_among_the_gaps_and_what_is_due_does_not(practice):
    asked, facts = facts_of(practice)

    rows = gaps_set(asked, crowded(facts, 1, (Status.OVERDUE, Status.DUE, Status.DECLINED, Status.QUERIED)))

    assert [row[3] for row in rows] == [Strong("Overdue"), Strong("Overdue"), "Due", "Queried", Strong("Declined")]


def gaps_set(asked, facts) -> list:
    """The rows of the table of gaps, as they are handed to be printed."""
    [table] = [block for block in what_is_missing(asked, facts, ROOMS[0]) if isinstance(block, Table)]
    return table.rows


def test_the_headline_says_how_much_is_overdue_and_how_much_is_only_due(practice):
    asked, facts = facts_of(practice)

    cover = words_of(summary(asked, crowded(facts, 10, (Status.COMPLIANT, Status.OVERDUE, Status.DUE))))

    assert "17 of 50 required are done (34%). 50 required = 50 (everything, for 10 people)." in cover
    assert "Not done: 17 overdue, 16 due." in cover


def test_where_all_is_done_the_headline_says_nothing_of_gaps(practice):
    _, facts = facts_of(practice)

    assert headline(crowded(facts, 1, (Status.COMPLIANT,)).matrix) == (
        "5 of 5 required are done. 5 required = 5 (everything, for 1 person)."
    )


def test_a_plan_about_something_else_is_told_below_the_gaps(scene):
    plan(scene, Gap(words="Nobody minds the fire door"))

    said = text_of(summary_of(scene.practice))

    assert "What else is being done" in said
    assert "Nobody minds the fire door" in said


def test_sixty_people_are_all_in_the_matrix_and_of_sixty_one_only_gaps_are_told(practice):
    asked, facts = facts_of(practice)
    statuses = (Status.COMPLIANT,) * 5

    sixty, more = (text_of(summary(asked, crowded(facts, count, statuses))) for count in (60, 61))

    names = [" ".join(name_of(number)) for number in range(1, 61)]
    assert [name for name in names if name not in sixty] == []
    assert [name for name in names if name in more] == []
    assert "Of 61 people, this summary tells what is missing and who is not counted. The spreadsheet holds" in more


@pytest.mark.parametrize("count", [60, 61, 500, 2000])
def test_the_summary_has_ten_pages_or_fewer_whatever_the_practice(practice, count):
    asked, facts = facts_of(practice)

    made = summary(asked, crowded(facts, count, (Status.OVERDUE, Status.ON_LEAVE)))

    assert len(reader(made).pages) == pages_of(made) <= 10


def test_too_many_gaps_are_summed_by_requirement_and_the_summary_says_where_the_rest_is(practice):
    asked, facts = facts_of(practice)
    many = crowded(facts, 100, (Status.OVERDUE,))

    said = text_of(summary(asked, many))

    assert len(missing_in(many.matrix)) == 500
    assert "500 gaps are too many to name here, so they are summed by requirement." in said
    assert "on the sheet “Gaps and plans”" in said
    assert "Fire safety 100 0 0 0 100 0" in said


def test_long_titles_many_policies_and_many_failures_still_fit():
    practice = make_practice("The " + "Very " * 20 + "Long Name Surgery")
    asks_for(practice, *(f"{number} {'mandatory ' * 18}training" for number in range(40)))
    page = make_policy(practice)
    page.title = "A policy " + "with a long title " * 8
    page.save()
    for number in range(30):
        make_policy_version(page, reason=f"Reason {number}: {'because ' * 20}")
    asked, facts = facts_of(practice)
    facts.failures.extend(Failure(f"people/{number}.html", "It could not be read. " * 9) for number in range(500))

    made = summary(asked, crowded(facts, 60, (Status.OVERDUE, Status.ON_LEAVE, Status.DUE)))

    assert len(reader(made).pages) <= 10


def test_nobody_is_named_where_the_purpose_allows_no_names(scene):
    demand = next(demand for demand in demands_at(scene.practice, ON) if demand.newest.kind == "module")
    plan(scene, Gap(demand.line, scene.tom))

    said = text_of(summary_of(scene.practice, purpose=ASSURANCE))

    words = ("Ellis", "Lee", "Roe", "Óg", "the trainer", "Sits down")
    assert [word for word in words if word in said] == []
    assert f"Person {scene.tom.key.hex[:8]}" in said
    assert "Planned, by 14 Apr 2026" in said


def test_the_foot_of_every_page_has_the_head_of_the_chain_and_the_last_seal(scene):
    asked, facts = facts_of(scene.practice)
    seq, head = facts.behind.event

    made = summary(asked, facts)

    feet = [f"Event {seq}, {head[:16]}… ; Last seal" for _ in reader(made).pages]
    assert [
        "".join(foot.split()) in "".join(words_of(made, page).split()) for page, foot in enumerate(feet)
    ] == [True] * pages_of(made)  # fmt: skip


def test_the_same_state_gives_the_same_bytes(scene):
    assert summary_of(scene.practice) == summary_of(scene.practice)


def test_a_practice_where_nothing_has_happened_has_a_summary():
    said = text_of(summary_of(make_practice()))

    assert "The practice follows no programme on that day." in said
    assert "Nothing is missing on that day." in said


def test_what_lies_in_a_folder_that_was_not_asked_for_is_not_said_to_be_there(scene):
    asked, facts = facts_of(scene.practice)
    wider = replace(asked, parts=asked.parts | {"training"})

    files = [{file for each in facts.framework.statements() for file in each.files} for facts in (
        facts, PackFacts.of(wider),
    )]  # fmt: skip

    assert ["training/" in found for found in files] == [False, True]


def test_the_evidence_is_as_at_the_day_and_not_of_a_later_one(scene):
    asked = Asked(scene.practice, dt.date(2026, 3, 2), FROM)

    said = text_of(summary(asked, PackFacts.of(asked)))

    assert "The end of 2 March 2026" in said
    assert "0 of 9 required are done" in said
