"""Managers who change what is asked, and what a practice's people owe then."""

import datetime as dt
import uuid

from tests.factories import MONDAY, make_person
from trainingsite.audit.clock import replaying
from trainingsite.compliance import programming
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.programming import Owner, adoptions_of, seen, wordings_of

TODAY = MONDAY.date()
REASON = "Our own risk assessment."


def owes(practice, day) -> dict[str, tuple[str, dt.date | None]]:
    """By name: how the people stand on the day with the one thing that is asked, and by when it is due."""
    matrix = training_matrix(practice, day)
    assert len(matrix.demands) <= 1
    return {row.person.name: (row.cells[0].status.value, row.cells[0].due_on) for row in matrix.rows if row.cells}


def follow(programme, practice, on=TODAY, *, at=MONDAY, **given):
    expected = {"expected": seen(adoptions_of(practice, programme)), **given}
    with replaying(at):
        programming.follow(programme=programme, practice=practice, on=on, by=somebody(), at=at, **expected)


def leave(programme, practice, on, *, at=MONDAY, **given):
    expected = {"expected": seen(adoptions_of(practice, programme)), **given}
    with replaying(at):
        programming.stop_following(
            programme=programme, practice=practice, on=on, reason=REASON, by=somebody(), at=at, **expected
        )


def ask(programme, owner, target, on=TODAY, *, at=MONDAY, token=None, by=None, **terms):
    with replaying(at):
        return programming.ask(
            programme=programme, owner=owner, target=target, on=on, reason=REASON, token=token or uuid.uuid4(),
            by=by or somebody(), at=at, **terms,
        )  # fmt: skip


def of(act, requirement, owner: Owner, on, *, at=MONDAY, **given):
    """Change, end or share a requirement, as seen just now unless told."""
    expected = {"expected": seen(wordings_of(requirement.line, owner)), **given}
    with replaying(at):
        return act(line=requirement.line, owner=owner, on=on, reason=REASON, by=somebody(), at=at, **expected)


def somebody():
    return make_person("Mo Khan")
