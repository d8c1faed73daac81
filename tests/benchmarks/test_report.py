"""A row of the benchmark is one JSON object with the names that others read."""

import json

from benchmarks.report import write_row


def test_a_row_says_the_median_of_its_runs_and_how_far_they_lie_apart(capsys):
    write_row("hello", "requests/s", [10.0, 30.123456, 20.0], database="postgresql", people=34)

    assert json.loads(capsys.readouterr().out) == {
        "name": "hello",
        "value": 20.0,
        "unit": "requests/s",
        "database": "postgresql",
        "people": 34,
        "runs": 3,
        "min": 10.0,
        "max": 30.12,
    }
