import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from trainingsite.formats import fonts

LANGUAGES_END = 0x2000  # beyond are the letters of phonetics and of dead scripts


@pytest.mark.parametrize("script", ["LATIN", "GREEK", "CYRILLIC"])
def test_every_letter_of_the_scripts_we_cover_can_be_drawn(script):
    letters = "".join(
        character
        for character in map(chr, range(LANGUAGES_END))
        if unicodedata.name(character, "").startswith(f"{script} ") and character.isalpha()
    )

    assert fonts.missing(letters) == ""


def test_a_name_in_a_script_we_cannot_draw_is_reported():
    assert fonts.missing("Wei Li 李伟") == "李伟"


def test_a_character_we_cannot_draw_is_shown_to_be_one():
    assert fonts.printable("Li 李") == "Li \ufffd"


def test_accents_typed_apart_from_their_letters_are_composed():
    assert fonts.printable("Zoe\u0308") == "Zoë"


def test_invisible_characters_and_odd_spaces_are_not_drawn():
    assert fonts.printable("Ann\u200b\u202e\u00a0Lee\n") == "Ann Lee "


def test_a_minus_sign_is_drawn_as_a_dash():
    assert fonts.printable("30 staff \u2212 2 on leave") == "30 staff \u2013 2 on leave"


def test_the_typefaces_travel_with_their_licence_and_stay_small():
    folder = Path(fonts.__file__).parent / "fonts"

    assert sorted(path.name for path in folder.iterdir()) == [
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "NotoSerif-Regular.ttf",
        "OFL.txt",
    ]
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_500_000


def test_the_same_characters_are_cut_out_of_a_typeface_once():
    fonts.register()
    font = pdfmetrics.getFont(fonts.SERIF)

    assert font.subset((0, 65, 66)) is font.subset((0, 65, 66))


def test_a_reader_is_told_how_wide_each_character_is():
    fonts.register()

    assert pdfmetrics.getFont(fonts.REGULAR).subset((32, 65, 0x416)).widths == "[260 639 854]"


@pytest.fixture
def impatient_threads():
    """Threads that interrupt each other after every few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_subsets_cut_by_several_threads_are_whole(impatient_threads):
    fonts.register()
    font = pdfmetrics.getFont(fonts.REGULAR)
    sets = [(0, *range(start, start + 60)) for start in range(0xC0, 0x180, 2)]
    alone = [font.cut(codes).program for codes in sets]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda codes: font.cut(codes).program, sets))

    assert together == alone
