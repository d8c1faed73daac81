"""What the record and the access log hold under a person's key; words that stand about the person and no record."""

from collections.abc import Collection

from axes.models import AccessAttempt
from django.db.models import Q

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import AccessEntry, AuditEvent
from trainingsite.desk.your_data.held import Row, plain_value, words_about
from trainingsite.desk.your_data.looks import page_of
from trainingsite.people.models import Membership, Person, Practice, Responsibility

SITE, ELSEWHERE = "The site", "Another practice"


def keys_of(person_ids: Collection[int]) -> list[str]:
    """The opaque keys under which the record knows the person."""
    return [str(key) for key in Person.objects.filter(pk__in=person_ids).values_list("key", flat=True)]


def events_of(person_ids: Collection[int]) -> list[Row]:
    """The events of every chain of which the person is the actor or the subject: that it happened, and when."""
    keys = keys_of(person_ids)
    names = {practice.chain: practice.name for practice in practices_of(person_ids)}
    # Actors are looked for in the chains of these practices alone: all of them would be the whole country's.
    acts = Q(actor__in=keys, chain__key__in=[*names, SITE_CHAIN])
    events = AuditEvent.objects.filter(acts | Q(subject__in=keys)).select_related("chain")
    return [_event(event, keys, names) for event in events.order_by("at", "pk")]


def practices_of(person_ids: Collection[int]) -> list[Practice]:
    """Where the person ever had a job or a duty."""
    jobs = Membership.objects.filter(person__in=person_ids).values("practice")
    duties = Responsibility.objects.filter(person__in=person_ids, practice__isnull=False).values("practice")
    return list(Practice.objects.filter(Q(pk__in=jobs) | Q(pk__in=duties)))


def _event(event: AuditEvent, keys: list[str], names: dict[str, str]) -> Row:
    told = {
        "When": event.at,
        "What": event.verb,
        "In the record of": names.get(event.chain.key, SITE if event.chain.key == SITE_CHAIN else ELSEWHERE),
        "You did it": event.actor in keys,
        "It is about you": event.subject in keys,
    }
    return Row(told, {**{name: plain_value(value) for name, value in told.items()}, "hash": event.hash})


def looks_of(person_ids: Collection[int]) -> list[Row]:
    """What the person opened or downloaded about others: when and which page, and not whose."""
    looks = AccessEntry.objects.filter(actor__in=keys_of(person_ids)).order_by("at", "pk")
    return [_look(look) for look in looks]


def _look(look: AccessEntry) -> Row:
    told = {"When": look.at, "What": page_of(look.verb)}
    return Row(told, {"When": plain_value(look.at), "What": look.verb})


def kept_apart(person_ids: Collection[int]) -> list[Row]:
    """Words about the person that belong to no record, such as a name they had before."""
    keys = Person.objects.filter(pk__in=person_ids).values("key")
    entries = [entry for each in words_about(keys).values() for entry in each]
    return [Row({"Kept": entry["kept_at"], "What": entry["kind"].replace("_", " ")}, {}, [entry]) for entry in entries]


def wrong_passwords_of(person_ids: Collection[int]) -> list[Row]:
    """Wrong passwords that are being counted under the person's sign-in name, and from where they came."""
    names = Person.objects.filter(pk__in=person_ids).values("username")
    return [_wrong_password(attempt) for attempt in AccessAttempt.objects.filter(username__in=names).order_by("pk")]


def _wrong_password(attempt: AccessAttempt) -> Row:
    told = {
        "Last": attempt.attempt_time,
        "Times": attempt.failures_since_start,
        "Network address": attempt.ip_address,
        "Browser": attempt.user_agent,
    }
    return Row(told, {name: plain_value(value) for name, value in told.items()})
