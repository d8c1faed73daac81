"""The manager is told of a question that nobody answered within a week."""

import datetime as dt

import pytest

from tests.factories import give_duty, give_leave, moment
from tests.policies.asking import Surgery, answer, ask
from tests.policies.reviewing import Reviewed
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Duty
from trainingsite.policies.questions.left import questions_left
from trainingsite.reminders.models import Prompt
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db


def on(day):
    return moment(day.year, day.month, day.day, 9)


def prompts():
    return Prompt.objects.filter(kind="question_left")


def test_the_manager_is_told_once_of_a_question_that_nobody_answered_in_a_week():
    surgery = Surgery()
    question = ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    counts = [remind(on(dt.date(2026, 3, day))).told for day in (10, 11, 11, 12, 30)]

    left = prompts().get()
    assert counts == [0, 1, 0, 0, 0]
    assert (left.person, left.about, left.title) == (
        surgery.ruth, question.key, "A question has waited a week: Social media policy",
    )  # fmt: skip


def test_the_message_to_the_manager_has_none_of_the_words():
    surgery = Surgery()
    ask(surgery.tom, surgery.version, surgery.ravi, text="My neighbour is a patient.", at=on(dt.date(2026, 3, 3)))

    remind(on(dt.date(2026, 3, 11)))

    body = Notice.objects.get(person=surgery.ruth, kind=REMINDERS).body
    assert (
        "Tom Ellis asked Ravi Shah something about the Social media policy, version 1.0, on 3 March 2026, or objected"
        " to something in it. Nobody has answered yet, so it is now yours to answer. Until it is answered, nothing is"
        " due from them."
    ) in body.splitlines()
    assert "neighbour" not in body


def test_an_answered_question_is_left_to_nobody():
    surgery = Surgery()
    answer(ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3))), surgery.ravi)

    assert questions_left(dt.date(2026, 3, 30)) == []


def test_the_managers_own_question_goes_to_the_registered_manager():
    surgery = Surgery()
    nell = surgery.hire("Nell Hart", Duty.REGISTERED_MANAGER)
    ask(surgery.ruth, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    remind(on(dt.date(2026, 3, 11)))

    assert [left.person for left in prompts()] == [nell]


def test_while_the_manager_is_on_leave_the_registered_manager_hears_of_it():
    surgery = Surgery()
    nell = surgery.hire("Nell Hart", Duty.REGISTERED_MANAGER)
    give_leave(surgery.ruth.memberships.get(), dt.date(2026, 3, 9), dt.date(2026, 3, 20))
    ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    remind(on(dt.date(2026, 3, 11)))

    assert [left.person for left in prompts()] == [nell]


def test_when_all_managers_are_on_leave_the_first_of_them_hears_when_they_are_back():
    surgery = Surgery()
    give_leave(surgery.ruth.memberships.get(), dt.date(2026, 3, 9), dt.date(2026, 3, 12))
    ask(surgery.tom, surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))

    counts = [remind(on(dt.date(2026, 3, day))).told for day in (11, 12, 13)]

    assert counts == [0, 0, 1]


def test_a_question_for_the_manager_says_you():
    surgery = Surgery()
    ask(surgery.tom, surgery.version, surgery.ruth, at=on(dt.date(2026, 3, 3)))

    remind(on(dt.date(2026, 3, 11)))

    assert prompts().get().text.startswith("Tom Ellis asked you something about the ")


def test_a_question_that_no_manager_can_take_is_tried_again():
    surgery = Reviewed()
    tom = surgery.hire("Tom Ellis")
    ask(tom, surgery.version, surgery.olu, at=on(dt.date(2026, 3, 3)))
    first = remind(on(dt.date(2026, 3, 11))).told
    give_duty(surgery.hire("Ruth Adeyemi"), surgery.practice, Duty.PRACTICE_MANAGER)

    assert (first, remind(on(dt.date(2026, 3, 12))).told) == (0, 1)
    assert prompts().get().for_day == dt.date(2026, 3, 12)


def test_looking_for_questions_takes_as_many_queries_for_thirty_as_for_one(django_assert_num_queries):
    surgery, counts = Surgery(), []
    for more in (1, 2, 27):
        for number in range(more):
            ask(surgery.hire(f"Person {more} {number}"), surgery.version, surgery.ravi, at=on(dt.date(2026, 3, 3)))
        with django_assert_num_queries(3):
            counts.append(len(questions_left(dt.date(2026, 3, 11))))

    assert counts == [1, 3, 30]
