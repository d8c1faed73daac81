import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from tests.formats.reading import (
    boxes_in,
    codes_in,
    fonts_in,
    lines_of,
    picture_of,
    pictures_in,
    reader,
    structure_of,
    unmarked_in,
    words_of,
)
from trainingsite.certificates.pdf import PLAIN, CertificateFacts, Look, draw_certificate, grouped, version_text

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


def picture(colour, size=(400, 120), mode="RGBA"):
    """A PNG of one colour with a hole in it."""
    drawn = Image.new(mode, size, colour)
    drawn.paste((0, 0, 0, 0)[: len(mode)], (20, 20, 60, 60))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


LOOK = Look(picture((0, 94, 184, 255)), picture((20, 20, 90, 255), (300, 90)), "Dr Priya Sharma", "Senior partner")


def certificate(look=PLAIN, **changes):
    return draw_certificate(dataclasses.replace(FACTS, **changes), look)


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
        "محمد علي الخطيب",
        "प्रियंका शर्मा",
        "李伟",
    ],
)
def test_the_name_can_be_read_back_as_it_was_typed(name):
    assert name in lines_of(certificate(name=name))


def test_the_code_on_the_page_leads_to_the_page_that_verifies_it():
    assert codes_in(picture_of(certificate())) == [FACTS.verify_url]


@pytest.mark.parametrize("look", [PLAIN, LOOK])
def test_the_code_can_be_read_from_a_poor_print(look):
    assert codes_in(picture_of(certificate(look), scale=1.2)) == [FACTS.verify_url]


def test_the_address_on_the_page_is_a_link():
    links = [link.get_object()["/A"]["/URI"] for link in reader(certificate()).pages[0]["/Annots"]]

    assert links == [FACTS.verify_url]


@pytest.mark.parametrize("look", [PLAIN, LOOK])
def test_the_same_facts_give_the_same_bytes(look):
    assert certificate(look) == certificate(look)


def test_the_bytes_do_not_depend_on_what_was_drawn_before():
    alone = certificate()

    certificate(name="Людмила Їжакевич")

    assert certificate() == alone


def test_certificates_drawn_at_once_are_the_ones_drawn_one_by_one():
    names = ["Ann Lee", "Людмила Їжакевич", "محمد علي", "Nguyễn Thị Hương", "श्रीकृष्ण", "李伟"] * 4

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
    root = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"], root["/ViewerPreferences"]) == (
        "en-GB",
        {"/Marked": True},
        {"/DisplayDocTitle": True},
    )
    assert document.xmp_metadata.dc_title == {"x-default": said.title}


def test_every_typeface_is_in_the_file():
    assert fonts_in(certificate()) == {"NotoSans-Regular": True, "NotoSans-Bold": True, "NotoSerif-Regular": True}


@pytest.mark.parametrize("look", [PLAIN, LOOK])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "محمد علي الخطيب"},
        {"name": "श्रीकृष्ण द्विवेदी " * 12},
        {"name": "李伟" * 100},
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
def test_nothing_overlaps_or_leaves_the_frame_however_long_it_is(changes, look):
    pdf = certificate(look, **changes)

    boxes = [*boxes_in(pdf), *pictures_in(pdf), CODE]
    assert len(reader(pdf).pages) == 1
    assert (overlapping(boxes), outside(boxes)) == ([], [])


@pytest.mark.parametrize("text", ["W" * 120, "Senior partner and clinical director of the network " * 3, "مدير " * 20])
def test_a_signer_of_a_long_name_and_title_stays_in_their_place(text):
    pdf = certificate(dataclasses.replace(LOOK, signed_by=text, signed_as=text))

    boxes = [*boxes_in(pdf), *pictures_in(pdf), CODE]
    assert (overlapping(boxes), outside(boxes)) == ([], [])


def test_a_certificate_in_the_practices_look_names_who_signs():
    plain, signed = (lines_of(certificate(look)) for look in (PLAIN, LOOK))

    assert sorted(signed) == sorted([*plain, "Dr Priya Sharma", "Senior partner"])


