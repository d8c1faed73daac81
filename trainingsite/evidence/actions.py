"""Asking for evidence and handing it out: an access that is noted, and no event in any chain."""

import datetime as dt
from collections.abc import Mapping
from typing import BinaryIO

from django.db import IntegrityError, transaction

from trainingsite.audit.actions import note_access
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.pack import NO_COPIES, write_pack
from trainingsite.evidence.parts import Tell, ignored
from trainingsite.people.models import Person

EXPORTED, EXPORTED_WITHOUT_NAMES = "evidence.exported", "evidence.exported_without_names"
COMMAND_LINE = "command line of the server"


class AnotherIsGoing(Exception):
    """Another pack of the practice is being made, and there is one at a time."""

    def __init__(self, run: PackRun):
        super().__init__(run)
        self.run = run


def ask_for(asked: Asked, *, by: Person, at: dt.datetime) -> PackRun:
    """Have a pack made in the background. Who asks the same while it is being made gets the one there is.

    Raises AnotherIsGoing when what is being made answers another question.
    """
    try:
        with transaction.atomic():
            return PackRun.objects.create(
                practice=asked.practice, on=asked.on, from_on=asked.from_on, purpose=asked.purpose.key,
                parts=asked.included, asked_by=by, asked_at=at,
            )  # fmt: skip
    except IntegrityError:
        run = PackRun.objects.at(asked.practice).going().select_related("practice", "asked_by").first()
    if run is None:  # it came to its end just now
        return ask_for(asked, by=by, at=at)
    if run.asked.same_as(asked):
        return run
    raise AnotherIsGoing(run)


def hand_out(run: PackRun, name: str, *, by: Person, at: dt.datetime) -> None:
    """Note that somebody takes a file of a pack away: which, and of which run."""
    note(run.asked, actor=by.key, what=f"{name}, pack {run.key}", at=at)


def export_pack(
    asked: Asked,
    *,
    out: BinaryIO,
    at: dt.datetime,
    tell: Tell = ignored,
    copies: Mapping[str, BinaryIO] = NO_COPIES,
) -> None:
    """Write a pack from the command line, and note first that it did."""
    note(asked, actor=COMMAND_LINE, what="all files", at=at)
    write_pack(asked, out, by=COMMAND_LINE, at=at, tell=tell, copies=copies)


def note(asked: Asked, *, actor, what: str, at: dt.datetime) -> None:
    verb = EXPORTED if asked.names else EXPORTED_WITHOUT_NAMES
    detail = f"from {asked.from_on} to {asked.on}, {asked.purpose.key}: {what}"
    note_access(actor=actor, verb=verb, subject=asked.practice.key, detail=detail, at=at)
