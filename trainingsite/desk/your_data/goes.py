"""A person's goes at stories and knowledge checks: what they chose, in the words they chose it by, while it is kept."""

import uuid
from collections.abc import Collection, Mapping

from scenarios.engine import BACK
from scenarios.models import Attempt
from trainingsite.audit.actions import thaw
from trainingsite.audit.models import Snapshot
from trainingsite.desk.your_data.held import Row, everything_in, words_about

ERASED = "Erased, as the rules for answers say, or nothing was answered"
WENT_BACK = "Went back"


def goes_of(person_ids: Collection[int]) -> list[Row]:
    """Every go of the person, oldest first, in three queries."""
    goes = Attempt.objects.filter(person__in=person_ids).order_by("begun_at", "pk")
    words = words_about(goes.values("key"))
    content = {
        snapshot.sha256: thaw(snapshot) for snapshot in Snapshot.objects.filter(sha256__in=goes.values("snapshot"))
    }
    return [_row(go, content[go.snapshot_id], words) for go in goes.select_related("outcome", "person")]


def _row(go: Attempt, content: dict, words: Mapping[uuid.UUID, list[dict]]) -> Row:
    outcome = getattr(go, "outcome", None)
    result = ("Passed" if outcome.passed else "Not yet passed") if outcome else "Not finished"
    kept = words.get(go.key, [])
    chosen = chosen_in(content, kept)
    shown = {"Begun": go.begun_at, "What": title_of(content), "Go": go.number, "Result": result}
    ended = everything_in(outcome, {"attempt"}) if outcome else None
    data = {**everything_in(go, ()), "title": title_of(content), "outcome": ended, "chosen": chosen}
    return Row({**shown, "What you chose": "\n".join(chosen) or ERASED}, data, kept)


def title_of(content: dict) -> str:
    """What the frozen content is called."""
    return content.get("title") or content.get("graph", {}).get("title", "")


def chosen_in(content: dict, words: list[dict]) -> list[str]:
    """What was chosen, in order: the option's own text after that of its question or step."""
    asked = {each["id"]: each for each in content.get("questions") or content.get("graph", {}).get("steps", ())}
    steps = [entry["words"] for entry in words if entry["kind"] == "step"]
    chosen = [f"{_text(asked, step)}: {_option(asked, step, option)}" for step, option in steps]
    for entry in words:
        if entry["kind"] == "answers":
            answers = entry["words"].get("answers", {})
            chosen += [f"{_text(asked, key)}: {_options(asked, key, picked)}" for key, picked in answers.items()]
    return chosen


def _text(asked: Mapping[str, dict], key: str) -> str:
    """The question, or the first line of the step, which may be long."""
    text = asked.get(key, {}).get("text", key)
    first = next(iter(text.strip().splitlines()), key)
    return first if len(first) <= 120 else f"{first[:119]}…"


def _options(asked: Mapping[str, dict], key: str, picked: list[str]) -> str:
    return ", ".join(_option(asked, key, each) for each in picked) or "nothing"


def _option(asked: Mapping[str, dict], key: str, option: str) -> str:
    if option == BACK:
        return WENT_BACK
    offered = {each["id"]: each["text"] for each in asked.get(key, {}).get("options", ())}
    return offered.get(option, option)
