"""The framework as it stood on a day."""

import datetime as dt

import pytest

from tests.factories import MONDAY
from trainingsite.evidence.frameworks import framework_on
from trainingsite.evidence.frameworks.tables import Certainty, Framework, Mapping, RecordKind, Statement

pytestmark = pytest.mark.django_db

LAST_YEAR, SPRING, SUMMER = dt.date(2025, 6, 1), dt.date(2026, 3, 24), dt.date(2026, 7, 1)
Standing, Kind = Framework.Standing, Statement.Kind


def make_framework(code="law", *, number=1, holds_from=LAST_YEAR, standing=Standing.IN_FORCE, **fields) -> Framework:
    said = {"title": code.capitalize(), "dates": "Since ever.", "certainty": Certainty.READ, **fields}
    return Framework.objects.create(
        code=code, number=number, holds_from=holds_from, standing=standing, set_at=MONDAY, **said
    )


def make_statement(
    code, *, framework="law", kind=Kind.REGULATION, number=1, holds_from=LAST_YEAR, **fields
) -> Statement:
    said = {"title": code.capitalize(), "certainty": Certainty.READ, **fields}
    return Statement.objects.create(
        code=code, framework=framework, kind=kind, number=number, holds_from=holds_from, set_at=MONDAY, **said
    )


def make_mapping(statement, *, number=1, holds_from=LAST_YEAR, reason="It shows it.", **fields) -> Mapping:
    said = {"record_kind": RecordKind.MATRIX, "file": "matrix.csv", "certainty": Certainty.OUR_READING, **fields}
    code = f"{statement}-{said['record_kind']}"
    return Mapping.objects.create(
        code=code, statement=statement, number=number, holds_from=holds_from, reason=reason, set_at=MONDAY, **said
    )


def titles(statements) -> list[str]:
    return [statement.title for statement in statements]


def test_a_pack_as_at_a_past_day_shows_what_was_said_then():
    make_framework()
    make_statement("staffing", title="Staffing")
    make_statement("staffing", number=2, holds_from=SUMMER, title="Staffing, as amended")

    stood = [titles(framework_on(day).regulations) for day in (SPRING, SUMMER - dt.timedelta(days=1), SUMMER)]

    assert stood == [["Staffing"], ["Staffing"], ["Staffing, as amended"]]


def test_a_row_shows_from_its_own_first_day_on():
    make_framework()
    make_statement("staffing", holds_from=SUMMER)

    assert [len(framework_on(day).regulations) for day in (SPRING, SUMMER)] == [0, 1]


def test_what_is_said_last_of_the_same_day_holds():
    make_framework()
    make_statement("staffing", title="Stafing")
    make_statement("staffing", number=2, title="Staffing")

    assert titles(framework_on(LAST_YEAR).regulations) == ["Staffing"]


def test_what_was_taken_out_shows_until_the_day_before():
    make_framework()
    make_statement("staffing")
    make_statement("staffing", number=2, holds_from=SUMMER, dropped=True)

    assert [len(framework_on(day).regulations) for day in (SPRING, SUMMER)] == [1, 0]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ({}, 1),
        ({"in_force_from": SPRING, "in_force_until": SPRING}, 1),
        ({"in_force_from": SUMMER}, 0),
        ({"in_force_until": SPRING - dt.timedelta(days=1)}, 0),
        ({"standing": Standing.DRAFT}, 0),
        ({"standing": Standing.ENDED}, 0),
        ({"standing": Standing.LEAVING}, 1),
    ],
)
def test_statements_are_shown_while_their_framework_is_in_use(days, shown):
    make_framework(**days)
    make_statement("staffing")

    assert len(framework_on(SPRING).regulations) == shown
    assert [part.key for part in framework_on(SPRING).parts] == ["law"]


def test_statements_stand_below_their_key_question_in_their_order():
    make_framework()
    make_statement("safe", kind=Kind.KEY_QUESTION)
    make_statement("second", kind=Kind.QUALITY_STATEMENT, under="safe", position=20)
    make_statement("first", kind=Kind.ASSESSMENT_QUESTION, under="safe", position=10)

    (safe,) = framework_on(SPRING).questions

    assert titles(safe.below) == ["First", "Second"]
    assert titles(framework_on(SPRING).statements()) == ["Safe", "First", "Second"]


def test_the_main_support_comes_first():
    make_framework()
    make_statement("staffing")
    make_mapping("staffing", record_kind=RecordKind.PEOPLE, file="people/", main=False, position=1)
    make_mapping("staffing", record_kind=RecordKind.MATRIX, position=2)

    (staffing,) = framework_on(SPRING).regulations

    assert staffing.files == ("matrix.csv", "people/")
    assert [support.main for support in staffing.supports] == [True, False]


def test_a_support_can_begin_later_than_its_statement():
    make_framework()
    make_statement("staffing")
    make_mapping("staffing", holds_from=SUMMER)

    assert [len(framework_on(day).regulations[0].supports) for day in (SPRING, SUMMER)] == [0, 1]


def test_nothing_is_shown_where_nothing_was_put_in():
    shown = framework_on(SPRING)

    assert (shown.parts, list(shown.statements())) == ((), [])


@pytest.mark.parametrize("many", [1, 3])
def test_three_queries_read_it_however_many_rows_there_are(many, django_assert_num_queries):
    make_framework()
    for number in range(many):
        make_statement(f"regulation-{number}")
        make_mapping(f"regulation-{number}")

    with django_assert_num_queries(3):
        shown = framework_on(SPRING)

    assert len(list(shown.statements())) == many
