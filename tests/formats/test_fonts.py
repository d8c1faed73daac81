import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from trainingsite.formats import fonts, scripts
from trainingsite.formats.embedding import cut
from trainingsite.formats.typefaces import FOLDER, typeface

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
    assert fonts.missing("Wei Li 李伟 \U00013080") == "\U00013080"


def test_a_character_we_cannot_draw_is_shown_to_be_one():
    assert fonts.printable("Li 李 \U00013080") == "Li 李 \ufffd"


def test_accents_typed_apart_from_their_letters_are_composed():
    assert fonts.printable("Zoe\u0308") == "Zoë"


def test_invisible_characters_and_odd_spaces_are_not_drawn():
    assert fonts.printable("Ann\u200b\u202e\u00a0Lee\n") == "Ann Lee "


def test_a_minus_sign_is_drawn_as_a_dash():
    assert fonts.printable("30 staff \u2212 2 on leave") == "30 staff \u2013 2 on leave"


def test_what_joins_or_parts_letters_stays_in_the_scripts_that_have_it():
    assert fonts.printable("A\u200dnn می\u200cخواهم") == "Ann می\u200cخواهم"


def test_a_wish_for_another_form_of_a_character_is_not_drawn():
    assert fonts.printable("葛\U000e0100城") == "葛城"


def test_every_script_has_its_typeface_and_every_typeface_its_script():
    there = {path.stem for path in FOLDER.glob("*.ttf")}

    assert there == {*fonts.TYPEFACES, *(name for _start, _end, name in scripts.BLOCKS)}


def test_the_typefaces_travel_with_their_licence_and_stay_small():
    assert {path.suffix for path in FOLDER.iterdir()} == {".ttf", ".txt", ".md"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 10_500_000


def test_blocks_of_scripts_are_in_their_order():
    assert sorted(scripts.BLOCKS) == list(scripts.BLOCKS)


def codes(text):
    face = typeface(fonts.REGULAR)
    return tuple((face.glyphs[character], character) for character in text)


def test_the_same_characters_are_cut_out_of_a_typeface_once():
    assert cut(fonts.SERIF, codes("AB")) is cut(fonts.SERIF, codes("AB"))


def test_a_reader_is_told_how_wide_each_character_is():
    assert cut(fonts.REGULAR, codes(" AЖ")).widths == "[1 [260 639 854]]"


@pytest.fixture
def impatient_threads():
    """Threads that interrupt each other after every few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_parts_cut_by_several_threads_are_whole(impatient_threads):
    face = typeface(fonts.REGULAR)
    sets = [range(start, start + 60) for start in range(100, 300, 2)]
    alone = [face.cut(glyphs) for glyphs in sets]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(face.cut, sets))

    assert together == alone
