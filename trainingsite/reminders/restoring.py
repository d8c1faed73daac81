"""After a backup was put back: what people may have been told since is not told again."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.compliance.facts import facts_about
from trainingsite.notices.models import Notice
from trainingsite.people.models import Practice
from trainingsite.reminders.models import Prompt, Reminder
from trainingsite.reminders.monthly import withhold
from trainingsite.reminders.planning import owed_by
from trainingsite.reminders.prompting import matters_on, prompt_of, untold


@transaction.atomic
def note_restored(*, sent_until: dt.datetime) -> dict[str, int]:
    """Hold back every message that may have gone out by then though this database does not know of it.

    What waited is not sent, and the steps that had come are taken for told; the next step is told as ever.
    """
    waiting = Notice.objects.waiting().filter(queued_at__lte=sent_until)
    unsure = waiting.exclude(person__email="").update(state=Notice.State.UNSURE, settled_at=sent_until)
    day = timezone.localdate(sent_until)
    practices = list(Practice.objects.order_by("pk"))
    return {
        "messages": unsure,
        "reminders": sum(_withhold(practice, day) for practice in practices)
        + _withhold_prompts(day)
        + withhold(sent_until),
    }


def _withhold_prompts(day: dt.date) -> int:
    """Take what had come by the day of reviews and of questions for told."""
    before = Prompt.objects.filter(withheld=True).count()
    Prompt.objects.untold().delete()
    prompts = [prompt_of(matter, day) for matter in untold(matters_on(day))]
    for prompt in prompts:
        prompt.withheld = True
    Prompt.objects.bulk_create(prompts, ignore_conflicts=True)
    return Prompt.objects.filter(withheld=True).count() - before


def _withhold(practice: Practice, day: dt.date) -> int:
    """Take the steps that had come by the day for told."""
    facts = facts_about(practice, day)
    before = Reminder.objects.at(practice).filter(withheld=True).count()
    Reminder.objects.untold().at(practice).delete()
    steps = [
        Reminder(
            person=member.person, practice=practice, requirement_line=owed.demand.line, kind=owed.step.step,
            planned_on=owed.step.on, for_day=day, title=owed.demand.newest.title, due_on=owed.standing.due_on,
            withheld=True,
        )
        for member in facts.members
        for owed in owed_by(member, facts, day)
    ]  # fmt: skip
    Reminder.objects.bulk_create(steps, ignore_conflicts=True)
    return Reminder.objects.at(practice).filter(withheld=True).count() - before
