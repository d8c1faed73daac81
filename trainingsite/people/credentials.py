"""New ways into somebody's account: who issued them and when, for what is signed soon afterwards says so."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.audit.series import Act, record_series
from trainingsite.people.identities import rows_of
from trainingsite.people.invited import Invitation
from trainingsite.people.links import chains_of
from trainingsite.people.models import CredentialIssued, Person
from trainingsite.people.rules import A_CREDENTIAL_IS_NEW_FOR

Kind = CredentialIssued.Kind
REASON = "reason"
AT_ONCE = 500
IF_NOT_YOU = (
    "If you did not ask for this, tell your practice manager today: somebody may be trying to use your account."
)


@transaction.atomic
def issue(
    *, person: Person, kind: str, by: Person | None = None, reason: str = "", at: dt.datetime
) -> CredentialIssued:
    """Put on record that the person got a new way in: from a manager, by a mailed link, or to a changed address."""
    key = uuid.uuid4()
    kept = keep_words(about=key, kind=REASON, words={"reason": reason}, at=at) if reason else None
    said = {"words_key": kept.key, "words_commitment": commitment(kept)} if kept else {}
    issued = CredentialIssued.objects.create(
        key=key, person=person, kind=kind, issued_by=by, issued_at=at, issued_on=timezone.localdate(at), **said
    )
    record(
        chains=chains_of(person, issued.issued_on), verb="people.credential_issued",
        actor=by.key if by else "", subject=person.key, at=at, rows=[issued], data={"kind": str(kind)},
    )  # fmt: skip
    return issued


@transaction.atomic
def change_address(*, person: Person, address: str, by: Person, at: dt.datetime) -> None:
    """Change where mail goes to, and tell the old and the new address; the same address again changes nothing."""
    old = person.email
    if old.casefold() == address.casefold():
        return
    person.email = address
    person.save(update_fields=["email"])
    Invitation.objects.by(person).close(at)  # its link went to the address before, which may be somebody else's
    issue(person=person, kind=Kind.ADDRESS, by=None if by.pk == person.pk else by, at=at)
    _send_once_true(_of_new_address(person, old, at))


def mail_at_once(moved: Iterable[tuple[CredentialIssued, str]], at: dt.datetime) -> None:
    """Tell people at the old and the new address, once it is true, that theirs was changed."""
    _send_once_true([message for issued, old in moved for message in _of_new_address(issued.person, old, at)])


@transaction.atomic
def change_addresses(
    *,
    addresses: Iterable[tuple[Person, str]],
    chain: str,
    by: Person | None,
    at: dt.datetime,
    tell_moved: Callable[[Iterable[tuple[CredentialIssued, str]], dt.datetime], None] = mail_at_once,
) -> None:
    """Change where mail goes to for many people of one practice: as ``change_address``, in a fixed number of queries.

    Without ``by``, nobody is named. ``tell_moved`` is told of each change and of the address before it.
    """
    moved = [(person, new, person.email) for person, new in addresses if new.casefold() != person.email.casefold()]
    if not moved:
        return
    for person, new, _ in moved:
        person.email = new
    people = [person for person, _, _ in moved]
    # An upsert of rows that are all there: bulk_update takes seconds for two thousand.
    Person.objects.bulk_create(
        people, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=["email"]
    )
    Invitation.objects.filter(person__in=people).close(at)
    made = [
        CredentialIssued(
            person=person, kind=Kind.ADDRESS, issued_by=None if by is None or by.pk == person.pk else by,
            issued_at=at, issued_on=timezone.localdate(at),
        )
        for person in people
    ]  # fmt: skip
    CredentialIssued.objects.bulk_create(made, batch_size=AT_ONCE)
    acts = [
        Act("people.credential_issued", str(issued.person.key), {"kind": str(Kind.ADDRESS)}, [issued])
        for issued in made
    ]
    record_series(chain=chain, actor=str(by.key) if by else "", at=at, acts=acts)
    tell_moved([(issued, old) for issued, (_, _, old) in zip(made, moved, strict=True)], at)


def _of_new_address(person: Person, old: str, at: dt.datetime) -> list[EmailMessage]:
    subject, body = words_of_new_address(person, at)
    return [EmailMessage(subject, body, to=[address]) for address in (old, person.email) if address]


def words_of_new_address(person: Person, at: dt.datetime) -> tuple[str, str]:
    """What somebody is told when their address was changed, as a subject and a text."""
    what = f"The address of {person.name} was changed on {moment_in_words(at)}."
    return "The e-mail address of your training account was changed", f"{what}\n\n{IF_NOT_YOU}"


def tell(addresses: list[str], subject: str, what: str) -> None:
    """Mail what happened to somebody's account to where they would read it, once it is true."""
    _send_once_true(_messages(addresses, subject, what))


