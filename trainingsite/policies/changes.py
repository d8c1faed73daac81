"""What changed between two frozen versions of a policy, clause by clause. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from trainingsite.policies.differences import marked

EDITORS_KEY = re.compile(r' data-block-key="[^"]*"')
EDITORS_TAG = re.compile(r"<(/?)(b|i)>")
SAME_TAG = {"b": "strong", "i": "em"}
BLOCK = r"</?(?:p|ul|ol|li|h[2-6]|blockquote|hr)(?: [^>]*)?/?>"
BETWEEN_BLOCKS = re.compile(rf"({BLOCK})\s+(?={BLOCK})")


class Kind(StrEnum):
    """What happened to a clause; the words are shown, never a colour alone."""

    ADDED = "New clause"
    REMOVED = "Clause taken out"
    CHANGED = "Clause changed"
    SUMMARY = "The summary has changed"
    STATEMENT = "The statement you sign has changed"
    FILE = "Another file"
    NOW_A_FILE = "The policy is a file now"
    NO_FILE = "The policy is written in clauses now"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not what it was, as HTML; of one that changed, with every change marked in it."""

    kind: Kind
    title: str
    html: str

    @property
    def is_of_a_file(self) -> bool:
        """Whether a file took the place of something, so that no word of it is marked."""
        return self.kind in {Kind.FILE, Kind.NOW_A_FILE, Kind.NO_FILE}


def changes_between(before: dict, now: dict) -> list[Change]:
    """What differs between two versions: their summary, clauses or file, statement."""
    are_files = before.get("document") or now.get("document")
    found = changes_of_file(before, now) if are_files else changes_of_clauses(before, now)
    old, new = (f"<p>{escape(content.get('summary', ''))}</p>" for content in (before, now))
    if old != new:
        found.insert(0, Change(Kind.SUMMARY, "", marked(old, new)))
    old, new = _plain(before["declaration"]), _plain(now["declaration"])
    if old != new:
        found.append(Change(Kind.STATEMENT, "", marked(old, new)))
    return found


def changes_of_file(before: dict, now: dict) -> list[Change]:
    """That a file took the place of another one, or of clauses: nobody can mark words in a file."""
    old, new = before.get("document"), now.get("document")
    if old and new and old["sha256"] == new["sha256"]:
        return []
    if new is None:
        return [Change(Kind.NO_FILE, "", "<p>It was a file before, so what changed is not marked word for word.</p>")]
    words = f"<p>{escape(new['name'])}: what changed in a file cannot be marked word for word.</p>"
    return [Change(Kind.FILE if old else Kind.NOW_A_FILE, "", words)]


def changes_of_clauses(before: dict, now: dict) -> list[Change]:
    """The clauses that differ, in the order of the newer version, those taken out last."""
    old = {clause["id"]: clause for clause in before["clauses"]}
    new = {clause["id"]: clause for clause in now["clauses"]}
    found = []
    for clause_id, clause in new.items():
        if clause_id not in old:
            found.append(Change(Kind.ADDED, clause["title"], clause["html"]))
        elif _says(clause) != _says(old[clause_id]):
            found.append(Change(Kind.CHANGED, clause["title"], marked(_says(old[clause_id]), _says(clause))))
    gone = [clause for clause_id, clause in old.items() if clause_id not in new]
    return found + [Change(Kind.REMOVED, clause["title"], clause["html"]) for clause in gone]


def _says(clause: dict) -> str:
    return f"<h4>{escape(clause['title'])}</h4>{_plain(clause['html'])}"


def _plain(html: str) -> str:
    """The HTML without what the editor writes its own way when somebody saves, and nobody can see."""
    html = EDITORS_KEY.sub("", BETWEEN_BLOCKS.sub(r"\1", html)).replace("&quot;", '"').replace("&#x27;", "'").strip()
    return EDITORS_TAG.sub(lambda tag: f"<{tag[1]}{SAME_TAG[tag[2]]}>", html)
