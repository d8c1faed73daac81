"""The command an author runs on a scenario before sending it in."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from scenarios.management.commands import check_scenario
from scenarios.text import write_scenario
from tests.scenarios.builders import make_graph, make_step, right, straight_line, wrong
from trainingsite.people.models import JobRole, StaffGroup

BROKEN = Path(__file__).parent / "broken"

pytestmark = pytest.mark.django_db


def check(capsys, *files):
    """The exit status, and what was printed where."""
    status = 0
    try:
        call_command("check_scenario", *map(str, files))
    except SystemExit as exit_:
        status = exit_.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def kept(folder, graph, name="scenario.yaml"):
    file = folder / name
    file.write_text(write_scenario(graph), encoding="utf-8")
    return file


def test_a_sound_scenario_passes_in_silence(tmp_path, capsys):
    assert check(capsys, kept(tmp_path, straight_line(2))) == (0, "", "")


def test_an_error_is_one_line_and_fails(capsys):
    status, printed, complaints = check(capsys, BROKEN / "trap.yaml")

    assert (status, complaints) == (1, "")
    assert printed.splitlines() == [
        "error trap at desk: No ending can be reached from this step.",
        "error trap at gossip: No ending can be reached from this step.",
    ]


def test_a_warning_is_one_line_and_does_not_fail(capsys):
    assert check(capsys, BROKEN / "self-loop.yaml") == (
        0,
        "warning self-loop at call: The option “confirm” leads back to its own step.\n",
        "",
    )


def test_the_staff_groups_and_job_roles_of_the_practice_are_known(tmp_path, capsys):
    group = StaffGroup.objects.create(key="kennel-staff", name="Kennel staff")
    JobRole.objects.create(key="kennel-maid", name="Kennel maid", staff_group=group)
    step = make_step("s1", right("end"), wrong("end"))
    file = kept(tmp_path, make_graph(step, roles=("everyone", "kennel-staff", "kennel-maid", "wizard")))

    assert check(capsys, file) == (
        1,
        "error unknown-role at scenario: There is no staff group or job role with the key “wizard”.\n",
        "",
    )


def test_of_several_files_each_is_named_above_its_problems(tmp_path, capsys):
    sound, broken = kept(tmp_path, straight_line(2)), BROKEN / "self-loop.yaml"

    assert check(capsys, sound, broken) == (
        0,
        f"{broken}:\nwarning self-loop at call: The option “confirm” leads back to its own step.\n",
        "",
    )


def test_one_broken_file_fails_all_and_the_others_are_still_checked(capsys):
    status, printed, _ = check(capsys, BROKEN / "trap.yaml", BROKEN / "self-loop.yaml")

    assert (status, printed.count("\n")) == (1, 5)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id: a\n\ttitle: b\n", "Line 2: this line begins with a tab; use spaces."),
        (b"\xff\xfe", "This is not text in UTF-8. Save it as plain text in UTF-8, and try again."),
        (b"x" * 1_000_001, "This is larger than 1,000,000 bytes; a scenario is never that long."),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_in_a_sentence(tmp_path, capsys, content, message):
    file = tmp_path / "scenario.yaml"
    file.write_bytes(content)

    assert check(capsys, file) == (1, "", f"{file}: {message}\n")


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path, capsys):
    file = tmp_path / "missing.yaml"

    assert check(capsys, file) == (1, "", f"{file}: The file cannot be read: No such file or directory.\n")


STEP = make_step("s1", right("end"), wrong("end"))


def test_on_a_machine_without_roles_those_of_the_starter_are_known(tmp_path, capsys):
    assert StaffGroup.objects.exists() is False

    known, unknown = make_graph(STEP, roles=("nursing", "practice-nurse")), make_graph(STEP, roles=("wizard",))
    assert check(capsys, kept(tmp_path, known)) == (0, "", "")
    assert check(capsys, kept(tmp_path, unknown))[0] == 1


def test_on_a_machine_without_a_database_too(monkeypatch, tmp_path, capsys):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(check_scenario, "known_roles", fail)

    assert check(capsys, kept(tmp_path, make_graph(STEP, roles=("gp-partner",)))) == (0, "", "")
