"""The evidence pack: a ZIP that stands without us."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import BinaryIO

from django.db import connection

from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.contents import Contents
from trainingsite.evidence.manifest import manifest
from trainingsite.evidence.one_moment import one_moment
from trainingsite.evidence.parts import Tell, ignored
from trainingsite.formats.archive import write_zip

NO_COPIES: Mapping[str, BinaryIO] = MappingProxyType({})


def write_pack(
    asked: Asked,
    out: BinaryIO,
    *,
    by: str,
    at: dt.datetime,
    tell: Tell = ignored,
    copies: Mapping[str, BinaryIO] = NO_COPIES,
) -> None:
    """Write a practice's pack as at a day; the same record and questions give the same bytes.

    ``copies`` are further places for some files of it, by their path: each is written as soon as the file is made.

    Only the manifest's creation time, and with it its signature, differ. Nothing is recorded here: whoever asks
    goes through ``actions``, which notes the access.
    """
    with one_moment(connection):
        of_this_moment = replace(asked)  # what was read for it before, such as who is called what, is read again
        write_zip(with_manifest(Contents(of_this_moment, tell), copies, by=by, at=at), out)


def with_manifest(
    contents: Contents, copies: Mapping[str, BinaryIO] = NO_COPIES, *, by: str, at: dt.datetime
) -> Iterator[tuple[str, Iterable[bytes] | bytes]]:
    """The files, and when all of them have been measured, the manifest that lists them."""
    for path, pieces in contents.entries():
        yield path, copied(pieces, copies[path]) if path in copies else pieces
    yield verify.MANIFEST, manifest(contents, by=by, at=at)


def copied(pieces: Iterable[bytes], out: BinaryIO) -> Iterator[bytes]:
    """The same pieces, each written to a second place on its way, which holds all of them at the end."""
    for piece in pieces:
        out.write(piece)
        yield piece
    out.flush()
