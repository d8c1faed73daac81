"""Charts begin at nothing, break where there is nothing to say, and can be read without colour."""

import datetime as dt

import pytest

from tests.formats.reading import words_of
from trainingsite.formats.canvas import About
from trainingsite.formats.charts import (
    DASHES,
    NARROW,
    WIDE,
    Bar,
    Series,
    Target,
    bars_chart,
    dots_chart,
    lines_chart,
    moved_apart,
    nice_top,
    rows_chart,
    stacked,
)
from trainingsite.formats.drawing import Box, Dot, Line, Path, Words
from trainingsite.formats.pdf import Document, Picture, render

ABOUT = {"title": "Share met", "description": "It rose."}
MONDAYS = [dt.date(2025, 1, 6) + dt.timedelta(weeks=week) for week in range(6)]


def of_kind(drawing, kind):
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def texts(drawing):
    return [words.text for words in of_kind(drawing, Words)]


def chart(*lines, width=WIDE, **more):
    return lines_chart(**ABOUT, days=MONDAYS, lines=lines, width=width, **more)


def test_a_line_stands_where_its_values_are():
    drawing = chart(Series("Met", [0, 50, 100, 50, 0, 25]), highest=100)

    (path,) = of_kind(drawing, Path)
    bottom, top = path.points[0][1], path.points[2][1]
    heights = [round((bottom - y) / (bottom - top), 3) for _, y in path.points]
    assert heights == [0, 0.5, 1, 0.5, 0, 0.25]


def test_weeks_stand_at_equal_distances():
    (path,) = of_kind(chart(Series("Met", [1, 2, 3, 4, 5, 6])), Path)

    steps = {round(right[0] - left[0], 6) for left, right in zip(path.points, path.points[1:], strict=False)}
    assert len(steps) == 1


def test_where_there_is_nothing_to_say_the_line_is_broken():
    drawing = chart(Series("Met", [1, 2, None, 4, 5, None]))

    assert [len(path.points) for path in of_kind(drawing, Path)] == [2, 2]


def test_a_week_between_gaps_is_a_dot():
    drawing = chart(Series("Met", [None, 2, None, 4, 5, 6]))

    assert (len(of_kind(drawing, Dot)), [len(path.points) for path in of_kind(drawing, Path)]) == (1, [3])


def test_lines_are_told_apart_without_colour():
    drawing = chart(*(Series(f"Programme {number}", [number] * 6) for number in range(6)))

    assert [path.dash for path in of_kind(drawing, Path)] == list(DASHES)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_line_is_named_with_its_last_value(width):
    drawing = chart(Series("Required", [9] * 6), Series("Met", [7] * 6), width=width)

    assert [text for text in texts(drawing) if ":" in text] == ["Required: 9", "Met: 7"]


def test_a_line_that_stopped_is_named_without_a_value():
    drawing = chart(Series("Met", [9, 9, 9, 9, 9, None]), unit="%", highest=100)

    assert "Met" in texts(drawing)


def test_the_scale_of_a_share_goes_from_nothing_to_everything():
    drawing = chart(Series("Met", [97] * 6), highest=100, unit="%")

    assert [text for text in texts(drawing) if text.endswith("%")][:5] == ["0%", "25%", "50%", "75%", "100%"]


def test_a_target_is_a_line_across_with_its_name():
    drawing = chart(Series("Met", [80] * 6), highest=100, target=Target("Target: 95%", 95))

    across = [line for line in of_kind(drawing, Line) if line.dash]
    assert [(line.x1 < 100, line.y1 == line.y2) for line in across] == [(True, True)]
    assert texts(drawing).count("Target: 95%") == 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_word_of_a_chart_is_cut_off_or_too_small_to_read(width):
    days = [dt.date(2024, 3, 4) + dt.timedelta(weeks=week) for week in range(105)]
    drawing = lines_chart(
        **ABOUT, days=days, lines=[Series("Everything", [88] * 105)], highest=100, unit="%", width=width
    )

    for words in of_kind(drawing, Words):
        half = words.size * 0.6 * len(words.text) / 2
        left = words.x - {"start": 0, "middle": half, "end": 2 * half}[words.anchor]
        assert left > -4, words.text
        assert left + 2 * half < width + 12, words.text
        assert words.size >= 12


