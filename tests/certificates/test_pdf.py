import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import combinations

import pytest

from tests.formats.reading import boxes_in, codes_in, fonts_in, lines_of, picture_of, reader, words_of
from trainingsite.certificates.pdf import CertificateFacts, draw_certificate, grouped, version_text

FACTS = CertificateFacts(
    serial="7KQ4M2XN9VTRH3DWP",
    name="Ann Lee",
    title="Personal and professional boundaries",
    version="1.2",
    practice="Riverside Surgery",
    outcomes=("Tell a personal account from a professional one", "Answer a friend request from a patient kindly"),
    hours_text="About 30 minutes of learning",
    issued_on=date(2026, 3, 14),
    valid_until=date(2027, 3, 14),
    verify_url="https://training.example.nhs.uk/verify/7KQ4-M2XN-9VTR-H3DW-P/",
    statement="has completed and passed",
)
CODE = (381, 84, 461, 164)  # where the dark part of the code is on the sheet
FRAME = 30  # points from the edge of the sheet to the inner line


def certificate(**changes):
    return draw_certificate(dataclasses.replace(FACTS, **changes))


def overlapping(boxes):
    """Pairs of lines of which one covers more than a hair of the other."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


def outside(boxes, width=841.89, height=595.28):
    return [
        box for box in boxes if box[0] < FRAME or box[1] < FRAME or box[2] > width - FRAME or box[3] > height - FRAME
    ]


def test_a_certificate_says_who_learned_what_where_and_when():
    assert sorted(lines_of(certificate())) == sorted(
        [
            "Riverside Surgery",
            "Certificate of completion",
            "Awarded to",
            "Ann Lee",
            "has completed and passed",
            "Personal and professional boundaries",
            "Version 1.2",
            "What it covers",
            "• Tell a personal account from a professional one",
            "• Answer a friend request from a patient kindly",
            "Issued on",
            "14 March 2026",
            "Valid until",
            "14 March 2027",
            "Time",
            "About 30 minutes of learning",
            "Certificate number",
            "7KQ4-M2XN-9VTR-H3DW-P",
            "Check this certificate at https://training.example.nhs.uk/verify/7KQ4-M2XN-9VTR-H3DW-P/",
            "The page at that address is the accessible version of this certificate.",
        ]
    )


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O’Brien-Ångström",
        "Łukasz Źdźbło",
        "Şükrü Çağlayan",
        "Nguyễn Thị Hương",
        "Māra Bērziņa",
        "Siân Llŷr",
        "Adébáyọ̀ Ṣọlá",
        "Ελευθερία Παπαδοπούλου",
        "Людмила Їжакевич",
        "Ђорђе Љубичић",
    ],
)
def test_the_name_can_be_read_back_as_it_was_typed(name):
    assert name in lines_of(certificate(name=name))


def test_the_code_on_the_page_leads_to_the_page_that_verifies_it():
    assert codes_in(picture_of(certificate())) == [FACTS.verify_url]


def test_the_code_can_be_read_from_a_poor_print():
    assert codes_in(picture_of(certificate(), scale=1.2)) == [FACTS.verify_url]


def test_the_address_on_the_page_is_a_link():
    links = [link.get_object()["/A"]["/URI"] for link in reader(certificate()).pages[0]["/Annots"]]

    assert links == [FACTS.verify_url]


def test_the_same_facts_give_the_same_bytes():
    assert certificate() == certificate()


def test_the_bytes_do_not_depend_on_what_was_drawn_before():
    alone = certificate()

    certificate(name="Людмила Їжакевич")

    assert certificate() == alone


def test_certificates_drawn_at_once_are_the_ones_drawn_one_by_one():
    names = ["Ann Lee", "Людмила Їжакевич", "Ελευθερία Παππά", "Nguyễn Thị Hương"] * 6

    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda name: certificate(name=name), names))

    assert together == [certificate(name=name) for name in names]


def test_the_file_says_what_it_is_and_where_its_accessible_version_is():
    document = reader(certificate())

    said = document.metadata
    assert said.title == "Certificate of completion: Personal and professional boundaries, Ann Lee"
    assert said.author == "Riverside Surgery"
    assert said.subject == (
        "Certificate 7KQ4-M2XN-9VTR-H3DW-P at https://training.example.nhs.uk/verify/7KQ4-M2XN-9VTR-H3DW-P/ "
        "The page at that address is the accessible version of this certificate."
    )
    assert said["/CreationDate"] == "D:20260314000000Z"
    assert document.trailer["/Root"]["/Lang"] == "en-GB"


def test_every_typeface_is_in_the_file():
    embedded = {
        font["/BaseFont"].split("+")[1]: "/FontFile2" in font["/FontDescriptor"] for font in fonts_in(certificate())
    }

    assert embedded == {"NotoSans-Regular": True, "NotoSans-Bold": True, "NotoSerif-Regular": True}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "Wilhelmina-Alexandra Featherstonehaugh " * 5},
        {"name": "W" * 200},
        {"title": "Confidentiality, social media and the boundaries of professional life in general practice " * 2},
        {"title": "M" * 200},
        {"practice": "The Riverside, Market Square and Lower Weston Group Practice " * 3},
        {"practice": "Q" * 200},
        {"statement": "has completed every lesson of, and passed the check at the end of, as it stood that day, " * 3},
        {"hours_text": "About two and a half hours of learning, with a knowledge check of ten questions"},
        {"hours_text": "W" * 90},
        {"serial": "W" * 40},
        {"outcomes": ()},
        {"outcomes": ("Know what to do in the first hour after a mistake",) * 8},
        {"outcomes": ("Explain to a colleague why it matters to the people we look after every day, " * 2,) * 20},
        {"outcomes": ("Ö" * 300,) * 3},
        {"verify_url": "https://training.a-long-name-of-a-group-practice.gp.nhs.uk/some/where/verify/" + "7KQ4-" * 12},
        {"verify_url": "https://x.example/" + "Wg" * 90 + "/"},
        {"name": "W" * 200, "title": "M" * 200, "practice": "Q" * 200, "statement": "w" * 200},
        {"version": ""},
        {
            "name": "Wilhelmina-Alexandra Featherstonehaugh " * 5,
            "title": "Confidentiality, social media and the boundaries of professional life in general practice " * 2,
            "practice": "The Riverside, Market Square and Lower Weston Group Practice " * 3,
            "statement": "has completed every lesson of, and passed the check at the end of, as it stood, " * 2,
            "outcomes": ("Explain to a colleague why it matters to the people we look after every day",) * 12,
        },
    ],
)
def test_nothing_overlaps_or_leaves_the_frame_however_long_it_is(changes):
    pdf = certificate(**changes)

    assert len(reader(pdf).pages) == 1
    assert (overlapping([*boxes_in(pdf), CODE]), outside(boxes_in(pdf))) == ([], [])


def test_a_name_of_two_hundred_letters_is_printed_whole():
    name = " ".join(["Wilhelmina-Alexandra Featherstonehaugh"] * 5)

    assert words_of(certificate(name=name)).count(name) == 1


def test_many_outcomes_are_printed_smaller():
    printed = lines_of(certificate(outcomes=("Know what to do",) * 20))

    assert printed.count("• Know what to do") == 20


@pytest.mark.parametrize("wide", [{"title": "M" * 200}, {"statement": "w" * 280}])
def test_long_words_above_leave_room_for_what_it_covers(wide):
    outcomes = tuple(f"{number}. Know what to do" for number in range(12))

    printed = [line for line in lines_of(certificate(outcomes=outcomes, **wide)) if line.startswith("•")]

    assert printed == [f"• {outcome}" for outcome in outcomes]


def test_outcomes_that_do_not_fit_are_counted():
    outcomes = tuple(f"{number}. Explain to a colleague why it matters " * 4 for number in range(20))

    printed = [line for line in lines_of(certificate(outcomes=outcomes)) if line.startswith("•")]

    assert len(printed) - 1 + int(printed[-1].split()[2]) == 20
    assert printed[-1].endswith("more, at the address below")


def test_a_programme_has_words_for_its_version():
    assert version_text("as required on 14 March 2026") == "As required on 14 March 2026"


def test_nothing_is_said_about_time_that_nobody_estimated():
    said, unsaid = (lines_of(certificate(hours_text=text)) for text in ("An hour", ""))

    assert ("Time" in said, "Time" in unsaid) == (True, False)


def test_a_certificate_without_an_end_says_so():
    assert "No end date" in lines_of(certificate(valid_until=None))


@pytest.mark.parametrize(
    ("serial", "shown"), [("7KQ4M2XN9VTRH3DWP", "7KQ4-M2XN-9VTR-H3DW-P"), ("7KQ4M-2XN9V", "7KQ4M-2XN9V")]
)
def test_a_serial_is_shown_in_groups(serial, shown):
    assert grouped(serial) == shown
