"""Reminders that a manager asks for: who would get what, why others would not, and one message a person a day."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from trainingsite.compliance.facts import Member, PracticeFacts, facts_about
from trainingsite.compliance.matrix import heard_of, told_about
from trainingsite.compliance.rules import Status, standing_on
from trainingsite.notices.delivery import INTERRUPTED, NOT_REACHED, shared_among
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import REMINDERS, Notice, NoticeItem
from trainingsite.notices.rules import next_sending_day
from trainingsite.people.colleagues import names_held_twice, told_apart
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.listening import listeners_among, manners
from trainingsite.reminders.models import Nudge, Prompt, Reminder
from trainingsite.reminders.planning import Owed, owed_by, reminders_of, told_before
from trainingsite.reminders.rules import LeftOut, Listener, Reach, is_their_day, why_not_nudge
from trainingsite.reminders.telling import heard_among, replace
from trainingsite.reminders.wording import Message, message_for

AT_ONCE = 500


@dataclass(frozen=True)
class Candidate:
    """One person of the practice: what they would be told, or why they would not be."""

    person: Person
    job_role: str
    reminders: list[Reminder]
    overdue: int
    untold: int
    why_not: LeftOut | None
    is_their_day: bool = True
    shares_mailbox: bool = False
    nudge: Nudge | None = None

    @property
    def items(self) -> int:
        """How many things wait for them."""
        return len(self.reminders)

    def was_sent_in(self, batch: uuid.UUID) -> bool:
        """Whether the message of the day is one that was sent from this very page."""
        return self.nudge is not None and self.nudge.batch == batch

    @property
    def reason(self) -> str:
        """Why not, in words; who has sent them a message of the day already."""
        if self.why_not is LeftOut.HEARD and self.nudge:
            return f"{self.nudge.sender.name} had them reminded already, and one message a day is the most."
        return self.why_not.label if self.why_not else ""


@dataclass(frozen=True)
class Nudged:
    """What came of asking: who is sent a message, and who is not."""

    day: dt.date
    sent: list[Candidate]
    left_out: list[Candidate]


def sending_day(at: dt.datetime) -> dt.date:
    """The day on which what is asked for now goes out: today until six, otherwise the next working day."""
    return next_sending_day(timezone.localtime(at), bank_holidays())


def who_may_be_nudged(
    practice: Practice, day: dt.date, people: list[Person] | None = None, *, by: Person | None = None
) -> list[Candidate]:
    """Everybody who works at the practice on the day of sending (or these of them), by name, in fixed queries."""
    facts = facts_about(practice, day, people=people)
    found = [member.person for member in facts.members]
    knows = _Knows(facts, found, day)
    return [_candidate(member, practice, knows, by, day) for member in facts.members]


def preview(candidate: Candidate, by: Person, day: dt.date) -> Message:
    """The very words that the person would be sent."""
    return message_for(candidate.person, candidate.reminders, [], [], day, sender=by.name)


@transaction.atomic
def nudge(
    *, practice: Practice, people: Collection[Person], by: Person, at: dt.datetime, batch: uuid.UUID | None = None
) -> Nudged:
    """Put a message to each of these people who may have one in the queue, in a number of steps that stays the same.

    The people are held meanwhile, as the reminders of the day hold whom they tell: of two at once, one is first. What
    was sent from the same page before counts as sent, so that a double click sees what the first one did.
    """
    day, batch = sending_day(at), batch or uuid.uuid4()
    held = _alone_with(people)
    _take_back_what_went_stale(held, day)
    candidates = who_may_be_nudged(practice, day, held, by=by)
    ready = [each for each in candidates if each.why_not is None]
    _send(ready, practice, by, at, day, batch)
    sent = [each for each in candidates if each.why_not is None or each.was_sent_in(batch)]
    left_out = [each for each in candidates if not (each.why_not is None or each.was_sent_in(batch))]
    return Nudged(day, sent, left_out + _not_among(candidates, people, held))


def nudges_of(person: Person, practice: Practice, line: uuid.UUID | None = None) -> list[Nudge]:
    """What managers of the practice had the person reminded of, newest first; of one requirement, if it is named."""
    found = Nudge.objects.by(person).at(practice)
    if line is not None:
        found = found.filter(notice__items__about=line)
    return list(found.select_related("sender", "notice").order_by("-nudged_at", "-pk"))


class _Knows:
    """What has to be known of all of them together, read in a fixed number of queries."""

    def __init__(self, facts: PracticeFacts, people: list[Person], day: dt.date):
        ids = [person.pk for person in people]
        self.facts = facts
        self.told = told_before(people)
        self.told_about = told_about(ids, [demand.line for demand in facts.demands], day)
        self.listeners = listeners_among(people, facts.absences, day)
        self.heard = heard_among(ids, day)
        self.shared = shared_among({person.email.lower() for person in people} - {""})
        self.came_back = came_back_from(people)
        self.shared_names = names_held_twice(people)
        sent = Nudge.objects.at(facts.practice).filter(for_day=day, person__in=ids).select_related("sender")
        self.nudges = {nudge.person_id: nudge for nudge in sent}

    def reach(self, person: Person, owes: int, statuses: set[Status], by: Person | None) -> Reach:
        return Reach(
            listener=self.listeners[person.pk],
            owes=owes,
            statuses=statuses,
            is_oneself=person == by,
            may_sign_in=person.is_active,
            has_heard=person.pk in self.heard,
            site_sends_mail=bool(settings.EMAIL_URL),
            has_address=bool(person.email),
            last_came_back=person.pk in self.came_back,
        )


def _candidate(member: Member, practice: Practice, knows: _Knows, by: Person | None, day: dt.date) -> Candidate:
    person, owed = member.person, owed_by(member, knows.facts, day)
    statuses = set() if owed else {standing_on(knows.facts.about(member, d), day).status for d in knows.facts.demands}
    listener: Listener = knows.listeners[person.pk]
    return Candidate(
        person=person,
        job_role=told_apart(person, member.stay_on(day).job_role.name, knows.shared_names),
        reminders=reminders_of(person, practice, owed, knows.told, day),
        overdue=sum(each.standing.status is Status.OVERDUE for each in owed),
        untold=sum(_is_untold(each, person, knows) for each in owed),
        why_not=why_not_nudge(knows.reach(person, len(owed), statuses, by), day, manners()),
        is_their_day=is_their_day(day, listener, bank_holidays()),
        shares_mailbox=person.email.lower() in knows.shared,
        nudge=knows.nudges.get(person.pk),
    )


def _is_untold(owed: Owed, person: Person, knows: _Knows) -> bool:
    return heard_of(owed.standing, knows.told_about.get((person.pk, owed.demand.line))) != "yes"


def came_back_from(people: Iterable[Person]) -> set[int]:
    """Those whose present address was refused or sent back the last message, not for a fault of the site's own."""
    addresses = {person.pk: person.email.lower() for person in people if person.email}
    settled = [Notice.State.SENT, Notice.State.FAILED, Notice.State.BOUNCED]
    rows = Notice.objects.filter(person__in=addresses, state__in=settled).exclude(sent_to="")
    rows = rows.exclude(problem__in=[INTERRUPTED, NOT_REACHED]).order_by("settled_at", "pk")
    last = {}
    for person_id, sent_to, state in rows.values_list("person_id", "sent_to", "state"):
        if sent_to == addresses[person_id]:
            last[person_id] = state
    return {person_id for person_id, state in last.items() if state != Notice.State.SENT}


