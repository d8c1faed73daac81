"""A learner's way through a scenario in the browser's terms: the story, feedback, the ending, looking back."""

import uuid

import pytest
from django.urls import reverse

from scenarios import actions
from scenarios.engine import AlreadyFinished, OutOfOrder
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    TUESDAY,
    make_job_role,
    make_member,
    make_scenario,
    make_scenario_version,
    play,
)
from trainingsite.audit.models import Disposal, DisposalItem, Words

pytestmark = pytest.mark.django_db

KEY = "a-friend-request"
NEXT = {"evening": "late", "late": "night", "night": "calm"}


@pytest.fixture
def learner(client):
    """Somebody signed in who works at a practice."""
    person = make_member("Tom Ellis").person
    client.force_login(person)
    return person


def address(name, *args):
    return reverse(f"scenarios:{name}", args=[KEY, *args])


def make_long_scenario():
    """A story of three decisions; ``wrong`` goes on as ``right`` does, and gives a patient away at night."""
    page = make_scenario()
    right, wrong = page.steps[0].value["options"]
    page.steps = [
        (
            "step",
            {
                "id": step, "text": f"It is {step}.", "post": [],
                "options": [{**right, "to": to}, {**wrong, "to": to, "critical": step == "night"}],
            },
        )
        for step, to in NEXT.items()
    ]  # fmt: skip
    page.endings = [("ending", page.endings[0].value)]
    page.save()
    return page


def make_version():
    return make_scenario_version(make_long_scenario())


def begin(person, version):
    return actions.begin(person=person, version=version, at=TUESDAY)


def sent(attempt, step, position, option="right"):
    return {"attempt": attempt.key, "step": step, "position": position, "option": option}


def decide(client, attempt, step, position, option="right"):
    return client.post(address("play"), sent(attempt, step, position, option))


def chosen_in(attempt):
    return [option for _, option in actions.choices_in(attempt)]


def own_pages(attempt):
    return [address(name, attempt.key) for name in ("feedback", "ending", "debrief")]


def all_pages(attempt):
    names = ("scenario", "start", "play", "back", "reflection")
    return [address(name) for name in names] + own_pages(attempt)


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


def erase(words):
    """Erase by rule: only what an approved disposal names can go."""
    disposal = Disposal.objects.create(rule="90 days after passing", proposed_by="a", approved_by="b")
    DisposalItem.objects.bulk_create(DisposalItem(disposal=disposal, words_key=kept.key) for kept in words)
    words.delete()


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
