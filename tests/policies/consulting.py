"""Builders for tests that speak of consultations: a draft put to the staff of a surgery."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from tests.factories import MONDAY, TUESDAY, clauses_of, make_policy_version, moment
from tests.policies.asking import Surgery
from trainingsite.audit.clock import replaying
from trainingsite.policies.consultations import Comment, Consultation
from trainingsite.policies.consulting import actions
from trainingsite.policies.consulting.comments import comments_of

A_FORTNIGHT_LATER = moment(2026, 3, 17).date()
DRAFT = ("Be kind.", "Never share a screen.")


class Asked(Surgery):
    """The surgery, whose owner has a draft with a second clause; nobody has been asked yet."""

    def __init__(self, *clauses: str):
        super().__init__()
        self.page = self.version.page
        self.write(*(clauses or DRAFT))

    def write(self, *clauses: str):
        """Put a draft into Wagtail, as its editor does."""
        self.page.clauses = clauses_of(*clauses)
        self.page.save_revision()

    def open(self, *, at=MONDAY, last_day=A_FORTNIGHT_LATER, note="") -> Consultation:
        with replaying(at):
            return actions.open_consultation(page=self.page, by=self.olu, last_day=last_day, note=note, at=at)

    def open_now(self, days: int = 14) -> Consultation:
        """Put the draft to staff today, for tests that go through pages."""
        now = timezone.now()
        return self.open(at=now, last_day=timezone.localdate(now) + dt.timedelta(days=days))

    def publish(self, *, at=TUESDAY, **published):
        return make_policy_version(self.page, clauses=("Be kind, always.",), at=at, **published)


def say(consultation, person, text="What about likes?", *, way=Comment.Way.NAMED, clause="", token=None, at=TUESDAY):
    with replaying(at):
        return actions.comment(
            token=token or uuid.uuid4(), consultation=consultation, person=person, way=way, clause=clause, text=text,
            at=at,
        )  # fmt: skip


def say_unnamed(consultation, text="I am afraid to say this.", *, clause="", token=None, at=TUESDAY):
    actions.comment_unnamed(
        token=token or uuid.uuid4(), consultation=consultation, clause=clause, text=text, day=at.date()
    )


def answer_all(consultation, by, *, outcome="accepted", why="Clause 2 says it now.", at=TUESDAY):
    with replaying(at):
        for said in comments_of(consultation):
            actions.answer(consultation=consultation, to=said.row, by=by, outcome=outcome, why=why, at=at)


def close(consultation, by, *themes, at=TUESDAY, **more):
    with replaying(at):
        written = list(themes or ("Likes: clause 2 now says it.",))
        return actions.close(consultation=consultation, by=by, themes=written, at=at, **more)


def address(consultation, name="consultation", *more):
    return reverse(f"policies:{name}", args=[consultation.key, *more])


def filled_in(person, **changes):
    return {
        "token": uuid.uuid4(), "person": person.key, "clause": "clause-2", "way": "named",
        "text": "What about <likes>?", **changes,
    }  # fmt: skip


def under_way(surgery):
    """A consultation that is open today, with a comment under a name and one without."""
    consultation = surgery.open_now()
    say(consultation, surgery.tom, at=timezone.now())
    say_unnamed(consultation, at=timezone.now())
    return consultation
