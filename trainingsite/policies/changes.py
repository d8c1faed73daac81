"""What changed between two frozen versions of a policy, clause by clause. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from trainingsite.policies.differences import marked


class Kind(StrEnum):
    """What happened to a clause; the words are shown, never a colour alone."""

    ADDED = "New clause"
    REMOVED = "Clause taken out"
    CHANGED = "Clause changed"
    STATEMENT = "The statement you sign has changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not what it was, as HTML; of one that changed, with every change marked in it."""

    kind: Kind
    title: str
    html: str


def changes_between(before: dict, now: dict) -> list[Change]:
    """The clauses that differ, in the order of the newer version, those taken out last; then the statement."""
    old = {clause["id"]: clause for clause in before["clauses"]}
    new = {clause["id"]: clause for clause in now["clauses"]}
    found = []
    for clause_id, clause in new.items():
        if clause_id not in old:
            found.append(Change(Kind.ADDED, clause["title"], clause["html"]))
        elif _says(clause) != _says(old[clause_id]):
            found.append(Change(Kind.CHANGED, clause["title"], marked(_says(old[clause_id]), _says(clause))))
    gone = [clause for clause_id, clause in old.items() if clause_id not in new]
    found += [Change(Kind.REMOVED, clause["title"], clause["html"]) for clause in gone]
    if before["declaration"] != now["declaration"]:
        found.append(Change(Kind.STATEMENT, "", marked(before["declaration"], now["declaration"])))
    return found


def _says(clause: dict) -> str:
    return f"<h4>{escape(clause['title'])}</h4>{clause['html']}"
