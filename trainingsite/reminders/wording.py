"""The words of a reminder: what waits, by when, where to do it, and who helps."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.models import Digest, Prompt, Reminder

# A message is short: beyond this it says how many more there are, and the page shows them all.
ITEMS_SHOWN, LINES_SHOWN = 20, 30


@dataclass(frozen=True)
class Item:
    """One thing that waits for somebody."""

    title: str
    due_on: dt.date | None
    day: dt.date

    @property
    def when(self) -> str:
        """By when, and how long that is."""
        if self.due_on is None:
            return "as soon as you can"
        days = (self.due_on - self.day).days
        if days < 0:
            return f"was due on {long_date(self.due_on)}"
        return f"by {long_date(self.due_on)}" + {0: ", which is today", 1: ", which is tomorrow"}.get(days, "")


@dataclass(frozen=True)
class Team:
    """How the people of one practice stand, for whoever manages them."""

    name: str
    address: str
    overdue: list[str]
    failed: list[str]
    remarks: list[str]
    overdue_more: int = 0
    failed_more: int = 0


@dataclass(frozen=True)
class Message:
    """A reminder as it is sent."""

    subject: str
    text: str
    html: str


def items_of(reminders: list[Reminder], day: dt.date) -> list[Item]:
    """What waits, the earliest due first; what two practices ask for is named once, with the earlier day."""
    first = {}
    for reminder in sorted(reminders, key=lambda each: (each.due_on or dt.date.max, each.title)):
        first.setdefault(reminder.requirement_line, Item(reminder.title, reminder.due_on, day))
    return list(first.values())


def teams_in(digests: list[Digest], person: Person, day: dt.date) -> list[Team]:
    """The weeks of teams: each leads to the practice's page if the person may open it, else to their own team's."""
    desks = set(Practice.objects.managed_by(person, day)) if digests else set()
    return [
        Team(
            name=digest.week.practice.name,
            address=page_of(digest.week.practice, desks),
            overdue=digest.content["overdue"][:LINES_SHOWN],
            failed=digest.content["failed"][:LINES_SHOWN],
            remarks=digest.content["remarks"],
            overdue_more=max(len(digest.content["overdue"]) - LINES_SHOWN, 0),
            failed_more=max(len(digest.content["failed"]) - LINES_SHOWN, 0),
        )
        for digest in digests
    ]


def page_of(practice: Practice, desks: set[Practice]) -> str:
    """Where somebody sees how the people of a practice stand."""
    if practice in desks:
        return settings.SITE_URL + reverse("desk:practice", args=[practice.ods_code.lower()])
    return settings.SITE_URL + reverse("desk:my_team")


def message_for(
    person: Person,
    reminders: list[Reminder],
    prompts: list[Prompt],
    digests: list[Digest],
    day: dt.date,
    *,
    after_pause: bool = False,
    sender: str = "",
) -> Message:
    """One message with everything in it. Its link signs nobody in: it leads to the page on which people sign in."""
    items, teams = items_of(reminders, day), teams_in(digests, person, day)
    context = {
        "name": person.first_name or person.name,
        "items": items[:ITEMS_SHOWN],
        "items_more": max(len(items) - ITEMS_SHOWN, 0),
        "prompts": prompts,
        "teams": teams,
        "after_pause": after_pause,
        "sender": sender,
        "home": settings.SITE_URL + reverse("desk:home"),
        "choice": settings.SITE_URL + reverse("desk:messages"),
        "practices": " and ".join(sorted({reminder.practice.name for reminder in reminders})),
    }
    subject = subject_of(items, prompts, teams)
    return Message(
        subject=subject,
        text=render_to_string("reminders/message.txt", context),
        html=render_to_string("reminders/message.html", {**context, "subject": subject}),
    )


def subject_of(items: list[Item], prompts: list[Prompt], teams: list[Team]) -> str:
    """What it is about, and nothing that a colleague who sees the screen should not read."""
    what = waiting_in_words(items, prompts)
    if what:
        return what + (", and your team's week" if teams else "")
    return f"Your team's training this week: {teams[0].name}" if len(teams) == 1 else "Your teams' training this week"


def waiting_in_words(items: list[Item], prompts: list[Prompt]) -> str:
    """How many things wait for somebody; of a single one that is no training, which."""
    if not items and len(prompts) == 1:
        return prompts[0].title[:150]
    count = len(items) + len(prompts)
    things = "1 thing waits" if count == 1 else f"{count} things wait"
    if not prompts:
        return f"Your training: {things} for you" if items else ""
    return f"Your training and policies: {things} for you" if items else f"Policies: {things} for you"
