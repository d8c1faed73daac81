"""Taking the check of a module in the browser's terms."""

import uuid

import pytest
from django.urls import reverse

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    right_answers,
)
from tests.modules.goes import address, begin, fields, wrong_answers
from tests.scenarios.stories import erase
from trainingsite.audit.models import Words

pytestmark = pytest.mark.django_db


def test_the_check_shows_every_question_and_none_of_the_answers(client, learner):
    version = make_module_version(make_module(questions=3))
    begin(learner, version)

    page = client.get(address("check")).content.decode()

    assert [f"Question {number}?" in page for number in (1, 2, 3)] == [True, True, True]
    assert "Because our policy says so" not in page


def test_answering_everything_right_completes_the_module(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    answer = client.post(address("check"), fields(attempt, right_answers(version)))

    assert answer["Location"] == address("result", attempt.key)
    assert Completion.objects.by(learner).get().version == version


def test_whoever_has_passed_sees_the_reasons(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, right_answers(version)), follow=True)

    assert page.content.count(b"Because our policy says so.") == 2


def test_whoever_has_not_passed_sees_what_to_read_again_and_no_answers(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, wrong_answers(version)), follow=True)

    assert [entry.key for entry in page.context["read_again"]] == ["lesson-1"]
    assert [word in page.content for word in (b"Because our policy", b"Question 1?", b"Yes")] == [False, False, False]


def test_a_lesson_that_is_gone_is_not_offered_to_read_again(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    client.post(address("check"), fields(attempt, wrong_answers(first)))
    page.live_lessons().first().unpublish()
    page.questions = [("question", {**question.value, "read_again": "lesson-2"}) for question in page.questions]
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    answer = client.get(address("result", attempt.key))

    assert (answer.status_code, answer.context["read_again"]) == (200, [])


def test_an_empty_form_keeps_what_was_chosen_and_says_what_is_missing(client, learner):
    version = make_module_version(make_module(questions=3))
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, {"q2": ("b",)}))

    form = page.context["form"]
    missing = {name for name, _ in form.errors.items()}
    assert (missing, form["q-q2"].value()) == ({"q-q1", "q-q3"}, "b")
    assert page.content.count(b" checked") == 1
    assert not AttemptOutcome.objects.exists()


def test_the_questions_stay_in_their_order_when_something_was_missing(client, learner):
    version = make_module_version(make_module(questions=9))
    attempt = begin(learner, version)
    before = list(client.get(address("check")).context["form"].fields)

    after = list(client.post(address("check"), fields(attempt, {})).context["form"].fields)

    assert after == before


@pytest.mark.parametrize("forged", ["z", ["a", "b"]])
def test_an_answer_that_was_never_offered_records_nothing_it_could_win(client, learner, forged):
    version = make_module_version()
    attempt = begin(learner, version)

    client.post(address("check"), {**fields(attempt, right_answers(version)), "q-q1": forged})

    assert not Completion.objects.exists()


@pytest.mark.parametrize("attempt_key", ["", "nonsense", str(uuid.UUID(int=7))])
def test_answers_without_a_go_are_refused_in_a_sentence(client, learner, attempt_key):
    make_module_version()

    page = client.post(address("check"), {"attempt": attempt_key, "q-q1": "a", "q-q2": "a"})

    assert page.status_code == 409
    assert page.context["sentence"].endswith("Nothing was recorded.")


def test_a_second_click_leads_to_the_same_result(client, learner):
    version = make_module_version()
    sent = fields(begin(learner, version), right_answers(version))

    first, second = client.post(address("check"), sent), client.post(address("check"), sent)

    assert first["Location"] == second["Location"]
    assert (AttemptOutcome.objects.count(), Completion.objects.count()) == (1, 1)


def test_a_page_sent_again_after_the_module_has_changed_still_leads_to_its_result(client, learner):
    page = make_module()
    first = make_module_version(page)
    sent = fields(begin(learner, first), right_answers(first))
    client.post(address("check"), sent)
    page.summary = "Something else altogether."
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    assert client.post(address("check"), sent)["Location"] == address("result", sent["attempt"])


def test_a_go_that_was_not_passed_cannot_be_handed_in_again_with_better_answers(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)
    client.post(address("check"), fields(attempt, wrong_answers(version)))

    client.post(address("check"), fields(attempt, right_answers(version)))

    assert not Completion.objects.exists()


def test_answers_to_a_materially_changed_module_are_refused_in_a_sentence(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    page.summary = "Something else altogether."
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    answer = client.post(address("check"), fields(attempt, right_answers(first)))

    assert answer.status_code == 409
    assert not AttemptOutcome.objects.exists()


def test_after_a_minor_change_the_check_that_was_begun_still_counts(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    page.summary = "The same, said better."
    page.save()
    make_module_version(page, material=False, at=TUESDAY)

    client.post(address("check"), fields(attempt, right_answers(first)))

    assert Completion.objects.by(learner).get().version == first


def test_nobody_hands_in_anothers_go(client, learner):
    version = make_module_version()
    attempt = begin(make_member("Ann Lee").person, version)

    page = client.post(address("check"), fields(attempt, right_answers(version)))

    assert page.status_code == 409
    assert not AttemptOutcome.objects.exists()


def test_nobody_sees_how_anothers_go_went(client, learner):
    ann, version = make_member("Ann Lee").person, make_module_version()
    complete(ann, version)

    answer = client.get(address("result", Attempt.objects.by(ann).get().key))

    assert answer.status_code == 404


def test_a_result_is_found_only_under_its_own_module(client, learner):
    version = make_module_version()
    make_module_version(make_module("Privacy"))
    complete(learner, version)
    attempt = Attempt.objects.by(learner).get()

    assert client.get(reverse("modules:result", args=["privacy", attempt.key])).status_code == 404


def test_a_go_not_handed_in_yet_has_no_result(client, learner):
    attempt = begin(learner, make_module_version())

    assert client.get(address("result", attempt.key))["Location"] == address("check")


def test_when_the_answers_have_been_erased_the_page_says_only_that_it_was_passed(client, learner):
    version = make_module_version()
    complete(learner, version)
    attempt = Attempt.objects.by(learner).get()
    erase(Words.objects.about(attempt.key))

    page = client.get(address("result", attempt.key))

    assert (page.status_code, page.context["go"].answered) == (200, [])
    assert b"You have passed" in page.content


@pytest.mark.parametrize("name", ["check"])
def test_the_check_says_who_sees_what(client, learner, name):
    begin(learner, make_module_version())

    page = client.get(address(name)).content.decode()

    assert "Managers see passed or not yet, and the date." in page
    assert "Practice answers are never evidence of misconduct." in page
