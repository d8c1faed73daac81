"""Invitations: a link by e-mail with which somebody who has no sign-in yet chooses a password, once, within 14 days.

The link is a way into an account, so it is made only when its mail is written (``new_link``) and kept as a hash alone.
Nothing waits anywhere with a link in it: not the queue, not a backup, not the list of a person's own messages.
"""

import datetime as dt
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from trainingsite.audit.series import Act, record_series
from trainingsite.people.credentials import issue, moment_in_words, tell
from trainingsite.people.helping import CannotHelp, helping_each
from trainingsite.people.invited import Invitation
from trainingsite.people.merging.going_over import going_over
from trainingsite.people.models import CredentialIssued, Membership, Person, Practice, SignInCode, chain_of
from trainingsite.people.rules import AN_INVITATION_LASTS, Mailbox, why_not_invite

Kind = CredentialIssued.Kind
AT_ONCE = 500
SENT_TWICE = dt.timedelta(minutes=5)


class CannotInvite(CannotHelp):
    """This person may not invite that one; the sentence says why, and what to do instead."""


@dataclass
class Sending:
    """What came of inviting people: who gets a link, who was sent one a moment ago, and why somebody cannot."""

    invited: list[Invitation] = field(default_factory=list)
    just_invited: list[Invitation] = field(default_factory=list)
    refused: list[tuple[Person, str]] = field(default_factory=list)


def invite(*, person: Person, practice: Practice, by: Person, at: dt.datetime) -> Invitation:
    """Invite one person to set up their sign-in; older links stop working. Raises CannotInvite."""
    sending = invite_all(people=[person], practice=practice, by=by, at=at)
    if sending.refused:
        raise CannotInvite(sending.refused[0][1])
    return (sending.invited or sending.just_invited)[0]


@transaction.atomic
def invite_all(*, people: Iterable[Person], practice: Practice, by: Person, at: dt.datetime) -> Sending:
    """Invite whoever of them may be invited, in a fixed number of queries: the worker sends the mail.

    Sent twice within minutes is sent once, so that a second click does not spoil the link of the first.
    """
    wanted = [person.pk for person in people]
    people = list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    refusals = why_not_invited(people, practice, by, at)
    just = {each.person_id: each for each in _just_invited(people, practice, at)}
    sending = Sending()
    for person in people:
        if refusals[person.pk]:
            sending.refused.append((person, refusals[person.pk]))
        elif person.pk in just:
            sending.just_invited.append(just[person.pk])
        else:
            sending.invited.append(_invitation(person, practice, by, at))
    if sending.invited:
        _write(sending.invited, practice, by, at)
    return sending


def why_not_invited(people: Sequence[Person], practice: Practice, by: Person, at: dt.datetime) -> dict[int, str]:
    """Why each of them cannot be invited by ``by``: nothing, if they can."""
    day = timezone.localdate(at)
    going = going_over(practice, day)
    if going and (gone := going.why_not_begin(day)):
        return dict.fromkeys((person.pk for person in people), f"{gone}.")
    stands, mailboxes = helping_each(people, practice, by, at), mailboxes_of(people)
    return {person.pk: why_not_invite(stands[person.pk], mailboxes[person.pk]) for person in people}


def mailboxes_of(people: Iterable[Person]) -> dict[int, Mailbox]:
    """How each of them can be reached, and whether they need an invitation."""
    shared = shared_addresses(people)
    return {
        person.pk: Mailbox(
            has_signed_in=person.last_login is not None,
            has_address=bool(person.email),
            shares_address=person.email.lower() in shared,
            site_sends_mail=bool(settings.EMAIL_URL),
        )
        for person in people
    }


def shared_addresses(people: Iterable[Person]) -> set[str]:
    """Of their addresses, in small letters, those that two people have: a link there might let the other one in.

    Whose sign-in has ended has an address no longer: it may have been given to somebody else.
    """
    addresses = {person.email.lower() for person in people if person.email}
    found = Person.objects.filter(is_active=True).annotate(address=Lower("email")).filter(address__in=addresses)
    count = Counter(found.values_list("address", flat=True))
    return {address for address, people_there in count.items() if people_there > 1}


