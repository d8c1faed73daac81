"""What each duty is for, in one line, and who holds it at a practice."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from trainingsite.people.models import OPENS_THE_DESK, Duty, NetworkPractice, Practice, Responsibility
from trainingsite.people.staff.duties import GIVEN_HERE

WHAT_FOR = {
    Duty.PRACTICE_MANAGER: "Runs the practice from day to day, and hears of whoever has no manager.",
    Duty.REGISTERED_MANAGER: "Is registered with CQC for what the practice does.",
    Duty.CALDICOTT_GUARDIAN: "Watches over how information about patients is used and shared.",
    Duty.SIRO: "Answers, at the top of the practice, for what could go wrong with its information.",
    Duty.IG_LEAD: "Looks after information governance from day to day.",
    Duty.DATA_PROTECTION_OFFICER: "Advises on data protection law and answers to nobody for the advice. Often shared.",
    Duty.SPEAK_UP_GUARDIAN: "Hears concerns in confidence. Best somebody whom nobody here works for: often outside.",
    Duty.SAFEGUARDING_LEAD: "Is whom staff go to when they worry about a child or an adult at risk.",
    Duty.POLICY_OWNER: "Writes the practice's policies, puts them to staff and answers their questions.",
    Duty.STAFF_REPRESENTATIVE: "Speaks for the staff when a policy is put to them.",
    Duty.ACCOUNT_HOLDER: "May post from the practice's accounts. Given and ended in the register of accounts.",
    Duty.RECORDS_KEEPER: "Alone sees the names people had before, where an old record has to be read.",
    Duty.NETWORK_LEAD: "Looks after a network of practices. Given by the administrator of this site.",
}


@dataclass(frozen=True)
class DutyLine:
    """One duty: what it is for, and everybody who has it or is to have it."""

    duty: Duty
    what_for: str
    opens_the_desk: bool
    is_given_here: bool
    holders: list[Responsibility]


def duties_of(practice: Practice, today: dt.date) -> list[DutyLine]:
    """Every duty there is, with its holders here, in a fixed number of queries."""
    held = Responsibility.objects.known().at(practice).exclude(ended_on__lt=today)
    networks = NetworkPractice.objects.known().on(today).filter(practice=practice).values("network")
    leads = Responsibility.objects.known().on(today).of_kind(Duty.NETWORK_LEAD).filter(network__in=networks)
    by_duty = defaultdict(list)
    for rows in (held, leads):
        for row in rows.select_related("person", "network").order_by("started_on", "pk"):
            by_duty[row.duty].append(row)
    return [DutyLine(duty, WHAT_FOR[duty], duty in OPENS_THE_DESK, duty in GIVEN_HERE, by_duty[duty]) for duty in Duty]
