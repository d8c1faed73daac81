"""Practices are separate controllers: of a colleague they share, each sees its own matters and the other's training.

Every test makes something at the other practice that could have leaked.
"""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.desk.proofs import a_pdf
from tests.desk.test_views import record, sign_in_manager
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.claims import who_may_decide
from trainingsite.compliance.elsewhere import record_elsewhere, take_back
from trainingsite.compliance.models import LearningClaim
from trainingsite.desk.record import record_of
from trainingsite.notices import actions as notices
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Duty
from trainingsite.policies.questions import actions as asking
from trainingsite.reminders.concerning import our_own
from trainingsite.reminders.digests import failures_among
from trainingsite.reminders.models import Reminder
from trainingsite.reminders.rules import Step

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def ours():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def theirs():
    return make_practice("Copper Street Practice")


@pytest.fixture
def tom(ours, theirs):
    """Works at both."""
    tom = make_member("Tom Ellis", practice=ours).person
    make_member(tom, "Pharmacist", practice=theirs)
    return tom


def ask_at(practice, person, title: str):
    """The person asks about a policy of the practice; a receipt and a message to the owner follow."""
    version = make_policy_version(make_policy(practice, title))
    owner = make_person("Ann Lee")
    give_duty(owner, practice, Duty.POLICY_OWNER)
    asked = asking.ask(
        token=uuid.uuid4(), person=person, version=version, to=owner, purpose="objection", text="I object.", at=MONDAY
    )
    return asking.answer(question=asked, by=owner, text="We hear you.", at=TUESDAY)


def remind(person, *practices) -> Notice:
    notice = notices.put(
        person=person,
        kind=REMINDERS,
        about=person.key,
        subject="Your training: 2 things wait for you",
        body="",
        at=MONDAY,
    )
    for practice in practices:
        Reminder.objects.create(
            person=person, practice=practice, requirement_line=uuid.uuid4(), kind=Step.START, notice=notice,
            planned_on=DAY, for_day=DAY, title=f"Training of {practice.name}",
        )  # fmt: skip
    return notice


def subjects(person, practice) -> list[str]:
    return [notice.subject for notice in record_of(person, practice, DAY).notices]


def test_messages_about_the_other_practices_policies_are_not_listed(ours, theirs, tom):
    ask_at(theirs, tom, "Copper Street dress code")
    there = subjects(tom, theirs)

    here = subjects(tom, ours)

    assert (len(there), here) == (1, [])


def test_messages_about_our_own_policies_are_listed(ours, tom):
    ask_at(ours, tom, "Millbrook dress code")

    assert len(subjects(tom, ours)) == 1


def test_of_somebody_who_works_nowhere_else_every_message_is_listed(ours):
    sue = make_member("Sue Park", practice=ours).person
    notices.put(person=sue, kind="help_wanted", about=uuid.uuid4(), subject="A colleague asks", body="", at=MONDAY)

    assert subjects(sue, ours) == ["A colleague asks"]


def test_a_message_nobody_can_place_is_listed_nowhere(ours, theirs, tom):
    notices.put(person=tom, kind="help_wanted", about=uuid.uuid4(), subject="A colleague asks", body="", at=MONDAY)

    assert (subjects(tom, ours), subjects(tom, theirs)) == ([], [])


def test_a_reminder_of_the_other_practice_is_not_listed(ours, theirs, tom):
    remind(tom, theirs)

    assert (subjects(tom, ours), subjects(tom, theirs)) == ([], ["Your training: 2 things wait for you"])


def test_a_reminder_that_speaks_for_both_says_no_more_than_that(ours, theirs, tom):
    remind(tom, ours, theirs)

    assert subjects(tom, ours) == ["A reminder"]


def test_somebody_who_once_worked_elsewhere_keeps_that_to_themselves(ours, theirs):
    sue = make_member("Sue Park", practice=ours).person
    make_member(sue, practice=theirs, ended_on=dt.date(2025, 12, 31))
    remind(sue, theirs)

    assert subjects(sue, ours) == []


def test_a_message_of_the_other_practice_that_failed_is_not_in_our_digest(ours, theirs, tom):
    notice = remind(tom, theirs)
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.BOUNCED, for_day=DAY)

    assert failures_among([tom], ours, DAY) == {}
    assert list(failures_among([tom], theirs, DAY)) == [tom.pk]


def test_leave_at_the_other_practice_is_not_ours_to_know(ours, theirs, tom):
    give_leave(tom.memberships.get(practice=theirs), DAY, DAY + dt.timedelta(days=60))

    shown = record_of(tom, ours, DAY)

    assert [stay.practice for stay in shown.stays] == [ours]


def test_questions_and_signatures_of_the_other_practice_are_not_on_our_page(client, ours, theirs, tom):
    ask_at(theirs, tom, "Copper Street dress code")
    give_duty(tom, theirs, Duty.SAFEGUARDING_LEAD)
    give_leave(tom.memberships.get(practice=theirs), DAY)
    sign_in_manager(client, ours)

    page = client.get(record(ours, tom)).content.decode()

    hidden = ("Copper Street", "dress code", "Pharmacist", "Safeguarding lead", "object")
    assert [word for word in hidden if word in page] == []


