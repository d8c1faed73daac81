"""What somebody who leaves hands over: accounts, duties, their team, policies, and what waits for them."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.desk.accounts.handover import Handover, handover_of
from trainingsite.people.models import Person, Practice, PracticePage, Responsibility
from trainingsite.people.staff.duties import GIVEN_HERE
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.models import Attestation, PolicyPage


@dataclass(frozen=True)
class OpenThings:
    """Everything at one practice that needs somebody new. Of questions only how many: their words are between two."""

    handover: Handover
    duties: list[Responsibility]
    policies: list[PolicyPage]
    approvals: list[ApprovalAsked]
    questions_to_answer: int
    questions_asked: int

    @property
    def is_nothing(self) -> bool:
        texts = self.policies or self.approvals or self.questions_to_answer or self.questions_asked
        return not (self.handover.accounts or self.duties or self.handover.managed or texts)


def open_things(person: Person, practice: Practice, day: dt.date) -> OpenThings:
    """What there is to hand over when somebody leaves the practice."""
    duties = Responsibility.objects.known().at(practice).by(person).of_kind(*GIVEN_HERE).exclude(ended_on__lt=day)
    unanswered = Attestation.objects.at(practice).unanswered()
    return OpenThings(
        handover=handover_of(person, practice, day),
        duties=list(duties.select_related("practice").order_by("started_on", "pk")),
        policies=policies_named_after(person, practice),
        approvals=list(ApprovalAsked.objects.at(practice).waiting().filter(asked_by=person).order_by("title", "pk")),
        questions_to_answer=unanswered.filter(addressed_to=person).count(),
        questions_asked=unanswered.filter(person=person).count(),
    )


def policies_named_after(person: Person, practice: Practice) -> list[PolicyPage]:
    """The policies on the practice's shelf that name the person as who looks after them."""
    shelf = PracticePage.objects.filter(practice=practice).first()
    if shelf is None:
        return []
    return list(PolicyPage.objects.descendant_of(shelf).filter(owner_of_policy=person).order_by("title", "pk"))
