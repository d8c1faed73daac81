"""Jobs, duties, leave and all other dated facts of a former row: corrected, so that they name the row that is kept.

A correction says what was true all along. Ending the old facts and beginning new ones today would make somebody new of
a colleague of ten years: their deadlines would begin again, and yesterday they would have been two people. Here the
facts keep their lines and their days; what was known before the joining can still be asked for.
"""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, Q

from trainingsite.audit.models import Record
from trainingsite.people.facts import DatedFact, correct
from trainingsite.people.models import Person, SamePerson

PERSON = "person"
MOVED = (PERSON, "manager")
JUDGED = ("approved_by", "accepted_by", "decided_by", "acted_by", "issued_by")


def move_facts(*, former: Person, kept: Person, by: str, at: dt.datetime) -> list[uuid.UUID]:
    """Let every fact that is known now name the kept row instead of the former; answers their lines."""
    return [_renamed(row, former.pk, kept.pk, by, at).line for row in _facts_naming(former, kept)]


def move_facts_back(*, joined: SamePerson, by: str, at: dt.datetime) -> list[uuid.UUID]:
    """Let the facts that the joining moved name the former row again, as they are known now."""
    moved = []
    for model in _models_about_people(DatedFact):
        lines = _moved_by(model, joined).values("line")
        for row in model.objects.known().filter(line__in=lines).filter(_names(model, joined.kept_id)):
            moved.append(_renamed(row, joined.kept_id, joined.former_id, by, at).line)
    return moved


def judged_each_other(one: Person, other: Person, day: dt.date) -> bool:
    """Whether one approved, accepted, countersigned or decided something of the other's: nobody does that for themself.

    Of facts those count that have not ended; what is on record, for good.
    """
    for model in _models_about_people(DatedFact, Record):
        rows = model.objects.all()
        if issubclass(model, DatedFact):
            rows = rows.known().exclude(ended_on__lt=day)
        for name in _judging(model):
            if rows.filter(Q(person=one, **{name: other}) | Q(person=other, **{name: one})).exists():
                return True
    return False


def _facts_naming(person: Person, kept: Person) -> Iterator[DatedFact]:
    """Those about the person; but what is over and was approved by the other row stays: nobody approves their own."""
    for model in _models_about_people(DatedFact):
        approved = Q(*(Q(**{name: kept.pk}) for name in _judging(model)), _connector=Q.OR)
        rows = model.objects.known().filter(_names(model, person.pk)).order_by("pk")
        yield from rows.exclude(approved) if _judging(model) else rows


def _models_about_people(*kinds) -> list:
    """Every table of these kinds that has rows about people, those of the apps above too."""
    return [model for model in apps.get_models() if issubclass(model, kinds) and PERSON in _parts(model)]


def _parts(model) -> list[str]:
    """The fields of a table that name a person."""
    return [
        field.name for field in model._meta.fields if isinstance(field, ForeignKey) and field.related_model is Person
    ]


def _judging(model) -> list[str]:
    """Those that say who approved or decided: they stay as they were."""
    return [name for name in _parts(model) if name in JUDGED]


def _names(model, person_id: int) -> Q:
    found = Q()
    for name in set(MOVED) & set(_parts(model)):
        found |= Q(**{name: person_id})
    return found


def _renamed(row: DatedFact, old: int, new: int, by: str, at: dt.datetime) -> DatedFact:
    named = {f"{name}_id": getattr(row, f"{name}_id") for name in set(MOVED) & set(_parts(type(row)))}
    changes = {name: new if value == old else value for name, value in named.items()}
    if changes.get("manager_id") == changes["person_id"]:
        changes["manager_id"] = None  # nobody manages themselves
    return correct(row, by=by, at=at, **changes)


def _moved_by(model, joined: SamePerson):
    """The corrections that the joining made."""
    was = Q()
    for name in set(MOVED) & set(_parts(model)):
        was |= Q(**{f"supersedes__{name}": joined.former_id, name: joined.kept_id})
    return model.objects.filter(was, recorded_at=joined.confirmed_at)
