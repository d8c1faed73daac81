"""The wordings of one requirement over time, as its page shows them."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.compliance.asked_in_words import Names, how_often, within
from trainingsite.compliance.followed import KINDS
from trainingsite.compliance.models import Requirement
from trainingsite.desk.programmes.scope import Scope
from trainingsite.people.models import Person


@dataclass(frozen=True)
class Worded:
    """One wording: whose it is, from when to when, what it asks and why."""

    wording: Requirement
    audience: str
    by: str
    is_shared: bool

    @property
    def how(self) -> str:
        if self.wording.left_out:
            return "Not asked here"
        return f"{within(self.wording)}, {how_often(self.wording)}"


@dataclass(frozen=True)
class History:
    """Every wording of one requirement, newest first, and what its owner may do."""

    title: str
    kind: str
    programme: object
    worded: tuple[Worded, ...]
    is_shared: bool
    own_from: dt.date | None
    may_end: bool


def history_of(rows: list[Requirement], scope: Scope, names: Names) -> History:
    """The history of a requirement from its wordings, oldest first."""
    people = {str(person.key): person.name for person in Person.objects.filter(key__in=_keys(rows))}
    shared = scope.practice is not None and any(row.practice_id is None for row in rows)
    own = [row for row in scope.owner.own(rows) if row.ended_on is None or row.ended_on >= scope.today]
    worded = [
        Worded(row, names.audience(row), people.get(row.recorded_by, ""), shared and row.practice_id is None)
        for row in reversed(rows)
    ]
    standing = [row for row in rows if row.ended_on is None and not row.left_out]
    return History(
        rows[-1].title, KINDS[rows[-1].kind], rows[-1].programme, tuple(worded), shared,
        own[-1].started_on if shared and own else None,
        may_end=bool(standing) and not (own and own[-1].left_out),
    )  # fmt: skip


def _keys(rows: list[Requirement]) -> set[str]:
    return {row.recorded_by for row in rows if len(row.recorded_by) == 36}
