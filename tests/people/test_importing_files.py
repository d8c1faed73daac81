"""Reading a file of staff: what is accepted, and what is refused with a sentence that says what to do."""

import datetime as dt

import pytest

from tests.people.staff_files import ANN, BEN, errors_of, plan_of, staff_file
from trainingsite.people.importing import table
from trainingsite.people.importing.days import NotADay, day_in
from trainingsite.people.importing.entries import EXAMPLE, STAFF
from trainingsite.people.importing.known import Known
from trainingsite.people.importing.rules import plan_for

ROLES = {"receptionist": "Receptionist", "practice-nurse": "Practice nurse"}
DAY = dt.date(2026, 3, 3)
HEADINGS = ",".join(STAFF.columns)


def plan_of_bytes(body: bytes):
    return plan_for(body, Known((), ROLES), DAY)


def refusal_of(body: bytes) -> str:
    [error] = plan_of_bytes(body).errors
    return error.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_way_a_spreadsheet_saves_text_is_read(encoding, separator):
    plan = plan_of_bytes(staff_file({**ANN, "first_name": "Zoë"}, separator=separator, encoding=encoding))

    assert (plan.errors, [line.entry.name for line in plan.created]) == ((), ["Zoë Lee"])


def test_the_headings_may_be_in_any_order_with_capitals_and_spaces():
    body = b"First Name, LAST-NAME ,Job role,Started On,staff number\nAnn,Lee,receptionist,2025-02-01,101\n"

    [line] = plan_of_bytes(body).created

    assert (line.entry.name, line.entry.staff_number, line.entry.started_on) == ("Ann Lee", "101", dt.date(2025, 2, 1))


def test_excels_own_line_about_the_separator_is_no_heading():
    plan = plan_of_bytes(b"sep=;\r\n" + staff_file({**ANN, "job_role": "Pilot"}, separator=";"))

    assert errors_of(plan) == [(3, "job_role")]


def test_a_row_is_known_by_its_line_in_the_file_whatever_breaks_and_gaps_come_before():
    body = f'{HEADINGS}\r\n\r\n101,,"Ann\r\nMary",Lee,Pilot,01/02/2025,,\r\n,,,,,,,\r\n102,,,Ode,Pilot,x,,\r\n'

    assert errors_of(plan_of_bytes(body.encode())) == [
        (3, "job_role"),
        (6, "first_name"),
        (6, "job_role"),
        (6, "started_on"),
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", table.EMPTY),
        (b"\r\n \r\n", table.EMPTY),
        (HEADINGS.encode(), table.NO_ROWS),
        (b"PK\x03\x04 and the rest of a workbook", table.IS_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and the rest", table.IS_WORKBOOK),
        (f"{HEADINGS}\n101,\0".encode(), table.NOT_TEXT),
        (HEADINGS.encode() + b"\n101,,\x81nn,Lee,Receptionist,01/02/2025,,", table.NOT_TEXT),
        (b"x" * (table.MOST_BYTES + 1), table.TOO_BIG),
    ],
)
def test_what_is_no_list_of_staff_is_refused_with_what_to_do(body, sentence):
    assert refusal_of(body) == sentence


def test_a_file_of_twenty_thousand_rows_is_told_the_limit():
    body = b"staff_number,first_name,last_name,job_role,started_on\n" + b"1,A,B,Receptionist,01/02/2025\n" * 20_000

    assert refusal_of(body) == "The file has 20,000 rows, and 5,000 are the most. Split it into smaller files"


def test_a_heading_in_another_language_is_named_with_the_columns_there_are():
    errors = plan_of_bytes(
        b"Vorname,last_name,job_role,started_on,email\nAnn,Lee,Receptionist,01/02/2025,a@b.example"
    ).errors

    assert [(error.column, error.message.split(".")[0]) for error in errors] == [
        ("Vorname", "“Vorname” is not a column of this file"),
        ("first_name", "The column first_name is missing"),
    ]
    assert {error.message.split(". ")[1] for error in errors} == {STAFF.in_words}


def test_a_file_by_which_nobody_could_be_known_again_is_refused():
    body = b"first_name,last_name,job_role,started_on\nAnn,Lee,Receptionist,01/02/2025"

    assert errors_of(plan_of_bytes(body)) == [(1, "staff_number")]


