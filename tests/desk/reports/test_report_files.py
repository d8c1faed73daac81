"""Reports as CSV, XLSX and PDF, read back with other libraries than wrote them."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from tests.desk.reports.scenes import DAY, a_surgery, asked_of, file, many, recorded, sign_in, taken
from tests.factories import make_member, make_outside_training, make_person, make_practice, make_requirement, moment
from tests.formats.reading import reader, words_of
from trainingsite.audit.seals import seal
from trainingsite.desk.reports import exemptions, files, matrix, needs, overdue
from trainingsite.desk.reports.asking import Answer, Column, Section
from trainingsite.desk.reports.register import REPORTS
from trainingsite.desk.reports.tables import html_of

pytestmark = pytest.mark.django_db

BOUNDARIES, SUPPORT = "Boundaries at Millbrook Lane Surgery", "Life support at Millbrook Lane Surgery"


@pytest.fixture
def surgery():
    return a_surgery()


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book(data: bytes):
    return load_workbook(io.BytesIO(data))


def cells(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def told(workbook) -> dict[str, str]:
    return {label: text for label, text, *_ in workbook["About this report"].iter_rows(values_only=True)}


def made(ending: str, report, asked) -> bytes:
    answer = report.answer(asked)
    if ending == "csv":
        return b"".join(files.csv_of(report, asked, answer))
    if ending == "pdf":
        return files.pdf_of(report, asked, answer)
    with files.workbook_of(report, asked, answer) as out:
        return out.read()


def test_the_matrix_as_csv_has_each_date_in_a_column_of_its_own(surgery):
    words = ("status", "done on", "due on")

    assert table(made("csv", matrix.REPORT, surgery.asked())) == [
        ["Person", "Job role", *(f"{title}: {word}" for title in (BOUNDARIES, SUPPORT) for word in words)],
        ["Tom Ellis", "Receptionist", "Overdue", "", "2025-02-03", "Exempt", "", "2025-02-03"],
        ["Ann Lee", "Practice nurse", "Compliant", "2026-03-10", "2027-03-10", "Overdue", "", "2025-02-03"],
    ]


def test_a_spreadsheet_of_the_matrix_says_what_was_done_elsewhere(surgery):
    recorded(surgery, done_on=dt.date(2026, 3, 2), at=moment(2026, 3, 3))

    heads, tom, ann = table(made("csv", matrix.REPORT, surgery.asked()))

    assert heads[-4:] == [f"{SUPPORT}: {word}" for word in ("status", "done on", "due on", "how it is known")]
    assert (tom[-4:], ann[-4:]) == (
        ["Exempt", "", "2025-02-03", ""], ["Compliant", "2026-03-02", "2027-03-02", "done elsewhere"],
    )  # fmt: skip
    assert len(heads) == len(tom) == len(ann) == 9


def test_several_tables_are_one_csv_that_says_which_row_is_of_which(surgery):
    rows = table(made("csv", exemptions.REPORT, surgery.asked()))

    assert rows[0][:4] == ["Section", "Person", "Exempt from", "Reason"]
    assert [row[:3] for row in rows[1:]] == [["Exemptions", "Tom Ellis", SUPPORT]]
    assert {len(row) for row in rows} == {13}


def test_a_name_is_never_computed(surgery):
    make_member("=HYPERLINK(1) Bob", practice=surgery.practice)
    asked = surgery.asked()

    names = [row[0] for row in table(made("csv", matrix.REPORT, asked))]
    sheet = book(made("xlsx", matrix.REPORT, asked))["Training matrix"]

    assert names == ["Person", "'=HYPERLINK(1) Bob", "Tom Ellis", "Ann Lee"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1) Bob", "s")


def test_the_spreadsheet_has_typed_cells_a_frozen_head_and_filters(surgery):
    sheet = book(made("xlsx", matrix.REPORT, surgery.asked()))["Training matrix"]

    dates = [sheet[place].value.date() for place in ("D3", "E3", "H3")]
    assert dates == [dt.date(2026, 3, 10), dt.date(2027, 3, 10), dt.date(2025, 2, 3)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["D3"].is_date) == ("B2", "A1:H3", True)


def test_numbers_in_the_spreadsheet_can_be_added_up(surgery):
    sums = book(made("xlsx", matrix.REPORT, surgery.asked()))["Sums by requirement"]

    assert cells(sums)[1:] == [[BOUNDARIES, 1, 2, 2, 0, 0, 0], [SUPPORT, 0, 1, 2, 0, 0, 1]]


def test_the_spreadsheet_says_what_was_asked_by_whom_when_and_how_it_was_counted(surgery):
    said = told(book(made("xlsx", overdue.REPORT, surgery.asked(known_on=DAY, within=60))))

    assert {label: said[label] for label in ("Practice", "As at", "As known on", "Asked by", "Asked on")} == {
        "Practice": "Millbrook Lane Surgery (ODS code X99999)",
        "As at": "The end of 31 March 2026",
        "As known on": "The end of 31 March 2026",
        "Asked by": "Ruth Okafor of X99999",
        "Asked on": "2 November 2026",
    }
    assert (said["Looking ahead"], said["Shown"]) == ("60 days", "Everybody and everything")
    assert sum(label.startswith("How it was counted: ") for label in said) == len(overdue.COUNTED)


def test_a_spreadsheet_without_rows_says_why(surgery):
    sheet = book(made("xlsx", exemptions.REPORT, surgery.asked()))["Training done elsewhere"]

    assert cells(sheet)[1][0] == "None came in the period."


def test_the_chain_and_the_seal_stand_behind_spreadsheet_and_pdf(surgery):
    kept = seal(at=moment(2026, 4, 1))
    asked = surgery.asked()

    said, paper = told(book(made("xlsx", matrix.REPORT, asked))), made("pdf", matrix.REPORT, asked)

    assert said["Last seal"] == f"2026-04-01 09:00:00 BST: {kept.root}"
    foot = f"Last seal 2026-04-01 09:00:00 BST, {kept.root} Page 1 of 2"
    assert words_of(paper).endswith(foot)


def test_the_pdf_names_practice_day_and_page_on_every_page(surgery):
    many(surgery.practice, 60)
    paper = made("pdf", overdue.REPORT, surgery.asked())

    number = len(reader(paper).pages)
    feet = [words_of(paper, page) for page in range(number)]
    named = "Millbrook Lane Surgery (X99999): Overdue and expiring, as at 31 March 2026"
    assert number > 3
    assert [foot.count(named) for foot in feet] == [1] * number
    assert [foot.endswith(f"Page {page} of {number}") for page, foot in enumerate(feet, start=1)] == [True] * number


def test_the_pdf_of_the_matrix_lies_across_and_repeats_its_head(surgery):
    many(surgery.practice, 60)
    paper = made("pdf", matrix.REPORT, surgery.asked())

    boxes = {tuple(page.mediabox.upper_right) for page in reader(paper).pages}
    assert [(round(width), round(height)) for width, height in boxes] == [(842, 595)]
    assert [words_of(paper, page).count("Person Boundaries at") for page in range(3)] == [1, 1, 1]


def test_the_pdf_of_the_matrix_has_word_and_day_in_each_cell_and_a_mark_for_what_was_done_elsewhere(surgery):
    said = words_of(made("pdf", matrix.REPORT, surgery.asked()))
    recorded(surgery, done_on=dt.date(2026, 3, 2), at=moment(2026, 3, 3))

    marked = words_of(made("pdf", matrix.REPORT, surgery.asked()))

    assert "Tom Ellis Receptionist Overdue due 3 Feb 2025 not yet told Exempt" in said
    assert "Ann Lee Practice nurse Compliant until 10 Mar 2027 Overdue due 3 Feb 2025 not yet told" in said
    assert ("\u2020" in said, "Ann Lee Practice nurse Compliant until 10 Mar 2027 Compliant \u2020" in marked) == (
        False,
        True,
    )
    assert marked.count(matrix.ELSEWHERE) == 1


def test_a_matrix_too_wide_for_a_page_goes_on_with_everybody_again(surgery):
    for number in range(23):
        make_requirement(surgery.module.programme, outside_training=make_outside_training(f"Subject {number:02}"))

    titles = reader(made("pdf", matrix.REPORT, surgery.asked())).outline

    named = [entry.title for part in titles for entry in (part if isinstance(part, list) else [part])]
    assert named == [
        "Training matrix", "Requirements 1 to 8 of 25", "Requirements 9 to 16 of 25", "Requirements 17 to 25 of 25",
        "Sums by requirement", "How this was counted",
    ]  # fmt: skip


def test_a_pdf_that_would_be_a_book_is_cut_and_says_so(surgery, monkeypatch):
    monkeypatch.setattr(files, "MOST_IN_PDF", 1)

    words = words_of(made("pdf", overdue.REPORT, surgery.asked()))

    assert words.count("Only the first 1 rows: the spreadsheet has all of them.") == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_the_same_question_about_the_same_record_gives_the_same_bytes(surgery, ending):
    first = {report.key: made(ending, report, surgery.asked()) for report in REPORTS}

    assert {report.key: made(ending, report, surgery.asked()) for report in REPORTS} == first


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Millbrook Lane Surgery", "millbrook-lane-surgery-x99999-overdue-2026-03-31.csv"),
        ('St. John’s: <CON> / "Ñandú" \\ ?', "st-johns-con-nandu-x99999-overdue-2026-03-31.csv"),
        ("医院", "x99999-overdue-2026-03-31.csv"),
        ("A" * 200, f"{'a' * 40}-x99999-overdue-2026-03-31.csv"),
    ],
)
def test_a_file_is_named_for_practice_report_and_day_on_every_system(name, expected):
    asked = asked_of(make_practice(name, ods_code="X99999"), make_person())

    assert files.file_name(overdue.REPORT, asked, "csv") == expected


def test_a_file_of_a_period_as_known_then_says_so_in_its_name(surgery):
    named = files.file_name(exemptions.REPORT, surgery.asked(known_on=DAY), "pdf")

    assert named == "millbrook-lane-surgery-x99999-exemptions-2025-04-01-to-2026-03-31-known-2026-03-31.pdf"


@pytest.mark.parametrize(("ending", "is_streamed"), [("csv", True), ("xlsx", True), ("pdf", False)])
def test_a_download_is_kept_by_nobody_on_the_way(client, surgery, ending, is_streamed):
    sign_in(client, surgery.ruth)

    response = client.get(file(surgery.practice, "training-matrix", ending, on="2026-03-31"))

    name = f"millbrook-lane-surgery-x99999-training-matrix-2026-03-31.{ending}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert ("no-store" in response.headers["Cache-Control"], response.streaming) == (True, is_streamed)
    assert len(taken(response)) > 300


def test_a_moment_is_told_on_the_practices_clock_with_its_zone(surgery):
    at = dt.datetime(2026, 3, 31, 23, 30, tzinfo=dt.UTC)
    asked, columns = surgery.asked(), [Column("Person"), Column("At")]
    answer = Answer([], [Section("Times", columns, [["Ann", at]], "None")], [])

    written = table(b"".join(files.csv_of(overdue.REPORT, asked, answer)))
    with files.workbook_of(overdue.REPORT, asked, answer) as out:
        sheet = book(out.read())["Times"]

    assert files.said(at) == "1 Apr 2026 00:30 BST"
    assert written[1] == ["Ann", "2026-04-01T00:30:00+01:00"]
    assert sheet["B2"].value.isoformat() == "2026-04-01T00:30:00"


def test_what_is_too_long_to_be_read_on_paper_is_in_the_spreadsheet(surgery):
    asked, title = surgery.asked(), "Each job role, line by line"

    paper = made("pdf", needs.REPORT, asked)
    said = " ".join(words_of(paper, page) for page in range(len(reader(paper).pages)))
    sheet = book(made("xlsx", needs.REPORT, asked))[title]

    assert f"{title}: see the page of this report, or its spreadsheet." in said
    assert said.count("Practice nurse") == 1
    assert [row[0] for row in cells(sheet)] == ["Job role", *["Practice nurse"] * 2, *["Receptionist"] * 2]


def test_what_is_overdue_stands_out_on_paper_and_on_the_page(surgery):
    [section, _] = matrix.REPORT.answer(surgery.asked()).sections
    [tom, _] = section.rows

    assert [type(files.cell_of(value)).__name__ for value in tom] == ["str", "str", "Strong", "str"]
    assert html_of(tom[2]) == "<strong>Overdue, was due 3 Feb 2025, not yet told</strong>"
    assert html_of(tom[3]) == "Exempt"


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
def test_every_table_has_a_sheet_with_its_whole_name(surgery, report):
    asked = surgery.asked(day=dt.date(2026, 9, 1), within=30)

    answer, sheets = report.answer(asked), book(made("xlsx", report, asked)).sheetnames

    assert sheets == [*(section.title for section in answer.sections), "About this report"]
