"""What a requirement asks, in words: of whom, by when, how often and counted from what."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trainingsite.compliance.rules import Anchor, Applies, Done, Facts, Span, Terms, due_on
from trainingsite.formats.dates import MONTHS, long_date
from trainingsite.people.models import Duty, JobRole, StaffGroup

EVERYBODY = "Everybody"
DUTY_HOLDERS = {
    Duty.PRACTICE_MANAGER: "the practice manager",
    Duty.REGISTERED_MANAGER: "the registered manager",
    Duty.CALDICOTT_GUARDIAN: "the Caldicott Guardian",
    Duty.SIRO: "the senior information risk owner",
    Duty.IG_LEAD: "the information governance lead",
    Duty.DATA_PROTECTION_OFFICER: "the data protection officer",
    Duty.SPEAK_UP_GUARDIAN: "the Freedom to Speak Up Guardian",
    Duty.SAFEGUARDING_LEAD: "the safeguarding lead",
    Duty.POLICY_OWNER: "policy owners",
    Duty.STAFF_REPRESENTATIVE: "the staff representative",
    Duty.ACCOUNT_HOLDER: "holders of practice accounts",
    Duty.NETWORK_LEAD: "network leads",
}
RHYTHMS = {12: "every year", 24: "every two years", 36: "every three years"}
ANCHORS = {
    Anchor.COMPLETION: "Counted from the day it was done",
    Anchor.EXPIRY: "On the same date each time, however late it was done",
    Anchor.FIXED_DAY: "By one day of the year, the same for everybody",
}


@dataclass(frozen=True)
class Names:
    """What staff groups and job roles are called."""

    groups: Mapping[str, str]
    roles: Mapping[str, str]

    @classmethod
    def read(cls) -> "Names":
        """The names of today, in two queries."""
        return cls(
            dict(StaffGroup.objects.values_list("key", "name")), dict(JobRole.objects.values_list("key", "name"))
        )

    def audience(self, wording) -> str:
        """Of whom it is asked: “Nursing staff, GP partners and holders of practice accounts”."""
        parts = [
            *(_staff(self.groups.get(key, key)) for key in wording.staff_groups),
            *(_several(self.roles.get(key, key)) for key in wording.job_roles),
            *(_holders(key) for key in wording.duties),
        ]
        said = joined_in_words(parts)
        return said[:1].upper() + said[1:] if said else EVERYBODY


def joined_in_words(parts: list[str]) -> str:
    """One, two and three."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def falls_on(names: list[str], people: int) -> str:
    """Of how many, and of whom: “Today it falls on 2 of 15 people: Ann Lee, Tom Ellis.”"""
    several = "person" if people == 1 else "people"
    return f"Today it falls on {len(names)} of {people} {several}{': ' if names else ''}{', '.join(names)}."


def within(wording) -> str:
    """How soon it is to be done for the first time."""
    days = wording.due_within_days
    return f"within {days} day{'' if days == 1 else 's'}"


def how_often(wording) -> str:
    """Whether it comes round, and when."""
    if wording.refresher_months is None:
        return "once"
    rhythm = RHYTHMS.get(wording.refresher_months, f"every {wording.refresher_months} months")
    if wording.anchor == Anchor.FIXED_DAY:
        return f"{rhythm}, by {wording.fixed_day} {MONTHS[wording.fixed_month - 1]}"
    if wording.anchor == Anchor.EXPIRY:
        return f"{rhythm}, on the same date however late it was done"
    return f"{rhythm}, counted from the day it was done"


def example(anchor: Anchor, months: int, done_on: dt.date, fixed: tuple[int, int] = (3, 31)) -> str:
    """Somebody did it six weeks late: when it falls due next, as the rule has it."""
    was_due_on = done_on - dt.timedelta(days=42)
    before = dt.date(was_due_on.year - 1, was_due_on.month, min(was_due_on.day, 28))
    month, day = fixed
    terms = Terms(Span(before), 0, months, anchor, fixed_month=month, fixed_day=day)
    facts = Facts((terms,), (Applies(Span(before), before),), before, (Done(before), Done(done_on)))
    last = due_on(Facts((terms,), facts.applies, before, (Done(before),)), before)
    return (
        f"Was due by {long_date(last)}, done on {long_date(done_on)}: due again by {long_date(due_on(facts, done_on))}."
    )


def _staff(name: str) -> str:
    """A staff group as people: “Nursing” are nursing staff, “General practitioners” are people already."""
    lowered = name[:1].lower() + name[1:]
    return lowered if name.endswith("s") else f"{lowered} staff"


def _holders(key: str) -> str:
    """A duty as the people who hold it."""
    return DUTY_HOLDERS.get(key) or dict(Duty.choices).get(key, key)


def _several(name: str) -> str:
    """A job role as the people who do it; what is no plain word stays as it is."""
    if " or " in name or " and " in name or name.endswith("s"):
        return name
    plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    return plural if name[:2].isupper() else plural[:1].lower() + plural[1:]