def test_training_done_by_way_of_the_other_practice_shows_its_title_version_and_day(client, ours, theirs):
    sue = make_member("Sue Park", practice=theirs).person
    complete(sue, make_module_version(), at=TUESDAY)
    make_member(sue, practice=ours, started_on=dt.date(2026, 3, 9))
    sign_in_manager(client, ours)

    page = client.get(record(ours, sue)).content.decode()

    assert "3 March 2026: completed Boundaries, version 1" in page


def test_who_recorded_training_at_the_other_practice_is_not_ours_to_know(client, ours, theirs, tom):
    training = make_outside_training("Basic life support")
    asked = make_requirement(make_programme("Induction", ours, theirs), outside_training=training)
    kim = make_member("Kim Shaw", "Practice manager", practice=theirs).person
    with replaying(TUESDAY):
        entry = record_elsewhere(
            token=uuid.uuid4(), practice=theirs, people=[tom], outside_training=training, completed_on=DAY,
            by=kim, at=TUESDAY,
        )  # fmt: skip
    take_back(learning=entry.learning.get(), by=kim, reason="Another Tom.", at=timezone.now())
    sign_in_manager(client, ours)

    page = client.get(reverse("desk:cell", args=[ours.ods_code.lower(), tom.key, asked.line]))

    assert [told.by for told in page.context["found"].events] == ["Another practice", "Another practice"]
    assert [word for word in ("Kim Shaw", "Copper Street") if word in page.content.decode()] == []


def test_the_other_practices_manager_cannot_open_our_page_of_a_shared_colleague(client, ours, theirs, tom):
    sign_in_manager(client, theirs)

    assert client.get(record(theirs, tom)).status_code == 200
    assert client.get(record(ours, tom)).status_code == 404


def send_claim(client, person, **said):
    client.force_login(person)
    make_outside_training()
    file = SimpleUploadedFile("proof.pdf", a_pdf(), "application/pdf")
    sent = {"token": uuid.uuid4(), "counts_for": "outside_training:basic-life-support", "proof": file}
    return client.post(
        reverse("desk:send_claim"), {**sent, "completed_on": "2025-02-03", "where": "Harbour View", **said}
    )


def test_whoever_works_at_two_practices_says_to_which_they_send_a_proof(client, tom):
    answer = send_claim(client, tom)

    assert (answer.status_code, LearningClaim.objects.exists()) == (400, False)
    assert answer.context["form"].errors["practice"] == ["Choose the practice you send it to"]


def test_a_proof_sent_to_the_other_practice_is_not_ours_to_open(client, ours, theirs, tom):
    send_claim(client, tom, practice=theirs.ods_code)
    claim = LearningClaim.objects.get()
    day = timezone.localdate()

    visible = [LearningClaim.objects.at(practice, day).count() for practice in (ours, theirs)]
    sign_in_manager(client, ours)
    refused = [client.get(reverse(name, args=[claim.key])).status_code for name in ("desk:claim", "desk:proof")]

    assert (visible, refused) == ([0, 1], [404, 404])
    assert client.get(reverse("desk:claims")).context["claims"].count() == 0


def test_the_practice_it_was_sent_to_opens_it_and_the_look_is_noted(client, theirs, tom):
    send_claim(client, tom, practice=theirs.ods_code)
    claim = LearningClaim.objects.get()
    sign_in_manager(client, theirs)

    statuses = [client.get(reverse(name, args=[claim.key])).status_code for name in ("desk:claim", "desk:proof")]

    assert statuses == [200, 200]
    assert [look.verb for look in AccessEntry.objects.filter(subject=claim.key).order_by("pk")] == [
        "compliance.claim_opened",
        "compliance.proof_downloaded",
    ]


def test_whoever_works_at_one_practice_is_not_asked_and_sends_it_there(client, ours):
    sue = make_member("Sue Park", practice=ours).person

    answer = send_claim(client, sue)

    assert (answer.status_code, LearningClaim.objects.get().practice) == (302, ours)


def test_a_proof_sent_before_joining_us_stays_with_the_practice_it_was_sent_to(client, ours, theirs):
    sue = make_member("Sue Park", practice=theirs).person
    send_claim(client, sue)

    make_member(sue, practice=ours, started_on=dt.date(2026, 3, 9))

    assert LearningClaim.objects.at(ours, timezone.localdate()).count() == 0


def test_only_the_managers_of_the_practice_it_went_to_are_said_to_look_at_it(ours, theirs, tom):
    ann, dev = make_person("Ann Lee"), make_person("Dev Rao")
    give_duty(ann, ours, Duty.PRACTICE_MANAGER)
    give_duty(dev, theirs, Duty.PRACTICE_MANAGER)

    asked = [who_may_decide(tom, DAY, practice) for practice in (ours, theirs)]

    assert (asked, set(who_may_decide(tom, DAY))) == ([[ann], [dev]], {ann, dev})


def test_many_messages_cost_no_more_queries(ours, theirs, tom, django_assert_num_queries):
    for times in (1, 2, 27):
        for _ in range(times):
            moment = timezone.now() + dt.timedelta(days=Notice.objects.count())
            notices.put(person=tom, kind="note", about=tom.key, subject="Note", body="", at=moment)
        found = list(Notice.objects.by(tom))
        with django_assert_num_queries(8):
            our_own(found, ours)


def test_the_page_for_a_lost_second_step_is_for_our_own_people(client, ours, theirs):
    sue = make_member("Sue Park", practice=theirs).person
    sign_in_manager(client, ours)

    answer = client.get(reverse("desk:help_person", args=[ours.ods_code.lower(), sue.key]))

    assert answer.status_code == 404
