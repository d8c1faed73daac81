"""The policy register as people read it: each version, its days, its review, and how many signatures stand."""

import datetime as dt
from collections.abc import Iterator

from trainingsite.desk.tags import short_date
from trainingsite.evidence import workbook
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.register import Entry
from trainingsite.evidence.room import Room
from trainingsite.evidence.seams import seamed_table
from trainingsite.evidence.wording import in_one
from trainingsite.formats.pdf import Block, Column, Heading, Paragraph

TABLE, REASON = "policies/register.csv", "Reason for the change"
WHO_IS_COUNTED = (
    "The signatures are those of everybody who signed, of people who have left since too. Nobody signs a policy that is"
    " for patients."
)
FOR_PATIENTS = "For patients"
WHY = Column("Why it changed", 135)
COLUMNS = (
    Column("Policy", 80),
    Column("Version", 43),
    Column("In force from", 58),
    Column("Replaced on", 58),
    WHY,
    Column("Review due", 63),
    Column("Signatures", 56, right=True),
)


def policy_blocks(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    yield Heading("Policy register")
    entries = in_force_first(facts.entries) if len(facts.entries) > room.rows else facts.entries
    rows = [tuple(map(room.clip, policy_line(asked, facts, entry))) for entry in room.cut(entries)]
    yield seamed_table(columns_for(asked), rows, empty="No policy was in force in the period.")
    yield from room.rest(entries, workbook.POLICIES)
    yield Paragraph(WHO_IS_COUNTED, quiet=True)


def in_force_first(entries: list[Entry]) -> list[Entry]:
    """Where not all can be shown, those that nothing has replaced come first."""
    return sorted(entries, key=lambda entry: entry.replaced_on is not None)


def columns_for(asked: Asked) -> list[Column]:
    """What is told of each version; why it changed only where the purpose allows what was typed."""
    return [column for column in COLUMNS if column is not WHY or asked.shows(TABLE, REASON)]


def policy_line(asked: Asked, facts: PackFacts, entry: Entry) -> list[str]:
    """One version, in the words of these columns."""
    version = entry.version
    words = (
        version.title, version.number, on(version.effective_on), on(entry.replaced_on), version.reason,
        review_due(entry), signatures_of(facts, entry),
    )  # fmt: skip
    said = dict(zip(COLUMNS, words, strict=True))
    return [said[column] for column in columns_for(asked)]


def signatures_of(facts: PackFacts, entry: Entry) -> str:
    return FOR_PATIENTS if entry.version.page.public else f"{facts.signatures.get(entry.version.pk, 0):,}"


def review_due(entry: Entry) -> str:
    """When the policy is reviewed next, and its hot topics if it has an annex of them."""
    annex = entry.annex_review_due_on
    parts = [on(entry.review_due_on), f"hot topics on {in_one(on(annex))}" if annex else ""]
    return "; ".join(part for part in parts if part)


def on(day: dt.date | None) -> str:
    return short_date(day) if day else ""
