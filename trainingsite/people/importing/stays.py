"""Which job a line is about, and what becomes of it: begun, corrected, or followed by another from today. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainingsite.people.importing.entries import Entry
from trainingsite.people.importing.known import Colleague, Stay
from trainingsite.people.importing.table import Findings


class How(StrEnum):
    """What is written down of a job."""

    BEGIN = "begin"
    CORRECT = "correct"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the file wants it, and the one it stands for or comes after."""

    how: How
    before: Stay | None
    started_on: date
    ended_on: date | None
    job_role: str
    staff_number: str

    def lasts_on(self, day: date) -> bool:
        return self.ended_on is None or self.ended_on >= day


class Unclear(Exception):
    """It does not follow from the line what became of somebody's job; the sentence says what would settle it."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


def job_for(entry: Entry, colleague: Colleague | None, today: date, findings: Findings) -> Job | None:
    """The job the line asks for; None once the line has been refused. An empty cell changes nothing."""
    try:
        stay = _stay_meant(entry, colleague, today) if colleague else None
        if stay is None:
            return _new_job(entry, colleague)
        return _same_job(entry, colleague, stay, today)
    except Unclear as problem:
        findings.refuse(entry.row, problem.column, str(problem))
        return None


def _stay_meant(entry: Entry, colleague: Colleague, today: date) -> Stay | None:
    """The job a line is about; None for a new one: the first, or that of somebody who came back."""
    lasting = colleague.lasting(today)
    begun = [stay for stay in colleague.stays if entry.started_on in (stay.started_on, colleague.first_day(stay))]
    if begun and entry.started_on:
        return _the_one(entry, colleague, [stay for stay in begun if stay in lasting] or begun[-1:])
    if not entry.started_on:
        if not lasting:
            raise Unclear("started_on", f"{_left(colleague)}. Give the day they came back")
        return _the_one(entry, colleague, lasting)
    meeting = [stay for stay in colleague.stays if stay.meets(entry.started_on, entry.left_on)]
    if not meeting:
        return None
    if any(stay not in lasting for stay in meeting):
        raise Unclear("started_on", f"{_left(colleague)}. Give a day after that as the new first day")
    return _the_one(entry, colleague, meeting)


def _the_one(entry: Entry, colleague: Colleague, stays: list[Stay]) -> Stay:
    """The only job, or the only one with the line's job role."""
    if len(stays) == 1:
        return stays[0]
    same_role = [stay for stay in stays if stay.job_role == entry.job_role]
    if len(same_role) == 1:
        return same_role[0]
    raise Unclear("job_role", f"{colleague.name} has {len(stays)} jobs here. Give the job role of the one you mean")


def _new_job(entry: Entry, colleague: Colleague | None) -> Job:
    if entry.started_on is None:
        raise Unclear("started_on", "Give the day they start or started, for example 31/03/2026")
    last = colleague.stays[-1] if colleague else None
    role = entry.job_role or (last.job_role if last else "")
    if not role:
        raise Unclear("job_role", "Give the job role, for example Receptionist")
    number = entry.staff_number or (last.staff_number if last else "")
    return Job(How.BEGIN, last, entry.started_on, entry.left_on, role, number)


def _same_job(entry: Entry, colleague: Colleague, stay: Stay, today: date) -> Job:
    """The job as the line has it. Another job role counts from today: what was asked of somebody before, stays."""
    began = colleague.first_day(stay)
    started_on = stay.started_on if entry.started_on in (None, began) else entry.started_on
    if started_on != stay.started_on and began != stay.started_on:
        day = f"{began:%d/%m/%Y}"
        raise Unclear("started_on", f"{colleague.name} began here on {day}. Give that day, or leave the cell empty")
    ended_on = entry.left_on or stay.ended_on
    if ended_on and ended_on < started_on:
        raise Unclear("left_on", f"The last day, {ended_on:%d/%m/%Y}, is before the first. Check both")
    role = entry.job_role or stay.job_role
    new_role = role != stay.job_role and stay.started_on < today and (ended_on is None or ended_on >= today)
    follows = new_role and started_on == stay.started_on
    return Job(
        how=How.FOLLOW if follows else How.CORRECT,
        before=stay,
        started_on=today if follows else started_on,
        ended_on=ended_on,
        job_role=role,
        staff_number=entry.staff_number or stay.staff_number,
    )


def _left(colleague: Colleague) -> str:
    days = [stay.ended_on for stay in colleague.stays if stay.ended_on]
    return f"{colleague.name} left on {max(days):%d/%m/%Y}"
