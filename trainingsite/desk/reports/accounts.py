"""The practice's social media accounts on a day: who may post, how each is secured, and what is missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from trainingsite.compliance.matrix import end_of_day
from trainingsite.compliance.rules import add_months
from trainingsite.desk.accounts.register import CHECKED_EVERY_MONTHS, Entry, entry_of, holder_facts, steps_done
from trainingsite.desk.reports.asking import DAY, Answer, Asked, Column, Linked, Report, Section, Value
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Practice
from trainingsite.policies.accounts import AccountHolder, PracticeAccount

COLUMNS = (
    Column("Account", 1.6), Column("Address", 1.8), Column("What for", 1.4), Column("Who may post", 1.8),
    Column("Second factor", 0.8), Column("Where it hangs", 1.2), Column("Recovery address", 1),
    Column("Last checked", 1), Column("Checked by", 1.2), Column("Next check due", 1), Column("To put right", 3),
)  # fmt: skip
CLOSED = (Column("Account", 2), Column("Address", 2), Column("What for", 2), Column("Closed on"))
COUNTED = (
    ("Accounts", "Those that were in the register at the end of the day and not closed, as it was written then."),
    ("Who may post", "The holders named in the register. Who has left and is still named is said to have left."),
    ("Checked", f"Somebody looked that the register is right. It is due {CHECKED_EVERY_MONTHS} months after the last."),
    ("Training", "What the programme for account holders and the policies ask of a holder, and is not done that day."),
    ("Passwords", "The register holds none, and no codes: they belong in the practice’s password manager."),
)


@dataclass(frozen=True)
class AsWritten:
    """The register as it was written at a moment."""

    entries: list[Entry]
    closed: list[PracticeAccount]


def register_at(practice: Practice, day: dt.date, today: dt.date) -> AsWritten:
    """The register on a day: of one that is over, as it stood at its end; of one to come, as it stands now."""
    moment = end_of_day(day) if day < today else None
    accounts = PracticeAccount.objects.at(practice).known(moment).select_related("practice", "checked_by")
    accounts = list(accounts.order_by("platform", "address", "pk"))
    holdings = defaultdict(list)
    held = AccountHolder.objects.at(practice).known(moment).select_related("person").order_by("started_on", "pk")
    for holding in held:
        holdings[holding.account].append(holding)
    still_open = [account for account in accounts if account.ended_on is None]
    holders = {each.person for one in still_open for each in holdings[one.line] if each.ended_on is None}
    facts = holder_facts(practice, holders, day)
    steps = {key: step for key, step in steps_done(practice).items() if step.confirmed_on <= day}
    entries = [entry_of(account, holdings[account.line], facts, steps, day) for account in still_open]
    return AsWritten(entries, [account for account in accounts if account.ended_on is not None])


def answer(asked: Asked) -> Answer:
    """Every account as at the day."""
    register = register_at(asked.practice, asked.day, asked.today)
    sections = [
        Section(
            "Accounts",
            COLUMNS,
            [_row(each, asked) for each in register.entries],
            "No account is in the register.",
            keys=1,
        ),
        Section(
            "Closed", CLOSED, [_closed_row(each, asked) for each in register.closed], "No account has been closed."
        ),
    ]
    return Answer(_headline(register, asked.day), sections, COUNTED)


def _headline(register: AsWritten, day: dt.date) -> Sequence[str]:
    entries = register.entries
    if not entries:
        return [f"The register had no open account on {long_date(day)}."]
    right = sum(not entry.warnings for entry in entries)
    accounts = "1 account" if len(entries) == 1 else f"{len(entries)} accounts"
    return [f"{accounts} in the register on {long_date(day)}. {right} of {len(entries)} with nothing to put right."]


def _to(account: PracticeAccount, asked: Asked) -> Linked:
    return Linked(account.platform, reverse("desk:account", args=[asked.practice.ods_code.lower(), account.line]))


def _row(entry: Entry, asked: Asked) -> tuple[Value, ...]:
    account = entry.account
    due = add_months(account.checked_on, CHECKED_EVERY_MONTHS) if account.checked_on else None
    return (
        _to(account, asked), account.address, account.purpose,
        ", ".join(holding.person.name for holding in entry.holders) or "Nobody",
        "On" if account.second_factor_on else "Off",
        "A personal profile" if account.on_personal_profile else "The practice’s own",
        "Noted" if account.recovery_address else "None", account.checked_on,
        account.checked_by.name if account.checked_by else "", due,
        ". ".join(warning.sentence for warning in entry.warnings) or "Nothing",
    )  # fmt: skip


def _closed_row(account: PracticeAccount, asked: Asked) -> tuple[Value, ...]:
    return _to(account, asked), account.address, account.purpose, account.ended_on


REPORT = Report(
    key="practice-accounts",
    title="Practice accounts",
    about="Each social media account: who may post, how it is secured, when it was checked and what is missing.",
    takes=frozenset({DAY}),
    answer=answer,
    landscape=True,
)
