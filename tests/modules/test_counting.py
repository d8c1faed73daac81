"""Counting a quarter's topics at a practice: whose answers count, once, and nothing that tells of anybody."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from modules.counting import count_quarter, count_topics, topics_of
from modules.topic_counts import TopicsCounted
from tests.factories import (
    make_member,
    make_module_version,
    make_practice,
    make_scenario_version,
    moment,
    play,
)
from tests.modules.goes import hand_in, module_asking, open_all, question
from tests.people.joined import join_rows
from tests.scenarios.stories import erase
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import Words

pytestmark = pytest.mark.django_db
FIRST, LAST, AFTER = dt.date(2026, 1, 1), dt.date(2026, 3, 31), moment(2026, 4, 1)
FEBRUARY = moment(2026, 2, 10)
RIGHT, WRONG = {"q1": ("a",)}, {"q1": ("b",)}


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def version():
    return module_asking(question("q1"))


def answered(practice, version, *answers, at=FEBRUARY, **job):
    """So many people of the practice, each with one go."""
    people = [make_member(f"Person {n}", practice=practice, **job).person for n in range(len(answers))]
    for person, said in zip(people, answers, strict=True):
        with replaying(at):
            hand_in(person, version, said, at=at)
    return people


def found(practice):
    return [(topic.text, topic.people, topic.share) for topic in topics_of(practice, FIRST, LAST)]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (0, 4, []),
        (4, 1, []),
        (3, 2, [("Question q1?", 5, "some")]),
        (0, 5, [("Question q1?", 5, "most")]),
        (4, 6, [("Question q1?", 10, "some")]),
    ],
)
def test_a_question_stands_out_from_five_people_on_where_a_third_got_it_wrong(practice, version, right, wrong, said):
    answered(practice, version, *[RIGHT] * right, *[WRONG] * wrong)

    assert found(practice) == said


def test_the_first_choice_at_a_decision_counts(practice):
    story = make_scenario_version()
    for number in range(5):
        play(make_member(f"Person {number}", practice=practice).person, story, "wrong", at=FEBRUARY)

    assert found(practice) == [("Your phone buzzes.", 5, "most")]


def test_the_answers_of_another_practice_are_its_own(practice, version):
    answered(make_practice("Harbour View"), version, *[WRONG] * 5)
    answered(practice, version, *[WRONG] * 4)

    assert found(practice) == []


@pytest.mark.parametrize("at", [moment(2025, 12, 31, 12), moment(2026, 4, 1, 0)])
def test_what_was_answered_outside_the_quarter_is_not_in_it(practice, version, at):
    answered(practice, version, *[WRONG] * 5, at=at)

    assert found(practice) == []


def test_who_did_not_work_there_on_the_day_does_not_count(practice, version):
    answered(practice, version, *[WRONG] * 4)
    answered(practice, version, WRONG, started_on=dt.date(2026, 3, 1))

    assert found(practice) == []


def test_who_has_left_since_still_counts(practice, version):
    answered(practice, version, *[WRONG] * 5, ended_on=dt.date(2026, 3, 1))

    assert found(practice) == [("Question q1?", 5, "most")]


def test_one_person_who_tries_five_times_is_one_person(practice, version):
    tom = make_member(practice=practice).person
    for _ in range(5):
        hand_in(tom, version, WRONG, at=FEBRUARY)
        open_all(tom, version, at=FEBRUARY)

    assert found(practice) == []


def test_two_rows_that_are_one_human_are_one_person(practice, version):
    *_, former, kept = answered(practice, version, *[WRONG] * 5)
    join_rows(former, kept, make_member("Ruth Okafor", practice=practice).person, at=AFTER)

    assert found(practice) == []


def test_a_question_in_the_same_words_counts_across_versions(practice, version):
    answered(practice, version, *[WRONG] * 3)
    page = version.page
    page.summary = "Said better."
    page.save()
    newer = make_module_version(page, material=False, at=moment(2026, 2, 1))
    answered(practice, newer, *[WRONG] * 3)

    assert found(practice) == [("Question q1?", 5, "most")]


def test_where_many_answers_have_been_erased_nothing_is_said(practice, version):
    people = answered(practice, version, *[WRONG] * 9, RIGHT)
    assert len(found(practice)) == 1

    for person in people[:2]:
        erase(Words.objects.about(person.attempts.get().key))

    assert found(practice) == []


def test_a_quarter_is_kept_once_and_stays_the_same_when_answers_go(practice, version):
    people = answered(practice, version, *[WRONG] * 5)
    assert count_topics(at=AFTER) == 1

    erase(Words.objects.about(people[0].attempts.get().key))

    assert count_topics(at=moment(2026, 4, 2)) == 0
    kept = TopicsCounted.objects.at(practice).get()
    assert (kept.first_on, kept.last_on, [topic["people"] for topic in kept.topics]) == (FIRST, LAST, [5])


def test_of_two_that_count_at_once_one_does(practice):
    assert [count_quarter(practice, FIRST, LAST, AFTER) for _ in range(2)] == [True, False]
    assert TopicsCounted.objects.count() == 1


def test_what_is_kept_names_nobody_and_holds_no_exact_number(practice, version):
    answered(practice, version, *[WRONG] * 7)
    count_topics(at=AFTER)

    assert TopicsCounted.objects.get().topics == [
        {
            "kind": "check", "title": "Boundaries", "topic": "Say what is yours.", "text": "Question q1?",
            "people": 5, "share": "most",
        }
    ]  # fmt: skip


def test_what_was_counted_cannot_be_changed(practice):
    count_topics(at=AFTER)

    with pytest.raises(DatabaseError), transaction.atomic():
        TopicsCounted.objects.update(topics=[{"people": 1}])


@pytest.mark.parametrize("people", [1, 3, 30])
def test_counting_takes_as_many_queries_however_many_answered(practice, version, people, django_assert_num_queries):
    answered(practice, version, *[WRONG] * people)
    topics_of(practice, FIRST, LAST)  # the content is read once by each process

    with django_assert_num_queries(6):
        topics_of(practice, FIRST, LAST)
