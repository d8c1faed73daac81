from datetime import date

from trainingsite.formats.dates import long_date


def test_a_day_is_written_with_its_month_in_words():
    assert long_date(date(2026, 3, 4)) == "4 March 2026"
