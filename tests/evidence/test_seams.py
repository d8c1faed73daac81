"""Long words in the narrow columns of the summary: no line ends in the middle of what people read."""

import pytest

from trainingsite.evidence import expectations, missing, policy_table
from trainingsite.evidence.seams import ACROSS, parted, seamed, seamed_table, spaced, width_of
from trainingsite.formats import fonts
from trainingsite.formats.pdf import CELL_PADDING, Column, Strong, widths_of

ORDINARY = (
    "Physiotherapist", "Receptionist", "Prescriptions", "Confidentiality", "Responsibilities", "Interdisciplinary",
    "Immunisations", "Administrator", "Phlebotomist", "telephonist-", "safeguarding/",
)  # fmt: skip
NARROW = 60.0


@pytest.fixture(autouse=True)
def _typefaces():
    fonts.register()


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("telephonist-receptionist", "telephonist- receptionist"),
        ("safeguarding/confidentiality", "safeguarding/ confidentiality"),
        ("a safeguarding/confidentiality lead", "a safeguarding/ confidentiality lead"),
        ("check-up", "check-up"),  # it fits
        ("and/or", "and/or"),
        ("policies/register.csv", "policies/ register.csv"),
        ("a-b-c-telephonist-receptionist", "a-b-c- telephonist- receptionist"),
    ],
)
def test_a_word_is_parted_where_it_is_joined_and_only_where_it_must_be(text, set_as):
    assert spaced(text, NARROW, fonts.REGULAR) == set_as


def test_nobody_sees_the_space_at_a_seam():
    """Two parts never fit on one line together, so the line always ends there."""
    parts = list(parted("deputy-lead-telephonist-receptionist-in-training", NARROW, fonts.REGULAR))

    pairs = zip(parts, parts[1:], strict=False)
    assert [pair for pair in pairs if width_of("".join(pair), fonts.REGULAR) <= NARROW] == []


def test_a_word_in_bold_is_measured_in_bold():
    word, room = "telephonist-receptionist", 99.0

    assert (seamed(word, room), seamed(Strong(word), room)) == (word, Strong("telephonist- receptionist"))


def test_a_table_parts_the_words_of_its_narrow_columns_alone():
    columns = [Column("Job role", 1), Column("Requirement", 6)]

    table = seamed_table(columns, [["telephonist-receptionist", "safeguarding/confidentiality"]], empty="None")

    assert table.rows == [["telephonist- receptionist", "safeguarding/confidentiality"]]


@pytest.mark.parametrize("place", [0, 1, 2, 6])
def test_ordinary_long_words_have_room_in_the_table_of_gaps(place):
    room = widths_of(missing.GAP_COLUMNS, ACROSS)[place] - 2 * CELL_PADDING

    assert [word for word in ORDINARY if width_of(word, fonts.REGULAR) > room] == []


def test_no_date_is_broken_in_the_table_of_gaps_or_in_the_register():
    gaps, policies = (widths_of(columns, ACROSS) for columns in (missing.GAP_COLUMNS, policy_table.COLUMNS))

    rooms = [width - 2 * CELL_PADDING for width in (gaps[4], policies[2], policies[3], policies[5])]
    assert [room for room in rooms if room < width_of("30 Nov 2026", fonts.REGULAR)] == []


@pytest.mark.parametrize("columns", [missing.GAP_COLUMNS, missing.PLAN_COLUMNS, expectations.ASKED_COLUMNS])
def test_a_heading_is_never_broken(columns):
    rooms = [width - 2 * CELL_PADDING for width in widths_of(columns, ACROSS)]

    words = [(word, room) for column, room in zip(columns, rooms, strict=True) for word in column.heading.split()]
    assert [word for word, room in words if width_of(word, fonts.BOLD) > room + 1] == []


def test_a_name_in_another_script_is_set_as_it_is():
    assert spaced("李小龍 محمد", NARROW, fonts.REGULAR) == "李小龍 محمد"
