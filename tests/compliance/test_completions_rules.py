"""What a file of completions would put in: whose, which training, when; and what is wrong with it. No database."""

import datetime as dt

import pytest

from tests.compliance.completing import (
    DONE,
    FIRE,
    TODAY,
    a_colleague,
    completions_file,
    errors_of,
    plan_of,
)
from trainingsite.compliance.completions.known import Training
from trainingsite.compliance.completions.lines import COMPLETIONS, EXAMPLE
from trainingsite.people.importing import table

BEN = a_colleague(2, "102", "Ben Ode", "ben@surgery.example")
THERE = (1, "outside_training", 1, dt.date(2026, 2, 1))


def messages_of(plan) -> list[str]:
    return [error.message for error in plan.errors]


def test_a_line_is_somebodys_training_on_a_day():
    (outcome,) = plan_of(DONE).created

    assert (outcome.colleague.name, outcome.training, outcome.said.completed_on) == (
        "Ann Lee",
        FIRE,
        dt.date(2026, 2, 1),
    )


@pytest.mark.parametrize(
    ("typed", "shown"), [("05/01/2025", "imported"), ("06/01/2025", "done elsewhere"), ("2026-02-01", "done elsewhere")]
)
def test_what_came_before_going_live_is_marked_imported(typed, shown):
    (outcome,) = plan_of({**DONE, "completed_on": typed}).created

    assert outcome.shown_as == shown


def test_what_is_on_record_is_left_as_it_is():
    plan = plan_of(DONE, there=frozenset({THERE}))

    assert plan.counts() == {"created": 0, "updated": 0, "unchanged": 1}
    assert (plan.changes_something, plan.errors) == (False, ())


def test_a_line_twice_in_the_file_is_recorded_once():
    plan = plan_of(DONE, {**DONE, "staff_number": "", "email": "ANN@surgery.example"})

    assert plan.counts() == {"created": 1, "updated": 0, "unchanged": 1}
    assert [(note.row, note.message) for note in plan.notes] == [(3, "Row 2 says the same. It is recorded once")]


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ({"completed_on": "04/03/2026"}, "completed_on"),  # tomorrow
        ({"completed_on": "01/01/1939"}, "completed_on"),
        ({"completed_on": "31/02/2026"}, "completed_on"),
        ({"completed_on": ""}, "completed_on"),
        ({"completed_on": "=TODAY()"}, "completed_on"),
        ({"valid_until": "31/01/2026"}, "valid_until"),
        ({"training": ""}, "training"),
        ({"training": "=A1"}, "training"),
        ({"training": "Juggling"}, "training"),
        ({"certificate_reference": "@SUM(A1)"}, "certificate_reference"),
        ({"staff_number": ""}, "staff_number"),
        ({"staff_number": "999"}, "staff_number"),
        ({"email": EXAMPLE[1]}, "email"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(typed, column):
    plan = plan_of(DONE, {**DONE, **typed})

    assert errors_of(plan) == [(3, column)]
    assert plan.counts()["created"] == 0


def test_a_day_that_is_today_is_not_in_the_future():
    assert len(plan_of({**DONE, "completed_on": f"{TODAY:%d/%m/%Y}"}).created) == 1


@pytest.mark.parametrize(("typed", "notes"), [("31/12/1989", [(2, "completed_on")]), ("01/01/1990", [])])
def test_a_day_before_1990_is_worth_a_look(typed, notes):
    plan = plan_of({**DONE, "completed_on": typed})

    assert ([(note.row, note.column) for note in plan.notes], len(plan.created)) == (notes, 1)


@pytest.mark.parametrize("name", ["Fire safety", "fire-safety", " FIRE  SAFETY ", "outside_training:fire-safety"])
def test_a_training_is_found_by_its_key_or_its_title(name):
    assert plan_of({**DONE, "training": name}).created[0].training == FIRE


def test_a_training_that_is_not_known_is_answered_with_those_that_look_like_it():
    assert messages_of(plan_of({**DONE, "training": "Fire safty"})) == [
        "“Fire safty” is no training we know. Did you mean Fire safety?"
    ]


def test_of_two_trainings_of_one_name_neither_is_guessed():
    ours = Training("module", 7, "fire-safety", "Fire safety")

    plan = plan_of(DONE, {**DONE, "training": "module:fire-safety"}, trainings=(FIRE, ours))

    assert (errors_of(plan), plan.created[0].training) == ([(2, "training")], ours)
    message = (
        "“Fire safety” is the name of 2 trainings. Write outside_training:fire-safety for training that happens "
        "elsewhere or module:fire-safety for the module here"
    )
    assert messages_of(plan) == [message]


def test_nobody_is_found_by_a_name_alone():
    plan = plan_of({**DONE, "staff_number": "", "first_name": "Ann", "last_name": "Lee"})

    assert messages_of(plan) == ["Give a staff number or an e-mail address: a name alone is not enough"]


def test_an_address_that_two_share_is_nobodys():
    shared = a_colleague(2, "102", "Ben Ode", "ann@surgery.example")

    plan = plan_of(
        {**DONE, "staff_number": "", "email": "ann@surgery.example", "last_name": "Lee"},
        colleagues=(a_colleague(), shared),
    )

    assert (errors_of(plan), messages_of(plan)) == (
        [(2, "email")], ["2 people here share this address. Give the staff number of the one you mean"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"staff_number": "101", "email": "ben@surgery.example"}, "email"),
        ({"staff_number": "101", "first_name": "Ben", "last_name": "Ode"}, "staff_number"),
        ({"staff_number": "", "email": "ann@surgery.example", "last_name": "Ode"}, "email"),
    ],
)
def test_a_line_that_contradicts_itself_is_nobodys(said, column):
    assert errors_of(plan_of({**DONE, **said}, colleagues=(a_colleague(), BEN))) == [(2, column)]


