"""People who left long ago, with all that a site comes to keep of somebody, and the erasing of it."""

import datetime as dt
import uuid

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from tests.evidence.scenes import Scene, a_practice_with_a_history, sign_as
from tests.factories import (
    TUESDAY,
    complete,
    give_duty,
    make_member,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import replaying
from trainingsite.certificates.actions import claim
from trainingsite.compliance.claims import claim_prior_learning
from trainingsite.compliance.models import Requirement
from trainingsite.compliance.planning import Gap, Steps, plan
from trainingsite.compliance.proofs import Proof
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.proposing import propose
from trainingsite.evidence.keeping_tables import DisposalProposed, PersonDisposed
from trainingsite.notices.actions import queue
from trainingsite.people.credentials import issue
from trainingsite.people.models import (
    CredentialIssued,
    Duty,
    EmailedCode,
    Invitation,
    Membership,
    Person,
    Practice,
    Responsibility,
    SignInCode,
)
from trainingsite.people.names import change_name
from trainingsite.people.staffing import leave
from trainingsite.people.views.addresses import ADDRESS_IN_SESSION
from trainingsite.people.views.second_factors import KEY_IN_SESSION
from trainingsite.policies.questions import actions as questions
from trainingsite.reminders.models import Digest, Prompt, TeamWeek

LEFT = dt.date(2019, 1, 31)
LONG_AFTER = moment(2026, 6, 1)
LAST_DAY = dt.date(2026, 4, 30)
TEN_YEARS_ON = moment(2036, 6, 1)
EMAIL, USERNAME, NUMBER, PHONE = "Ruth.Amin@millbrook.example", "ruth.amin", "MLS-0042", "07700 900 042"
NEEDLES = ("ruth amin", "ruth patel", "ruth.amin", NUMBER.lower(), PHONE)


def administrators() -> tuple[Person, Person]:
    return tuple(
        make_person(name, is_superuser=True, is_staff=True, password="a long one") for name in ("Ada Moss", "Ben Hart")
    )


def leaver(name: str = "Ruth Amin", *, left_on: dt.date = LEFT, practice: Practice | None = None, **fields) -> Person:
    """Somebody who worked here once and did nothing that counts."""
    return make_member(name, practice=practice, started_on=dt.date(2009, 1, 5), ended_on=left_on, **fields).person


def proposed_by(person: Person, at: dt.datetime = LONG_AFTER) -> DisposalProposed:
    return propose(by=person, at=at)


def erase_all(at: dt.datetime = LONG_AFTER) -> list[PersonDisposed]:
    """Whatever is due is proposed by one, approved by another, and erased."""
    ada, ben = administrators()
    proposal = proposed_by(ada, at)
    approve(proposal=proposal, by=ben, at=at)
    erase_what_was_approved(at)
    return list(PersonDisposed.objects.filter(proposed__disposal=proposal).order_by("pk"))


def a_whole_life() -> tuple[Scene, Person]:
    """Ruth learns, signs, asks, claims, is planned for and written about, changes her name, and leaves."""
    scene = a_practice_with_a_history()
    ruth = make_person("Ruth Patel", username=USERNAME, email=EMAIL)
    member = make_member(ruth, practice=scene.practice, staff_number=NUMBER, manager=scene.ann)
    give_duty(scene.ann, scene.practice, Duty.PRACTICE_MANAGER)
    Responsibility.objects.create(
        duty=Duty.CALDICOTT_GUARDIAN, person=ruth, practice=scene.practice, contact=f"{EMAIL}, {PHONE}",
        started_on=dt.date(2025, 2, 3), ended_on=LAST_DAY,
    )  # fmt: skip
    _learns(ruth, scene)
    _says(member, scene)
    with replaying(TUESDAY):
        change_name(person=ruth, first_name="Ruth", last_name="Amin", by=ruth, at=TUESDAY)
    _is_written_about(ruth, scene)
    _signs_in(ruth, scene)
    leave(membership=Membership.objects.known().get(person=ruth), last_day=LAST_DAY, at=moment(2026, 4, 20))
    return scene, ruth


def _learns(ruth: Person, scene: Scene) -> None:
    training = make_outside_training()
    programme = make_programme("Annual refresher", scene.practice, grants_certificate=True)
    version = make_module_version()
    make_requirement(programme, module=version.page)
    complete(ruth, version)
    with replaying(TUESDAY):
        claim(person=ruth, practice=scene.practice, programme=programme, at=TUESDAY)
        claim_prior_learning(
            token=uuid.uuid4(), person=ruth, outside_training=training, completed_on=dt.date(2026, 1, 7),
            where="At Ruth Patel’s last practice", proof=Proof("application/pdf", b"%PDF Ruth Patel"), at=TUESDAY,
        )  # fmt: skip
        plan(
            token=uuid.uuid4(), practice=scene.practice, gap=Gap(Requirement.objects.first().line, ruth),
            steps=Steps("Ring Ruth Patel", dt.date(2026, 5, 1)), by=scene.ann, at=TUESDAY,
        )  # fmt: skip


def _says(member: Membership, scene: Scene) -> None:
    sign_as(member, scene.policy)
    other = make_policy_version(make_policy(scene.practice, "E-mail policy", clauses=("Ask {caldicott_guardian}.",)))
    with replaying(TUESDAY):
        asked = questions.ask(
            token=uuid.uuid4(), person=member.person, version=other, to=scene.ann, purpose="question",
            text="I, Ruth Patel, do not see why", at=TUESDAY,
        )  # fmt: skip
        questions.answer(question=asked, by=scene.ann, text="Because, Ruth Patel!", at=TUESDAY)


def _is_written_about(ruth: Person, scene: Scene) -> None:
    for person in (ruth, scene.ann):
        queue(
            person=person, kind="note", about=uuid.uuid4(), subject="About Ruth Amin", at=TUESDAY,
            body=f"Ruth Patel is Ruth Amin now. Write to {EMAIL}.",
        )  # fmt: skip
    week = TeamWeek.objects.create(practice=scene.practice, week_begins_on=dt.date(2026, 3, 2))
    Digest.objects.create(person=scene.ann, week=week, content={"overdue": ["Ruth Amin: 3 days"], "nobody": []})
    Prompt.objects.create(
        person=scene.ann, practice=scene.practice, kind="note", about=uuid.uuid4(), planned_on=TUESDAY.date(),
        for_day=TUESDAY.date(), title="Ask Ruth Amin", text="Ruth Amin has not answered",
    )  # fmt: skip
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Person), object_id=str(ruth.pk), label="Ruth Patel",
        action="wagtail.edit", timestamp=TUESDAY, data={"title": "Ruth Patel"},
    )  # fmt: skip