def test_logo_and_signature_are_drawn_whole_and_undistorted():
    shapes = [(right - left) / (top - bottom) for left, bottom, right, top in pictures_in(certificate(LOOK))]

    assert shapes == [pytest.approx(400 / 120, rel=0.01), pytest.approx(300 / 90, rel=0.01)]


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_a_logo_has_its_colours_on_the_page(mode):
    colour = {"RGBA": (200, 30, 60, 255), "RGB": (200, 30, 60), "L": (90,)}[mode]
    logo = Image.new(mode, (100, 100), colour)
    file = BytesIO()
    logo.save(file, "PNG")

    drawn = picture_of(certificate(Look(logo=file.getvalue())))

    [(left, bottom, right, top)] = pictures_in(certificate(Look(logo=file.getvalue())))
    middle = (round(left + right), round(2 * 595.28 - bottom - top))
    assert drawn.getpixel(middle) == tuple(logo.convert("RGB").getpixel((50, 50)))


def test_what_is_clear_in_a_logo_is_clear_on_the_page():
    drawn = picture_of(certificate(Look(logo=picture((0, 0, 0, 0)))))

    [(left, bottom, right, top)] = pictures_in(certificate(Look(logo=picture((0, 0, 0, 0)))))
    place = [round(2 * edge) for edge in (left, 595.28 - top, right, 595.28 - bottom)]
    assert {colour for _count, colour in drawn.crop(place).getcolors()} == {(255, 255, 255)}


def test_a_picture_finer_than_print_is_made_smaller():
    small, large = (certificate(Look(logo=picture((9, 9, 9, 255), size))) for size in ((1200, 300), (4000, 1000)))

    assert len(large) < len(small) * 1.1


def test_a_signer_without_a_picture_gets_a_line_to_sign_on():
    pdf = certificate(Look(signed_by="Dr Priya Sharma"))

    assert pictures_in(pdf) == []
    assert picture_of(pdf).getpixel((632 * 2, round((595.28 - 119) * 2))) != (255, 255, 255)


def test_who_listens_hears_the_parts_in_their_order():
    kind, said, parts = structure_of(certificate(LOOK))

    assert (kind, said) == ("Document", "")
    assert [(kind, said) for kind, said, _parts in parts] == [
        ("Figure", "Logo of Riverside Surgery"),
        ("P", ""),
        ("H1", ""),
        *[("P", "")] * 6,
        ("L", ""),
        *[("P", "")] * 4,
        ("Figure", "Signature of Dr Priya Sharma"),
        *[("P", "")] * 2,
        ("Figure", f"QR code that leads to {FACTS.verify_url}"),
        *[("P", "")] * 2,
    ]


def test_what_is_covered_is_a_list_and_the_address_a_link():
    parts = {kind: within for kind, _said, within in structure_of(certificate())[2] if within}

    assert parts == {"L": [("LI", "", [("LBody", "", [])])] * 2, "P": [("Link", "", [])]}


def test_who_listens_hears_a_shaped_name_as_it_was_typed():
    said = [said for _kind, said, _parts in structure_of(certificate(name="محمد علي"))[2]]

    assert said.count("محمد علي") == 1


@pytest.mark.parametrize("name", ["Ann Lee", "Ann (محمد علي) Lee"])
def test_everything_drawn_is_either_part_of_the_structure_or_marked_as_decoration(name):
    assert unmarked_in(certificate(LOOK, name=name)) == []


def test_the_link_leads_from_the_structure_to_the_page_and_back():
    document = reader(certificate())

    page, root = document.pages[0], document.trailer["/Root"]["/StructTreeRoot"]
    [link] = (link.get_object() for link in page["/Annots"])
    _page, marks, number, element = root["/ParentTree"]["/Nums"]
    assert (page["/StructParents"], link["/StructParent"], link["/Contents"]) == (0, number, "Check this certificate")
    assert element.get_object()["/K"][1]["/Obj"].get_object() == link
    assert [mark.get_object()["/K"][0] for mark in marks] == list(range(len(marks)))


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
