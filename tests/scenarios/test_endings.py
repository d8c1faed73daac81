"""When a story has ended: the ending, looking back, and whose eyes it is for."""

import pytest
from django.urls import reverse

from scenarios.models import AttemptOutcome
from tests.factories import make_member, make_scenario, make_scenario_version, play
from tests.scenarios.stories import (
    address,
    begin,
    chosen_in,
    decide,
    erase,
    make_version,
    own_pages,
    sent,
)
from trainingsite.audit.models import Words

pytestmark = pytest.mark.django_db


def test_the_story_ends_with_its_ending_and_whether_it_was_passed(client, learner):
    attempt = play(learner, make_version(), "right", "right", "right")

    page = client.get(address("ending", attempt.key))

    assert page.context["go"].walk.at.title == "All is well"
    assert b"You have passed this scenario" in page.content


def test_a_critical_choice_is_not_made_good_by_the_rest(client, learner):
    attempt = play(learner, make_version(), "right", "right", "wrong")

    page = client.get(address("ending", attempt.key))

    assert b"harm that cannot be taken back" in page.content
    assert AttemptOutcome.objects.by(learner).get().passed is False


def test_the_debrief_shows_the_path_taken_and_the_road_not_taken(client, learner):
    attempt = play(learner, make_version(), "wrong", "right", "right")

    looks = client.get(address("debrief", attempt.key)).context["looks"]

    taken = [(look.entry.chosen.id, [option.id for option in look.entry.road_not_taken]) for look in looks]
    assert taken == [("wrong", ["right"]), ("right", []), ("right", [])]


def test_the_debrief_names_each_source_once(client, learner):
    attempt = play(learner, make_version(), "wrong", "right", "right")

    assert client.get(address("debrief", attempt.key)).context["sources"] == ["Our social media policy"]


@pytest.mark.parametrize("name", ["ending", "debrief"])
def test_nobody_reads_the_end_before_the_end(client, learner, name):
    attempt = play(learner, make_version(), "right")

    assert client.get(address(name, attempt.key))["Location"] == address("play")


def test_nobody_sees_anothers_go(client, learner):
    attempt = play(make_member("Ann Lee").person, make_version(), "wrong", "wrong", "wrong")

    assert [client.get(page).status_code for page in own_pages(attempt)] == [404, 404, 404]


def test_nobody_plays_on_in_anothers_go(client, learner):
    attempt = begin(make_member("Ann Lee").person, make_version())

    answers = [decide(client, attempt, "evening", 0), client.post(address("back"), sent(attempt, "evening", 0))]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert chosen_in(attempt) == []


def test_a_go_is_found_only_under_its_own_scenario(client, learner):
    make_scenario_version(make_scenario("Another story"))
    attempt = play(learner, make_version(), "right", "right", "right")

    assert client.get(reverse("scenarios:ending", args=["another-story", attempt.key])).status_code == 404


@pytest.mark.parametrize("name", ["ending", "debrief"])
def test_when_the_choices_have_been_erased_the_page_says_so(client, learner, name):
    attempt = play(learner, make_version(), "right", "right", "right")
    erase(Words.objects.about(attempt.key))

    page = client.get(address(name, attempt.key))

    assert (page.status_code, b"is no longer kept" in page.content) == (200, True)


def test_playing_again_is_offered_once_it_has_ended(client, learner):
    play(learner, make_version(), "right", "right", "right")

    assert b"Play again" in client.get(address("scenario")).content


def test_an_open_go_is_carried_on_where_it_stands(client, learner):
    play(learner, make_version(), "right")

    assert b"Carry on at decision 2" in client.get(address("scenario")).content


def test_nothing_on_the_reflection_page_can_be_sent(client, learner):
    make_version()

    page = client.get(address("reflection")).content.decode()

    boxes = page.split("<main")[1].split("</main>")[0]
    assert (boxes.count("<textarea"), boxes.count("<form"), boxes.count(" name=")) == (5, 0, 0)


@pytest.mark.parametrize("name", ["scenario"])
def test_the_page_says_who_sees_what_and_that_the_people_are_invented(client, learner, name):
    make_version()

    page = client.get(address(name)).content.decode()

    assert "Managers see passed or not yet, and the date." in page
    assert "Practice answers are never evidence of misconduct" in page
    assert "People and places are invented." in page


@pytest.mark.parametrize("choices", [("right",), ("right", "right")])
def test_a_decision_takes_as_many_queries_late_in_the_story_as_early(
    client, learner, choices, django_assert_max_num_queries
):
    play(learner, make_version(), *choices)

    with django_assert_max_num_queries(8):
        client.get(address("play"))
