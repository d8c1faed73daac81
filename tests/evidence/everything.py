"""A practice that has one of everything that a pack can hold."""

import datetime as dt
import io
import uuid
from dataclasses import dataclass
from functools import partial

from tests.evidence.scenes import AT, FROM, ON, sign_as
from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_policy_version,
    make_programme,
    make_requirement,
    make_scenario,
    make_scenario_version,
    moment,
    play,
)
from tests.policies.consulting import Asked as Surgery
from tests.policies.consulting import answer_all, close, say
from tests.policies.pdfs import make_file_policy
from trainingsite.audit.clock import replaying
from trainingsite.audit.seals import seal
from trainingsite.certificates.actions import claim
from trainingsite.certificates.models import Certificate
from trainingsite.compliance import exemptions, planning
from trainingsite.compliance.actions import accept_prior_learning
from trainingsite.compliance.exemptions import demands_at
from trainingsite.compliance.models import Programme
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.parts import ignored
from trainingsite.evidence.purposes import EVERYTHING, OWN_FILE, Purpose
from trainingsite.people.models import Membership, Person, Practice

WEDNESDAY = moment(2026, 3, 4)
MARCH_10, MARCH_20, APRIL_14 = dt.date(2026, 3, 10), dt.date(2026, 3, 20), dt.date(2026, 4, 14)


@dataclass(frozen=True)
class Everything:
    """Ann has a certificate, Tom commented on a draft, Una has left, Vera did her fire safety elsewhere."""

    practice: Practice
    programme: Programme
    ann: Person
    tom: Person
    una: Person
    vera: Person
    certificate: Certificate

    def pack(self, purpose: Purpose = OWN_FILE, parts=EVERYTHING, *, at=AT, tell=ignored) -> bytes:
        out = io.BytesIO()
        asked = Asked(self.practice, ON, FROM, purpose, parts)
        write_pack(asked, out, by="Ruth Okafor", at=at, tell=tell)
        return out.getvalue()


def a_practice_with_everything() -> Everything:
    surgery = Surgery()
    new = partial(make_member, practice=surgery.practice)
    ann, una, vera = new("Ann Lee"), new("Una Gray", ended_on=MARCH_20), new("Vera Óg", "Practice nurse")
    programme = make_programme("Induction", surgery.practice, grants_certificate=True)
    learned(programme, ann, una)
    asked_and_signed(surgery, ann, una)
    certificate = certified(ann, programme)
    elsewhere_and_planned(surgery, vera)
    with replaying(WEDNESDAY):
        seal(at=WEDNESDAY)
    people = (ann.person, surgery.tom, una.person, vera.person)
    return Everything(surgery.practice, programme, *people, certificate)


def learned(programme: Programme, ann: Membership, una: Membership) -> None:
    """Lessons and a story that are asked for; Ann did both, Una the lessons."""
    module, scenario = make_module("Phones"), make_scenario("A phone call")
    module_version, scenario_version = make_module_version(module), make_scenario_version(scenario)
    make_requirement(programme, module=module)
    make_requirement(programme, scenario=scenario)
    for member in (ann, una):
        complete(member.person, module_version)
    play(ann.person, scenario_version, "right")


def asked_and_signed(surgery: Surgery, *members: Membership) -> None:
    """A policy of two versions, of which staff were asked about the second; and one that is a file."""
    consultation = surgery.open()
    say(consultation, surgery.tom, "What about likes?")
    answer_all(consultation, surgery.olu)
    close(consultation, surgery.olu, "Some were afraid of clause 2: it is shorter now.")
    second = surgery.publish(at=TUESDAY)
    file = make_policy_version(make_file_policy(practice=surgery.practice))
    for member in members:
        sign_as(member, second)
    sign_as(members[0], file)


def certified(member: Membership, programme: Programme) -> Certificate:
    with replaying(WEDNESDAY):
        return claim(person=member.person, practice=member.practice, programme=programme, at=WEDNESDAY)


def elsewhere_and_planned(surgery: Surgery, vera: Membership) -> None:
    """Asked for only after the certificate, so that it does not stand in its way."""
    fire, practice = make_outside_training("Fire safety"), surgery.practice
    everyone = make_programme("Every year", practice)
    make_requirement(everyone, outside_training=fire)
    with replaying(WEDNESDAY):
        accept_prior_learning(
            person=vera.person, outside_training=fire, completed_on=dt.date(2026, 2, 2), basis="prior_learning",
            accepted_by=surgery.ruth, at=WEDNESDAY,
        )  # fmt: skip
        demands = [each for each in demands_at(practice, MARCH_10) if each.newest.title == "Fire safety"]
        exemptions.release(
            token=uuid.uuid4(), person=surgery.ravi, practice=practice, demands=demands, reason="short_stay",
            started_on=MARCH_10, ended_on=MARCH_20, by=surgery.ruth, at=WEDNESDAY,
        )  # fmt: skip
        planning.plan(
            token=uuid.uuid4(), practice=practice, gap=Gap(demands[0].line, surgery.tom),
            steps=Steps("Sits down with the trainer", APRIL_14, who="the trainer"), by=surgery.ruth, at=WEDNESDAY,
        )  # fmt: skip