def test_months_do_not_run_into_each_other():
    days = [dt.date(2024, 3, 4) + dt.timedelta(weeks=week) for week in range(105)]
    drawing = lines_chart(**ABOUT, days=days, lines=[Series("Met", [88] * 105)], width=NARROW)

    months = [words.x for words in of_kind(drawing, Words) if words.text[-4:] in {"2024", "2025", "2026"}]
    assert len(months) > 1
    assert min(right - left for left, right in zip(months, months[1:], strict=False)) > 60


def test_a_chart_of_nothing_has_a_scale_all_the_same():
    assert of_kind(chart(Series("Met", [None] * 6)), Path) == []


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (33, 36), (44, 60), (88, 100), (100, 100), (360, 360), (1234, 1400)],
)
def test_the_top_of_a_scale_is_easy_to_say(highest, top):
    assert nice_top(highest) == top


def test_a_scale_always_reaches_its_highest_value():
    assert [highest for highest in range(3000) if nice_top(highest) < highest or nice_top(highest) % 4] == []


def test_names_that_would_meet_are_moved_apart():
    heights = moved_apart([10, 10, 12, 200], 0, 210)

    assert [round(lower - upper) >= 18 for upper, lower in zip(heights, heights[1:], strict=False)] == [True] * 3
    assert heights[-1] == 200


def test_names_at_the_bottom_stay_on_the_chart():
    assert moved_apart([205, 208, 210], 0, 210) == [174, 192, 210]


def test_bars_are_as_high_as_their_numbers_say():
    drawing = bars_chart(**ABOUT, bars=[Bar("Jan", 2), Bar("Feb", 4), Bar("Mar", 0)])

    heights = [box.height for box in of_kind(drawing, Box)]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert len(heights) == 2
    assert texts(drawing) == ["2", "Jan", "4", "Feb", "0", "Mar"]


def test_on_a_phone_bars_lie_one_under_the_other():
    drawing = bars_chart(**ABOUT, bars=[Bar("Jan 2027", 2), Bar("Feb", 4)], width=NARROW)

    first, second = of_kind(drawing, Box)
    assert (first.x, first.y < second.y) == (second.x, True)
    assert second.width == pytest.approx(2 * first.width)
    assert texts(drawing) == ["Jan 2027", "2", "Feb", "4"]


def test_a_name_too_long_for_its_row_is_shortened():
    drawing = rows_chart(**ABOUT, bars=[Bar("Somebody with a very long name indeed", 3)], width=NARROW)

    assert texts(drawing)[0] == "Somebody with a ve\u2026"


@pytest.mark.parametrize("bars", [[], [Bar("Jan", 0)]])
def test_bars_of_nothing_are_drawn_as_nothing(bars):
    assert of_kind(bars_chart(**ABOUT, bars=bars), Box) == []


def test_dots_stand_on_each_other_where_they_would_meet():
    assert stacked([10, 11, 30, 31, 32], 11) == [(10, 0), (11, 1), (30, 0), (31, 1), (32, 2)]


def test_there_is_a_dot_for_each_value_and_a_line_through_the_middle():
    drawing = dots_chart(**ABOUT, values=[3, 14, 14, 30], mark=Target("Half within 14 days", 14), unit="days")

    middle = [line.x1 for line in of_kind(drawing, Line) if line.x1 == line.x2]
    at_14 = [dot for dot in of_kind(drawing, Dot) if dot.x == pytest.approx(middle[0])]
    assert (len(of_kind(drawing, Dot)), len(at_14)) == (4, 2)
    assert min(dot.y for dot in at_14) > 0


def test_a_chart_says_the_same_on_paper():
    drawing = chart(Series("Everything", [80, 81, 82, 83, 84, 85]), highest=100, unit="%")

    pdf = render(Document(About("Trends", MONDAYS[-1]), [Picture(drawing)]))

    assert words_of(pdf).split() == ["Share", "met", *" ".join(texts(drawing)).split(), *["Page", "1", "of", "1"]]
