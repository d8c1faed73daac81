"""Names over time: how one changes, and who sees what somebody was called before.

Screens and packs print the name of today. What somebody was called before is words of the record, for the person and
for the one colleague who keeps former names.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, read_words, record, words_to_keep
from trainingsite.audit.models import Words
from trainingsite.audit.series import Act
from trainingsite.people.credentials import moment_in_words, tell
from trainingsite.people.identities import FormerName, also_known_by, rows_of
from trainingsite.people.links import chains_of
from trainingsite.people.models import Duty, Person, Practice, Responsibility

FORMER_NAME = "former_name"
AT_ONCE = 500
CHANGED = "people.name_changed"


class SignInNameTaken(Exception):
    """Somebody else signs in with this name."""


@dataclass(frozen=True)
class CalledBefore:
    """A name somebody had, until a day; empty once its words have been erased."""

    name: str
    until: dt.date


@transaction.atomic
def change_name(*, person: Person, first_name: str, last_name: str, by: Person | None, at: dt.datetime) -> bool:
    """Give somebody another name, and keep the one they had; the same name again changes nothing.

    Answers whether it changed. ``by`` is nobody when a command was run without saying by whom.
    """
    renamed = _rename([(person, first_name, last_name)], by, at)
    if not renamed:
        return False
    record(
        chains=chains_of(person, timezone.localdate(at)), verb=CHANGED, actor=by.key if by else "",
        subject=person.key, at=at, rows=renamed,
    )  # fmt: skip
    if by is None or by.pk != person.pk:
        who = by.name if by else "Somebody who looks after this site"
        tell([person.email], "Your name was changed", f"{who} changed your name here, on {moment_in_words(at)}.")
    return True


def change_names(*, names: Iterable[tuple[Person, str, str]], by: Person | None, at: dt.datetime) -> list[Act]:
    """The same for many people of one practice in a fixed number of queries; answers the acts, still to be recorded."""
    renamed = _rename(list(names), by, at)
    return [Act(CHANGED, str(former.person.key), rows=[former]) for former in renamed]


def change_sign_in_name(*, person: Person, username: str, at: dt.datetime) -> bool:
    """Let somebody sign in under another name: the old one may hold a name they no longer use. Raises SignInNameTaken.

    Nothing is kept of the old one, and the record does not say it.
    """
    if username == person.username:
        return False
    if Person.objects.filter(username__iexact=username).exclude(pk=person.pk).exists():
        raise SignInNameTaken
    try:
        with transaction.atomic():
            person.username = username
            person.save(update_fields=["username"])
            record(
                chains=chains_of(person, timezone.localdate(at)), verb="people.sign_in_name_changed",
                actor=person.key, subject=person.key, at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        person.refresh_from_db(fields=["username"])
        raise SignInNameTaken from taken
    tell(
        [person.email],
        "Your sign-in name was changed",
        f"The sign-in name of {person.name} was changed on {moment_in_words(at)}.",
    )
    return True


def former_names_of(person: Person) -> list[CalledBefore]:
    """What the person was called before, the latest first; under a row that was joined to theirs too."""
    former = list(FormerName.objects.filter(person__in=rows_of(person)).order_by("-changed_at", "-pk"))
    words = Words.objects.in_bulk([each.words_key for each in former])
    return [_called(each, words.get(each.words_key)) for each in former]


def keeps_former_names(colleague: Person, practice: Practice, day: dt.date) -> bool:
    """Whether this is the one colleague who, besides the person, may see former names and names as typed there."""
    held = Responsibility.objects.known().on(day).at(practice).of_kind(Duty.RECORDS_KEEPER)
    return held.by(colleague).exists()


def keeper_of_former_names(practice: Practice, day: dt.date) -> Responsibility | None:
    """The duty of whoever keeps former names at the practice that day, if somebody does."""
    held = Responsibility.objects.known().on(day).at(practice).of_kind(Duty.RECORDS_KEEPER)
    return held.select_related("person").order_by("started_on", "pk").first()


def name_before(person: Person, at: dt.datetime) -> tuple[str, str] | None:
    """What the person was called until a change at that very moment; nothing, if there was none or it is erased."""
    former = FormerName.objects.by(person).filter(changed_at=at).first()
    words = Words.objects.filter(pk=former.words_key).first() if former else None
    said = read_words(words) if words else None
    return (said["first_name"], said["last_name"]) if said else None


def _called(former: FormerName, words: Words | None) -> CalledBefore:
    said = read_words(words) if words else {}
    name = f"{said.get('first_name', '')} {said.get('last_name', '')}".strip()
    return CalledBefore(name, former.changed_on)


def _rename(names: list[tuple[Person, str, str]], by: Person | None, at: dt.datetime) -> list[FormerName]:
    """Give people these names, and the rows joined to theirs with them; answers what was kept of the ones before."""
    renamed, kept = [], []
    for person, first_name, last_name in [*names, *_joined_to(names)]:
        if (first_name, last_name) == (person.first_name, person.last_name):
            continue
        key = uuid.uuid4()
        was = {"first_name": person.first_name, "last_name": person.last_name}
        words = words_to_keep(about=key, kind=FORMER_NAME, words=was, at=at)
        renamed.append(
            FormerName(
                key=key, person=person, changed_by=by, changed_at=at, changed_on=timezone.localdate(at),
                words_key=words.key, words_commitment=commitment(words),
            )
        )  # fmt: skip
        kept.append(words)
        person.first_name, person.last_name = first_name, last_name
    # An upsert of rows that are all there: bulk_update takes seconds for two thousand.
    Person.objects.bulk_create(
        [former.person for former in renamed], batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"],
        update_fields=["first_name", "last_name"],
    )  # fmt: skip
    Words.objects.bulk_create(kept, batch_size=AT_ONCE)
    FormerName.objects.bulk_create(renamed, batch_size=AT_ONCE)
    return renamed


def _joined_to(names: list[tuple[Person, str, str]]) -> list[tuple[Person, str, str]]:
    """The former rows of these people, with the name of the one they are: what was done there is printed under it."""
    wanted = {person.pk: (first_name, last_name) for person, first_name, last_name in names}
    same = also_known_by(wanted)
    return [(former, *wanted[same[former.pk]]) for former in Person.objects.in_bulk(same).values()] if same else []
