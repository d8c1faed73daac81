"""What a file of completions is compared with, read in a fixed number of queries."""

import datetime as dt

from modules.models import Completion
from trainingsite.compliance.claims import network_leads, who_may_decide
from trainingsite.compliance.completions.known import KnownHere, There, Training, Trainings
from trainingsite.compliance.elsewhere import own_rows, trainings_at
from trainingsite.compliance.models import PriorLearning
from trainingsite.people.importing.reading import known_at
from trainingsite.people.models import Person, Practice


def known_here(practice: Practice, day: dt.date, by: Person | None) -> KnownHere:
    """The practice's people, the trainings there are, and what is on record of each, as it is known now."""
    found = trainings_at(practice)
    trainings = [Training(kind, each.pk, each.key, each.title) for kind, all_of in found.items() for each in all_of]
    there, taken_back = on_record(practice)
    return KnownHere(
        colleagues=known_at(practice, day).colleagues,
        trainings=Trainings(trainings),
        went_live_on=practice.went_live_on,
        there=there,
        taken_back=taken_back,
        own=frozenset(own_rows(by)) if by else frozenset(),
        deciders=who_else_can(by, day, practice) if by else "",
    )


def on_record(practice: Practice) -> tuple[frozenset[There], dict[There, dt.date]]:
    """What the practice's people have on record, whoever recorded it; and what was taken back, with the day."""
    people = Person.objects.at(practice).values("pk")
    rows = PriorLearning.objects.filter(person__in=people).values_list(
        "person_id", "module_id", "outside_training_id", "completed_on", "withdrawal__withdrawn_on"
    )
    there, taken_back = set(), {}
    for person_id, module_id, outside_id, on, taken_back_on in rows:
        key = (person_id, "module" if module_id else "outside_training", module_id or outside_id, on)
        if taken_back_on:
            taken_back[key] = taken_back_on
        else:
            there.add(key)
    own = Completion.objects.filter(person__in=people).values_list("person_id", "version__page_id", "completed_on")
    there |= {(person_id, "module", page_id, on) for person_id, page_id, on in own}
    return frozenset(there), taken_back


def who_else_can(person: Person, day: dt.date, practice: Practice) -> str:
    """A sentence about who can record what this person did themselves."""
    if others := [each.name for each in who_may_decide(person, day, practice)]:
        return f"{' or '.join(others)} can record it"
    leads = network_leads(person, day)
    who = f"{' or '.join(leads)}, who leads your network," if leads else "whoever runs this site"
    return f"nobody else can yet, so ask {who} to name a second manager"
