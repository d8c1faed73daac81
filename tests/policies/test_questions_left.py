"""The manager is told of a question that nobody answered within a week."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import give_duty, moment
from tests.policies.asking import Surgery, answer, ask
from tests.policies.reviewing import Reviewed
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty
from trainingsite.policies.questions.left import tell_managers

pytestmark = pytest.mark.django_db


def on(day):
    return moment(day.year, day.month, day.day, 9)


def test_the_manager_is_told_once_of_a_question_that_nobody_answered_in_a_week():
    surgery = Surgery()
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    counts = [tell_managers(on(dt.date(2026, 3, day))) for day in (10, 11, 11, 12, 30)]

    left = Notice.objects.get(kind="question_left")
    assert counts == [0, 1, 0, 0, 0]
    assert (left.person, left.about, left.subject) == (
        surgery.ruth, question.key, "A question has waited a week: Social media policy",
    )  # fmt: skip


def test_the_message_to_the_manager_has_none_of_the_words():
    surgery = Surgery()
    ask(surgery.tom, surgery.version, surgery.ravi, text="My neighbour is a patient.", at=on(dt.date(2026, 3, 3)))

    tell_managers(on(dt.date(2026, 3, 11)))

    body = Notice.objects.get(kind="question_left").body
    assert body.splitlines()[0] == (
        "Tom Ellis asked Ravi Shah something about the Social media policy, version 1.0, on 3 March 2026, or objected"
        " to something in it. Nobody has answered yet, so it is now yours to answer. Until it is answered, nothing is"
        " due from them."
    )
    assert "neighbour" not in body


def test_an_answered_question_is_left_to_nobody():
    surgery = Surgery()
    answer(ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3))), surgery.ravi)

    assert tell_managers(on(dt.date(2026, 3, 30))) == 0


def test_the_managers_own_question_goes_to_the_registered_manager():
    surgery = Surgery()
    nell = surgery.hire("Nell Hart", Duty.REGISTERED_MANAGER)
    ask(surgery.ruth, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    tell_managers(on(dt.date(2026, 3, 11)))

    assert [left.person for left in Notice.objects.filter(kind="question_left")] == [nell]


def test_a_question_for_the_manager_says_you():
    surgery = Surgery()
    ask(surgery.tom, surgery.version, surgery.ruth, at=on(dt.date(2026, 3, 3)))

    tell_managers(on(dt.date(2026, 3, 11)))

    assert Notice.objects.get(kind="question_left").body.startswith("Tom Ellis asked you something about the ")


def test_a_question_that_no_manager_can_take_is_tried_again():
    surgery = Reviewed()
    tom = surgery.hire("Tom Ellis")
    ask(tom, surgery.version, surgery.olu, at=on(dt.date(2026, 3, 3)))
    first = tell_managers(on(dt.date(2026, 3, 11)))
    give_duty(surgery.hire("Ruth Adeyemi"), surgery.practice, Duty.PRACTICE_MANAGER)

    assert (first, tell_managers(on(dt.date(2026, 3, 12)))) == (0, 1)
    assert timezone.localdate(Notice.objects.get(kind="question_left").queued_at) == dt.date(2026, 3, 12)
