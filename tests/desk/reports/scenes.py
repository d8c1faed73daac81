"""A practice with something to report: who is late, who is fine, who is exempt, and what was done elsewhere."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from tests.factories import (
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.phones import make_known_person, verified
from trainingsite.audit.clock import replaying
from trainingsite.compliance import elsewhere
from trainingsite.compliance.actions import exempt
from trainingsite.compliance.models import Exemption, PriorLearning, Requirement
from trainingsite.compliance.timelines import Timelines
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.reports.asking import Answer, Asked, Section
from trainingsite.desk.reports.files import said
from trainingsite.people.models import Duty, Membership, Person, Practice

DAY = dt.date(2026, 3, 31)
TODAY = dt.date(2026, 11, 2)


@dataclass(frozen=True)
class Surgery:
    """Ann did the module on 10 March 2026; Tom never did, and is exempt from life support, which Ann is late with."""

    practice: Practice
    module: Requirement
    training: Requirement
    ruth: Person
    ann: Membership
    tom: Membership

    def asked(self, **changes) -> Asked:
        return asked_of(self.practice, self.ruth, **changes)


def asked_of(practice: Practice, by: Person | None, **changes) -> Asked:
    usual = {
        "day": DAY, "first": dt.date(2025, 4, 1), "last": DAY, "known_on": None, "today": TODAY, "choice": Choice(),
    }  # fmt: skip
    return Asked(practice=practice, by=by, **{**usual, **changes})


def a_surgery(
    name: str = "Millbrook Lane Surgery", ods_code: str = "X99999", staff=("Ann Lee", "Tom Ellis")
) -> Surgery:
    practice = make_practice(name, ods_code=ods_code)
    programme = make_programme(f"Induction at {name}", practice)
    page, support = make_module(f"Boundaries at {name}"), make_outside_training(f"Life support at {name}")
    module = make_requirement(programme, module=page, refresher_months=12, due_within_days=28)
    training = make_requirement(
        programme, outside_training=support, refresher_months=12, position=1,
        job_roles=["practice-nurse", "receptionist"],
    )  # fmt: skip
    ruth = make_known_person(f"Ruth Okafor of {ods_code}")
    ann = make_member(staff[0], "Practice nurse", practice=practice, manager=ruth)
    tom = make_member(staff[1], "Receptionist", practice=practice)
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    complete(ann.person, make_module_version(page), at=moment(2026, 3, 10))
    release(tom, training, by=ruth)
    return Surgery(practice, module, training, ruth, ann, tom)


def release(
    member: Membership, requirement: Requirement, *, by: Person,
    started_on=dt.date(2026, 1, 5), ended_on=dt.date(2026, 12, 31), at=None,
) -> Exemption:  # fmt: skip
    at = at or moment(2026, 1, 5)
    with replaying(at):
        return exempt(
            person=member.person, practice=member.practice, requirement=requirement, reason="short_stay",
            approved_by=by, started_on=started_on, ended_on=ended_on, at=at,
        )  # fmt: skip


def recorded(surgery: Surgery, *, done_on: dt.date, at: dt.datetime, person: Person | None = None) -> PriorLearning:
    """Life support that Ann, or somebody else, did elsewhere."""
    with replaying(at):
        entry = elsewhere.record_elsewhere(
            token=uuid.uuid4(), practice=surgery.practice, people=[person or surgery.ann.person],
            outside_training=surgery.training.outside_training, completed_on=done_on, by=surgery.ruth, at=at,
        )  # fmt: skip
    return entry.learning.get()


def sign_in(client, person: Person) -> Person:
    verified(client, person)
    return person


def page(practice: Practice, report: str, **query) -> str:
    return reverse("desk:report", args=[practice.ods_code.lower(), report], query=query)


def file(practice: Practice, report: str, ending: str, **query) -> str:
    return reverse("desk:report_file", args=[practice.ods_code.lower(), report, ending], query=query)


def taken(response) -> bytes:
    """What a download holds, in pieces or whole."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(section: Section) -> list[list[str]]:
    """A table as it is read."""
    return [[said(value) for value in row] for row in section.rows]


def section(answer: Answer, number: int = 0) -> Section:
    return answer.sections[number]


def many(practice: Practice, number: int) -> None:
    """So many more receptionists, made at once and told in no chain: kept timelines do not know of them."""
    Timelines.objects.filter(practice=practice).delete()
    first = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(username=f"many-{first + each}", first_name="Pat", last_name=f"Number {first + each:04}")
        for each in range(number)
    )
    pattern = Membership.objects.get(practice=practice, person__first_name="Tom")
    Membership.objects.bulk_create(
        Membership(
            person=person, practice=practice, job_role=pattern.job_role, started_on=pattern.started_on,
            recorded_at=pattern.recorded_at,
        )
        for person in people
    )  # fmt: skip