def not_yet_in(practice: Practice, day: dt.date) -> QuerySet[Membership]:
    """The jobs, one a person, of those who work here that day or later and have not signed in yet, by name.

    ``invitation`` is the key of the person's newest invitation, from whichever practice it came.
    """
    jobs = Membership.objects.known().exclude(ended_on__lt=day).at(practice)
    first = jobs.filter(person=OuterRef("person")).order_by("started_on", "pk").values("pk")[:1]
    newest = Invitation.objects.filter(person=OuterRef("person")).order_by("-invited_at", "-pk").values("key")[:1]
    waiting = jobs.filter(person__is_active=True, person__last_login=None, pk=Subquery(first))
    return (
        waiting.annotate(invitation=Subquery(newest))
        .select_related("person", "job_role")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def new_link(invitation: Invitation, at: dt.datetime) -> str:
    """The secret part of a new link for an invitation that still stands, at the moment its mail is written; or nothing.

    A mail that could not be sent is written again with another link: the one before never left.
    """
    token = secrets.token_urlsafe(32)
    standing = Invitation.objects.open_at(at).filter(pk=invitation.pk).exclude(person__email="")
    if not standing.exists() or shared_addresses([invitation.person]):
        return ""
    ends_at = at + AN_INVITATION_LASTS
    if not Invitation.objects.standing().filter(pk=invitation.pk).update(token_hash=_hash(token), ends_at=ends_at):
        return ""
    invitation.ends_at = ends_at
    return token


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link belongs to, whether it still works or not; looking uses nothing up."""
    return Invitation.objects.filter(token_hash=_hash(token)).select_related("person", "practice", "invited_by").first()


def still_good(invitation: Invitation, at: dt.datetime) -> bool:
    """Whether the person can choose a password with it now."""
    return Invitation.objects.open_at(at).filter(pk=invitation.pk).exists()


@transaction.atomic
def accept(*, invitation: Invitation, password: str, at: dt.datetime) -> bool:
    """Use the invitation up and set the password; False if it does not work any more."""
    open_still = Invitation.objects.open_at(at).filter(pk=invitation.pk)
    if not Invitation.objects.filter(pk__in=open_still.values("pk"), closed_at=None).update(used_at=at, closed_at=at):
        return False
    person = Person.objects.get(pk=invitation.person_id)
    person.set_password(password)
    person.save(update_fields=["password"])
    SignInCode.objects.by(person).filter(used_at=None).update(used_at=at)
    forget_wrong_passwords(username=person.get_username())
    issue(person=person, kind=Kind.INVITATION_USED, by=invitation.invited_by, at=at)
    tell(
        [person.email],
        "Your training account is set up",
        f"{person.name} chose a password with the link in the invitation, on {moment_in_words(at)}. The sign-in name is"
        f" {person.username}.",
    )
    return True


def _just_invited(people: Sequence[Person], practice: Practice, at: dt.datetime) -> QuerySet[Invitation]:
    lately = Invitation.objects.open_at(at).at(practice).filter(invited_at__gt=at - SENT_TWICE)
    return lately.filter(person__in=people).select_related("person")


def _invitation(person: Person, practice: Practice, by: Person, at: dt.datetime) -> Invitation:
    return Invitation(
        person=person, practice=practice, invited_by=by, invited_at=at, ends_at=at + AN_INVITATION_LASTS
    )  # fmt: skip


def _write(invitations: list[Invitation], practice: Practice, by: Person, at: dt.datetime) -> None:
    """Keep the invitations, each on record as a new way into an account, in place of every way given before."""
    people = [invitation.person for invitation in invitations]
    Invitation.objects.filter(person__in=people).close(at)
    SignInCode.objects.filter(person__in=people, used_at=None).update(used_at=at)
    Invitation.objects.bulk_create(invitations, batch_size=AT_ONCE)
    day = timezone.localdate(at)
    made = [
        CredentialIssued(person=person, kind=Kind.INVITATION, issued_by=by, issued_at=at, issued_on=day)
        for person in people
    ]
    CredentialIssued.objects.bulk_create(made, batch_size=AT_ONCE)
    for chain, rows in sorted(_by_chain(made, practice, day).items()):
        acts = [
            Act("people.credential_issued", str(row.person.key), {"kind": str(Kind.INVITATION)}, [row]) for row in rows
        ]
        record_series(chain=chain, actor=str(by.key), at=at, acts=acts)


def _by_chain(made: list[CredentialIssued], practice: Practice, day: dt.date) -> dict[str, list[CredentialIssued]]:
    """The rows that belong into each chain: this practice's, and that of every other where a person works today."""
    people = {row.person_id: row for row in made}
    chains = {practice.chain: made}
    elsewhere = Membership.objects.known().on(day).filter(person__in=people).exclude(practice=practice)
    for person_id, key in sorted(set(elsewhere.values_list("person", "practice__key"))):
        chains.setdefault(chain_of(key), []).append(people[person_id])
    return chains


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
