"""What stops a module from being published."""

import pytest

from modules.problems import problems


def make_lesson(key="likes"):
    return {"key": key, "title": "Likes", "minutes": 2, "blocks": []}


def make_question(question_id="q1", *, kind="one", right="a", offered="ab", **changed):
    options = [{"id": option_id, "text": option_id, "right": option_id in right} for option_id in offered]
    return {
        "id": question_id, "kind": kind, "options": options, "read_again": "likes", "outcome": "small-clicks", **changed
    }  # fmt: skip


def make_content(*questions, lessons=None):
    return {
        "outcomes": [{"id": "small-clicks", "text": "Say what a like tells."}],
        "lessons": [make_lesson()] if lessons is None else lessons,
        "questions": list(questions),
    }


def test_a_sound_module_has_no_problems():
    assert problems(make_content(make_question())) == []


def test_a_module_needs_a_lesson_and_a_question():
    found = problems(make_content(lessons=[]))

    assert found == [
        "There is no published lesson yet. Write a lesson below this page and publish it first.",
        "There is no question yet. A module is passed by its knowledge check, so it needs at least one.",
    ]


@pytest.mark.parametrize("key", ["check", "start"])
def test_no_lesson_is_called_like_an_address_of_the_module(key):
    found = problems(make_content(make_question(read_again=key), lessons=[make_lesson(key)]))

    assert found == [f"Give the lesson “Likes” another slug: “{key}” is an address of the module itself."]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (make_question(right=""), "no answer is marked as right, so nobody could pass it."),
        (make_question(right="ab"), "it says one right answer, and several are marked as right."),
        (make_question(offered="aab", kind="several"), "two answers have the id “a”."),
        (make_question(offered="a"), "it needs at least two answers to choose from."),
        (make_question(read_again="tags"), "the lesson to read again, “tags”, is none of the published lessons."),
        (make_question(outcome="kindness"), "“kindness” is none of the learning outcomes."),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(question, sentence):
    assert problems(make_content(question)) == [f"Question 1 (“q1”): {sentence}"]


def test_several_right_answers_are_fine_where_several_are_asked_for():
    assert problems(make_content(make_question(kind="several", right="ab"))) == []


def test_two_questions_with_one_id_are_found():
    found = problems(make_content(make_question(), make_question()))

    assert found == ["Two questions have the id “q1”. Give one of them another."]
