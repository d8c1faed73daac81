"""Several tables as one CSV: a column goes under its own heading, also where a table has one heading twice."""

import csv
import io

from tests.desk.reports.scenes import asked_of
from trainingsite.desk.reports.asking import Answer, Column, Section
from trainingsite.desk.reports.files import csv_of
from trainingsite.desk.reports.overdue import REPORT
from trainingsite.people.models import Practice


def table(*sections: tuple[str, list[str], list[str]]) -> list[list[str]]:
    parts = [Section(title, [Column(word) for word in words], [row], "Nothing.") for title, words, row in sections]
    data = b"".join(csv_of(REPORT, asked_of(Practice(), None), Answer([], parts, [])))
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_two_columns_of_one_name_are_two_columns():
    assert table(
        ("Weeks", ["As at", "Induction", "Induction"], ["today", "one", "two"]), ("Lapses", ["Person"], ["Tom"])
    ) == [
        ["Section", "As at", "Induction", "Induction", "Person"],
        ["Weeks", "today", "one", "two", ""],
        ["Lapses", "", "", "", "Tom"],
    ]


def test_columns_of_one_name_in_two_tables_are_one():
    assert table(("Here", ["Person", "What"], ["Tom", "left"]), ("Gone", ["What", "Person"], ["came", "Ann"])) == [
        ["Section", "Person", "What"],
        ["Here", "Tom", "left"],
        ["Gone", "Ann", "came"],
    ]
