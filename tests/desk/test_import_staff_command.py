"""Importing staff on the command line: what it prints, what it changes, and how it ends."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import give_duty, make_member, make_person, make_practice
from tests.people.staff_files import ANN, BEN, make_roles, staff_file
from trainingsite.audit.models import AuditEvent
from trainingsite.people.importing.table import IS_WORKBOOK, MOST_BYTES, TOO_BIG
from trainingsite.people.models import Duty, Membership, Person, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    make_roles()
    return make_practice(ods_code="X99999")


@pytest.fixture
def run(tmp_path, practice):
    """Runs the command on these rows, or these bytes, and answers what it printed."""

    def run(*rows, options=(), body: bytes | None = None) -> str:
        path, out = tmp_path / "staff.csv", io.StringIO()
        path.write_bytes(staff_file(*rows) if body is None else body)
        run.printed = out
        call_command("import_staff", str(path), "--practice", "x99999", *options, stdout=out)
        return out.getvalue()

    return run


def test_it_is_a_dry_run_unless_told_to_apply(run):
    assert json.loads(run(ANN, BEN, options=["--json"])) == {
        "created": 2, "updated": 0, "unchanged": 0, "proposed_leavers": 0, "errors": [],
    }  # fmt: skip
    assert Person.objects.count() == 0


def test_applied_twice_it_is_the_same_as_once(run):
    first = json.loads(run(ANN, BEN, options=["--apply", "--json"]))
    second = json.loads(run(ANN, BEN, options=["--apply", "--json"]))

    assert [first["created"], second["created"], second["unchanged"]] == [2, 0, 2]
    assert Person.objects.count() == Membership.objects.count() == 2


def test_an_error_is_in_the_json_and_ends_the_command(run):
    with pytest.raises(CommandError, match="Nothing was changed: there is 1 error"):
        run(ANN, {**BEN, "job_role": "Recepcionist"}, options=["--apply", "--json"])

    assert json.loads(run.printed.getvalue()) == {
        "created": 0, "updated": 0, "unchanged": 0, "proposed_leavers": 0,
        "errors": [
            {
                "row": 3, "column": "job_role",
                "message": "“Recepcionist” is not one of the job roles. Did you mean Receptionist? They are: "
                "GP partner; Practice nurse; Receptionist.",
            }
        ],
    }  # fmt: skip
    assert Person.objects.count() == 0


def test_errors_are_told_one_a_line(run):
    with pytest.raises(CommandError) as refused:
        run({**ANN, "first_name": "", "started_on": "31/03/26"})

    assert str(refused.value).splitlines() == [
        "row 2, first_name: Give the first name.",
        "row 2, started_on: “31/03/26” has a short year. Type all four figures of it, for example 31/03/2026.",
        "Nothing was changed: there are 2 errors.",
    ]


def test_a_dry_run_says_line_by_line_what_would_change(run, practice):
    run(ANN, BEN, options=["--apply"])

    namesake = (
        "Somebody called Ann Lee is known here already (staff number 101, ann@surgery.example). This line is taken "
        "for another person. If it is the same one, give what we know them by."
    )
    assert run({**ANN, "last_name": "Moss"}, {**ANN, "staff_number": "7", "email": ""}).splitlines() == [
        "New: 1",
        "  row 3: Ann Lee, Receptionist, from 01/02/2025",
        "Changed: 1",
        "  row 2: Ann Lee: last name Lee → Moss",
        "Unchanged: 0",
        "Not in the file, perhaps left: 1",
        "  Ben Ode",
        "Worth a look:",
        f"  row 3, last_name: {namesake}",
        "Nothing was changed: this was a dry run. Add --apply to change it.",
    ]


def test_leavers_leave_only_when_that_is_asked_for(run, practice):
    run(ANN, BEN, options=["--apply"])
    give_duty(Person.objects.get(first_name="Ben"), practice, Duty.POLICY_OWNER)

    run(ANN, options=["--apply"])
    assert Person.objects.get(first_name="Ben").is_active

    assert run(ANN, options=["--apply", "--leavers"]).splitlines()[-1] == (
        "Done, and those who are not in the file no longer have access here."
    )
    assert not Person.objects.get(first_name="Ben").is_active
    assert not Responsibility.objects.known().filter(ended_on=None).exists()


def test_the_record_names_whoever_says_who_they_are(run):
    eve = make_person("Eve Moss", username="eve")

    run(ANN, options=["--apply", "--by", "eve"])

    assert set(AuditEvent.objects.values_list("actor", flat=True)) == {str(eve.key)}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--by", "nobody"], "Nobody signs in as nobody"),
        (["--practice", "Z00000"], "No practice has the ODS code Z00000"),
    ],
)
def test_what_cannot_be_found_is_named(run, options, words):
    with pytest.raises(CommandError, match=words):
        run(ANN, options=options)


def test_a_file_that_is_not_there_is_named(practice):
    with pytest.raises(CommandError, match=r"Cannot read no\.csv: No such file or directory"):
        call_command("import_staff", "no.csv", "--practice", "X99999")


@pytest.mark.parametrize(("body", "sentence"), [(b"x" * (MOST_BYTES + 1), TOO_BIG), (b"PK\x03\x04...", IS_WORKBOOK)])
def test_what_is_no_list_of_staff_is_an_error_like_any_other(run, body, sentence):
    with pytest.raises(CommandError):
        run(body=body, options=["--json"])

    assert json.loads(run.printed.getvalue())["errors"] == [{"row": 1, "column": "", "message": f"{sentence}."}]


def test_another_practices_people_are_neither_found_nor_proposed_as_leavers(run):
    make_member("Tom Ellis", practice=make_practice("Harbour View Surgery"), staff_number="101")

    assert json.loads(run(ANN, options=["--apply", "--json"]))["created"] == 1
    assert json.loads(run(ANN, options=["--json"]))["proposed_leavers"] == 0
