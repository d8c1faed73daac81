"""What the manager's pages say of whether somebody knows: sent is not read, and a failure is not a silence."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    give_duty,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.policies.test_question_pages import sign_in
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import gaps
from trainingsite.notices.actions import put
from trainingsite.notices.models import REMINDERS, Notice, NoticeItem
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db
State = Notice.State
WORDS = {
    State.SENT: "told",
    State.HANDED_OVER: "told",
    State.FAILED: "message failed",
    State.BOUNCED: "message failed",
    State.WAITING: "not yet told",
    State.REPLACED: "not yet told",
    State.UNSURE: "not yet told",
    None: "not yet told",
}


@pytest.fixture
def practice():
    practice = make_practice("Millbrook Lane Surgery")
    make_programme("Induction", practice)
    begun = timezone.localdate() - dt.timedelta(days=60)
    make_requirement(outside_training=make_outside_training(), started_on=begun)
    return practice


def told(practice, state):
    """Somebody overdue, of whom one message was sent and came so far."""
    person = make_member(f"Person {state or 'untold'}", practice=practice).person
    if state:
        now, line = timezone.now(), practice.adoptions.get().programme.requirements.get().line
        notice = put(person=person, kind=REMINDERS, about=person.key, subject="Due", body="", at=now, state=state)
        NoticeItem.objects.create(notice=notice, about=line)
    return person


def test_told_not_yet_told_and_a_message_that_failed_are_three_different_things(client, practice):
    ruth = make_person("Ruth Bell")
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    people = {told(practice, state).name: word for state, word in WORDS.items()}
    sign_in(client, ruth, verified=True)

    page = client.get(reverse("desk:practice", args=[practice.ods_code.lower()]))

    assert {gap.row.person.name: gap.told for gap in gaps(page.context["matrix"], Status.OVERDUE)} == people


@pytest.mark.parametrize("day", [-30, -1, 0, 30])
def test_as_at_a_day_only_what_was_sent_by_then_counts(practice, day):
    told(practice, State.SENT)
    today = timezone.localdate()
    asked = today + dt.timedelta(days=day)

    matrices = [training_matrix(practice, asked), remembered_matrix(practice, asked, today)]

    said = "yes" if day >= 0 else "no"
    assert [[cell.told for row in matrix.rows for cell in row.cells] for matrix in matrices] == [[said], [said]]


@pytest.mark.parametrize(("state", "word"), WORDS.items())
def test_the_page_of_the_person_says_the_same(client, practice, state, word):
    ruth, person = make_person("Ruth Bell"), told(practice, state)
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, ruth, verified=True)

    page = client.get(reverse("desk:person", args=[practice.ods_code.lower(), person.key]))

    assert [line.told for line in page.context["record"].lines] == [word]
