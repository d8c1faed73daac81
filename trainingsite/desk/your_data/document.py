"""The one document with everything that is held about a person: its head says how it is to be read."""

import datetime as dt

from django.utils import timezone

from trainingsite.desk.your_data.left_out import COLUMNS, SECRETS
from trainingsite.desk.your_data.looks import Look
from trainingsite.desk.your_data.sections import Part
from trainingsite.desk.your_data.seeing import Viewer
from trainingsite.people.models import Person

SCHEMA = {
    "version": 1,
    "encoding": "UTF-8",
    "dates": "Days are ISO 8601 (2026-03-02). Times are ISO 8601 with their offset from UTC, in UK time.",
    "sections": "A list. Each has a key, a title and tables; a table has a title, its name in the database and rows.",
    "rows": "A row has its columns by name. People appear by their current name, records by their key.",
    "words": "Words kept about a row: its kind, when they were kept, and the words; a file is in base64.",
    "acts": "What you did to somebody else's record says when and what, and does not name them.",
    "who_has_looked": "Who opened or downloaded your record, newest first.",
    "who_can_see": "Who can see what today, by the duties people hold today.",
    "left_out": "What names you and is not in this document, with the reason.",
}


def document_of(person: Person, parts: list[Part], looks: list[Look], viewers: list[Viewer], at: dt.datetime) -> dict:
    """Everything, ready to be written as JSON."""
    return {
        "schema": SCHEMA,
        "about": {"name": person.name, "sign_in_name": person.username, "key": str(person.key)},
        "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "sections": [_section(part) for part in parts],
        "who_has_looked": [look.data for look in looks],
        "who_can_see": [viewer.data for viewer in viewers],
        "left_out": {**COLUMNS, **SECRETS},
    }  # fmt: skip


def _section(part: Part) -> dict:
    tables = [{"title": each.held.title, "table": each.held.table, "rows": each.data} for each in part.tables]
    return {"key": part.section.key, "title": part.section.title, "tables": tables}
