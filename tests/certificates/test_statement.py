from datetime import date

from tests.formats.reading import lines_of, reader
from trainingsite.certificates.statement import Held, Section, StatementFacts, draw_statement

DAY = date(2026, 3, 14)
SERIAL = "7KQ4-M2XN-9VTR-H3DW-P"
INDUCTION = Held(
    "Induction", "Riverside Surgery", DAY, date(2027, 3, 14), "Expired", SERIAL, f"https://x.nhs.uk/verify/{SERIAL}/"
)
SIGNED = Held("Confidentiality, version 2.0", "Lower Weston Practice", DAY)


def statement(*sections, name="Łukasz Źdźbło"):
    return draw_statement(StatementFacts(name, date(2026, 11, 22), sections))


def test_a_statement_says_whose_it_is_and_of_which_day():
    pdf = statement(name="Łukasz Źdźbło")

    assert lines_of(pdf) == [
        "Łukasz Źdźbło",
        "Statement of training. As at 22 November 2026.",
        "Nothing yet.",
        "Statement of training · 22 November 2026 · Łukasz Źdźbło",
        "Page 1 of 1",
    ]
    assert reader(pdf).metadata.title == "Statement of training: Łukasz Źdźbło"


def test_a_certificate_is_listed_with_its_number_and_where_to_check_it():
    printed = lines_of(statement(Section("Certificates", [INDUCTION])))

    assert printed[2:-2] == [
        "Certificates",
        "Certificates are checked at https://x.nhs.uk/verify/",
        *["What", "Where", "Date", "Valid until", "Certificate number"],
        *["Induction", "Riverside Surgery", "14 March 2026", "14 March 2027 (expired)", SERIAL],
    ]


def test_a_certificate_without_an_end_says_so():
    endless = Held("Induction", "Riverside Surgery", DAY, serial=SERIAL)

    assert "No end date" in lines_of(statement(Section("Certificates", [endless])))


def test_what_has_no_end_and_no_number_has_no_column_for_them():
    printed = lines_of(statement(Section("Policies signed", [SIGNED], "Where the signature is the last word.")))

    assert printed[2:-2] == [
        "Policies signed",
        "Where the signature is the last word.",
        *["What", "Where", "Date"],
        *["Confidentiality, version 2.0", "Lower Weston Practice", "14 March 2026"],
    ]


def test_the_same_statement_gives_the_same_bytes():
    sections = Section("Certificates", [INDUCTION]), Section("Policies signed", [SIGNED])

    assert statement(*sections) == statement(*sections)


def test_a_statement_of_many_years_loses_nothing():
    many = [Held(f"Training {number}", "Riverside Surgery", DAY) for number in range(200)]

    pdf = statement(Section("Training completed", many))

    pages = [line for page in range(len(reader(pdf).pages)) for line in lines_of(pdf, page)]
    assert [line for line in pages if line.startswith("Training ")][1:] == [held.title for held in many]


def test_where_is_no_column_when_nobody_knows_it():
    printed = lines_of(statement(Section("Training done elsewhere", [Held("Basic life support", "", DAY)])))

    assert printed[2:-2] == ["Training done elsewhere", *["What", "Date"], *["Basic life support", "14 March 2026"]]


def test_where_it_is_known_of_some_the_others_say_that_it_was_not_recorded():
    rows = [Held("Basic life support", "", DAY), Held("Fire safety", "Bristol Fire Training", DAY)]

    printed = lines_of(statement(Section("Training done elsewhere", rows)))

    assert printed[3:-2] == [
        *["What", "Where", "Date"],
        *["Basic life support", "Not recorded", "14 March 2026"],
        *["Fire safety", "Bristol Fire Training", "14 March 2026"],
    ]
