"""What commands are told about practices and days, and where they write; bad input gets a sentence."""

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import CommandError

from trainingsite.people.models import Practice

WHO = "command line of the server"


def day_from(text: str) -> dt.date:
    """A day typed as YYYY-MM-DD; CommandError says what to type otherwise."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a date: type it as YYYY-MM-DD, for example 2026-03-31.") from None


def practice_from(ods_code: str) -> Practice:
    """The practice with this ODS code; CommandError says which there are otherwise."""
    practice = Practice.objects.filter(ods_code__iexact=ods_code).first()
    if practice is None:
        codes = ", ".join(Practice.objects.values_list("ods_code", flat=True)[:10]) or "none yet"
        raise CommandError(f"No practice has the ODS code {ods_code}. There is: {codes}.")
    return practice


def write_out(data: bytes | Iterable[bytes], output: str | None) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    pieces = (data,) if isinstance(data, bytes) else data
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    target = Path(output)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            out.writelines(pieces)
        part.replace(target)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise CommandError(f"Cannot write {output}: {problem.strerror}. Choose a folder you may write to.") from None
