"""Builders for tests that speak of questions about a policy."""

import uuid

from tests.factories import TUESDAY, give_duty, make_member, make_policy_version
from trainingsite.audit.clock import replaying
from trainingsite.people.models import Duty
from trainingsite.policies.questions import actions


class Surgery:
    """A practice with a policy, its owner, a staff representative, a manager, and Tom, who is asked to sign it."""

    def __init__(self):
        self.version = make_policy_version()
        self.practice = self.version.practice
        self.tom = self.hire("Tom Ellis")
        self.olu = self.hire("Olu Bright", Duty.POLICY_OWNER)
        self.ravi = self.hire("Ravi Shah", Duty.STAFF_REPRESENTATIVE)
        self.ruth = self.hire("Ruth Adeyemi", Duty.PRACTICE_MANAGER)

    def hire(self, name, *duties, practice=None):
        practice = practice or self.practice
        person = make_member(name, practice=practice).person
        give_duty(person, practice, *duties)
        return person


def ask(person, version, to, *, purpose="question", text="May I like a patient's post?", at=TUESDAY, token=None):
    with replaying(at):
        return actions.ask(
            token=token or uuid.uuid4(), person=person, version=version, to=to, purpose=purpose, text=text, at=at
        )


def answer(question, by, *, text="No: they could be known as one.", at=TUESDAY):
    with replaying(at):
        return actions.answer(question=question, by=by, text=text, at=at)
