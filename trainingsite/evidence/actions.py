"""Handing out evidence: an access that is noted, and no event in any chain."""

import datetime as dt
from typing import BinaryIO

from trainingsite.audit.actions import note_access
from trainingsite.evidence.pack import write_pack
from trainingsite.people.models import Person, Practice

EXPORTED = "evidence.exported"
COMMAND_LINE = "command line of the server"


def export_pack(
    *, practice: Practice, on: dt.date, from_on: dt.date, out: BinaryIO, by: Person | None, at: dt.datetime
) -> None:
    """Write the pack, and note first who asked for what; without a person, the command line did."""
    note_access(
        actor=by.key if by else COMMAND_LINE,
        verb=EXPORTED,
        subject=practice.key,
        detail=f"from {from_on} to {on}",
        at=at,
    )
    write_pack(practice, on, from_on, out, by=by.name if by else COMMAND_LINE, at=at)
