"""The training matrix on the command line: JSON and CSV, and what it says to bad input."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

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

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """One person, one module, done on 3 March 2026 and good for a year."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    member, page = make_member("=Tom Ellis", practice=practice), make_module("Boundaries")
    make_requirement(make_programme("Induction", practice), module=page, refresher_months=12)
    complete(member.person, make_module_version(page), at=moment(2026, 3, 3))
    return practice


def run(tmp_path, *more, name="matrix", ods="x99999", on="2026-03-10"):
    target = tmp_path / name
    call_command("training_matrix", "--practice", ods, "--on", on, "--output", str(target), *more)
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
        ({"name": "nowhere/matrix"}, "No such file or directory. Choose a folder you may write to."),
    ],
)
def test_bad_input_gets_a_sentence_and_writes_nothing(practice, tmp_path, asked, sentence):
    with pytest.raises(CommandError) as refused:
        run(tmp_path, **asked)

    assert str(refused.value).endswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_standard_output_is_the_report_and_nothing_else(practice, capfdbinary):
    call_command("training_matrix", "--practice", "X99999", "--on", "2026-03-10", "--format", "json")

    assert json.loads(capfdbinary.readouterr().out)["ods"] == "X99999"
