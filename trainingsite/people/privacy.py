"""The privacy notice: whom it names, and that somebody was shown it."""

from dataclasses import dataclass
from datetime import date, datetime

from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility

# When the notice last came to say something else about what is kept, why, for how long or who sees it: whoever was
# shown it before then is shown it again. Nothing, while its first text still stands; wording alone changes nothing.
MATERIALLY_CHANGED_AT: datetime | None = None

# Whom to ask, the best one first.
ANSWERS_FOR_DATA = (Duty.DATA_PROTECTION_OFFICER, Duty.IG_LEAD, Duty.PRACTICE_MANAGER)


@dataclass(frozen=True)
class Contact:
    """Somebody at a practice to ask about one's data."""

    duty: str
    name: str
    contact: str


@dataclass(frozen=True)
class Controller:
    """A practice that decides what is kept of somebody, and whom to ask there."""

    practice: Practice
    contacts: list[Contact]


def needs_to_see_the_notice(person: Person) -> bool:
    """Whether the notice as it stands was never shown to the person."""
    seen_at = person.privacy_notice_seen_at
    return seen_at is None or (MATERIALLY_CHANGED_AT is not None and seen_at < MATERIALLY_CHANGED_AT)


def note_seen(*, person: Person, at: datetime) -> None:
    """Remember that the notice was shown: shown, not agreed to."""
    person.privacy_notice_seen_at = at
    person.save(update_fields=["privacy_notice_seen_at"])


def controllers_of(person: Person, day: date) -> list[Controller]:
    """The practices where the person works or has worked, each with who answers for data there that day."""
    known = Membership.objects.known().by(person).filter(started_on__lte=day).values("practice")
    practices = list(Practice.objects.filter(pk__in=known))
    held = Responsibility.objects.known().on(day).filter(practice__in=practices, duty__in=ANSWERS_FOR_DATA)
    duties = sorted(held.select_related("person"), key=lambda duty: (ANSWERS_FOR_DATA.index(duty.duty), duty.pk))
    return [
        Controller(practice, [_contact(d) for d in duties if d.practice_id == practice.pk]) for practice in practices
    ]


def _contact(duty: Responsibility) -> Contact:
    """Where to write: what was noted with the duty, or else the address of whoever holds it."""
    return Contact(duty.get_duty_display(), duty.held_by, duty.contact or (duty.person.email if duty.person else ""))
