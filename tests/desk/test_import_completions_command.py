"""Importing completions on the command line: what it prints, what it changes, and how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.compliance.claiming import make_manager
from tests.compliance.completing import DONE, ann_who_works_here, completions_file
from tests.factories import make_member, make_practice
from trainingsite.compliance.models import PriorLearning
from trainingsite.people.importing.table import IS_WORKBOOK, TOO_BIG

pytestmark = pytest.mark.django_db

LONG_AGO = {**DONE, "completed_on": "31/12/1989"}
AHEAD = {**DONE, "completed_on": "01/01/2999"}


@pytest.fixture
def ann():
    return ann_who_works_here(make_practice(ods_code="X99999"))


@pytest.fixture
def run(tmp_path, ann):
    """Runs the command on these rows, or these bytes, and answers what it printed."""

    def run(*rows, options=(), body: bytes | None = None) -> str:
        path, out = tmp_path / "completions.csv", io.StringIO()
        path.write_bytes(completions_file(*rows) if body is None else body)
        run.printed = out
        call_command("import_completions", str(path), "--practice", "x99999", *options, stdout=out)
        return out.getvalue()

    return run


def test_it_is_a_dry_run_unless_told_to_apply(run):
    assert json.loads(run(DONE, options=["--json"])) == {"created": 1, "updated": 0, "unchanged": 0, "errors": []}
    assert PriorLearning.objects.count() == 0


def test_applied_twice_it_is_the_same_as_once(run):
    first, second = (json.loads(run(DONE, options=["--apply", "--json"])) for _ in range(2))

    assert (first["created"], second["created"], second["unchanged"]) == (1, 0, 1)
    assert PriorLearning.objects.count() == 1


def test_an_error_is_in_the_json_and_ends_the_command(run):
    with pytest.raises(CommandError, match="Nothing was changed: there is 1 error"):
        run(DONE, AHEAD, options=["--apply", "--json"])

    assert json.loads(run.printed.getvalue()) == {
        "created": 0, "updated": 0, "unchanged": 0,
        "errors": [
            {
                "row": 3, "column": "completed_on",
                "message": "01/01/2999 is still to come. Give the day it was done.",
            }
        ],
    }  # fmt: skip
    assert PriorLearning.objects.count() == 0


def test_errors_are_told_one_a_line(run):
    with pytest.raises(CommandError) as refused:
        run({**DONE, "staff_number": "999", "completed_on": "31/03/26"})

    assert str(refused.value).splitlines() == [
        "row 2, staff_number: Nobody here has the number 999. Check it, or add the person first.",
        "row 2, completed_on: “31/03/26” has a short year. Type all four figures of it, for example 31/03/2026.",
        "Nothing was changed: there are 2 errors.",
    ]


def test_a_dry_run_says_line_by_line_what_would_be_put_in(run):
    assert run(DONE, LONG_AGO).splitlines() == [
        "New: 2",
        "  row 2: Ann Lee, Fire safety, 01/02/2026 (done elsewhere)",
        "  row 3: Ann Lee, Fire safety, 31/12/1989 (imported)",
        "There already: 0",
        "Worth a look:",
        "  row 3, completed_on: 31/12/1989 is long ago. Check the year.",
        "Nothing was changed: this was a dry run. Add --apply to put it in.",
    ]


def test_whoever_says_who_they_are_vouches_for_it(run, ann):
    manager = make_manager("Raj Shah", practice=ann.practice)

    assert run(DONE, options=["--apply", "--by", manager.username]).splitlines()[-1] == "Done."
    assert PriorLearning.objects.get().accepted_by == manager


def test_ones_own_line_is_refused(run, ann):
    manager = make_manager("Raj Shah", practice=ann.practice, staff_number="1")

    with pytest.raises(CommandError, match="Nobody records their own training"):
        run({**DONE, "staff_number": "1"}, options=["--apply", "--by", manager.username])
    assert PriorLearning.objects.count() == 0


def test_only_a_manager_of_the_practice_vouches_for_it(run):
    elsewhere = make_manager("Eve Moss", practice=make_practice("Harbour View Surgery"))

    with pytest.raises(CommandError, match="Eve Moss does not manage Millbrook Lane Surgery"):
        run(DONE, options=["--apply", "--by", elsewhere.username])
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        run(DONE, options=["--by", "nobody"])
    assert PriorLearning.objects.count() == 0


def test_a_practice_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(CommandError, match="No practice has the ODS code Z00000"):
        run(DONE, options=["--practice", "Z00000"])
    with pytest.raises(CommandError, match=r"Cannot read no\.csv: No such file or directory"):
        call_command("import_completions", "no.csv", "--practice", "X99999")


@pytest.mark.parametrize(("body", "sentence"), [(b"x" * 50_000_000, TOO_BIG), (b"PK\x03\x04...", IS_WORKBOOK)])
def test_what_is_no_file_of_completions_is_an_error_like_any_other(run, body, sentence):
    with pytest.raises(CommandError):
        run(body=body, options=["--apply", "--json"])

    assert json.loads(run.printed.getvalue())["errors"] == [{"row": 1, "column": "", "message": f"{sentence}."}]


def test_another_practices_people_are_not_found(run):
    make_member("Tom Ellis", practice=make_practice("Harbour View Surgery"), staff_number="102")

    with pytest.raises(CommandError, match="Nobody here has the number 102"):
        run({**DONE, "staff_number": "102"})
