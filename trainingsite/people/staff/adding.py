"""Taking one person on: somebody new, or somebody known here or elsewhere, as a manager decides it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.people.credentials import change_address, moment_in_words, tell
from trainingsite.people.identities import SamePerson
from trainingsite.people.importing.entries import Entry, alike
from trainingsite.people.importing.known import Colleague
from trainingsite.people.importing.matching import Index
from trainingsite.people.importing.reading import known_at
from trainingsite.people.importing.signins import begin_sign_in
from trainingsite.people.models import JobRole, Membership, Person, Practice
from trainingsite.people.staff.changing import changing
from trainingsite.people.staff.jobs import begin_job


@dataclass(frozen=True)
class Likely:
    """Somebody the new person may be: a colleague of the practice, or somebody known elsewhere."""

    person: Person
    colleague: Colleague | None = None

    @property
    def key(self) -> str:
        return str(self.person.key)

    @property
    def name(self) -> str:
        return self.person.name


@dataclass(frozen=True)
class Resembling:
    """Whom the new person may be, and what is known elsewhere that names nobody."""

    likely: list[Likely]
    name_is_known_elsewhere: bool = False
    address_is_known_elsewhere: bool = False

    @property
    def any(self) -> bool:
        return bool(self.likely) or self.name_is_known_elsewhere or self.address_is_known_elsewhere


def resembling(entry: Entry, sign_in_name: str, practice: Practice, day: dt.date) -> Resembling:
    """Whom somebody could be by name, address, staff number or sign-in name; nobody is taken for anybody.

    Of people who never worked here only those are offered whom the manager can name twice over: another practice's
    staff are nobody else's to look through.
    """
    here = colleagues_like(entry, known_at(practice, day).colleagues)
    people = Person.objects.in_bulk([each.pk for each in here])
    names = {"first_name__iexact": entry.first_name, "last_name__iexact": entry.last_name}
    strangers = people_elsewhere(practice)
    by_address = list(strangers.filter(email__iexact=entry.email)) if entry.email else []
    by_sign_in = list(strangers.filter(username__iexact=sign_in_name)) if sign_in_name else []
    known_twice = {each for each in (*by_address, *by_sign_in) if alike(each.name) == alike(entry.name)}
    known_twice |= set(by_address) & set(by_sign_in)
    offered = sorted(known_twice, key=lambda each: each.pk)
    return Resembling(
        likely=[
            *(Likely(people[each.pk], each) for each in here),
            *(Likely(each) for each in offered),
        ],
        name_is_known_elsewhere=not offered and strangers.filter(**names).exists(),
        address_is_known_elsewhere=not offered and bool(by_address),
    )


def people_elsewhere(practice: Practice):
    """Who never worked here; neither administrators nor rows that turned out to be somebody else's."""
    here, joined = Person.objects.at(practice).values("pk"), SamePerson.objects.standing().values("former")
    return Person.objects.exclude(pk__in=here).exclude(pk__in=joined).exclude(is_superuser=True)


def colleagues_like(entry: Entry, colleagues: tuple[Colleague, ...]) -> list[Colleague]:
    """Who of the practice's people, past ones too, has this name, this address or this staff number."""
    index, number = Index(colleagues), entry.staff_number.casefold()
    found = [
        *index.by_name.get(alike(entry.name), ()),
        *(index.by_address.get(entry.email.casefold(), ()) if entry.email else ()),
        *(index.by_number.get(number, ()) if number else ()),
    ]
    return list({each.pk: each for each in found}.values())


def add_new(
    *, entry: Entry, practice: Practice, job_role: JobRole, manager: Person | None, by: Person, at: dt.datetime
) -> Membership:
    """Take on somebody who is in nobody's records yet; they get in with a code or an invitation. Raises Refused."""
    with changing(practice):
        person = begin_sign_in(
            first_name=entry.first_name, last_name=entry.last_name, email=entry.email, date_joined=at,
            is_active=entry.left_on is None or entry.left_on >= timezone.localdate(at),
        )  # fmt: skip
        return _begin(person, entry, practice, job_role, manager, by, at)


def add_known(
    *,
    person: Person,
    entry: Entry,
    practice: Practice,
    job_role: JobRole,
    manager: Person | None,
    by: Person,
    at: dt.datetime,
) -> Membership:
    """Take on somebody who has a sign-in already: what they learned stays theirs, and so does their name.

    Their address changes only where it is for this practice alone. Whoever comes from elsewhere is told by mail.
    Raises Refused.
    """
    with changing(practice):
        day = timezone.localdate(at)
        colleague = known_at(practice, day).by_pk.get(person.pk)
        begun = _begin(person, entry, practice, job_role, manager, by, at)
        if colleague is None:
            tell(
                [person.email],
                f"You were added to the staff of {practice.name}",
                f"{by.name} added {person.name} to the staff of {practice.name}, on {moment_in_words(at)}.",
            )
        elif entry.email and person.pk != by.pk and not (colleague.elsewhere or colleague.belongs_elsewhere):
            change_address(person=person, address=entry.email, by=by, at=at)
    return begun


def _begin(person, entry: Entry, practice, job_role, manager, by, at) -> Membership:
    return begin_job(
        person=person, practice=practice, job_role=job_role, started_on=entry.started_on, ended_on=entry.left_on,
        manager=manager, staff_number=entry.staff_number, by=by, at=at,
    )  # fmt: skip
