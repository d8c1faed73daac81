"""Changes in the register of the practice's accounts: each a row that supersedes, each with its event."""

import datetime as dt
import uuid
from collections.abc import Iterable
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import plain, record
from trainingsite.people.facts import correct
from trainingsite.people.leaving import end_duty
from trainingsite.people.models import Duty, Person, Practice, Responsibility
from trainingsite.people.staffing import give_duty
from trainingsite.policies.accounts import AccountHolder, AccountStep, PracticeAccount
from trainingsite.policies.never_kept import SENTENCE, looks_like_a_secret

DETAILS = ("platform", "address", "purpose", "second_factor_on", "recovery_address", "on_personal_profile")


class LooksLikeASecret(Exception):
    """Something that seems to be a password or a code was given for the register: nothing is kept."""

    def __init__(self, field: str):
        self.field = field
        super().__init__(SENTENCE)


class Overtaken(Exception):
    """Somebody else changed the account while its page was open."""


class StillHeld(Exception):
    """The person still holds the account, so there is nothing to confirm."""


@transaction.atomic
def add_account(
    *, practice: Practice, holders: Iterable[Person], by: Person, at: dt.datetime, **details
) -> PracticeAccount:
    """Put an account into the register, with those who hold it."""
    refuse_secrets(details)
    account = PracticeAccount.objects.create(
        practice=practice, started_on=timezone.localdate(at), recorded_by=str(by.key), recorded_at=at, **details
    )
    _hand_to(account, holders, by, at)
    _tell("policies.account_added", account, by, at, changed=sorted(details))
    return account


@transaction.atomic
def change_account(
    *, account: PracticeAccount, holders: Iterable[Person], by: Person, at: dt.datetime, **details
) -> PracticeAccount:
    """Note what is different about an account; where nothing is, nothing is noted. Raises Overtaken."""
    refuse_secrets(details)
    wanted = {person.pk: person for person in holders}
    held = {holding.person_id: holding for holding in holdings_of(account)}
    changed = sorted(name for name, value in details.items() if getattr(account, name) != value)
    if held.keys() != wanted.keys():
        changed.append("holders")
    if not changed:
        return account
    now = _superseding(account, by, at, **details)
    for person_pk in held.keys() - wanted.keys():
        take_off(held[person_pk], by=by, at=at)
    _hand_to(now, [wanted[pk] for pk in sorted(wanted.keys() - held.keys())], by, at)
    _tell("policies.account_changed", now, by, at, changed=changed)
    return now


@transaction.atomic
def note_check(*, account: PracticeAccount, by: Person, at: dt.datetime) -> PracticeAccount:
    """Note that somebody looked today: who holds it and how it is secured is as the register says."""
    checked = _superseding(account, by, at, checked_on=timezone.localdate(at), checked_by_id=by.pk)
    _tell("policies.account_checked", checked, by, at, checked_on=plain(checked.checked_on))
    return checked


@transaction.atomic
def close_account(*, account: PracticeAccount, by: Person, at: dt.datetime) -> PracticeAccount:
    """Note that the account is closed: nobody holds it any more; what is known of it stays."""
    closed = _superseding(account, by, at, ended_on=timezone.localdate(at))
    for holding in holdings_of(account):
        take_off(holding, by=by, at=at)
    _tell("policies.account_closed", closed, by, at, ended_on=plain(closed.ended_on))
    return closed


def take_off(holding: AccountHolder, *, by: Person, at: dt.datetime) -> AccountHolder:
    """End one person's hold of one account, and their duty with the last of them."""
    day = timezone.localdate(at)
    ended = correct(holding, by=str(by.key), at=at, ended_on=day)
    still = AccountHolder.objects.standing().at(ended.practice).by(ended.person)
    if not still.exists():
        duties = Responsibility.objects.known().on(day).at(ended.practice).by(ended.person)
        for duty in duties.of_kind(Duty.ACCOUNT_HOLDER):
            end_duty(duty, last_day=day, by=str(by.key), at=at)
    return ended


@transaction.atomic
def confirm_step(*, holding: AccountHolder, step: str, by: Person, at: dt.datetime) -> AccountStep:
    """Note that one thing was done after somebody went; confirmed twice, it is noted once. Raises StillHeld."""
    if holding.ended_on is None:
        raise StillHeld
    row = AccountStep(
        holding=holding.line, practice=holding.practice, step=step, confirmed_by=by, confirmed_on=timezone.localdate(at)
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return AccountStep.objects.at(holding.practice).get(holding=holding.line, step=step)
    record(
        chains=[holding.practice.chain], verb="policies.account_step_confirmed", actor=by.key,
        subject=holding.person.key, at=at, rows=[row],
        data={"account": str(holding.account), "step": step},
    )  # fmt: skip
    return row


def holdings_of(account: PracticeAccount) -> list[AccountHolder]:
    """Who holds the account, and has not stopped to."""
    rows = AccountHolder.objects.standing().at(account.practice).filter(account=account.line)
    return list(rows.select_related("person", "practice").order_by("started_on", "pk"))


def refuse_secrets(details: dict) -> None:
    for name, value in details.items():
        if isinstance(value, str) and looks_like_a_secret(value):
            raise LooksLikeASecret(name)


def _hand_to(account: PracticeAccount, holders: Iterable[Person], by: Person, at: dt.datetime) -> None:
    """Let people hold the account; with the first account they get the duty that asks for its training."""
    day, practice = timezone.localdate(at), account.practice
    for person in holders:
        AccountHolder.objects.create(
            account=account.line, practice=practice, person=person, started_on=day, recorded_by=str(by.key),
            recorded_at=at,
        )  # fmt: skip
        duties = Responsibility.objects.known().at(practice).by(person).filter(ended_on__isnull=True)
        if not duties.of_kind(Duty.ACCOUNT_HOLDER).exists():
            give_duty(duty=Duty.ACCOUNT_HOLDER, practice=practice, person=person, started_on=day, by=str(by.key), at=at)


def _superseding(account: PracticeAccount, by: Person, at: dt.datetime, **changes) -> PracticeAccount:
    """The account's next row; only one row can follow another, so of two changes at once one is refused."""
    with _refusing_a_second():
        return correct(account, by=str(by.key), at=at, **changes)


@contextmanager
def _refusing_a_second():
    try:
        with transaction.atomic():
            yield
    except IntegrityError as second:
        raise Overtaken from second


def _tell(verb: str, account: PracticeAccount, by: Person, at: dt.datetime, **data) -> uuid.UUID:
    holders = sorted(str(holding.person.key) for holding in holdings_of(account))
    return record(
        chains=[account.practice.chain], verb=verb, actor=by.key, subject=account.line, at=at,
        data={"account": str(account.line), "holders": holders, **data},
    )  # fmt: skip
