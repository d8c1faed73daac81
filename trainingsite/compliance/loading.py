"""The programmes, requirements and subjects of outside training that are there from the start."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from modules.models import ModulePage
from scenarios.models import ScenarioPage
from trainingsite.compliance.actions import ask_for
from trainingsite.compliance.models import OutsideTraining, Programme, Requirement
from trainingsite.people.loading import add_missing

STARTER = Path(__file__).parent / "starter.yaml"
KINDS = {"module": ModulePage, "scenario": ScenarioPage, "outside_training": OutsideTraining}
# A shared requirement holds from the day a practice begins to follow its programme, however long ago that was; one
# that is added when the programme is there already holds from the day it is added.
ALWAYS = dt.date(2000, 1, 1)
TO_CONFIRM = "Starter content: the practice confirms how soon and how often."


def load_programmes(*, at: dt.datetime, path: Path = STARTER) -> Iterator[str]:
    """Add each subject, programme and requirement that is missing, and say so; what is there stays as it is."""
    content = yaml.safe_load(path.read_text())
    added = add_missing(OutsideTraining, content["outside_training"])
    if added:
        yield f"{added} subjects of outside training added"
    for place, wanted in enumerate(content["programmes"]):
        added = load_programme(wanted, 100 * place, at=at)
        if added:
            yield f"Programme “{wanted['title']}”: requirements added ({added})"


@transaction.atomic
def load_programme(wanted: dict, position: int, *, at: dt.datetime) -> int:
    """Add one programme and what it asks for, in the order of the file; how many requirements were added."""
    fields = {name: value for name, value in wanted.items() if name != "requirements"}
    programme, is_new = Programme.objects.get_or_create(key=wanted["key"], defaults=fields)
    begins_on = ALWAYS if is_new else timezone.localdate(at)
    there = set(Requirement.objects.filter(programme=programme, practice=None).values_list("key", flat=True))
    added = 0
    for place, terms in enumerate(wanted["requirements"], start=1):
        kind = next(kind for kind in KINDS if kind in terms)
        key, target = terms[kind], KINDS[kind].objects.get(key=terms[kind])
        if key not in there:
            asked = {**terms, kind: target, "position": position + 10 * place}
            ask_for(programme=programme, key=key, started_on=begins_on, reason=TO_CONFIRM, at=at, **asked)
            added += 1
    return added
