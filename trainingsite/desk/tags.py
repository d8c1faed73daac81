"""Small pieces of HTML of which a page has hundreds: Python functions, because an include a cell is slow."""

import datetime as dt

from django.utils.safestring import mark_safe

from trainingsite.compliance.matrix import Cell
from trainingsite.compliance.rules import Basis, Status

ELSEWHERE = {
    Basis.PRIOR_LEARNING: "done elsewhere",
    Basis.IMPORTED: "imported",
    Basis.NETWORK: "signed at another practice",
}
STATUS_TAGS = {
    status: mark_safe(f'<span class="status status--{status.value}">{status.label}</span>') for status in Status
}


def short_date(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def detail(cell: Cell) -> str:
    """What stands under the word of a cell: until when, by when, when it was done."""
    if cell.status in (Status.COMPLIANT, Status.EXPIRING):
        return f"until {short_date(cell.valid_until)}" if cell.valid_until else f"done {short_date(cell.completed_on)}"
    if cell.status in (Status.DUE, Status.OVERDUE) and cell.due_on:
        return f"by {short_date(cell.due_on)}" if cell.status is Status.DUE else f"was due {short_date(cell.due_on)}"
    return ""


def elsewhere(cell: Cell) -> str:
    """What a cell says of training that was accepted on proof, or signed elsewhere: it is shown for ever as that."""
    return ELSEWHERE.get(cell.basis, "") if cell.completed_on else ""


def told(cell: Cell) -> str:
    """Whether the person knows: sent is not read, so nobody is said to have ignored anything."""
    if cell.status is not Status.OVERDUE:
        return ""
    return {"no": "not yet told", "failed": "message failed", "yes": "told"}.get(cell.told, "")
