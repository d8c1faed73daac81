"""Builders for tests that speak of reviews, hot topics and key points."""

import datetime as dt

from tests.factories import TUESDAY, clauses_of, give_duty, make_member, make_policy, make_policy_version, make_practice
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.policies.review import actions


def annexed(*texts, annex):
    """Clauses, the last one about hot topics: clause-1, clause-2, ..., hot-topics."""
    last = ("clause", {"id": "hot-topics", "title": "Hot topics now", "text": f"<p>{annex}</p>", "annex": True})
    return [*clauses_of(*texts), last]


def covering(*points, text="Words.", number=1):
    """A clause that says it covers these key points."""
    said = {"id": f"clause-{number}", "title": f"Clause {number}", "text": f"<p>{text}</p>", "covers": list(points)}
    return ("clause", said)


class Reviewed:
    """A practice with a policy in force, its owner Olu and its manager Ruth; reviews are due on days a test names."""

    def __init__(self, *, due_on=None, annex_due_on=None, practice=None, email="olu@surgery.example"):
        self.practice = practice or make_practice()
        page = make_policy(self.practice, review_due_on=due_on, annex_review_due_on=annex_due_on)
        if annex_due_on:
            page.clauses = annexed("Be kind.", annex="Vaccines.")
            page.save()
        self.version = make_policy_version(page)
        self.page = self.version.page
        self.olu = self.hire("Olu Bright", Duty.POLICY_OWNER, email=email)

    def hire(self, name, *duties, email=""):
        person = make_member(name, practice=self.practice).person
        person.email = email
        person.save()
        give_duty(person, self.practice, *duties)
        return person


def review(page, by, *, part="policy", at=TUESDAY, next_due_on=None, note=""):
    with replaying(at):
        return actions.review(page=page, part=part, by=by, at=at, next_due_on=next_due_on, note=note)


def days(count):
    return dt.timedelta(days=count)
