"""Playing a scenario: what is recorded, what is kept apart, what is refused."""

import pytest
from django.db import IntegrityError

from scenarios import actions
from scenarios.engine import AlreadyFinished, NotAnOption, NothingBefore, OutOfOrder
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    MONDAY,
    TUESDAY,
    make_member,
    make_person,
    make_scenario,
    make_scenario_version,
    moment,
    play,
)
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import AuditEvent, Words

pytestmark = pytest.mark.django_db

JUNE = moment(2026, 6, 2)


def begin(person, version, at=TUESDAY):
    return actions.begin(person=person, version=version, at=at)


def choose(attempt, version, step_id, option_id, **more):
    return actions.choose(
        attempt=attempt, version=version, step_id=step_id, option_id=option_id, at=TUESDAY, **more
    )  # fmt: skip


def make_looped_scenario():
    """A story of two decisions, the second of which can lead back to the first."""
    page = make_scenario()
    evening = page.steps[0].value
    right, wrong = evening["options"]
    late = {**evening, "id": "late", "options": [{**right, "id": "ring"}, {**wrong, "id": "again", "to": "evening"}]}
    first = {**evening, "options": [{**right, "to": "late"}, {**wrong, "to": "late"}]}
    page.steps = [("step", first), ("step", late)]
    page.save()
    return page


def republish(page, summary, **published):
    page.summary = summary
    page.save()
    return make_scenario_version(page, **published)


def chosen_in(attempt):
    return actions.choices_in(attempt)


def test_the_right_choice_passes_on_the_local_day():
    person, version = make_member().person, make_scenario_version()
    half_past_midnight = moment(2026, 6, 30, 0, 30)

    play(person, version, "right", at=half_past_midnight)

    outcome = AttemptOutcome.objects.by(person).get()
    assert (outcome.passed, outcome.ended_on.isoformat()) == (True, "2026-06-30")


def test_the_chain_says_passed_or_not_yet_and_never_what_was_chosen():
    person, version = make_member().person, make_scenario_version()
    play(person, version, "wrong")

    event = AuditEvent.objects.about(person.key).last()

    assert event.verb == "scenarios.not_yet_passed"
    assert [word in bytes(event.body) for word in (b"wrong", b"upset", b"score")] == [False, False, False]


def test_what_was_chosen_and_how_it_ended_are_words():
    person, version = make_member().person, make_scenario_version()
    attempt = play(person, version, "wrong")

    ending = Words.objects.about(attempt.key).of_kind("answers").get()

    assert chosen_in(attempt) == [["evening", "wrong"]]
    assert read_words(ending) == {"ending": "upset", "score": "0", "critical": False}


def test_the_first_choice_counts_whatever_is_chosen_after_going_back():
    person, version = make_member().person, make_scenario_version(make_looped_scenario())
    attempt = play(person, version, "wrong")
    actions.go_back(attempt=attempt, version=version, step_id="late", at=TUESDAY)

    choose(attempt, version, "evening", "right")
    choose(attempt, version, "late", "ring")

    assert AttemptOutcome.objects.by(person).get().passed is False
    assert [option for _, option in chosen_in(attempt)] == ["wrong", "<back>", "right", "ring"]


@pytest.mark.parametrize(
    ("step_id", "option_id", "refusal"),
    [
        ("evening", "ring", NotAnOption),  # an option of another step
        ("evening", "calm", NotAnOption),  # straight to an ending
        ("late", "ring", OutOfOrder),
        ("calm", "right", OutOfOrder),
        ("nowhere", "right", OutOfOrder),
        ("evening", "<back>", NothingBefore),
    ],
)
def test_a_choice_that_was_not_on_offer_is_refused_and_nothing_is_recorded(step_id, option_id, refusal):
    person, version = make_member().person, make_scenario_version(make_looped_scenario())
    attempt = begin(person, version)

    with pytest.raises(refusal):
        choose(attempt, version, step_id, option_id)

    assert chosen_in(attempt) == []


def test_nothing_can_be_added_to_a_go_that_has_ended():
    person, version = make_member().person, make_scenario_version()
    attempt = play(person, version, "wrong")

    with pytest.raises(AlreadyFinished):
        choose(attempt, version, "evening", "right")

    assert AttemptOutcome.objects.by(person).get().passed is False


def test_a_page_that_knew_of_fewer_choices_is_refused_although_the_step_is_the_same():
    person, version = make_member().person, make_scenario_version(make_looped_scenario())
    attempt = play(person, version, "right", "again")

    with pytest.raises(OutOfOrder):
        choose(attempt, version, "evening", "wrong", position=0)

    assert len(chosen_in(attempt)) == 2


def test_of_two_choices_at_once_one_is_taken(monkeypatch):
    person, version = make_member().person, make_scenario_version()
    attempt = play(person, version, "right")
    # The second click looked before the first had committed, and saw no choice.
    monkeypatch.setattr(actions, "choices_in", lambda attempt: [])

    with pytest.raises(OutOfOrder):
        choose(attempt, version, "evening", "wrong")

    assert (Words.objects.of_kind("step").count(), AttemptOutcome.objects.get().passed) == (1, True)


def test_nothing_is_chosen_when_the_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    person, version = make_member().person, make_scenario_version()
    attempt = begin(person, version)
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        choose(attempt, version, "evening", "right")

    assert (chosen_in(attempt), AttemptOutcome.objects.count()) == ([], 0)


def test_beginning_twice_opens_one_go():
    person, version = make_person(), make_scenario_version()

    assert begin(person, version) == begin(person, version, at=JUNE)
    assert Attempt.objects.by(person).count() == 1


def test_a_go_is_taken_up_again_three_months_later():
    person, version = make_member().person, make_scenario_version(make_looped_scenario())
    attempt = play(person, version, "right", at=TUESDAY)

    resumed = begin(person, version, at=JUNE)

    assert (resumed, actions.walk_of(resumed, version).at.id) == (attempt, "late")


def test_after_an_ending_the_next_go_is_a_new_one():
    person, version = make_member().person, make_scenario_version()
    play(person, version, "wrong")

    assert begin(person, version).number == 2


def test_whoever_is_in_the_middle_stays_on_that_version_when_the_change_is_minor():
    page, person = make_scenario(), make_person()
    first = make_scenario_version(page)
    begin(person, first)

    republish(page, "Told a little better.", material=False)

    assert actions.version_for(person, page.key) == first


def test_a_material_change_begins_the_story_anew():
    page, person = make_scenario(), make_person()
    begin(person, make_scenario_version(page))

    second = republish(page, "Another story.", material=True)

    assert actions.version_for(person, page.key) == second


def test_whoever_has_ended_plays_the_current_version_next():
    page, person = make_scenario(), make_member().person
    play(person, make_scenario_version(page, at=MONDAY), "right")

    second = republish(page, "Told a little better.", material=False)

    assert actions.version_for(person, page.key) == second


def test_an_unpublished_scenario_has_no_version_for_anybody():
    page, person = make_scenario(), make_person()
    begin(person, make_scenario_version(page))

    page.unpublish()

    assert actions.version_for(person, page.key) is None


def test_which_version_it_is_takes_three_queries_however_many_there_are(django_assert_num_queries):
    page, person = make_scenario(), make_person()
    for number in range(3):
        republish(page, f"Told for the {number}th time.", material=False)

    with django_assert_num_queries(3):
        actions.version_for(person, page.key)
