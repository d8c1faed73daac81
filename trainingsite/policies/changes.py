"""What changed between two frozen versions of a policy, clause by clause. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to a clause; the words are shown, never a colour alone."""

    ADDED = "New clause"
    REMOVED = "Clause taken out"
    CHANGED = "Clause changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not what it was."""

    kind: Kind
    title: str
    before: str
    now: str


def changes_between(before: dict, now: dict) -> list[Change]:
    """The clauses that differ, in the order of the newer version, those taken out last."""
    old = {clause["id"]: clause for clause in before["clauses"]}
    new = {clause["id"]: clause for clause in now["clauses"]}
    found = []
    for clause_id, clause in new.items():
        if clause_id not in old:
            found.append(Change(Kind.ADDED, clause["title"], "", clause["html"]))
        elif clause["html"] != old[clause_id]["html"] or clause["title"] != old[clause_id]["title"]:
            found.append(Change(Kind.CHANGED, clause["title"], old[clause_id]["html"], clause["html"]))
    gone = [clause for clause_id, clause in old.items() if clause_id not in new]
    return found + [Change(Kind.REMOVED, clause["title"], clause["html"], "") for clause in gone]
