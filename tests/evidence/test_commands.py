"""Exporting, checking and sealing from the command line."""

import io
import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.evidence.asking.scene import asking_for
from tests.evidence.scenes import FROM, ON, Scene, a_practice_with_a_history, unpacked, verify
from trainingsite.audit import triggers
from trainingsite.audit.models import AccessEntry, AuditEvent, Seal
from trainingsite.evidence import actions
from trainingsite.evidence.forms import PackForm
from trainingsite.evidence.parts import STEPS
from trainingsite.people.models import Practice
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def run(command: str, *arguments: str) -> tuple[str, str]:
    """What a command says, and what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def refusal(command: str, *arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(command, *arguments)
    assert refused.value.returncode != 0
    return str(refused.value)


def export(scene, output: Path, **options) -> tuple[str, ...]:
    wanted = {"practice": scene.practice.ods_code, "on": str(ON), "from": str(FROM), "output": str(output), **options}
    return tuple(part for name, value in wanted.items() for part in (f"--{name}", value))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_pack_is_written_and_is_whole(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    said, told = run("export_evidence", *export(scene, output))

    assert said.splitlines() == [
        f"Wrote the evidence of Millbrook Lane Surgery as at 2026-03-31 to {output}.",
        f"Beside it: {tmp_path / 'evidence-summary.pdf'}",
        f"Beside it: {tmp_path / 'evidence-matrix.xlsx'}",
    ]
    assert told.splitlines()[-1] == f"{len(STEPS)} of {len(STEPS)}: {STEPS[-1]}"
    assert verify(unpacked(output.read_bytes(), tmp_path / "pack")).returncode == 0


def test_the_export_is_noted_as_an_access_and_as_nothing_else(scene, tmp_path):
    events = AuditEvent.objects.count()

    run("export_evidence", *export(scene, tmp_path / "evidence.zip"))

    [entry] = AccessEntry.objects.filter(verb=actions.EXPORTED)
    assert (entry.actor, entry.subject) == (actions.COMMAND_LINE, str(scene.practice.key))
    assert entry.detail == "from 2025-04-01 to 2026-03-31, inspection: all files"
    assert AuditEvent.objects.count() == events


def test_a_period_is_a_year_unless_another_is_asked_for(scene, tmp_path):
    arguments = export(scene, tmp_path / "evidence.zip")

    run("export_evidence", *arguments[:4], *arguments[6:])

    assert AccessEntry.objects.get(verb=actions.EXPORTED).detail.startswith("from 2025-04-01 to 2026-03-31,")


def test_the_day_is_today_unless_another_is_asked_for(scene, tmp_path):
    arguments = export(scene, tmp_path / "evidence.zip")

    run("export_evidence", *arguments[:2], *arguments[4:])

    today = timezone.localdate()
    assert AccessEntry.objects.get(verb=actions.EXPORTED).detail.startswith(f"from {FROM} to {today},")
    with ZipFile(tmp_path / "evidence.zip") as pack:
        assert json.loads(pack.read("manifest.json"))["asked"]["on"] == today.isoformat()


def test_a_pack_holds_peoples_records_so_only_its_owner_can_read_it(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    run("export_evidence", *export(scene, output))

    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("option", "field", "day"),
    [("on", "on", "9999-12-31"), ("on", "on", "1989-12-31"), ("from", "from_on", "0001-01-01")],
)
def test_a_day_that_no_pack_can_have_is_refused_in_the_words_of_the_page(scene, tmp_path, option, field, day):
    form = PackForm(asking_for(scene, **{field: day}), practices=Practice.objects.all(), today=timezone.localdate())

    said = refusal("export_evidence", *export(scene, tmp_path / "evidence.zip", **{option: day}))

    assert [f"--{option} {day}: {problem}." for problem in form.errors[field]] == [said]


def test_an_older_pack_is_replaced(scene, tmp_path):
    output = tmp_path / "evidence.zip"
    output.write_text("an older pack")

    run("export_evidence", *export(scene, output))

    assert output.read_bytes()[:2] == b"PK"
    assert names_in(tmp_path) == ["evidence-matrix.xlsx", "evidence-summary.pdf", "evidence.zip"]


def test_what_inspectors_read_is_the_same_beside_the_pack_as_in_it(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    run("export_evidence", *export(scene, output))

    with ZipFile(output) as pack:
        for name in ("summary.pdf", "matrix.xlsx"):
            assert (tmp_path / f"evidence-{name}").read_bytes() == pack.read(name), name


def test_the_pack_alone_may_be_asked_for_and_quietly(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    _, told = run("export_evidence", *export(scene, output), "--zip-only", "--verbosity=0")

    assert (names_in(tmp_path), told) == (["evidence.zip"], "")


def test_a_pack_for_assurance_holds_no_texts_and_is_noted_as_one_without_names(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    run("export_evidence", *export(scene, output), "--purpose", "assurance", "--include", "people")

    said = "from 2025-04-01 to 2026-03-31, assurance: all files"
    assert AccessEntry.objects.get(verb=actions.EXPORTED_WITHOUT_NAMES).detail == said
    with ZipFile(output) as pack:
        assert [name for name in pack.namelist() if name.startswith("policies/")] == ["policies/register.csv"]


def test_parts_may_be_asked_for_one_by_one(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    run("export_evidence", *export(scene, output), "--include", "people", "--include", "training")

    with ZipFile(output) as pack:
        folders = {name.split("/")[0] for name in pack.namelist() if "/" in name}
    assert folders == {"people", "policies", "training"}


def test_policies_may_be_left_out(scene, tmp_path):
    output = tmp_path / "evidence.zip"

    run("export_evidence", *export(scene, output), "--without", "policies")

    assert verify(unpacked(output.read_bytes(), tmp_path / "pack")).returncode == 0
    assert names_in(tmp_path / "pack" / "policies") == ["register.csv"]


def test_what_a_purpose_does_not_allow_is_refused_in_a_sentence(scene, tmp_path):
    arguments = export(scene, tmp_path / "evidence.zip")

    said = refusal("export_evidence", *arguments, "--purpose", "assurance", "--include", "certificates")

    assert said == "A pack for assurance cannot hold certificates: they print names."


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"practice": "A00000"}, "No practice has the ODS code A00000"),
        ({"on": "31/03/2026"}, "“31/03/2026” is not a date"),
        ({"on": ""}, "“” is not a date"),
        ({"on": "2026-02-30"}, "“2026-02-30” is not a date"),
        ({"from": "soon"}, "“soon” is not a date"),
        ({"from": "2026-04-01"}, "The period cannot begin on 2026-04-01, after 2026-03-31"),
        ({"on": "9999-12-31"}, "--on 9999-12-31: Choose today or a day before: what has not happened cannot be shown."),
        ({"on": "0001-01-01"}, "--on 0001-01-01: Choose a day after 1990."),
        ({"on": "1990-01-01", "from": "1989-12-31"}, "--from 1989-12-31: Choose a day after 1990."),
        ({"from": "0001-01-01"}, "--from 0001-01-01: Choose a day after 1990."),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_a_sentence(scene, tmp_path, options, said):
    assert refusal("export_evidence", *export(scene, tmp_path / "evidence.zip", **options)).startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(scene, tmp_path):
    said = refusal("export_evidence", *export(scene, tmp_path / "missing" / "evidence.zip"))

    assert said == f"There is no folder {tmp_path / 'missing'}: make it first, or choose another."


@pytest.mark.parametrize("output", ["", "/dev/null"])
def test_what_is_no_file_is_not_replaced(scene, tmp_path, output):
    said = refusal("export_evidence", *export(scene, Path(output) if output else tmp_path))

    assert said.endswith("is not a file: name the file that is to be written, for example evidence.zip.")


def test_a_place_that_cannot_be_written_to_is_named(scene):
    said = refusal("export_evidence", *export(scene, Path("/proc/evidence.zip")))

    assert said.startswith("Cannot write /proc/evidence.zip: ")


def test_an_export_that_fails_leaves_what_was_there(scene, tmp_path, monkeypatch):
    def fill_the_disk(asked, *, out, copies, **kwargs):
        out.write(b"half a pack")
        copies["summary.pdf"].write(b"half a summary")
        raise OSError(28, "No space left on device")

    output = tmp_path / "evidence.zip"
    output.write_text("an older pack")
    monkeypatch.setattr(actions, "export_pack", fill_the_disk)

    said = refusal("export_evidence", *export(scene, output))

    assert said == f"Cannot write {output}: No space left on device. Choose another place."
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("evidence.zip", "an older pack")]


def test_a_key_that_is_none_is_named(scene, tmp_path, settings):
    settings.SEAL_KEY = "not a key"

    assert refusal("export_evidence", *export(scene, tmp_path / "evidence.zip")).startswith("SEAL_KEY must be")
    assert refusal("seal").startswith("SEAL_KEY must be")
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_whole_is_said_to_be_a_line_a_check(scene):
    said, complained = run("verify_evidence")

    lines = said.splitlines()
    assert (lines[-1], complained) == ("The record is whole.", "")
    assert [line[:7] for line in lines[:-1]] == ["ok     "] * 9


def test_what_is_wrong_is_told_on_stderr_and_the_command_fails(scene):
    triggers.remove(connection)
    Attestation.objects.filter(person=scene.tom).update(method="paper")
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="The record is not whole: "):
        call_command("verify_evidence", practice=scene.practice.ods_code, stdout=out, stderr=err, no_color=True)

    assert [line for line in err.getvalue().splitlines() if "policies.Attestation" in line] != []
    assert [line for line in out.getvalue().splitlines() if line.startswith("WRONG")] == [
        line for line in out.getvalue().splitlines() if line.startswith(("WRONG  Triggers", "WRONG  Records:"))
    ]


def test_an_unknown_practice_is_refused_by_every_command(scene):
    for command in ("verify_evidence", "seal"):
        assert refusal(command, "--practice", "A00000").startswith("No practice has the ODS code A00000")
    assert Seal.objects.count() == 1


def test_a_seal_is_printed_to_be_kept_and_fits_record_and_pack(scene, tmp_path):
    printed, told = run("seal")
    kept = tmp_path / "seal.json"
    kept.write_text(printed)

    said, _ = run("verify_evidence", "--seal", str(kept))
    checked = verify(unpacked(scene.pack(), tmp_path / "pack"), "--seal", str(kept))

    assert told.startswith("Sealed at ")
    assert said.splitlines()[-2] == "ok     The seal you brought: 2 chains are what they were when it was made."
    assert (checked.returncode, checked.stdout.count("1 seals fit the chain")) == (0, 1)


def test_a_seal_of_one_practice_speaks_of_no_other(scene, tmp_path):
    printed, _ = run("seal", "--practice", scene.practice.ods_code)
    kept = tmp_path / "seal.json"
    kept.write_text(printed)

    checked = verify(unpacked(scene.pack(), tmp_path / "pack"), "--seal", str(kept))

    assert [entry["head"][0] for entry in json.loads(printed)] == [scene.practice.chain]
    assert (checked.returncode, checked.stdout.count("1 seals fit the chain")) == (0, 1)


@pytest.mark.parametrize("text", [None, "", "{}", "nothing"])
def test_a_file_that_holds_no_seal_is_refused(scene, tmp_path, text):
    kept = tmp_path / "seal.json"
    if text is not None:
        kept.write_text(text)

    assert refusal("verify_evidence", "--seal", str(kept)).startswith(("Cannot read", f"{kept} holds no seal"))
