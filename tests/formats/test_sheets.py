import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from tracemalloc import get_traced_memory, start, stop

import pytest
from openpyxl import load_workbook

from trainingsite.formats import sheets
from trainingsite.formats.sheets import Sheet, TooManyRows, csv_chunks, sheet_name, write_workbook

FORMULAS = ["=1+1", "+44 20 7946 0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '  =HYPERLINK("https://x")']
ABOUT = [("Practice", "Riverside Surgery"), ("As at", "14 March 2026")]


def csv_rows(*rows):
    written = b"".join(csv_chunks(["Name", "Value"], rows)).decode("utf-8-sig")
    return list(csv.reader(StringIO(written, newline="")))[1:]


def workbook(*rows):
    out = BytesIO()
    write_workbook([Sheet("Training matrix", ["Name", "Value"], rows)], ABOUT, out)
    return out.getvalue()


def cells(written, sheet="Training matrix"):
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(written))[sheet].iter_rows()]


def test_a_csv_opens_in_excel_with_its_accents_and_has_windows_line_ends():
    assert b"".join(csv_chunks(["Name"], [["Zoë"]])) == b"\xef\xbb\xbfName\r\nZo\xc3\xab\r\n"


def test_a_csv_for_a_program_has_no_byte_order_mark():
    assert b"".join(csv_chunks(["Name"], [["Zoë"]], encoding="utf-8")) == b"Name\r\nZo\xc3\xab\r\n"


def test_the_byte_order_mark_stands_at_the_beginning_only():
    written = b"".join(csv_chunks(["Name"], (["Zoë"] for _ in range(3000))))

    assert written.count(b"\xef\xbb\xbf") == 1
    assert written.count(b"\r\n") == 3001


def test_a_csv_of_nothing_has_its_headings():
    assert b"".join(csv_chunks(["Name", "Value"], [])) == b"\xef\xbb\xbfName,Value\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_is_never_a_formula(text):
    assert csv_rows(["Ann Lee", text]) == [["Ann Lee", "'" + text]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\nb, \"c\"; 'd'", "a\nb, \"c\"; 'd'"),
        ("x=1", "x=1"),
        (-3, "-3"),
        (2.5, "2.5"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (date(2026, 3, 14), "2026-03-14"),
        (datetime(2026, 3, 14, 9, 5), "2026-03-14T09:05:00"),  # noqa: DTZ001 -- local time, as a report shows it
    ],
)
def test_a_csv_cell_says_what_it_was_given(value, written):
    assert csv_rows(["Ann Lee", value]) == [["Ann Lee", written]]


def test_a_csv_takes_no_more_memory_when_there_is_more_of_it():
    def peak(count):
        start()
        for _chunk in csv_chunks(["Name", "Value"], (["Ann Lee", number] for number in range(count))):
            pass
        most = get_traced_memory()[1]
        stop()
        return most

    assert peak(20_000) < 2 * peak(1_000)


def test_a_workbook_holds_numbers_as_numbers_and_dates_as_dates():
    day = date(2026, 3, 14)
    moment = datetime(2026, 3, 14, 9, 5)  # noqa: DTZ001 -- local time, as a report shows it

    rows = cells(workbook(["Zoë", 3], ["Tom", day], ["Ann", moment], ["Priya", True], ["Sam", None]))

    assert rows == [
        ["Name", "Value"],
        ["Zoë", 3],
        ["Tom", datetime(2026, 3, 14)],  # noqa: DTZ001 -- what openpyxl makes of a date
        ["Ann", moment],
        ["Priya", "yes"],
        ["Sam", None],
    ]


@pytest.mark.parametrize("text", [text for text in FORMULAS if "\r" not in text])
def test_a_workbook_cell_is_never_a_formula_even_when_somebody_edits_it(text):
    cell = load_workbook(BytesIO(workbook(["Ann Lee", text])))["Training matrix"]["B2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_an_address_in_a_workbook_is_a_text():
    cell = load_workbook(BytesIO(workbook(["Ann Lee", "https://x.example/"])))["Training matrix"]["B2"]

    assert (cell.value, cell.hyperlink) == ("https://x.example/", None)


def test_the_headings_of_a_workbook_stay_in_view_and_filter_the_rows():
    page = load_workbook(BytesIO(workbook(["Ann Lee", 1], ["Tom Ellis", 2])))["Training matrix"]

    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B2", "A1:B3", "$1:$1")


def test_a_column_is_as_wide_as_what_is_in_it():
    page = load_workbook(BytesIO(workbook(["Katarzyna Wiśniewska-Błaszczyk", 1])))["Training matrix"]

    assert [round(page.column_dimensions[letter].width) for letter in "AB"] == [32, 9]


def test_the_last_sheet_says_what_the_report_is():
    written = workbook(["Ann Lee", 1])

    assert load_workbook(BytesIO(written)).sheetnames == ["Training matrix", "About this report"]
    assert cells(written, "About this report") == [list(pair) for pair in ABOUT]


def test_the_same_rows_give_the_same_workbook():
    assert workbook(["Ann Lee", date(2026, 3, 14)]) == workbook(["Ann Lee", date(2026, 3, 14)])


def test_a_workbook_does_not_say_when_it_was_written():
    said = load_workbook(BytesIO(workbook(["Ann Lee", 1]))).properties

    assert said.created == datetime(2000, 1, 1)  # noqa: DTZ001 -- openpyxl leaves the zone out


def test_a_text_too_long_for_a_cell_is_cut_visibly():
    rows = cells(workbook(["Ann Lee", "x" * 40_000]))

    assert rows[1] == ["Ann Lee", "x" * 32_766 + "…"]


def test_a_sheet_that_is_full_is_refused_rather_than_cut(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS_IN_A_SHEET", 3)

    assert len(cells(workbook(["Ann", 1], ["Tom", 2]))) == 3
    with pytest.raises(TooManyRows):
        workbook(["Ann", 1], ["Tom", 2], ["Zoë", 3])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Matrix", "Matrix"),
        ("Signed [2026/27]: all?", "Signed  2026 27   all"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("", "Sheet"),
    ],
)
def test_a_sheet_has_a_name_that_excel_accepts(text, name):
    assert sheet_name(text) == name
