"""A person who claims training done elsewhere, and those who decide on it."""

import uuid

from tests.desk.proofs import a_pdf
from tests.factories import GO_LIVE, MONDAY, give_duty, make_member, make_outside_training
from trainingsite.audit.clock import replaying
from trainingsite.compliance.claims import claim_prior_learning
from trainingsite.compliance.models import LearningClaim, OutsideTraining
from trainingsite.compliance.proofs import proof_in
from trainingsite.people.models import Duty, Person

WHERE = "Harbour View Surgery"


def make_manager(name: str = "Ann Lee", duty: str = Duty.PRACTICE_MANAGER, **job) -> Person:
    member = make_member(name, "Practice manager", **job)
    give_duty(member.person, member.practice, duty)
    return member.person


def make_claim(person: Person | None = None, *, at=MONDAY, **said) -> LearningClaim:
    """A claim of basic life support, done on the day the practice went live, unless something else is said."""
    if not {"module", "outside_training"} & said.keys():
        said["outside_training"] = OutsideTraining.objects.first() or make_outside_training()
    wanted = {"token": uuid.uuid4(), "completed_on": GO_LIVE, "where": WHERE, "proof": proof_in(a_pdf()), **said}
    with replaying(at):
        return claim_prior_learning(person=person or make_member().person, at=at, **wanted)