def test_a_heading_may_not_come_twice():
    body = b"staff_number,staff_number,first_name,last_name,job_role,started_on\n1,2,Ann,Lee,Receptionist,01/02/2025"

    assert refusal_of(body) == "There are two columns called staff_number. Take one of them out"


@pytest.mark.parametrize("cell", ['"Ann', '"Ann"x'])
def test_a_quotation_mark_that_is_not_closed_is_found_where_it_is(cell):
    plan = plan_of_bytes(f"{HEADINGS}\n101,,Ann,Lee,Receptionist,01/02/2025,,\n102,,{cell},Lee,x,y,,\n".encode())

    assert errors_of(plan) == [(3, "")]


def test_a_comma_too_many_is_refused():
    plan = plan_of_bytes(f"{HEADINGS}\n101,,Ann,Lee, Receptionist,01/02/2025,,,more\n".encode())

    assert errors_of(plan) == [(2, "")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("first_name", "=HYPERLINK(1)"),
        ("last_name", "+Lee"),
        ("staff_number", "-1"),
        ("job_role", "@SUM(1)"),
        ("first_name", "A" * 151),
        ("last_name", "LÃ©e"),
        ("last_name", "L\ufffde"),
        ("last_name", "L‚e"),
        ("first_name", "<b>"),
        ("first_name", "Ann\u202e"),
        ("first_name", "An\x07n"),
        ("first_name", ""),
        ("email", "ann at surgery"),
        ("email", "ann@surgery.example, ben@surgery.example"),
        ("manager_email", "n/a"),
        ("job_role", "Pilot"),
        ("started_on", "31/02/2026"),
        ("started_on", ""),
        ("started_on", "01/02/1066"),
        ("started_on", "01/02/2066"),
        ("left_on", "31/12/2099"),
        ("left_on", "31/01/2025"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused_by_row_and_column(column, cell):
    assert errors_of(plan_of(BEN, {**ANN, column: cell})) == [(3, column)]


def test_a_year_before_there_was_an_nhs_is_pointed_out_and_taken():
    plan = plan_of({**ANN, "started_on": "01/02/1947"})

    assert (plan.errors, [(note.row, note.column) for note in plan.notes]) == ((), [(2, "started_on")])


def test_an_unknown_job_role_is_answered_with_those_that_are_near():
    [error] = plan_of({**ANN, "job_role": "Recepcionist"}).errors

    assert (
        error.message
        == "“Recepcionist” is not one of the job roles. Did you mean Receptionist? They are: "
        + "; ".join(["Receptionist", "Practice nurse", "GP partner"])
    )


def test_somebody_with_a_name_alone_could_not_be_known_again():
    assert errors_of(plan_of({**ANN, "staff_number": "", "email": ""})) == [(2, "staff_number")]


def test_the_line_that_shows_how_is_not_imported():
    plan = plan_of(dict(zip(STAFF.columns, EXAMPLE, strict=True)))

    assert errors_of(plan) == [(2, "email")]


@pytest.mark.parametrize(
    "typed",
    ["31/03/2026", "31-3-2026", "31.03.2026", "2026-03-31", "2026/03/31", "31 March 2026", "31-Mar-2026",
     "31st march 2026", "2026-03-31 00:00:00", "31/03/2026 00:00"],
)  # fmt: skip
def test_a_day_is_read_the_british_way_or_as_iso(typed):
    assert day_in(typed) == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("03/31/2026", "“03/31/2026” has the month first. Put the day first, for example 31/03/2026"),
        ("31/03/26", "“31/03/26” has a short year. Type all four figures of it, for example 31/03/2026"),
        ("46112", "“46112” is how a spreadsheet counts days. Format the column as a date and save the file again"),
        ("30/02/2026", "There is no day “30/02/2026”. Type a date that exists, for example 31/03/2026"),
        ("soon", "“soon” is not a date. Type it as day, month and year, for example 31/03/2026"),
    ],
)
def test_what_is_no_day_is_told_what_to_type(typed, sentence):
    with pytest.raises(NotADay) as refused:
        day_in(typed)

    assert str(refused.value) == sentence
