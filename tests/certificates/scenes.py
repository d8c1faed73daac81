"""People with certificates, for tests that speak of what becomes of these."""

from dataclasses import dataclass

from tests.factories import (
    TUESDAY,
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Disposal, DisposalItem, Words
from trainingsite.certificates import actions
from trainingsite.certificates.models import Certificate
from trainingsite.people.models import Duty, Membership, Person
from trainingsite.people.names import change_name

NOON = moment(2026, 3, 3, 12)
WEDNESDAY = moment(2026, 3, 4, 12)


@dataclass
class Scene:
    """Tom, who has finished a programme at a practice, and Ruth, who manages it."""

    tom: Person
    ruth: Person
    certificate: Certificate

    @property
    def practice(self):
        return self.certificate.practice


def make_scene(name: str = "Tom Ellis", practice=None, **asked) -> Scene:
    number = Certificate.objects.count() + 1
    member, page = make_member(name, practice=practice), make_module(f"Boundaries {number}")
    programme = make_programme(f"Induction {number}", member.practice, grants_certificate=True)
    make_requirement(programme, module=page, **asked)
    complete(member.person, make_module_version(page), at=TUESDAY)
    certificate = actions.claim(person=member.person, practice=member.practice, programme=programme, at=NOON)
    return Scene(member.person, make_manager("Ruth Amin", member.practice), certificate)


def make_manager(name: str | Person, practice) -> Person:
    member: Membership = make_member(name, practice=practice)
    give_duty(member.person, practice, Duty.PRACTICE_MANAGER)
    return member.person


def rename(person: Person, name: str = "Tom Marsh", *, at=WEDNESDAY) -> None:
    first, _, last = name.partition(" ")
    change_name(person=person, first_name=first, last_name=last, by=person, at=at)


def said_on(certificate: Certificate) -> dict:
    return read_words(Words.objects.get(key=certificate.words_key))


def erase_words(certificate: Certificate) -> None:
    """What a disposal that two people approved does to a certificate."""
    kept = Words.objects.about(certificate.key)
    disposal = Disposal.objects.create(rule="left six years ago", proposed_by="ann", approved_by="raj")
    for words in kept:
        DisposalItem.objects.create(disposal=disposal, words_key=words.key)
    kept.delete()
