from datetime import date

import pytest

from tests.formats.reading import boxes_in, fonts_in, lines_of, reader, words_of
from trainingsite.formats.canvas import About
from trainingsite.formats.pdf import (
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Table,
    render,
)

ABOUT = About("Training matrix", date(2026, 3, 14), author="Riverside Surgery", subject="Who has done what")
COLUMNS = (Column("Name", 2), Column("Days", right=True))


def report(*blocks, **more):
    return render(Document(ABOUT, blocks, **more))


def outline(pdf):
    document = reader(pdf)

    def entries(branch):
        return [
            entries(entry) if isinstance(entry, list) else (entry.title, document.get_destination_page_number(entry))
            for entry in branch
        ]

    return entries(document.outline)


def test_a_report_says_what_it_is_and_in_which_language():
    document = reader(report(Heading("Training matrix", 1)))

    said = document.metadata
    assert (said.title, said.author, said.subject) == (ABOUT.title, ABOUT.author, ABOUT.subject)
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert document.trailer["/Root"]["/ViewerPreferences"] == {"/DisplayDocTitle": True}


def test_a_report_is_dated_the_day_it_speaks_of():
    assert reader(report(Paragraph("x"))).metadata["/CreationDate"] == "D:20260314000000Z"


def test_the_same_report_gives_the_same_bytes():
    blocks = [Heading("Zoë", 1), Table(COLUMNS, [["Ann Lee", "3"]])]

    assert report(*blocks) == report(*blocks)


def test_every_typeface_is_in_the_file():
    pdf = report(Heading("A"), Facts([("As at", "today")]), Bullets(["one"]), Table(COLUMNS, []), footer="foot")

    assert fonts_in(pdf) == {"NotoSans-Regular": True, "NotoSans-Bold": True}


@pytest.mark.parametrize("name", ["Łukasz Źdźbło", "Ελευθερία Παπαδοπούλου", "Людмила Їжакевич", "Nguyễn Thị Hương"])
@pytest.mark.parametrize("cell", [str, Strong])
def test_a_name_in_a_table_can_be_read_back(name, cell):
    assert lines_of(report(Table((Column("Name"),), [[cell(name)]])))[:2] == ["Name", name]


@pytest.mark.parametrize("name", ["محمد علي", "श्रीराम", "李伟", "Adébáyọ̀ Ṣọlá"])
@pytest.mark.parametrize("cell", [str, Strong])
def test_a_shaped_name_in_a_table_can_be_read_back(name, cell):
    assert lines_of(report(Table((Column("Name"),), [[cell(name)]])))[:2] == ["Name", name]


@pytest.mark.parametrize("block", [Heading, Paragraph, lambda name: Bullets([name]), lambda name: Facts([("", name)])])
def test_a_shaped_name_stands_wherever_text_does(block):
    assert words_of(report(block("Ann and 李伟"))).replace("• ", "") == "Ann and 李伟 Page 1 of 1"


def test_a_shaped_name_in_a_column_on_the_right_ends_where_the_others_end():
    columns = (Column("Name"), Column("Name", right=True))

    boxes = boxes_in(report(Table(columns, [["x", "李伟"], ["x", "Ann Lee"]])))

    assert [round(right) for left, bottom, right, _top in boxes if left > 500 and bottom > 100] == [540] * 3


def test_a_shaped_text_goes_on_on_the_next_page_and_loses_no_line():
    words = [f"{number}李" for number in range(3000)]

    pdf = report(Paragraph(" ".join(words)))

    written = [word for page in range(len(reader(pdf).pages)) for word in words_of(pdf, page).split()]
    assert [word for word in written if "李" in word] == words
    assert len(reader(pdf).pages) > 1


def test_a_shaped_cell_higher_than_a_page_goes_on_on_the_next():
    pdf = report(Table(COLUMNS, [["李伟 " * 2000, "1"]]))

    written = " ".join(words_of(pdf, page) for page in range(len(reader(pdf).pages)))
    assert written.count("李伟") == 2000


def test_a_shaped_heading_is_a_bookmark_too():
    assert outline(report(Heading("李伟", 1))) == [("李伟", 0)]


def test_text_is_never_taken_for_markup():
    text = "Tom <b>& Co</b> &amp; <para>"

    pdf = report(Heading(text), Paragraph(text), Bullets([text]), Table(COLUMNS, [[text, text]]), Facts([(text, text)]))

    assert words_of(pdf).count("Tom <b>& Co</b> &amp;") == 7


def test_every_page_says_which_it_is_and_of_what():
    pdf = report(Paragraph("one"), PageBreak(), Paragraph("two"), footer="Riverside Surgery · Seal 17")

    assert [lines_of(pdf, page) for page in (0, 1)] == [
        ["one", "Riverside Surgery · Seal 17", "Page 1 of 2"],
        ["two", "Riverside Surgery · Seal 17", "Page 2 of 2"],
    ]


def test_a_long_table_repeats_its_headings_and_loses_no_row():
    names = [f"Person {number}" for number in range(100)]

    pdf = report(Table(COLUMNS, ([name, "1"] for name in names)))

    pages = [lines_of(pdf, page) for page in range(len(reader(pdf).pages))]
    assert [page[:2] for page in pages] == [["Name", "Days"]] * 3
    assert [line for page in pages for line in page if line.startswith("Person")] == names


def test_a_table_of_nothing_says_so():
    pdf = report(Table(COLUMNS, [], empty="Nobody is overdue"))

    assert lines_of(pdf)[:3] == ["Name", "Days", "Nobody is overdue"]


def test_a_cell_higher_than_a_page_goes_on_on_the_next():
    pdf = report(Table(COLUMNS, [["word " * 4000, "1"]]))

    written = " ".join(words_of(pdf, page) for page in range(len(reader(pdf).pages)))
    assert written.count("word") == 4000


def test_a_word_wider_than_its_column_is_broken():
    pdf = report(Table(COLUMNS, [["x" * 300, "1"]]))

    assert "".join(lines_of(pdf)).count("x") == 300


def test_headings_are_bookmarks_that_lead_to_their_pages():
    pdf = report(Heading("Matrix", 1), Heading("Staff", 2), PageBreak(), Heading("Nurses", 3), Heading("Gaps", 2))

    assert outline(pdf) == [("Matrix", 0), [("Staff", 0), [("Nurses", 1)], ("Gaps", 1)]]


def test_a_report_may_begin_with_a_small_heading():
    assert outline(report(Heading("Nurses", 3))) == [("Nurses", 0)]


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    pdf = report(*[Paragraph("line")] * 31, Heading("Gaps"), Paragraph("None."))

    assert lines_of(pdf, 1)[:2] == ["Gaps", "None."]


@pytest.mark.parametrize(("landscape", "size"), [(False, (595, 842)), (True, (842, 595))])
def test_a_report_is_a4_upright_or_turned(landscape, size):
    box = reader(report(Paragraph("x"), landscape=landscape)).pages[0].mediabox

    assert (round(box.width), round(box.height)) == size


def test_a_report_of_nothing_is_one_empty_page():
    assert lines_of(report()) == ["Page 1 of 1"]
