"""Who would be told what on a day, and why: looked up without keeping or sending anything."""

import datetime as dt
from collections.abc import Iterator

from trainingsite.formats.dates import long_date
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.rules import is_working_day, next_working_day
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.digests import digests_for, is_due
from trainingsite.reminders.listening import absences_of, listeners_among, listening, manners
from trainingsite.reminders.models import Prompt, Reminder
from trainingsite.reminders.planning import reminders_for
from trainingsite.reminders.prompting import prompts_for
from trainingsite.reminders.rules import may_be_told_on


def preview(day: dt.date) -> Iterator[str]:
    """One line for each thing each person would be told, practice by practice."""
    if not is_working_day(day, bank_holidays()):
        yield not_a_working_day(day)
        return
    for practice in list(Practice.objects.order_by("pk")):
        yield from (line_of(reminder) for reminder in reminders_for(practice, day))
        yield from _managers(practice, day)
    yield from (line_of_prompt(prompt) for prompt in prompts_for(day))


def _managers(practice: Practice, day: dt.date) -> Iterator[str]:
    if not is_due(practice, day):
        return
    digests, nobody = digests_for(practice, day)
    managers = [manager for manager, _ in digests]
    listeners, away = listeners_among(managers, {}, day), absences_of(manager.pk for manager in managers)
    for manager, content in digests:
        listener = listening(listeners[manager.pk], away[manager.pk], practice)
        if may_be_told_on(day, listener, bank_holidays(), manners()):
            overdue, failed = len(content["overdue"]), len(content["failed"])
            yield f"{who(manager)}, {practice.name}: the week of their team: {overdue} overdue, {failed} not delivered"
    if nobody:
        yield f"{practice.name}: there is nobody to tell about {', '.join(nobody)}"


def line_of(reminder: Reminder) -> str:
    due = f" (due on {long_date(reminder.due_on)})" if reminder.due_on else ""
    return f"{who(reminder.person)}, {reminder.practice.name}: {reminder.title}{due}: {reminder.get_kind_display()}"


def line_of_prompt(prompt: Prompt) -> str:
    where = f", {prompt.practice.name}" if prompt.practice else ""
    return f"{who(prompt.person)}{where}: {prompt.title}: planned for {long_date(prompt.planned_on)}"


def who(person: Person) -> str:
    """A name with the sign-in name: two people may have the same."""
    return f"{person.name} ({person.username})"


def not_a_working_day(day: dt.date) -> str:
    following = next_working_day(day, bank_holidays())
    return f"Nobody is told anything on {long_date(day)}: the next working day is {long_date(following)}."
