"""Questions drawn from pools: what a person is asked, goes on with, and is told."""

import re

import pytest

from modules import actions
from modules.rules import questions_for
from modules.versions import content_of
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import TUESDAY, complete, make_member, right_answers
from tests.modules.goes import address, begin, fields, module_asking, question

pytestmark = pytest.mark.django_db


def pool_of_nine(ask=4):
    return module_asking(*(question(f"q{number}") for number in range(9)), ask=ask)


def asked_in(page):
    return [one["id"] for one in page.context["form"].questions]


def test_a_go_asks_as_many_questions_as_the_outcome_says(client, learner):
    begin(learner, pool_of_nine(ask=4))

    page = client.get(address("check"))

    assert (len(set(asked_in(page))), page.content.count(b"<legend")) == (4, 4)


def test_an_open_go_asks_the_same_questions_whenever_it_is_opened(client, learner):
    attempt = begin(learner, pool_of_nine())
    first = asked_in(client.get(address("check")))

    again, missing = client.get(address("check")), client.post(address("check"), fields(attempt, {}))

    assert (asked_in(again), asked_in(missing)) == (first, first)


def test_a_go_that_was_left_open_for_months_is_carried_on_with(client, learner):
    version = pool_of_nine()
    attempt = begin(learner, version)  # in March 2026, by the record; it is later now

    client.post(address("start_check"))
    client.post(address("check"), fields(attempt, right_answers(version, attempt)))

    assert (Attempt.objects.by(learner).get(), attempt.outcome.passed) == (attempt, True)


def test_what_an_author_changes_meanwhile_changes_no_go(client, learner):
    version = pool_of_nine()
    begin(learner, version)
    before = asked_in(client.get(address("check")))

    page = version.page
    page.questions = [("question", one.value) for one in page.questions][5:]
    page.save()

    assert asked_in(client.get(address("check"))) == before


def test_what_was_drawn_and_answered_rightly_passes():
    person, version = make_member().person, pool_of_nine()

    complete(person, version)

    assert AttemptOutcome.objects.by(person).get().passed is True


def test_the_score_is_of_what_was_asked(client, learner):
    version = pool_of_nine(ask=5)
    attempt = begin(learner, version)
    answers = right_answers(version, attempt)
    answers[next(iter(answers))] = ("b",)

    page = client.post(address("check"), fields(attempt, answers), follow=True)

    assert "You got 4 of 5 right." in page.content.decode()


def test_a_question_that_was_not_drawn_for_this_go_cannot_be_answered():
    person, version = make_member().person, pool_of_nine()
    attempt = begin(person, version)
    asked = {one["id"] for one in questions_for(content_of(version), attempt.key.int)}
    other = next(f"q{number}" for number in range(9) if f"q{number}" not in asked)

    with pytest.raises(actions.NotAnAnswer):
        actions.hand_in(
            attempt=attempt, version=version, answers={**right_answers(version, attempt), other: ("a",)}, at=TUESDAY
        )  # fmt: skip

    assert not AttemptOutcome.objects.exists()


@pytest.mark.parametrize("name", ["module", "check"])
def test_every_page_says_how_many_are_asked_and_how_many_pass(client, learner, name):
    pool_of_nine(ask=5)

    text = re.sub(r"\s+", " ", client.get(address(name)).content.decode())

    assert ("5 questions" in text, "4 right answers pass" in text, "9 questions" in text) == (True, True, False)


@pytest.mark.parametrize("questions", [1, 9])
def test_the_check_takes_as_many_queries_however_many_questions_it_asks(
    client, learner, questions, django_assert_num_queries
):
    begin(learner, module_asking(*(question(f"q{number}") for number in range(questions))))
    client.get(address("check"))

    with django_assert_num_queries(3):  # the session, the person, the go
        client.get(address("check"))


@pytest.mark.parametrize("questions", [1, 9])
def test_handing_in_takes_as_many_queries_however_many_questions_there_are(
    client, learner, questions, django_assert_max_num_queries
):
    version = module_asking(*(question(f"q{number}") for number in range(questions)))
    sent = fields(begin(learner, version), right_answers(version))

    with django_assert_max_num_queries(22):
        client.post(address("check"), sent)