def _alone_with(people: Iterable[Person]) -> list[Person]:
    """The people, held until their messages are put; without those whom another process holds in this moment."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = Person.objects.select_for_update(skip_locked=skip).filter(pk__in=[person.pk for person in people])
    return list(rows.order_by("pk"))


def _not_among(candidates: list[Candidate], people: Iterable[Person], held: list[Person]) -> list[Candidate]:
    """The others who were asked for: another process is at them, or they do not work here on the day of sending."""
    listed, ours = {each.person.pk for each in candidates}, {person.pk for person in held}
    return [
        Candidate(person, "", [], 0, 0, LeftOut.NOT_HERE if person.pk in ours else LeftOut.BUSY)
        for person in people
        if person.pk not in listed
    ]


def _take_back_what_went_stale(people: list[Person], day: dt.date) -> None:
    """What should have gone out on an earlier day and did not is said now, and planned anew where it is not."""
    waiting = Notice.objects.waiting().filter(kind=REMINDERS, for_day__lt=day, person__in=people)
    replaced = replace(waiting.exclude(person__email=""))
    Reminder.objects.filter(notice__in=replaced).delete()
    Prompt.objects.filter(notice__in=replaced).delete()


def _send(
    ready: list[Candidate], practice: Practice, by: Person, at: dt.datetime, day: dt.date, batch: uuid.UUID
) -> None:
    """Keep the messages, what each of them tells of, and who sent it."""
    notices = Notice.objects.bulk_create([_notice(each, by, at, day) for each in ready], batch_size=AT_ONCE)
    items, reminders = [], []
    for candidate, notice in zip(ready, notices, strict=True):
        for reminder in candidate.reminders:
            reminder.notice = notice
            reminders.append(reminder)
            items.append(NoticeItem(notice=notice, about=reminder.requirement_line))
    NoticeItem.objects.bulk_create(items, batch_size=AT_ONCE)
    _take_the_place_of(reminders, day)
    Nudge.objects.bulk_create(
        [
            Nudge(
                person=notice.person, practice=practice, sender=by, nudged_at=at, for_day=day, batch=batch,
                notice=notice,
            )
            for notice in notices
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def _notice(candidate: Candidate, by: Person, at: dt.datetime, day: dt.date) -> Notice:
    message = preview(candidate, by, day)
    return Notice(
        person=candidate.person, kind=REMINDERS, about=candidate.person.key, for_day=day, subject=message.subject,
        body=message.text, html_body=message.html, working_hours_only=True, queued_at=at,
    )  # fmt: skip


def _take_the_place_of(reminders: list[Reminder], day: dt.date) -> None:
    """Keep the reminders in place of those that were planned for the day and are said by now."""
    lines = defaultdict(set)
    for reminder in reminders:
        lines[reminder.person_id].add(reminder.requirement_line)
    planned = Reminder.objects.untold().filter(for_day=day, person__in=lines)
    rows = planned.values_list("pk", "person_id", "requirement_line")
    said = [pk for pk, person_id, line in rows if line in lines[person_id]]
    Reminder.objects.filter(pk__in=said).delete()
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True, batch_size=AT_ONCE)
