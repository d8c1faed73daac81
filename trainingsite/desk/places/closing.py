"""What is left at a practice that goes over into another: nothing of it ends by itself, so somebody has to know."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group

from trainingsite.compliance.models import Adoption, Exemption, Requirement
from trainingsite.people.models import Person, Practice
from trainingsite.people.shelves import name_of_owners
from trainingsite.policies.accounts import PracticeAccount
from trainingsite.policies.consultations import Consultation
from trainingsite.policies.models import SigningSheet


@dataclass(frozen=True)
class Released:
    """An exemption that does not go with the person: the other practice decides for itself."""

    exemption: Exemption
    title: str


@dataclass(frozen=True)
class Left:
    """Programmes, accounts, exemptions and open business of a practice, and who writes on its shelf."""

    programmes: list[str]
    accounts: list[PracticeAccount]
    exemptions: list[Released]
    consultations: list[Consultation]
    sheets: int
    writers: list[Person]


def left_at(practice: Practice, on: dt.date) -> Left:
    """What is still there on the day the practice goes over."""
    adopted = Adoption.objects.known().at(practice).exclude(ended_on__lt=on).select_related("programme")
    return Left(
        programmes=sorted({each.programme.title for each in adopted}),
        accounts=list(PracticeAccount.objects.standing().at(practice).order_by("platform", "pk")),
        exemptions=exemptions_at(practice, on),
        consultations=list(Consultation.objects.at(practice).unclosed().select_related("page")),
        sheets=SigningSheet.objects.at(practice).waiting().count(),
        writers=list(Person.objects.filter(groups__in=Group.objects.filter(name=name_of_owners(practice)))),
    )


def exemptions_at(practice: Practice, on: dt.date) -> list[Released]:
    exempt = Exemption.objects.known().at(practice).exclude(ended_on__lt=on).select_related("person")
    wordings = Requirement.objects.known().filter(line__in=exempt.values("requirement_line")).order_by("started_on")
    titles = {
        wording.line: wording.title
        for wording in wordings.select_related("module", "scenario", "policy", "outside_training")
    }
    exempt = exempt.order_by("person__last_name", "person__first_name", "pk")
    return [Released(each, titles.get(each.requirement_line, "A requirement that has ended")) for each in exempt]
