"""A learner's way through a scenario in the browser's terms: the story and its feedback."""

import uuid

import pytest
from django.urls import reverse

from scenarios.engine import AlreadyFinished, OutOfOrder
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import make_job_role, make_member, make_scenario, make_scenario_version, play
from tests.scenarios.stories import (
    address,
    all_pages,
    begin,
    chosen_in,
    decide,
    make_version,
    sent,
)
from trainingsite.audit.models import Words

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in_and_sees_nothing_of_the_story(client):
    attempt = play(make_member().person, make_version(), "right")

    answers = [client.get(page) for page in all_pages(attempt)]

    assert [answer.status_code for answer in answers] == [302] * 8
    assert {answer["Location"].split("?")[0] for answer in answers} == {reverse("people:sign_in")}


def test_nothing_is_recorded_for_a_visitor(client):
    attempt = begin(make_member().person, make_version())

    for page in all_pages(attempt):
        client.post(page, sent(attempt, "evening", 0))

    assert (Attempt.objects.count(), chosen_in(attempt)) == (1, [])


@pytest.mark.parametrize("name", ["scenario", "play", "reflection"])
def test_a_scenario_that_does_not_exist_or_is_in_draft_is_not_found(client, learner, name):
    make_scenario()

    assert client.get(address(name)).status_code == 404


def test_an_unpublished_scenario_is_not_found_even_by_whoever_began_it(client, learner):
    version = make_version()
    begin(learner, version)
    version.page.unpublish()

    assert [client.get(address(name)).status_code for name in ("scenario", "play")] == [404, 404]


def test_looking_around_records_nothing(client, learner):
    make_version()

    for name in ("scenario", "play", "reflection"):
        client.get(address(name))

    assert not Attempt.objects.exists()


@pytest.mark.parametrize("name", ["start", "back"])
def test_opening_an_address_that_records_something_records_nothing(client, learner, name):
    make_version()

    assert client.get(address(name)).status_code == 405
    assert not Attempt.objects.exists()


def test_the_page_before_the_story_says_for_whom_it_is(client, learner):
    make_job_role("Practice nurse", staff_group="nursing")
    page = make_scenario()
    page.roles = ["nursing", "practice-nurse"]
    make_scenario_version(page)

    assert client.get(address("scenario")).context["audience"] == ["Nursing", "Practice nurse"]


def test_a_story_without_a_go_leads_back_to_its_beginning(client, learner):
    make_version()

    assert client.get(address("play"))["Location"] == address("scenario")


def test_starting_shows_the_first_decision(client, learner):
    make_version()

    page = client.post(address("start"), follow=True)

    assert (page.context["go"].number, page.context["go"].walk.at.id) == (1, "evening")
    assert page.content.count(b'type="radio"') == 2


def test_the_first_decision_gives_no_verdict_away(client, learner):
    begin(learner, make_version())

    page = client.get(address("play")).content

    assert [word in page for word in (b"Recommended", b"Risky", b"Because.")] == [False, False, False]


def test_a_choice_is_followed_by_its_feedback(client, learner):
    attempt = begin(learner, make_version())

    page = client.post(address("play"), sent(attempt, "evening", 0, "wrong"), follow=True)

    assert page.request["PATH_INFO"] == address("feedback", attempt.key)
    assert (page.context["last"].option.verdict.label, b"Risky" in page.content) == ("Risky", True)


def test_after_the_feedback_the_story_goes_on(client, learner):
    attempt = begin(learner, make_version())
    decide(client, attempt, "evening", 0)

    go = client.get(address("play")).context["go"]

    assert (go.number, go.walk.at.id) == (2, "late")


def test_deciding_nothing_is_pointed_out_and_records_nothing(client, learner):
    attempt = begin(learner, make_version())

    page = decide(client, attempt, "evening", 0, "")

    assert page.context["form"].errors["option"] == ["Choose what you would do"]
    assert chosen_in(attempt) == []


