from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from tests.formats.pictures import BASIC, difference, drawn_by_pillow, drawn_by_us, line_in_a_pdf
from tests.formats.reading import lines_of
from trainingsite.formats import fonts
from trainingsite.formats.shaping import breaks, runs, width
from trainingsite.formats.typesetting import set_text

LATIN, ARABIC = fonts.REGULAR, "NotoNaskhArabic-Regular"
NAMES = {
    "NotoNaskhArabic-Regular": "الخطيب",
    "NotoSansHebrew-Regular": "אברהם",
    "NotoSansDevanagari-Regular": "श्रीकृष्ण",
    "NotoSansBengali-Regular": "অনিন্দিতা",
    "NotoSansGurmukhi-Regular": "ਗੁਰਪ੍ਰੀਤ",
    "NotoSansGujarati-Regular": "જ્ઞાનેશ્વરી",
    "NotoSansTamil-Regular": "கிருஷ்ணமூர்த்தி",
    "NotoSansTelugu-Regular": "శ్రీనివాస్",
    "NotoSansKannada-Regular": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "NotoSansMalayalam-Regular": "ശ്രീകുമാർ",
    "NotoSansSinhala-Regular": "ශ්‍රී",
    "NotoSansMyanmar-Regular": "မြန်မာ",
    "NotoSansKhmer-Regular": "ខ្មែរ",
    "NotoSansThai-Regular": "สมชาย",
    "NotoSansEthiopic-Regular": "አበበ",
    "NotoSansCJKsc-Regular": "李伟陳大文",
    "NotoSans-Regular": "Adébáyọ̀",
}
JOINED_OR_TURNED = [
    "NotoNaskhArabic-Regular", "NotoSansHebrew-Regular", "NotoSansDevanagari-Regular", "NotoSansBengali-Regular",
    "NotoSansGujarati-Regular", "NotoSansTamil-Regular", "NotoSansSinhala-Regular",
]  # fmt: skip


@pytest.mark.parametrize("file", NAMES)
def test_a_name_is_drawn_as_another_library_draws_it(file):
    name = NAMES[file]

    assert difference(drawn_by_us(name, LATIN), drawn_by_pillow((name, file))) < 0.005


@pytest.mark.parametrize("file", JOINED_OR_TURNED)
def test_without_shaping_the_name_would_be_another(file):
    name = NAMES[file]

    assert difference(drawn_by_us(name, LATIN), drawn_by_pillow((name, file), layout=BASIC)) > 0.2


def test_a_chinese_name_is_not_drawn_in_boxes():
    name = NAMES["NotoSansCJKsc-Regular"]

    assert difference(drawn_by_us(name, LATIN), drawn_by_pillow((name, LATIN))) > 0.5


def test_each_script_in_a_mixed_name_runs_its_own_way():
    from_left = ("Ann (", LATIN), ("علي", ARABIC), (" ", LATIN), ("محمد", ARABIC), (") Lee", LATIN)

    assert difference(drawn_by_us("Ann (محمد علي) Lee", LATIN), drawn_by_pillow(*from_left)) < 0.005


def test_a_number_in_a_name_from_right_to_left_is_not_turned():
    from_left = ("علي", ARABIC), (" 12 ", LATIN), ("محمد", ARABIC)

    assert difference(drawn_by_us("محمد 12 علي", LATIN), drawn_by_pillow(*from_left)) < 0.005


def test_brackets_in_a_name_from_right_to_left_face_it():
    from_left = ("(", LATIN), ("علي", ARABIC), (") ", LATIN), ("محمد", ARABIC)

    assert difference(drawn_by_us("محمد (علي)", LATIN), drawn_by_pillow(*from_left)) < 0.005


def test_a_bold_name_is_drawn_heavier():
    name = NAMES["NotoNaskhArabic-Regular"]

    regular, bold = (drawn_by_us(name, font) for font in (fonts.REGULAR, fonts.BOLD))

    assert bold.histogram()[255] > 1.1 * regular.histogram()[255]


@pytest.mark.parametrize(
    "name",
    [
        "محمد علي الخطيب", "زینب می‌خواهم", "אברהם כהן", "प्रियंका शर्मा",
        "অনিন্দিতা চক্রবর্তী", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "李伟 陳大文", "김민준",
    ],
)  # fmt: skip
def test_a_shaped_name_can_be_read_back(name):
    assert lines_of(line_in_a_pdf(name, LATIN)) == [name]


@pytest.mark.parametrize("name", ["محمد علي", "श्रीकृष्ण द्विवेदी", "கிருஷ்ணமூர்த்தி", "ශ්‍රී ලංකා", "ខ្មែរ", "李伟"])
def test_a_shaped_name_can_be_copied_in_a_browser(name):
    with pypdfium2.PdfDocument(line_in_a_pdf(name, LATIN)) as document:
        assert document[0].get_textpage().get_text_range() == name


def test_plain_text_is_one_run_of_its_characters():
    assert [(run.text, run.glyphs) for run in runs("Zoë Ćwik", LATIN)] == [("Zoë Ćwik", ())]


def test_a_text_is_as_wide_as_its_runs():
    text = "Ann محمد"

    assert width(text, LATIN) == pytest.approx(width("Ann ", LATIN) + width("محمد", LATIN))


def test_a_word_is_not_parted_within_a_letter():
    word = "श्रीकृष्ण"

    parts = [word[start:end] for start, end in zip([0, *breaks(word)], [*breaks(word), len(word)], strict=True)]

    assert parts == ["श्री", "कृ", "ष्ण"]


def test_a_long_chinese_name_is_broken_between_characters():
    name = "李伟陳大文" * 30

    lines = set_text(name, LATIN, 20, 300).lines

    assert ("".join(lines), max(len(line) for line in lines)) == (name, 15)


def test_lines_shaped_by_several_threads_are_the_ones_shaped_alone():
    names = [name * count for name in NAMES.values() for count in range(1, 6)]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda name: runs.__wrapped__(name, LATIN), names))

    assert together == [runs.__wrapped__(name, LATIN) for name in names]
