from io import BytesIO, RawIOBase
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingsite.formats.archive import DuplicateName, UnsafeName, safe_name, write_zip


class Pipe(RawIOBase):
    """Somewhere that can only be written to, as a download is."""

    def __init__(self):
        self.written = b""

    def writable(self):
        return True

    def write(self, piece):
        self.written += bytes(piece)
        return len(piece)


def zipped(*entries):
    out = BytesIO()
    write_zip(entries, out)
    return out.getvalue()


def test_what_is_put_in_comes_out():
    entries = [("index.html", b"<p>"), ("people/Zoë.pdf", b"%PDF")]

    archive = ZipFile(BytesIO(zipped(*entries)))

    assert [(name, archive.read(name)) for name in archive.namelist()] == entries


def test_the_same_contents_give_the_same_bytes():
    assert zipped(("a.csv", b"1"), ("b.csv", iter([b"2"]))) == zipped(("a.csv", iter([b"1"])), ("b.csv", b"2"))


def test_neither_the_time_nor_the_machine_is_in_the_archive():
    entry = ZipFile(BytesIO(zipped(("a.csv", b"1")))).getinfo("a.csv")

    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert (entry.create_system, entry.external_attr >> 16) == (3, 0o100644)


def test_windows_writes_the_same_archive(monkeypatch):
    here = zipped(("a.csv", b"1"))

    monkeypatch.setattr("sys.platform", "win32")

    assert zipped(("a.csv", b"1")) == here


def test_an_archive_can_be_written_to_a_download():
    pipe = Pipe()

    write_zip([("a.csv", (b"x" * 1000 for _ in range(100)))], pipe)

    assert ZipFile(BytesIO(pipe.written)).read("a.csv") == b"x" * 100_000


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../up.csv", "a/../b.csv", "a//b.csv", "a\\b.csv", "C:/a.csv", "con.csv", "a./b.csv"]
)
def test_a_path_that_is_not_safe_everywhere_is_refused(path):
    with pytest.raises(UnsafeName):
        zipped((path, b""))


def test_a_path_too_long_for_windows_is_refused():
    with pytest.raises(UnsafeName):
        zipped(("/".join(["folder"] * 30), b""))


def test_two_names_that_differ_only_in_capitals_are_refused():
    with pytest.raises(DuplicateName):
        zipped(("people/Ann Lee.pdf", b""), ("People/ann lee.pdf", b""))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee.pdf", "Ann Lee.pdf"),
        ("Zoë Ångström.pdf", "Zoë Ångström.pdf"),
        ('What? "Us" & <them>: a/b\\c|d*.pdf', "What- -Us- & -them- a-b-c-d-.pdf"),
        ("line\nbreak\x00.csv", "line-break-.csv"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("trailing dots...", "trailing dots"),
        (" spaces .txt ", "spaces.txt"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("LPT¹.pdf", "_LPT¹.pdf"),
        ("console.pdf", "console.pdf"),
        (".htaccess", ".htaccess"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
    ],
)
def test_a_text_becomes_a_file_name_that_windows_takes(text, name):
    assert safe_name(text) == name


def test_a_long_name_keeps_its_ending():
    assert safe_name("x" * 300 + ".pdf") == "x" * 96 + ".pdf"


@given(st.text(max_size=150))
def test_a_safe_name_is_safe_already(text):
    assert safe_name(safe_name(text)) == safe_name(text)


@given(st.text(max_size=150))
def test_a_safe_name_can_be_put_in_an_archive(text):
    assert ZipFile(BytesIO(zipped((safe_name(text), b"")))).namelist() == [safe_name(text)]
