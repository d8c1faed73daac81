"""What managers are told of their people once a week: who is overdue, who was not told, and whose message failed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from trainingsite.compliance.matrix import Row, training_matrix
from trainingsite.compliance.rules import Status
from trainingsite.formats.dates import long_date
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import Notice
from trainingsite.notices.rules import week_of, working_days_of_week
from trainingsite.people.models import OPENS_THE_DESK, Absence, Duty, Person, Practice, Responsibility
from trainingsite.reminders.concerning import our_own
from trainingsite.reminders.listening import absences_of, listeners_among, listening, manners
from trainingsite.reminders.models import Digest, TeamWeek
from trainingsite.reminders.rules import answers_for, may_be_told_on

TOLD = {"no": "not yet told", "failed": "the message failed", "yes": "told"}
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Desk:
    """Who can be told how others stand at a practice on a day."""

    practice_managers: list[Person]
    others: list[Person]
    still_here: set[int]
    away: set[Person]

    def for_(self, row: Row, day: dt.date) -> list[Person]:
        """Who is told of one person of the matrix."""
        manager = row.manager
        managers = [manager] if manager and manager.pk in self.still_here else []
        return answers_for(row.person, managers, self.practice_managers, self.others, self.away)


def desk_of(practice: Practice, rows: list[Row], day: dt.date) -> Desk:
    """Read in two queries who is there."""
    duties = Responsibility.objects.known().on(day).at(practice).opening_the_desk().filter(person__is_active=True)
    by_duty = defaultdict(list)
    for duty in duties.select_related("person").order_by("pk"):
        by_duty[duty.duty].append(duty.person)
    managers = by_duty.pop(Duty.PRACTICE_MANAGER, [])
    others = [person for duty in OPENS_THE_DESK for person in by_duty.get(duty, []) if person not in managers]
    at_work = {row.person.pk: row.person for row in rows if row.person.is_active}
    everybody = {person.pk: person for person in (*managers, *others)} | at_work
    absent = Absence.objects.known().on(day).at(practice).filter(person__in=everybody)
    return Desk(managers, others, set(at_work), {everybody[absence.person_id] for absence in absent})


def digests_for(practice: Practice, day: dt.date) -> tuple[list[tuple[Person, dict]], list[str]]:
    """What each manager of the practice is told that day; and whose delays nobody is there to be told of."""
    matrix = training_matrix(practice, day)
    lines = {row.person: overdue_lines(row, matrix.demands) for row in matrix.rows}
    failed = failures_among(list(lines), practice, day)
    if not (any(lines.values()) or failed):
        return [], []
    desk = desk_of(practice, matrix.rows, day)
    overdue, failures, nobody = defaultdict(list), defaultdict(list), []
    for row in matrix.rows:
        person = row.person
        if not (lines[person] or person.pk in failed):
            continue
        told = desk.for_(row, day)
        if not told:
            nobody.append(person.name)
        for manager in told:
            overdue[manager] += lines[person]
            failures[manager] += failed.get(person.pk, [])
    openers = [*desk.practice_managers, *desk.others] if nobody else []
    return [
        (
            manager,
            {
                "overdue": overdue[manager],
                "failed": failures[manager],
                "remarks": remarks_for(manager, practice, desk, nobody),
            },
        )
        for manager in dict.fromkeys((*overdue, *failures, *openers))
    ], nobody


def overdue_lines(row: Row, demands) -> list[str]:
    """What the person is late with, the longest late first, and whether they were told."""
    late = [(c, d) for c, d in zip(row.cells, demands, strict=True) if c.status is Status.OVERDUE]
    late.sort(key=lambda pair: pair[0].due_on or dt.date.max)
    return [
        f"{row.person.name}: {demand.newest.title}, was due on {long_date(cell.due_on)} ({TOLD[cell.told]})"
        for cell, demand in late
    ]


def failures_among(people: list[Person], practice: Practice, day: dt.date) -> dict[int, list[str]]:
    """The practice's own messages of the last week that did not arrive, by person."""
    found = defaultdict(list)
    failed = Notice.objects.undelivered().filter(person__in=people, for_day__gt=day - A_WEEK, for_day__lte=day)
    for notice in our_own(failed.select_related("person").order_by("for_day", "pk"), practice):
        found[notice.person_id].append(
            f"{notice.person.name}: a message of {long_date(notice.for_day)} ({notice.get_state_display().lower()})"
        )
    return found


def remarks_for(manager: Person, practice: Practice, desk: Desk, nobody: list[str]) -> list[str]:
    """What somebody who opens the desk should put right."""
    remarks = []
    if manager in desk.others and not desk.practice_managers:
        remarks.append(f"Nobody holds the duty of practice manager at {practice.name}, so this comes to you.")
    if nobody and manager in (*desk.practice_managers, *desk.others):
        remarks.append(f"There is nobody else to tell how things stand with: {', '.join(nobody)}.")
    return remarks


def is_due(practice: Practice, day: dt.date) -> bool:
    """Whether the practice's managers are still to be told this week: on its first working day, or after a pause."""
    first = next(working_days_of_week(day, bank_holidays()), None)
    if first is None or day < first:
        return False
    return not TeamWeek.objects.filter(practice=practice, week_begins_on=week_of(day)).exists()


@transaction.atomic
def plan_digests(practice: Practice, day: dt.date) -> list[str]:
    """Keep what the managers are told this week; answers whose delays nobody is there to be told of."""
    if not is_due(practice, day):
        return []
    week, first = TeamWeek.objects.get_or_create(practice=practice, week_begins_on=week_of(day))
    if not first:
        return []
    digests, nobody = digests_for(practice, day)
    Digest.objects.bulk_create(
        Digest(person=person, week=week, content=content, as_at=day) for person, content in digests
    )
    TeamWeek.objects.filter(pk=week.pk).update(nobody_for=len(nobody))
    return nobody


def digests_waiting(day: dt.date):
    """What managers are still to be told this week."""
    waiting = Digest.objects.untold().filter(week__week_begins_on=week_of(day))
    return waiting.select_related("person", "week__practice").order_by("pk")


def managers_to_tell(day: dt.date) -> set[int]:
    """The managers for whom a digest waits, on a day of theirs, and not while they are on leave from the practice."""
    waiting = list(digests_waiting(day))
    people = {digest.person_id: digest.person for digest in waiting}
    listeners, away = listeners_among(list(people.values()), {}, day), absences_of(people)
    return {
        each.person_id
        for each in waiting
        if may_be_told_on(
            day,
            listening(listeners[each.person_id], away[each.person_id], each.week.practice),
            bank_holidays(),
            manners(),
        )
    }


def digests_to_tell(person: Person, day: dt.date) -> list[Digest]:
    """What one manager is told today of each practice they are not on leave from, as things stand today."""
    away = Absence.objects.known().on(day).filter(person=person).values("practice")
    waiting = digests_waiting(day).filter(person=person).exclude(week__practice__in=away)
    return [digest for digest in waiting if digest.as_at == day or brought_up_to(day, digest)]


def brought_up_to(day: dt.date, digest: Digest) -> bool:
    """Say in a digest that waited how things stand today; let go of it, and answer no, if all is well by now."""
    found = dict(digests_for(digest.week.practice, day)[0])
    if digest.person not in found:
        digest.delete()
        return False
    digest.content, digest.as_at = found[digest.person], day
    digest.save(update_fields=["content", "as_at"])
    return True
