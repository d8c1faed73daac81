"""What somebody who leaves hands over: accounts, duties, and the people whose manager they were."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.desk.accounts.register import Gone, gone_from
from trainingsite.people.leaving import Ending, what_ends
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.accounts import AccountHolder, PracticeAccount


@dataclass(frozen=True)
class Handover:
    """What ends, what is to be done about each account, and what needs somebody new."""

    ending: Ending
    accounts: list[PracticeAccount]
    gone: list[Gone]
    duties: list[str]
    unheld: list[str]
    managed: list[Person]

    @property
    def left_to_do(self) -> int:
        return sum(each.left_to_do for each in self.gone)


def handover_of(person: Person, practice: Practice, day: dt.date) -> Handover:
    """What there is to hand over, before somebody leaves and after."""
    own = Responsibility.objects.known().by(person).at(practice)
    held_by_others = Responsibility.objects.known().on(day).at(practice).exclude(person=person)
    duties = {duty for duty in own.values_list("duty", flat=True) if duty != Duty.ACCOUNT_HOLDER}
    unheld = duties - set(held_by_others.values_list("duty", flat=True))
    return Handover(
        ending=what_ends(person, practice, day),
        accounts=accounts_of(person, practice),
        gone=gone_from(person, practice),
        duties=labels(duties),
        unheld=labels(unheld),
        managed=people_managed_by(person, practice, day),
    )


def accounts_of(person: Person, practice: Practice) -> list[PracticeAccount]:
    """The open accounts the person holds."""
    lines = AccountHolder.objects.standing().at(practice).by(person).values("account")
    return list(PracticeAccount.objects.standing().at(practice).filter(line__in=lines).order_by("platform", "pk"))


def people_managed_by(person: Person, practice: Practice, day: dt.date) -> list[Person]:
    jobs = Membership.objects.known().on(day).at(practice).filter(manager=person)
    return list(Person.objects.at(practice).filter(pk__in=jobs.values("person")))


def labels(duties: set[str]) -> list[str]:
    return [duty.label for duty in Duty if duty in duties]
