"""Marking a knowledge check, and the order its questions come in."""

from collections import Counter

import pytest

from modules.rules import could_answer, enough_of, is_right, mark, shuffled


def make_question(question_id="q1", *, kind="one", right=("a",), offered="abc", read_again="lesson-1"):
    options = [{"id": option_id, "text": option_id, "right": option_id in right} for option_id in offered]
    return {"id": question_id, "kind": kind, "options": options, "read_again": read_again}


def ten_questions():
    return [make_question(f"q{number}") for number in range(1, 11)]


def answers_with(right, asked=10):
    return {f"q{number}": ("a",) if number <= right else ("b",) for number in range(1, asked + 1)}


@pytest.mark.parametrize(
    ("right", "passed"),
    [
        (7, False),
        (8, True),  # the pass mark exactly is enough
        (10, True),
    ],
)
def test_a_check_is_passed_at_the_pass_mark(right, passed):
    assert mark(ten_questions(), answers_with(right), pass_mark=80).passed is passed


def test_two_of_three_is_not_67_percent():
    questions = [make_question(f"q{number}") for number in range(1, 4)]

    assert mark(questions, answers_with(2, 3), pass_mark=67).passed is False


def test_a_check_without_questions_is_never_passed():
    assert mark([], {}, pass_mark=0).passed is False


def test_an_unanswered_question_is_not_right():
    assert mark([make_question()], {}, pass_mark=80).missed == ("q1",)


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        (("a", "b"), True),
        (("b", "a"), True),
        (("a",), False),
        (("a", "b", "c"), False),
        ((), False),
    ],
)
def test_several_right_answers_are_asked_for_together(chosen, right):
    assert is_right(make_question(kind="several", right=("a", "b")), chosen) is right


def test_each_lesson_to_read_again_is_named_once_in_the_order_of_the_questions():
    questions = [
        make_question("q1", read_again="tags"),
        make_question("q2", read_again="likes"),
        make_question("q3", read_again="tags"),
    ]

    assert mark(questions, {}, pass_mark=80).read_again == ("tags", "likes")


@pytest.mark.parametrize(("asked", "enough"), [(10, 8), (12, 10), (1, 1), (0, 0)])
def test_how_many_right_answers_pass_is_rounded_up(asked, enough):
    assert enough_of(asked, 80) == enough


@pytest.mark.parametrize("asked", range(1, 31))
def test_what_is_said_to_be_enough_is_the_least_that_passes(asked):
    questions = [make_question(f"q{number}") for number in range(1, asked + 1)]

    passing = [right for right in range(asked + 1) if mark(questions, answers_with(right, asked), 70).passed]

    assert min(passing) == enough_of(asked, 70)


@pytest.mark.parametrize(
    ("kind", "chosen", "possible"),
    [
        ("one", ("a",), True),
        ("one", (), True),
        ("one", ("a", "b"), False),
        ("one", ("z",), False),
        ("several", ("a", "b"), True),
        ("several", ("a", "z"), False),
    ],
)
def test_only_what_the_page_offers_can_be_an_answer(kind, chosen, possible):
    assert could_answer(make_question(kind=kind), chosen) is possible


def test_a_go_keeps_its_order_each_time_its_page_is_opened():
    assert shuffled(ten_questions(), seed=7) == shuffled(ten_questions(), seed=7)


def test_shuffling_loses_no_question_and_no_answer():
    together = shuffled(ten_questions(), seed=7)

    assert sorted(question["id"] for question in together) == sorted(question["id"] for question in ten_questions())
    assert {tuple(sorted(option["id"] for option in question["options"])) for question in together} == {("a", "b", "c")}


def test_every_answer_comes_first_about_as_often():
    firsts = Counter(shuffled([make_question()], seed)[0]["options"][0]["id"] for seed in range(3000))

    assert [round(firsts[option_id] / 1000, 1) for option_id in "abc"] == [1.0, 1.0, 1.0]
