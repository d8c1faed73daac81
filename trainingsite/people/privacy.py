"""The privacy notice, and that somebody was shown it."""

from datetime import datetime

from trainingsite.people.models import Person


def needs_to_see_the_notice(person: Person) -> bool:
    return person.privacy_notice_seen_at is None


def note_seen(*, person: Person, at: datetime) -> None:
    """Remember that the notice was shown: shown, not agreed to."""
    person.privacy_notice_seen_at = at
    person.save(update_fields=["privacy_notice_seen_at"])
