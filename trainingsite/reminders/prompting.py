"""Who is to be told of what beside their training on a day: reviews that are due, questions left to them."""

import datetime as dt

from django.db import transaction

from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.matters import Matter
from trainingsite.people.models import Person
from trainingsite.policies.questions.left import questions_left
from trainingsite.policies.review.reminding import reviews_to_tell
from trainingsite.reminders.listening import absences_of, listeners_among, listening, manners
from trainingsite.reminders.models import Prompt
from trainingsite.reminders.rules import may_be_told_on


def matters_on(day: dt.date) -> list[Matter]:
    """Everything of which a step has come by the day, told or not."""
    return [*reviews_to_tell(day), *questions_left(day)]


def prompts_for(day: dt.date) -> list[Prompt]:
    """What people are to be told that day, not yet kept: each step once, and of no practice they are away from."""
    matters = untold(matters_on(day))
    people = {matter.person.pk: matter.person for matter in matters if matter.person.is_active}
    listeners, away = listeners_among(list(people.values()), {}, day), absences_of(people)

    def may_hear(matter: Matter) -> bool:
        person_id = matter.person.pk
        listener = listening(listeners[person_id], away[person_id], matter.practice)
        return may_be_told_on(day, listener, bank_holidays(), manners())

    return [prompt_of(matter, day) for matter in matters if matter.person.pk in people and may_hear(matter)]


def untold(matters: list[Matter]) -> list[Matter]:
    """Those that nobody told the person yet, and that are not kept back."""
    kept = Prompt.objects.filter(about__in={matter.about for matter in matters})
    told = set(
        kept.exclude(notice__isnull=True, withheld=False).values_list("person_id", "kind", "about", "planned_on")
    )
    return [each for each in matters if (each.person.pk, each.kind, each.about, each.planned_on) not in told]


def prompt_of(matter: Matter, day: dt.date) -> Prompt:
    return Prompt(
        person=matter.person, practice=matter.practice, kind=matter.kind, about=matter.about,
        planned_on=matter.planned_on, for_day=day, title=matter.title[:255], text=matter.text,
    )  # fmt: skip


@transaction.atomic
def plan_prompts(day: dt.date) -> int:
    """Keep what people are to be told; what another process kept first stands."""
    return len(Prompt.objects.bulk_create(prompts_for(day), ignore_conflicts=True))


def prompts_again(person: Person, day: dt.date) -> list[Prompt]:
    """What still holds for one person of what was not told, because the message that said it was replaced."""
    return [prompt_of(matter, day) for matter in untold(matters_on(day)) if matter.person == person]
