"""Whatever is done to a pack with everything in it, its check finds it and names it."""

import ast
import json
import shutil
from pathlib import Path

import pytest

from tests.evidence.forgery import Forgery
from tests.evidence.scenes import unpacked, verify
from tests.evidence.test_verify_files import WHOLE, checked, files_in, wrongs
from tests.evidence.test_verify_history import wrongs as lines_of_wrongs
from trainingsite.evidence import verify as checker
from trainingsite.evidence.verify import CERTIFICATES, COMPLETIONS, ITSELF, MANIFEST

pytestmark = pytest.mark.django_db
OLD_PACK = Path(__file__).parent / "packs" / "format-1.zip"


def flip(place):
    def deed(path):
        changed = bytearray(path.read_bytes())
        changed[int(place * (len(changed) - 1))] ^= 0x01
        path.write_bytes(changed)

    return deed


def add_a_byte(path):
    path.write_bytes(path.read_bytes() + b"\n")


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-1])


def empty(path):
    path.write_bytes(b"")


def take_away(path):
    path.unlink()


DEEDS = {
    "first byte": flip(0), "middle byte": flip(0.5), "last byte": flip(1), "byte added": add_a_byte,
    "byte cut off": cut_off, "emptied": empty, "taken away": take_away,
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_whatever_is_done_to_any_file_is_found_and_the_file_named(full_folder, deed):
    names = [name for name in files_in(full_folder) if name != ITSELF]
    for name in names:
        whole = (full_folder / name).read_bytes()
        deed(full_folder / name)

        assert name in wrongs(full_folder), name
        (full_folder / name).write_bytes(whole)
    listed = json.loads((full_folder / MANIFEST).read_bytes())["files"]
    assert ({*names, ITSELF}, wrongs(full_folder)) == ({*listed, MANIFEST}, set())


@pytest.mark.parametrize("folder_name", ["people", "training", "certificates", "policies", "more"])
def test_a_file_that_was_put_into_any_folder_is_named(full_folder, folder_name):
    (full_folder / folder_name).mkdir(exist_ok=True)
    (full_folder / folder_name / "more.html").write_text("more")

    assert wrongs(full_folder) == {f"{folder_name}/more.html"}


def test_two_certificates_that_changed_places_are_found(full_folder):
    [one] = (full_folder / "certificates").glob("*.pdf")
    other = full_folder / "summary.pdf"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)

    assert wrongs(full_folder) >= {f"certificates/{one.name}", "summary.pdf", CERTIFICATES}


@pytest.fixture
def forged(full_folder):
    return Forgery(full_folder)


def change_cell(heading, value):
    return lambda rows: [{**row, heading: value} for row in rows]


def in_another_record(rows):
    holds = json.loads(rows[0][checker.HOLDS]) | {"valid_until": "2099-01-01"}
    return [{**rows[0], checker.HOLDS: checker.canonical(holds).decode(), "Valid until": "2099-01-01"}]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (change_cell("Valid until", "2099-01-01"), "it does not say what the record holds"),
        (change_cell("Issued on", "2020-01-01"), "it does not say what the record holds"),
        (change_cell("Serial", "AAAA"), "it does not say what the record holds"),
        (change_cell(checker.PDF, "0" * 64), "it does not say what the record holds"),
        (change_cell("Person ID", "somebody else"), "does not vouch for what this row says"),
        (change_cell("Event", "1"), "does not vouch for what this row says"),
        (in_another_record, "what the record holds was changed: it does not fit its hash"),
    ],
)
def test_a_certificates_row_that_was_forged_is_found_even_if_everything_is_signed_anew(forged, change, what):
    forged.change_rows(CERTIFICATES, change)
    forged.sign_anew()

    line, *_ = lines_of_wrongs(forged.folder)

    assert (line.startswith(f"WRONG  {CERTIFICATES}, row 2: "), line.endswith(what)) == (True, True)


def test_a_certificate_that_was_drawn_anew_is_not_the_one_that_was_issued(forged):
    [pdf] = (forged.folder / "certificates").glob("*.pdf")
    pdf.write_bytes((forged.folder / "summary.pdf").read_bytes())
    forged.sign_anew()

    assert lines_of_wrongs(forged.folder) == [
        f"WRONG  {CERTIFICATES}, row 2: certificates/{pdf.name} is not the certificate that was issued"
    ]


def test_a_certificates_row_that_was_left_out_is_missed(forged):
    (forged.folder / CERTIFICATES).write_bytes((forged.folder / CERTIFICATES).read_bytes().splitlines(True)[0])
    forged.sign_anew()

    [line] = lines_of_wrongs(forged.folder)

    assert line.startswith(f"WRONG  {CERTIFICATES}: the row that event")


def test_a_lesson_in_other_words_is_not_what_was_taught(forged):
    text = forged.folder / "training" / "module-phones-1.json"
    text.write_text(text.read_text().replace("Words of lesson 1.", "Other words."))
    forged.sign_anew()

    found = lines_of_wrongs(forged.folder)

    assert found == [f"WRONG  {COMPLETIONS}, row {row}: what was taught is not in the pack" for row in (2, 3)]


def test_an_old_pack_is_whole_by_the_check_that_came_in_it(tmp_path):
    old = unpacked(OLD_PACK.read_bytes(), tmp_path)

    run = verify(old)
    (old / "attestations.csv").write_bytes(b"")
    after = verify(old)

    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, WHOLE)
    assert (after.returncode, "WRONG  attestations.csv" in after.stdout) == (1, True)


def test_todays_check_leaves_an_old_pack_to_its_own(tmp_path):
    old = unpacked(OLD_PACK.read_bytes(), tmp_path)
    shutil.copy(checker.__file__, old / ITSELF)

    first, last = checked(old)

    assert first.startswith(f"WRONG  {MANIFEST}: this pack has the format practice-training/evidence-pack/1")
    assert first.endswith(f"run the {ITSELF} that came in the pack itself")
    assert last == "The pack is not whole: 1 found wrong."


def test_the_check_is_written_for_python_3_8_and_needs_nothing_else():
    tree = ast.parse(Path(checker.__file__).read_text(), feature_version=(3, 8))

    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }

    assert names == {"argparse", "collections", "csv", "hashlib", "json", "pathlib", "sys"}
