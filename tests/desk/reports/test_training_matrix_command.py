"""The training matrix on the command line: for programs, for people, and what it says to bad input."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.formats.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """One person, one module, done on 3 March 2026 and good for a year."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    member, page = make_member("=Tom Ellis", practice=practice), make_module("Boundaries")
    make_requirement(make_programme("Induction", practice), module=page, refresher_months=12)
    complete(member.person, make_module_version(page), at=moment(2026, 3, 3))
    return practice


def run(tmp_path, *more, name="matrix", ods="x99999", on="2026-03-10", known_on=""):
    target = tmp_path / name
    known = ("--known-on", known_on) if known_on else ()
    call_command("training_matrix", "--practice", ods, "--on", on, *known, "--output", str(target), *more)
    return target.read_bytes()


def test_json_has_everything_the_contract_names(practice, tmp_path):
    person = practice.memberships.get().person

    said = json.loads(run(tmp_path, "--format", "json", "--known-on", "2026-03-09"))

    assert said == {
        "practice": "Millbrook Lane Surgery",
        "ods": "X99999",
        "on": "2026-03-10",
        "known_on": "2026-03-09",
        "requirements": [{"key": "boundaries", "title": "Boundaries", "kind": "module"}],
        "people": [
            {
                "id": str(person.key),
                "name": "=Tom Ellis",
                "job_role": "Receptionist",
                "cells": {
                    "boundaries": {
                        "status": "compliant",
                        "due_on": "2027-03-03",
                        "completed_on": "2026-03-03",
                        "valid_until": "2027-03-03",
                        "basis": "own",
                        "told": None,
                    }
                },
            }
        ],
        "totals": {
            "boundaries": {
                "in_practice": 1,
                "not_required": 0,
                "on_leave": 0,
                "exempt": 0,
                "required": 1,
                "compliant": 1,
            }
        },
    }


def test_the_spreadsheet_is_the_reports_and_says_that_a_command_asked(practice, tmp_path):
    book = load_workbook(io.BytesIO(run(tmp_path, "--format", "xlsx", "--known-on", "2026-03-09")))

    said = {label: text for label, text, *_ in book["About this report"].iter_rows(values_only=True)}
    assert [cell.value for cell in book["Training matrix"]["A"]] == ["Person", "=Tom Ellis"]
    assert (said["Asked by"], said["As known on"]) == ("command line of the server", "The end of 9 March 2026")


def test_the_pdf_is_the_reports(practice, tmp_path):
    paper = run(tmp_path, "--format", "pdf")

    assert words_of(paper).count("=Tom Ellis Receptionist Compliant until 3 Mar 2027") == 1


def test_csv_cells_cannot_be_formulas(practice, tmp_path):
    rows = list(csv.reader(io.StringIO(run(tmp_path, "--format", "csv").decode())))

    assert rows == [
        ["Name", "Job role", "Boundaries: status", "Boundaries: done on", "Boundaries: due on"],
        ["'=Tom Ellis", "Receptionist", "Compliant", "2026-03-03", "2027-03-03"],
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"ods": "Z00000"}, "No practice has the ODS code Z00000. There is: X99999."),
        ({"on": "2026-02-30"}, "“2026-02-30” is not a date: type it as YYYY-MM-DD, for example 2026-03-31."),
        ({"on": "tomorrow"}, "“tomorrow” is not a date: type it as YYYY-MM-DD, for example 2026-03-31."),
        ({"on": "9999-12-31"}, "There is no matrix of 31 December 9999: choose a day before 2100."),
        ({"known_on": "2099-01-01"}, "will be known on 1 January 2099: choose today or a day before."),
        ({"name": "nowhere/matrix"}, "No such file or directory. Choose a folder you may write to."),
    ],
)
def test_bad_input_gets_a_sentence_and_writes_nothing(practice, tmp_path, asked, sentence):
    with pytest.raises(CommandError) as refused:
        run(tmp_path, **asked)

    assert str(refused.value).endswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_without_a_day_it_is_today_or_the_day_on_which_the_practice_goes_live(practice, tmp_path):
    today = timezone.localdate()
    make_practice("New Surgery", ods_code="N12345", went_live_on=today + dt.timedelta(days=14))

    found = []
    for ods in ("X99999", "N12345"):
        target = tmp_path / ods
        call_command("training_matrix", "--practice", ods, "--format", "json", "--output", str(target))
        found.append(json.loads(target.read_bytes())["on"])

    assert found == [today.isoformat(), (today + dt.timedelta(days=14)).isoformat()]


def test_standard_output_is_the_report_and_nothing_else(practice, capfdbinary):
    call_command("training_matrix", "--practice", "X99999", "--on", "2026-03-10", "--format", "json")

    assert json.loads(capfdbinary.readouterr().out)["ods"] == "X99999"
