"""A change of any byte of any file is found, and the file is named."""

import ast
import io
import runpy
import subprocess
import sys
from contextlib import redirect_stdout

import pytest

from tests.evidence.scenes import oldest_python, unpacked, verify
from trainingsite.evidence.verify import ITSELF, MANIFEST

pytestmark = pytest.mark.django_db

WHOLE = "The pack is whole."


def checked(folder) -> list[str]:
    """What the pack's own verify.py says, run in this process: quicker, where it is run a hundred times."""
    out = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out):
        status = runpy.run_path(str(folder / ITSELF))["main"]([])
    out.seek(0)
    lines = out.read().splitlines()
    assert (status == 0) == (lines[-1] == WHOLE)
    return lines


def wrongs(folder) -> set[str]:
    """The places that are named as wrong."""
    found = [line.split("  ", 1)[1] for line in checked(folder) if line.startswith("WRONG")]
    return {line.split(": ")[0].split(", ")[0] for line in found}


def files_in(folder) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_pack_is_whole_for_the_oldest_python_at_hand(folder):
    checked_by_it = verify(folder)

    assert (checked_by_it.returncode, checked_by_it.stderr) == (0, "")
    assert checked_by_it.stdout.splitlines()[-1] == WHOLE
    assert checked_by_it.stdout.count("ok     ") == 8


def test_a_pack_is_whole_for_the_python_of_this_project(folder):
    run = subprocess.run([sys.executable, "-I", str(folder / ITSELF)], capture_output=True, text=True, cwd="/")

    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, WHOLE)


def test_the_check_leaves_nothing_behind(folder):
    before = files_in(folder)

    verify(folder)

    assert files_in(folder) == before


def test_a_byte_changed_anywhere_is_found_and_its_file_named(folder):
    for name in files_in(folder):
        if name == ITSELF:
            continue
        whole = (folder / name).read_bytes()
        for place in sorted({0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 2, len(whole) - 1}):
            changed = bytearray(whole)
            changed[place] ^= 0x01
            (folder / name).write_bytes(changed)

            assert name in wrongs(folder), (name, place)
        (folder / name).write_bytes(whole)
    assert wrongs(folder) == set()


def test_every_byte_of_the_manifest_counts(folder):
    whole = (folder / MANIFEST).read_bytes()
    for place in range(0, len(whole), 29):
        for turned in (0x01, 0x20, 0x80):
            changed = bytearray(whole)
            changed[place] ^= turned
            (folder / MANIFEST).write_bytes(changed)

            assert wrongs(folder) == {MANIFEST}, (place, turned)


@pytest.mark.parametrize("more", [b"\n", b" ", b"\x00", b"{}"])
def test_a_byte_added_at_the_end_is_found(folder, more):
    for name in files_in(folder):
        if name == ITSELF:
            continue
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole + more)

        assert name in wrongs(folder), name
        (folder / name).write_bytes(whole)


def test_a_file_that_was_taken_out_is_named(folder):
    for name in files_in(folder):
        if name == ITSELF:
            continue
        whole = (folder / name).read_bytes()
        (folder / name).unlink()

        assert name in wrongs(folder), name
        (folder / name).write_bytes(whole)


@pytest.mark.parametrize(
    "name", ["notes.txt", "policies/more.html", "new/folder.csv", ".hidden", "copy.json", "__pycache__/verify.pyc"]
)
def test_a_file_that_was_put_in_is_named(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("more")

    assert wrongs(folder) == {name}


@pytest.mark.parametrize("name", ["csv.py", "json.py", "argparse.py"])
def test_a_module_laid_into_the_pack_is_not_run_in_the_place_of_pythons_own(folder, name):
    (folder / name).write_text("print('The pack is whole.')\nraise SystemExit(0)\n")

    run = subprocess.run([oldest_python(), "-E", ITSELF], cwd=folder, capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (1, "")
    assert f"WRONG  {name}: {MANIFEST} does not list it" in run.stdout.splitlines()


def test_a_name_that_would_rub_out_what_is_said_of_it_is_spelt_out(folder):
    (folder / "a\r\x1b[2KThe pack is whole.\x1b[8m\n").write_text("more")

    lines = checked(folder)

    assert [line for line in lines if not line.isprintable()] == []
    assert "WRONG  a\\r\\x1b[2KThe pack is whole.\\x1b[8m\\n: manifest.json does not list it" in lines


def test_a_file_that_got_another_name_is_named_twice(folder):
    (folder / "summary.pdf").rename(folder / "Summary.pdf")

    assert wrongs(folder) == {"summary.pdf", "Summary.pdf"}


def test_a_link_in_the_place_of_a_file_is_named(folder, tmp_path):
    (folder / "summary.pdf").rename(tmp_path / "elsewhere.pdf")
    (folder / "summary.pdf").symlink_to(tmp_path / "elsewhere.pdf")

    assert wrongs(folder) == {"summary.pdf"}


def test_the_check_says_that_it_cannot_vouch_for_itself(folder):
    (folder / ITSELF).write_text((folder / ITSELF).read_text() + "# and a remark\n")

    lines = checked(folder)

    assert lines[-1] == WHOLE
    assert [line for line in lines if "cannot vouch for itself" in line] != []


def test_a_manifest_that_is_no_manifest_is_named_and_nothing_breaks(folder):
    for text in ("", "[]", "null", "{}", "[" * 100_000, '{"files": 1}', '{"a": NaN}', "\ufeff{}", '"\\ud800"'):
        (folder / MANIFEST).write_text(text, encoding="utf-8")

        assert wrongs(folder) == {MANIFEST}, text[:20]


def test_the_zip_opens_for_other_programs(pack, tmp_path):
    (tmp_path / "pack.zip").write_bytes(pack)

    opened = subprocess.run([oldest_python(), "-m", "zipfile", "-e", "pack.zip", "out"], cwd=tmp_path)

    assert opened.returncode == 0
    assert files_in(tmp_path / "out") == files_in(unpacked(pack, tmp_path / "by-hand"))


def test_a_python_that_is_too_old_gets_a_sentence_and_not_an_error(folder):
    pretended = f"import sys; sys.version_info = (3, 7, 16); exec(open({ITSELF!r}).read())"

    run = subprocess.run([sys.executable, "-c", pretended], cwd=folder, capture_output=True, text=True)

    said = "This check needs Python 3.8 or later, and this one is older. Nothing was checked.\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", said)


def test_the_check_is_written_so_that_older_pythons_can_read_far_enough_to_say_so(folder):
    ast.parse((folder / ITSELF).read_text(), feature_version=(3, 6))

    with pytest.raises(SyntaxError):
        ast.parse("if found := 1: pass", feature_version=(3, 6))


def test_how_to_check_says_which_python_is_needed(folder):
    said = (folder / "HOW-TO-CHECK.html").read_text()

    assert ("You need Python 3.8 or later" in said, "SyntaxError" in said) == (True, True)


def test_the_oldest_python_is_old_enough_to_mean_something():
    version = subprocess.run([oldest_python(), "--version"], capture_output=True, text=True).stdout.split()[1]

    assert tuple(map(int, version.split(".")[:2])) <= sys.version_info[:2]
