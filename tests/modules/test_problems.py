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


def sorting(**places):
    options = [{"id": key, "text": key, "right": False, "place": place} for key, place in places.items()]
    return make_question(kind="sort", options=options)


def make_content(*questions, lessons=None, ask=0):
    return {
        "outcomes": [{"id": "small-clicks", "text": "Say what a like tells.", "ask": ask}],
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
        (make_question(kind="essay"), "“essay” is no kind of question."),
        (make_question(kind="mark", right=""), "no answer is marked as right, so nobody could pass it."),
        (
            make_question(kind="mark", right="ab"),
            "every piece of the text is to be marked. Leave at least one that could not identify anybody.",
        ),
        (sorting(a="safe", b="never", c=""), "“c” has no place: choose safe, think first or never."),
        (sorting(a="safe", b="never", c="maybe"), "“c” has no place: choose safe, think first or never."),
        (sorting(a="safe", b="safe"), "everything goes to the same place, so there is nothing to sort."),
        (
            sorting(**{"a:b": "safe", "c": "never"}),
            "the id “a:b” has a colon in it. Use letters, figures and hyphens.",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(question, sentence):
    assert problems(make_content(question)) == [f"Question 1 (“q1”): {sentence}"]


def test_several_right_answers_are_fine_where_several_are_asked_for():
    assert problems(make_content(make_question(kind="several", right="ab"))) == []


def test_a_sound_question_of_each_new_kind_has_no_problems():
    assert problems(make_content(sorting(a="safe", b="never"))) == []
    assert problems(make_content(make_question(kind="mark"))) == []


@pytest.mark.parametrize(("ask", "sound"), [(None, True), (0, True), (1, True), (2, True), (3, False), (-1, False)])
def test_no_outcome_asks_more_questions_than_it_has(ask, sound):
    found = problems(make_content(make_question("q1"), make_question("q2"), ask=ask))

    sentence = f"The learning outcome “small-clicks” asks {ask} questions in each go, and has 2 to draw from."
    assert found == ([] if sound else [sentence])


def test_two_outcomes_with_one_id_are_found():
    content = make_content(make_question())

    found = problems({**content, "outcomes": content["outcomes"] * 2})

    assert found == ["Two learning outcomes have the id “small-clicks”. Give one of them another."]


def test_two_questions_with_one_id_are_found():
    found = problems(make_content(make_question(), make_question()))

    assert found == ["Two questions have the id “q1”. Give one of them another."]