@pytest.mark.parametrize("option", ["zzz", "calm", "<back>"])
def test_a_choice_that_was_not_offered_is_refused_and_records_nothing(client, learner, option):
    attempt = begin(learner, make_version())

    page = decide(client, attempt, "evening", 0, option)

    assert page.context["form"].errors["option"] == ["Choose one of the answers shown here"]
    assert chosen_in(attempt) == []


@pytest.mark.parametrize(("step", "position"), [("late", 0), ("night", 0), ("calm", 0), ("evening", 3)])
def test_a_step_out_of_its_turn_is_refused_in_a_sentence(client, learner, step, position):
    attempt = begin(learner, make_version())

    page = decide(client, attempt, step, position)

    assert (page.status_code, page.context["sentence"]) == (409, OutOfOrder.sentence)
    assert chosen_in(attempt) == []


def test_a_stale_tab_is_told_so_even_when_nothing_was_chosen_in_it(client, learner):
    attempt = begin(learner, make_version())

    page = decide(client, attempt, "evening", 3, "")

    assert (page.status_code, page.context["sentence"]) == (409, OutOfOrder.sentence)


def test_a_stale_tab_is_refused_kindly(client, learner):
    attempt = begin(learner, make_version())
    decide(client, attempt, "evening", 0, "right")

    page = decide(client, attempt, "evening", 0, "wrong")

    assert (page.status_code, page.context["sentence"]) == (409, OutOfOrder.sentence)
    assert chosen_in(attempt) == ["right"]


def test_a_second_click_shows_the_same_feedback(client, learner):
    attempt = begin(learner, make_version())

    first, second = decide(client, attempt, "evening", 0), decide(client, attempt, "evening", 0)

    assert first["Location"] == second["Location"]
    assert chosen_in(attempt) == ["right"]


def test_a_second_click_on_the_last_choice_makes_one_outcome(client, learner):
    attempt = play(learner, make_version(), "right", "right")

    first, second = decide(client, attempt, "night", 2), decide(client, attempt, "night", 2)

    assert first["Location"] == second["Location"]
    assert AttemptOutcome.objects.by(learner).count() == 1


def test_a_go_that_has_ended_takes_no_more(client, learner):
    attempt = play(learner, make_version(), "right", "right", "right")

    page = decide(client, attempt, "evening", 3)

    assert (page.status_code, page.context["sentence"]) == (409, AlreadyFinished.sentence)
    assert len(chosen_in(attempt)) == 3


@pytest.mark.parametrize("attempt_key", ["", "nonsense", str(uuid.UUID(int=7))])
def test_a_choice_without_a_go_is_refused_in_a_sentence(client, learner, attempt_key):
    make_version()

    page = client.post(
        address("play"), {"attempt": attempt_key, "step": "evening", "position": 0, "option": "right"}
    )  # fmt: skip

    assert page.status_code == 409
    assert not Words.objects.exists()


def test_a_choice_in_a_materially_changed_story_is_refused_in_a_sentence(client, learner):
    version = make_version()
    attempt = begin(learner, version)
    version.page.summary = "Another story."
    version.page.save()
    make_scenario_version(version.page, material=True)

    page = decide(client, attempt, "evening", 0)

    assert page.status_code == 409
    assert chosen_in(attempt) == []


def test_going_back_is_a_step_and_erases_nothing(client, learner):
    attempt = begin(learner, make_version())
    decide(client, attempt, "evening", 0, "wrong")

    page = client.post(address("back"), sent(attempt, "late", 1), follow=True)

    assert (page.context["go"].walk.at.id, page.context["go"].chosen_before.option.id) == ("evening", "wrong")
    assert chosen_in(attempt) == ["wrong", "<back>"]


def test_going_back_twice_by_a_double_click_is_once(client, learner):
    attempt = play(learner, make_version(), "right", "right")

    for _ in range(2):
        client.post(address("back"), sent(attempt, "night", 2))

    assert chosen_in(attempt) == ["right", "right", "<back>"]


def test_there_is_nothing_to_go_back_to_at_the_first_decision(client, learner):
    attempt = begin(learner, make_version())

    page = client.post(address("back"), sent(attempt, "evening", 0))

    assert page.status_code == 409
    assert b"Go back" not in client.get(address("play")).content
