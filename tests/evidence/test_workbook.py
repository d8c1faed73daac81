"""The spreadsheet that inspectors read, read back as a spreadsheet program would."""

import datetime as dt
import io

import openpyxl
import pytest

from tests.evidence.crowds import TOPICS, a_crowd_at, asks_for, facts_of
from tests.evidence.scenes import FROM, ON, Scene, a_practice_with_a_history
from tests.evidence.test_pack_plans import plan
from tests.factories import make_practice, moment
from trainingsite.compliance.exemptions import demands_at, release
from trainingsite.compliance.planning import Gap
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.attestations import attestation_rows
from trainingsite.evidence.completions import Completions
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.parts import Failure
from trainingsite.evidence.purposes import ASSURANCE
from trainingsite.evidence.summary import summary
from trainingsite.evidence.vouchers import Vouchers
from trainingsite.evidence.workbook import workbook

pytestmark = pytest.mark.django_db

SHEETS = [
    "About", "Matrix", "Requirements", "Gaps and plans", "Policies", "Signatures", "Completions", "Framework",
    "Exemptions",
]  # fmt: skip
TEN_MEGABYTES = 10_000_000


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def opened(practice, **more) -> openpyxl.Workbook:
    asked = Asked(practice, ON, FROM, **more)
    return read_back(asked, PackFacts.of(asked))


def book_of(asked: Asked, facts: PackFacts) -> bytes:
    vouchers = Vouchers(asked.practice.chain)
    said = attestation_rows(asked, facts.in_force, vouchers)
    return b"".join(workbook(asked, facts, said, Completions(asked, facts.matrix).rows(vouchers)))


def read_back(asked: Asked, facts: PackFacts) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book_of(asked, facts)))


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """A day as a spreadsheet's date cell is read."""
    return dt.datetime.combine(dt.date(year, month, day), dt.time.min)


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict]:
    headings, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_it_opens_on_what_it_is_and_has_a_sheet_for_everything(scene):
    book = opened(scene.practice)

    assert (book.sheetnames, book.active.title) == (SHEETS, "About")


def test_the_first_sheet_says_what_stands_on_the_cover_of_the_summary(scene):
    asked, facts = facts_of(scene.practice)
    facts.failures.append(Failure("certificates/7.pdf", "It was erased."))

    said = dict(read_back(asked, facts)["About"].iter_rows(values_only=True))

    assert (said["Practice"], said["As at"]) == ("Millbrook Lane Surgery", "The end of 31 March 2026")
    assert said["What failed"] == "certificates/7.pdf: It was erased."
    assert said["In short"].startswith("4 of 9 required are done.")


def test_headings_stay_in_view_and_every_table_can_be_filtered(scene):
    book = opened(scene.practice)

    tables = [book[name] for name in SHEETS[1:]]
    assert [table.freeze_panes for table in tables] == ["B2"] * 8
    assert [table.auto_filter.ref for table in tables] == [table.dimensions for table in tables]


def test_dates_are_dates_and_numbers_are_numbers(scene):
    book = opened(scene.practice)

    [tom] = [row for row in rows_of(book, "Signatures") if row["Person"] == "Tom Ellis"]
    [register] = rows_of(book, "Policies")
    assert (tom["On"], register["In force from"]) == (midnight(2026, 3, 3), midnight(2026, 3, 2))
    assert [type(row["Required"]) for row in rows_of(book, "Requirements")] == [int] * 3
    assert register["Signatures"] == 2


def test_no_cell_is_ever_a_formula(scene):
    scene.tom.first_name = '=HYPERLINK("http://example.com")'
    scene.tom.save()
    plan(scene, Gap(words="=1+1"))

    book = opened(scene.practice)

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert {row["Requirement"] for row in rows_of(book, "Gaps and plans")} >= {"=1+1"}


def test_each_requirement_says_how_its_number_comes_about(scene):
    sums = {row["Requirement"]: row for row in rows_of(opened(scene.practice), "Requirements")}

    found = sums["Social media policy"]
    numbers = [found[name] for name in ("Done", "Required", "In the practice", "Not required", "On leave", "Exempt")]
    assert numbers == [2, 3, 4, 0, 1, 0]
    assert found["For whom"] == "Everyone"


def test_every_gap_has_its_plan_beside_it_and_plans_about_something_else_follow(scene):
    demand = next(demand for demand in demands_at(scene.practice, ON) if demand.newest.kind == "module")
    plan(scene, Gap(demand.line, scene.tom))
    plan(scene, Gap(words="Nobody minds the fire door"))

    rows = rows_of(opened(scene.practice), "Gaps and plans")

    planned = [(row["Person"], row["Requirement"], row["By when"]) for row in rows if row["What is being done"]]
    april = midnight(2026, 4, 14)
    assert planned == [
        ("Tom Ellis", demand.newest.title, april),
        (None, "Nobody minds the fire door", april),
    ]


def test_what_people_completed_is_there_without_the_columns_for_machines(scene):
    rows = rows_of(opened(scene.practice), "Completions")

    assert [list(row.values())[:3] for row in rows] == [
        ["Ann Lee", "Receptionist", "Module"],
        ["Ann Lee", "Receptionist", "Scenario"],
    ]
    assert list(rows[0]) == ["Person", "Job role", "What", "Title", "Version", "Completed on", "Basis"]


def test_exemptions_say_from_what_until_when_and_on_whose_word(scene):
    demand = demands_at(scene.practice, ON)[0]
    release(
        token=scene.cat.key, person=scene.cat, practice=scene.practice, demands=[demand], reason="other",
        started_on=dt.date(2026, 3, 2), ended_on=dt.date(2026, 6, 30), by=scene.ann, at=moment(2026, 3, 2),
    )  # fmt: skip

    [row] = rows_of(opened(scene.practice), "Exemptions")

    assert (row["Person"], row["Exempt from"], row["To"]) == (
        "Cat Roe", demand.newest.title, midnight(2026, 6, 30),
    )  # fmt: skip
    assert row["Approved by"] == "Ann Lee"


def test_nobody_is_named_where_the_purpose_allows_no_names(scene):
    plan(scene, Gap(words="Cat Roe minds the fire door"))

    book = opened(scene.practice, purpose=ASSURANCE)

    cells = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    names = ("Ellis", "Lee", "Roe", "Óg", "the trainer")
    assert [cell for cell in cells if any(name in cell for name in names)] == []
    assert f"Person {scene.tom.key.hex[:8]}" in cells


def test_the_same_state_gives_the_same_bytes(scene):
    first, second = (book_of(*facts_of(scene.practice)) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("count", [60, 61, 500])
def test_summary_and_spreadsheet_name_everybody_and_fit_an_e_mail(count):
    practice = make_practice()
    asks_for(practice, *TOPICS)
    a_crowd_at(practice, count)
    asked, facts = facts_of(practice)

    book = book_of(asked, facts)

    people = [row["Person"] for row in rows_of(openpyxl.load_workbook(io.BytesIO(book)), "Matrix")]
    assert len(set(people)) == count
    assert len(book) + len(summary(asked, facts)) < TEN_MEGABYTES


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_max_num_queries):
    practice = make_practice()
    asks_for(practice, *TOPICS)

    def queries_with(*counts: int) -> list[int]:
        found = []
        for count in counts:
            a_crowd_at(practice, count)
            with django_assert_max_num_queries(100) as asked:
                given, facts = facts_of(practice)
                book_of(given, facts)
                summary(given, facts)
            found.append(len(asked))
        return found

    assert len(set(queries_with(1, 3, 30))) == 1
