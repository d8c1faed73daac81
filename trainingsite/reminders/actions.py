"""What people say about their own messages."""

from collections.abc import Iterable

from trainingsite.people.models import Person
from trainingsite.reminders.models import MessageChoice


def choose_days(*, person: Person, weekdays: Iterable[int]) -> None:
    """Remember on which days of the week the person wants to be told what waits for them."""
    MessageChoice.objects.update_or_create(person=person, defaults={"weekdays": sorted(set(weekdays))})