def _signs_in(ruth: Person, scene: Scene) -> None:
    reset = CredentialIssued.Kind.MANAGER_CODE
    issue(person=ruth, kind=reset, by=scene.ann, reason="Ruth Amin forgot her password", at=TUESDAY)
    EmailedCode.objects.create(person=ruth, address=EMAIL, code_hash="x", sent_at=TUESDAY)
    SignInCode.objects.create(person=ruth, code_hash="x", given_by=scene.ann, given_at=TUESDAY, ends_at=TUESDAY)
    Invitation.objects.create(
        person=ruth, practice=scene.practice, invited_by=scene.ann, invited_at=TUESDAY, ends_at=TUESDAY
    )
    TOTPDevice.objects.create(user=ruth, name="Ruth Amin’s phone", confirmed=True)
    codes = StaticDevice.objects.create(user=ruth, name="Ruth Amin’s codes")
    StaticToken.objects.create(device=codes, token="abc")
    leave_the_browser(ruth)


def leave_the_browser(person: Person) -> None:
    """Somebody signed in, began to change their address and to add a phone, and closed the browser for good."""
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session.update({ADDRESS_IN_SESSION: EMAIL, KEY_IN_SESSION: "3132333435363738393031323334353637383930"})
    session.save()
    Session.objects.filter(pk=session.session_key).update(expire_date=TUESDAY + dt.timedelta(hours=12))


def another_practice() -> Practice:
    return make_practice("Weir Street Practice")