@pytest.mark.parametrize(
    "said",
    [
        {"first_name": "Ann", "last_name": "Moss"},  # married since
        {"first_name": "ANN"},
        {"email": "ann@surgery.example", "first_name": "Someone", "last_name": "Else"},  # number and address agree
    ],
)
def test_one_thing_may_be_another_by_now(said):
    assert plan_of({**DONE, **said}).errors == ()


def test_a_number_without_its_zeros_is_named():
    plan = plan_of(DONE, colleagues=(a_colleague(number="0101"),))

    message = (
        "Nobody here has the number 101, and Ann Lee has 0101. Spreadsheets drop zeros in front: format the column as "
        "text and type them again"
    )
    assert messages_of(plan) == [message]


def test_a_number_that_two_have_had_is_nobodys():
    assert errors_of(plan_of(DONE, colleagues=(a_colleague(), a_colleague(2, "101", "Ben Ode")))) == [
        (2, "staff_number")
    ]


def test_nobody_records_their_own_training():
    plan = plan_of(DONE, own=frozenset({1}), deciders="Raj Shah can record it")

    assert messages_of(plan) == ["Nobody records their own training. Take your own line out: Raj Shah can record it"]


def test_ones_own_training_that_somebody_else_recorded_may_stay_in_the_file():
    assert plan_of(DONE, own=frozenset({1}), there=frozenset({THERE})).counts()["unchanged"] == 1


def test_what_was_taken_back_does_not_come_back_by_a_file():
    plan = plan_of(DONE, taken_back={THERE: dt.date(2026, 2, 20)})

    message = (
        "This was recorded before and taken back on 20/02/2026. Take the line out; if it is right after all, record it "
        "on the page"
    )
    assert messages_of(plan) == [message]


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "cp1252", "separator": ";"},
        {"encoding": "utf-8-sig"},
        {"columns": tuple(reversed(COMPLETIONS.columns))},
        {"columns": ("Staff Number", "TRAINING", "Completed-on")},
    ],
)
def test_files_come_in_several_ways(options):
    row = dict(zip(("Staff Number", "TRAINING", "Completed-on"), DONE.values(), strict=True))
    row = row if options.get("columns", ("",))[0] == "Staff Number" else {**DONE, "certificate_reference": "“É–1”"}

    assert len(plan_of(body=completions_file(row, **options)).created) == 1


@pytest.mark.parametrize(
    ("body", "row", "message"),
    [
        (b"", 1, table.EMPTY),
        (b"staff_number,training,completed_on\r\n", 1, table.NO_ROWS),
        (b"PK\x03\x04 a workbook", 1, table.IS_WORKBOOK),
        (b"x" * (table.MOST_BYTES + 1), 1, table.TOO_BIG),
        (b"Personalnummer,training,completed_on\r\n1,2,3\r\n", 1, None),
        (b"training,completed_on\r\nFire safety,01/02/2026\r\n", 1, None),
    ],
)
def test_what_is_no_file_of_completions_is_named(body, row, message):
    plan = plan_of(body=body)

    assert {error.row for error in plan.errors} == {row}
    assert message is None or messages_of(plan) == [message]
    assert plan.outcomes == ()


def test_a_heading_in_another_language_is_answered_with_the_headings_there_are():
    errors = plan_of(body=b"Personalnummer;training;completed_on\r\n1;2;3\r\n").errors

    assert (errors[0].column, errors[0].message) == (
        "Personalnummer", f"“Personalnummer” is not a column of this file. {COMPLETIONS.in_words}",
    )  # fmt: skip


def test_the_fingerprint_tells_plans_apart_that_do_other_things():
    plans = [
        plan_of(DONE),
        plan_of(DONE),
        plan_of(DONE, there=frozenset({THERE})),
        plan_of({**DONE, "completed_on": "x"}),
    ]

    assert [plan.fingerprint() == plans[0].fingerprint() for plan in plans] == [True, True, False, False]
