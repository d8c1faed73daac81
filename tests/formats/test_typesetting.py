import pytest

from trainingsite.formats import fonts
from trainingsite.formats.typesetting import bullets, fit, set_text

WIDTH = 200


def test_a_short_text_is_one_line():
    assert set_text("Ann Lee", fonts.REGULAR, 10, WIDTH).lines == ("Ann Lee",)


def test_a_long_text_is_wrapped_and_loses_nothing():
    text = "What we say about patients when we think that nobody hears us"

    lines = set_text(text, fonts.REGULAR, 12, WIDTH)

    assert (len(lines.lines), " ".join(lines.lines)) == (2, text)
    assert lines.width <= WIDTH


def test_a_word_longer_than_a_line_is_broken():
    lines = set_text("W" * 60, fonts.REGULAR, 12, WIDTH)

    assert "".join(lines.lines) == "W" * 60
    assert lines.width <= WIDTH


def test_an_address_is_parted_after_a_slash():
    address = "https://training.example.nhs.uk/verify/7KQ4M2XN9VTRH3DWP7KQ4M2XN9VTR"

    assert set_text(address, fonts.REGULAR, 9, 240).lines[0] == "https://training.example.nhs.uk/verify/"


def test_a_word_is_set_even_where_not_one_letter_fits():
    assert set_text("Wow", fonts.REGULAR, 12, 1).lines == ("W", "o", "w")


def test_a_text_is_set_in_the_largest_size_that_fits():
    assert fit("Personal and professional boundaries", fonts.BOLD, (30, 16, 10), WIDTH, 45).size == 16


def test_a_text_that_never_fits_is_set_in_the_smallest_size():
    assert fit("word " * 500, fonts.REGULAR, (30, 10), WIDTH, 45).size == 10


def test_no_single_word_is_left_over_for_the_last_line():
    lines = fit("What we say about patients when nobody hears us", fonts.REGULAR, (12,), 280, 60).lines

    assert lines == ("What we say about patients", "when nobody hears us")


def test_nothing_is_set_in_no_lines():
    assert set_text("", fonts.REGULAR, 10, WIDTH).height == 0


@pytest.mark.parametrize(("count", "columns"), [(0, []), (1, [1]), (2, [1, 1]), (5, [3, 2])])
def test_a_list_fills_its_columns_one_after_the_other(count, columns):
    listed = bullets(("Know what to do",) * count, fonts.REGULAR, 10, 400, 2)

    assert [len(column) for column in listed.columns] == columns
