"""What came of a consultation: what staff said, and what was done. Frozen, with nobody's name in it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from trainingsite.audit.actions import thawed
from trainingsite.policies.consultations import CommentAnswer, Consultation, ConsultationClosed
from trainingsite.policies.consulting.comments import Said, Statement
from trainingsite.policies.models import PolicyVersion

SILENT = "silent"


def outcome_content(
    consultation: Consultation, said: list[Said], statement: Statement | None, themes: list[str], day: dt.date
) -> dict:
    """The outcome as it is frozen: themes, counts, and the replies without the words they reply to."""
    return {
        "kind": "consultation",
        "policy": consultation.page.key,
        "title": consultation.title,
        "practice": consultation.practice.name,
        "draft": consultation.draft_id,
        "since": consultation.since.number if consultation.since else "",
        "opened_on": consultation.opened_on.isoformat(),
        "last_day": consultation.last_day.isoformat(),
        "closed_on": day.isoformat(),
        "asked": consultation.asked,
        "counts": counts_of(said),
        "themes": themes,
        "replies": [
            {"about": each.about, "outcome": each.answer.given.outcome, "why": each.answer.why}
            for each in sorted(said, key=lambda each: (each.about, each.answer.given.outcome, each.answer.why))
        ],
        "staff": _staff(statement),
    }


def counts_of(said: Iterable[Said]) -> dict[str, int]:
    """How many comments there were of each kind, and what became of them."""
    said = list(said)
    outcomes = Counter(each.answer.given.outcome for each in said if each.answer)
    return {
        "comments": len(said),
        "named": sum(each.author is not None for each in said),
        "unnamed": sum(each.is_unnamed for each in said),
        "passed_on": sum(not each.is_unnamed and each.author is None for each in said),
        **{outcome: outcomes[outcome] for outcome in CommentAnswer.Outcome.values},
    }


def _staff(statement: Statement | None) -> dict[str, str]:
    if statement is None:
        return {"stance": SILENT, "how_chosen": "", "note": ""}
    return {"stance": statement.row.stance, "how_chosen": statement.row.how_chosen, "note": statement.note}


def outcome_of(version: PolicyVersion) -> dict | None:
    """What came of asking staff about the draft of this version, if they were asked."""
    if version.consultation_id is None:
        return None
    closed = ConsultationClosed.objects.filter(consultation=version.consultation_id).first()
    return told(thawed(closed.snapshot_id)) if closed else None


def told(content: dict) -> dict:
    """Frozen content with its dates as dates and its outcomes as words, for a page."""
    dates = {name: dt.date.fromisoformat(content[name]) for name in ("opened_on", "last_day", "closed_on")}
    replies = [{**reply, "outcome": CommentAnswer.Outcome(reply["outcome"]).label} for reply in content["replies"]]
    return {**content, **dates, "replies": replies}
