"""The register of a practice's accounts as its managers see it: holders, warnings, what is still to be done."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.compliance.matrix import MET, NOT_COUNTED, training_matrix
from trainingsite.compliance.rules import Status, add_months
from trainingsite.desk.accounts.rules import AccountFacts, HolderFacts, Warning, warnings_about
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.accounts import AccountHolder, AccountStep, PracticeAccount

PROGRAMME = "account-holders"
CHECKED_EVERY_MONTHS = 6
TEXTS = {"platform": "Platform", "address": "Address", "purpose": "Purpose", "recovery_address": "Recovery address"}
FLAGS = {"second_factor_on": "Second factor on", "on_personal_profile": "On a personal profile"}


@dataclass(frozen=True)
class ToDo:
    """One thing to do to an account because somebody went, and who said that it is done."""

    step: AccountStep.Step
    done: AccountStep | None


@dataclass(frozen=True)
class Gone:
    """Somebody who stopped holding an account that is still open, and what follows from it."""

    account: PracticeAccount
    holding: AccountHolder
    todos: list[ToDo]

    @property
    def left_to_do(self) -> int:
        return sum(todo.done is None for todo in self.todos)


@dataclass(frozen=True)
class Change:
    """One row of an account's history: who recorded it, and what it changed."""

    account: PracticeAccount
    by: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One account of the register."""

    account: PracticeAccount
    holders: list[AccountHolder]
    gone: list[Gone]
    warnings: list[Warning]


def register_of(practice: Practice, day: dt.date, *, line: uuid.UUID | None = None) -> list[Entry]:
    """The practice's open accounts, or one of them, in a number of queries that does not grow with them."""
    accounts = PracticeAccount.objects.standing().at(practice)
    accounts = accounts.filter(line=line) if line else accounts
    accounts = list(accounts.select_related("checked_by").order_by("platform", "address", "pk"))
    holdings = holdings_by_account(practice)
    holding = [each for account in accounts for each in holdings[account.line] if each.ended_on is None]
    facts = holder_facts(practice, {each.person for each in holding}, day)
    steps = steps_done(practice)
    return [entry_of(account, holdings[account.line], facts, steps, day) for account in accounts]


def entry_of(account: PracticeAccount, holdings: list[AccountHolder], facts: dict, steps: dict, day: dt.date) -> Entry:
    holders = [each for each in holdings if each.ended_on is None]
    gone = [gone_of(account, each, steps) for each in holdings if each.ended_on is not None]
    about = AccountFacts(
        holders=tuple(facts[each.person_id] for each in holders),
        second_factor_on=account.second_factor_on,
        on_personal_profile=account.on_personal_profile,
        check_due_on=add_months(account.checked_on, CHECKED_EVERY_MONTHS) if account.checked_on else None,
        steps_open=sum(each.left_to_do for each in gone),
    )
    return Entry(account, holders, gone, warnings_about(about, day))


def gone_from(person: Person, practice: Practice) -> list[Gone]:
    """The open accounts that the person no longer holds, with what is to be done about each."""
    accounts = {account.line: account for account in PracticeAccount.objects.standing().at(practice)}
    held = AccountHolder.objects.known().at(practice).by(person).filter(ended_on__isnull=False)
    held = held.filter(account__in=accounts).select_related("person").order_by("ended_on", "pk")
    steps = steps_done(practice)
    return [gone_of(accounts[holding.account], holding, steps) for holding in held]


def gone_of(account: PracticeAccount, holding: AccountHolder, steps: dict) -> Gone:
    return Gone(account, holding, [ToDo(step, steps.get((holding.line, step))) for step in AccountStep.Step])


def holdings_by_account(practice: Practice) -> dict[uuid.UUID, list[AccountHolder]]:
    found = defaultdict(list)
    for holding in AccountHolder.objects.known().at(practice).select_related("person").order_by("started_on", "pk"):
        found[holding.account].append(holding)
    return found


def steps_done(practice: Practice) -> dict[tuple[uuid.UUID, str], AccountStep]:
    steps = AccountStep.objects.at(practice).select_related("confirmed_by")
    return {(step.holding, step.step): step for step in steps}


def holder_facts(practice: Practice, people: set[Person], day: dt.date) -> dict[int, HolderFacts]:
    """By person: whether they work here that day, and what of the training and the signatures they lack."""
    here = set(Membership.objects.known().on(day).at(practice).values_list("person", flat=True))
    missing = what_is_missing(practice, people & _those(people, here), day)
    return {each.pk: HolderFacts(each.name, each.pk in here, tuple(missing.get(each.pk, ()))) for each in people}


def _those(people: set[Person], keys: set[int]) -> set[Person]:
    return {each for each in people if each.pk in keys}


def what_is_missing(practice: Practice, people: set[Person], day: dt.date) -> dict[int, list[str]]:
    """By person: what holders of accounts are asked for here, and have not done, not signed, or let lapse."""
    if not people:
        return {}
    matrix = training_matrix(practice, day, people=sorted(people, key=lambda person: person.pk))
    missing = defaultdict(list)
    for row in matrix.rows:
        for demand, cell in zip(matrix.demands, row.cells, strict=True):
            if asked_of_holders(demand) and not is_in_order(cell.status):
                missing[row.person.pk].append(demand.newest.title)
    return missing


def asked_of_holders(demand) -> bool:
    """Whether it is the training of account holders, or a policy to sign."""
    return demand.newest.programme.key == PROGRAMME or demand.newest.kind == "policy"


def is_in_order(status: Status) -> bool:
    return status in MET or status in NOT_COUNTED


def history_of(practice: Practice, line: uuid.UUID) -> list[Change]:
    """Every row the account has had, the newest first."""
    rows = PracticeAccount.objects.at(practice).filter(line=line).select_related("practice", "checked_by")
    rows = list(rows.order_by("-recorded_at", "-pk"))
    people = Person.objects.filter(key__in={row.recorded_by for row in rows if row.recorded_by})
    names = {str(person.key): person.name for person in people}
    return [
        Change(row, names.get(row.recorded_by, ""), tuple(differences(row, before)))
        for row, before in zip(rows, [*rows[1:], None], strict=False)
    ]


def differences(row: PracticeAccount, before: PracticeAccount | None) -> Iterator[str]:
    """What a row says that the one before did not, in words."""
    if before is None:
        yield "Added to the register"
        return
    for name, word in TEXTS.items():
        if getattr(row, name) != getattr(before, name):
            yield f"{word}: {getattr(row, name) or 'none'}"
    for name, word in FLAGS.items():
        if getattr(row, name) != getattr(before, name):
            yield f"{word}: {'yes' if getattr(row, name) else 'no'}"
    if row.checked_on and row.checked_on != before.checked_on:
        yield "Checked"
    if row.ended_on and not before.ended_on:
        yield "Closed"
