"""Who has not signed in yet, and how far letting each of them in has come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.desk.invitations.states import State, state_of
from trainingsite.notices.models import INVITATION, Notice
from trainingsite.people.helping import helping_each
from trainingsite.people.invitations import mailboxes_of, not_yet_in
from trainingsite.people.models import Invitation, Membership, Person, Practice, SignInCode
from trainingsite.people.rules import why_not_give_code, why_not_invite


@dataclass(frozen=True)
class Line:
    """One person who has not signed in yet: their job, how far it has come, and why it has to go another way."""

    job: Membership
    state: State
    why_not_mailed: str
    why_not_coded: str
    ticked: bool

    @property
    def person(self) -> Person:
        return self.job.person


@dataclass(frozen=True)
class Waiting:
    """Everybody at a practice who has not signed in yet."""

    lines: Sequence[Line]

    @property
    def by_mail(self) -> list[Line]:
        """Those a link can be sent to."""
        return [line for line in self.lines if not line.why_not_mailed]

    @property
    def on_paper(self) -> list[Line]:
        """Those who get a code: no mailbox of their own, or one from which the invitation came back."""
        return [line for line in self.lines if not line.why_not_coded and (line.why_not_mailed or line.state.came_back)]

    @property
    def others(self) -> list[Line]:
        """Those whom somebody else has to help."""
        return [line for line in self.lines if line.why_not_mailed and line.why_not_coded]


def waiting_at(practice: Practice, by: Person, at: dt.datetime, joined: dt.datetime | None = None) -> Waiting:
    """Everybody who has not signed in yet, in a fixed number of queries.

    Ticked are those who were never invited; of them only those recorded since ``joined``, if that is told.
    """
    jobs = list(not_yet_in(practice, timezone.localdate(at)))
    people = [job.person for job in jobs]
    stands, mailboxes = helping_each(people, practice, by, at), mailboxes_of(people)
    states = states_of(jobs, at)
    return Waiting(
        [
            Line(
                job=job,
                state=states[job.person_id],
                why_not_mailed=why_not_invite(stands[job.person_id], mailboxes[job.person_id]),
                why_not_coded=why_not_give_code(stands[job.person_id]),
                ticked=states[job.person_id].is_new and (joined is None or job.recorded_at >= joined),
            )
            for job in jobs
        ]
    )


def states_of(jobs: Sequence[Membership], at: dt.datetime) -> dict[int, State]:
    """How far each of them has come, by person."""
    keys = [job.invitation for job in jobs if job.invitation]
    invitations = Invitation.objects.in_bulk(keys, field_name="key")
    messages = {each.about: each for each in Notice.objects.filter(kind=INVITATION, about__in=keys)}
    codes = SignInCode.objects.filter(person__in=[job.person_id for job in jobs], used_at=None, ends_at__gt=at)
    waiting = {code.person_id: code for code in codes.order_by("given_at", "pk")}
    return {
        job.person_id: state_of(
            invitations.get(job.invitation), messages.get(job.invitation), waiting.get(job.person_id), at
        )
        for job in jobs
    }
