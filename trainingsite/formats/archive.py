"""ZIP files that are the same for the same contents, written piece by piece, and unpack on Windows too."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE_FILE = 0o100644 << 16
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | PORTS
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]+')
LONGEST_NAME, LONGEST_PATH, LONGEST_ENDING = 100, 180, 8


class UnsafeName(Exception):
    """A path that would leave the folder it is unpacked in, or that Windows cannot hold."""


class DuplicateName(Exception):
    """Two paths that are one on Windows, where capitals make no difference."""


def write_zip(entries: Iterable[tuple[str, Iterable[bytes] | bytes]], out: BinaryIO) -> None:
    """Write each path with its content, which may come in pieces and is never held whole."""
    seen: set[str] = set()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in entries:
            check_path(path, seen)
            with archive.open(described(path), "w") as entry:
                for piece in (content,) if isinstance(content, bytes) else content:
                    entry.write(piece)


def described(path: str) -> ZipInfo:
    """A path without the time and the permissions of the machine that wrote it."""
    entry = ZipInfo(path, date_time=EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = UNIX
    entry.external_attr = READABLE_FILE
    return entry


def check_path(path: str, seen: set[str]) -> None:
    """Refuse a path that cannot be unpacked everywhere, or that is there already."""
    parts = PurePosixPath(path).parts
    safe = "/".join(safe_name(part) for part in parts)
    if not path or path != safe or len(path) > LONGEST_PATH:
        raise UnsafeName(path)
    key = unicodedata.normalize("NFC", path).casefold()
    if key in seen:
        raise DuplicateName(path)
    seen.add(key)


def safe_name(text: str, longest: int = LONGEST_NAME) -> str:
    """The text as the name of one file: safe on Windows, its ending kept when it has to be cut."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(character for character in composed if unicodedata.category(character) not in ("Cf", "Cs"))
    name = FORBIDDEN.sub("-", visible).strip(" ").rstrip(". ") or "unnamed"
    if name.partition(".")[0].rstrip(" ").casefold() in RESERVED:
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    return stem[: longest - len(dot + ending)].rstrip(". ") + dot + ending
