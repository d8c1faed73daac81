"""The evidence pack: a ZIP that stands without us."""

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from django.db import connection

from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.contents import Contents
from trainingsite.evidence.manifest import manifest
from trainingsite.evidence.one_moment import one_moment
from trainingsite.formats.archive import write_zip
from trainingsite.people.models import Practice


def write_pack(practice: Practice, on: dt.date, from_on: dt.date, out: BinaryIO, *, by: str, at: dt.datetime) -> None:
    """Write a practice's pack as at a day; the same record and questions give the same bytes.

    Only the manifest's creation time, and with it its signature, differ. Nothing is recorded here: whoever asks
    goes through ``actions``, which notes the access.
    """
    asked = Asked(practice, on, from_on)
    with one_moment(connection):
        write_zip(with_manifest(Contents(asked), by=by, at=at), out)


def with_manifest(contents: Contents, *, by: str, at: dt.datetime) -> Iterator[tuple[str, object]]:
    """The files, and when all of them have been measured, the manifest that lists them."""
    yield from contents.entries()
    yield verify.MANIFEST, manifest(contents.asked, contents.files, contents.chain, by=by, at=at)
