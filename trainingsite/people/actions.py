"""Changes that people make to their own account."""

from datetime import datetime

from trainingsite.people.models import Person


def note_privacy_notice_seen(*, person: Person, at: datetime) -> None:
    """Remember that the privacy notice was shown: shown, not agreed to."""
    person.privacy_notice_seen_at = at
    person.save(update_fields=["privacy_notice_seen_at"])