def _messages(addresses: list[str], subject: str, what: str) -> list[EmailMessage]:
    return [EmailMessage(subject, f"{what}\n\n{IF_NOT_YOU}", to=[address]) for address in addresses if address]


def _send_once_true(messages: list[EmailMessage]) -> None:
    """Send them after the commit, over one connection; what has happened stands, whether they arrive or not."""
    if settings.EMAIL_URL and messages:
        transaction.on_commit(lambda: get_connection(fail_silently=True).send_messages(messages))


def moment_in_words(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%-d %B %Y} at {local:%H:%M} ({local:%Z})"


def new_on(person: Person, at: dt.datetime) -> CredentialIssued | None:
    """The latest new way in that was less than a week old at that moment."""
    issued = CredentialIssued.objects.by(person).filter(issued_at__lte=at, issued_at__gt=at - A_CREDENTIAL_IS_NEW_FOR)
    return issued.select_related("issued_by").order_by("-issued_at").first()


def was_issued_by(colleague: Person, person: Person) -> bool:
    """Whether the colleague ever gave the person a way in: such a one witnesses and approves nothing for them.

    An invitation does not count: its link goes to the person's own mailbox and nobody here ever sees it, and where one
    manager invites everybody there would be nobody left to approve. Who chose the mailbox counts, for ever.
    """
    ways_in = CredentialIssued.objects.filter(person__in=rows_of(person), issued_by__in=rows_of(colleague))
    return ways_in.exclude(kind__in=[Kind.INVITATION, Kind.INVITATION_USED]).exists()


def address_for_codes(person: Person, at: dt.datetime) -> str:
    """Where a code may be mailed to: nowhere, if two people read it or it changed within a week."""
    if not (settings.EMAIL_URL and person.email):
        return ""
    same = Person.objects.annotate(address=Lower("email")).filter(address=person.email.lower())
    since = at - A_CREDENTIAL_IS_NEW_FOR
    changed = CredentialIssued.objects.by(person).filter(kind=Kind.ADDRESS, issued_at__gt=since)
    return "" if same.exclude(pk=person.pk).exists() or changed.exists() else person.email


def was_given_address(person: Person, at: dt.datetime) -> bool:
    """Whether somebody else changed the person's address within a week: no way in is mailed there yet."""
    given = CredentialIssued.objects.by(person).filter(kind=Kind.ADDRESS, issued_by__isnull=False)
    return given.filter(issued_at__gt=at - A_CREDENTIAL_IS_NEW_FOR).exists()


def signed_while_new(moments: dict[int, list[dt.datetime]]) -> dict[tuple[int, dt.datetime], CredentialIssued]:
    """Of moments by person: those at which a new way in was less than a week old, and which; one query for all."""
    rows = CredentialIssued.objects.filter(person__in=moments).select_related("issued_by").order_by("issued_at")
    found = {}
    for issued in rows:
        for at in moments[issued.person_id]:
            if issued.issued_at <= at < issued.issued_at + A_CREDENTIAL_IS_NEW_FOR:
                found[issued.person_id, at] = issued
    return found
