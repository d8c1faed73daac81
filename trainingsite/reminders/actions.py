"""What people say about their own messages, and what is let go of when they are old."""

import datetime as dt
from collections.abc import Iterable

from trainingsite.people.models import Person
from trainingsite.reminders.models import Digest, MessageChoice, Prompt


def choose_days(*, person: Person, weekdays: Iterable[int]) -> None:
    """Remember on which days of the week the person wants to be told what waits for them."""
    MessageChoice.objects.update_or_create(person=person, defaults={"weekdays": sorted(set(weekdays))})


def choose_monthly_link(*, person: Person, wanted: bool) -> None:
    """Remember whether somebody who may open a desk wants the way to it once a month."""
    MessageChoice.objects.update_or_create(person=person, defaults={"monthly_link": wanted})


def forget_old_matters(*, before: dt.datetime) -> None:
    """Let go of what old messages said of others: the weeks of teams, and who had asked what."""
    Digest.objects.filter(notice__queued_at__lt=before).exclude(content={}).update(content={})
    Prompt.objects.filter(notice__queued_at__lt=before).exclude(text="").update(text="")
