"""Marking a knowledge check, and which questions a go draws."""

from collections import Counter

import pytest

from modules.rules import (
    asked_of,
    could_answer,
    could_hand_in,
    enough_of,
    is_right,
    mark,
    questions_for,
    right_answer,
    still_to_open,
)

PLACES = {"a": "safe", "b": "think", "c": "never"}


def make_question(
    question_id="q1", *, kind="one", right=("a",), offered="abc", read_again="lesson-1", outcome="clicks"
):  # fmt: skip
    options = [
        {"id": option_id, "text": option_id, "right": option_id in right, "place": PLACES.get(option_id)}
        for option_id in offered
    ]
    return {"id": question_id, "kind": kind, "options": options, "read_again": read_again, "outcome": outcome}


def make_content(*questions, **ask):
    """A module whose outcomes each ask so many of their questions."""
    outcomes = dict.fromkeys(question["outcome"] for question in questions) | ask
    return {"outcomes": [{"id": key, "text": key, "ask": ask} for key, ask in outcomes.items()], "questions": questions}


def two_pools():
    """Five questions about clicks, of which two are asked; three about tags, which are all asked."""
    clicks = [make_question(f"click-{number}") for number in range(5)]
    tags = [make_question(f"tag-{number}", outcome="tags") for number in range(3)]
    return make_content(*clicks, *tags, clicks=2)


def drawn(content, seed):
    return [question["id"] for question in questions_for(content, seed)]


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
        ("mark", ("a", "c"), True),
        ("mark", ("z",), False),
        ("sort", ("a:never", "b:safe"), True),
        ("sort", ("a:never", "a:safe"), False),  # in two places at once
        ("sort", ("a:somewhere",), False),
        ("sort", ("z:safe",), False),
        ("sort", ("a",), False),
    ],
)
def test_only_what_the_page_offers_can_be_an_answer(kind, chosen, possible):
    assert could_answer(make_question(kind=kind), chosen) is possible


@pytest.mark.parametrize(
    ("answers", "possible"), [({}, True), ({"q1": ("a",)}, True), ({"q1": ("z",)}, False), ({"q2": ("a",)}, False)]
)
def test_only_questions_that_were_asked_can_be_answered(answers, possible):
    assert could_hand_in([make_question("q1")], answers) is possible


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        (("c:never", "a:safe", "b:think"), True),
        (("a:safe", "b:think"), False),
        (("a:safe", "b:think", "c:think"), False),
        ((), False),
    ],
)
def test_sorting_is_right_when_everything_is_in_its_place(chosen, right):
    assert is_right(make_question(kind="sort"), chosen) is right


@pytest.mark.parametrize(
    ("chosen", "right"), [(("b", "a"), True), (("a",), False), (("a", "b", "c"), False), ((), False)]
)
def test_marking_is_right_when_exactly_the_right_pieces_are_marked(chosen, right):
    assert is_right(make_question(kind="mark", right=("a", "b")), chosen) is right


@pytest.mark.parametrize("kind", ["one", "several", "sort", "mark"])
def test_the_right_answer_can_be_given_and_is_right(kind):
    question = make_question(kind=kind)

    assert (could_answer(question, right_answer(question)), is_right(question, right_answer(question))) == (True, True)


def test_a_go_keeps_its_questions_and_their_order_each_time_its_page_is_opened():
    assert questions_for(two_pools(), seed=7) == questions_for(two_pools(), seed=7)


def test_a_go_asks_as_many_questions_of_each_outcome_as_its_author_said():
    for seed in range(50):
        asked = Counter(question["outcome"] for question in questions_for(two_pools(), seed))

        assert asked == {"clicks": 2, "tags": 3}


def test_how_many_questions_are_asked_is_what_every_go_draws():
    assert {len(drawn(two_pools(), seed)) for seed in range(50)} == {asked_of(two_pools())} == {5}


def test_no_question_is_drawn_twice():
    assert [ids for seed in range(50) if len(set(ids := drawn(two_pools(), seed))) < 5] == []


@pytest.mark.parametrize("ask", [None, 0, 3, 9])
def test_an_outcome_that_does_not_say_asks_all_of_its_questions(ask):
    content = make_content(*(make_question(f"q{number}") for number in range(3)), clicks=ask)

    assert (sorted(drawn(content, 7)), asked_of(content)) == (["q0", "q1", "q2"], 3)


def test_a_version_from_before_there_were_pools_asks_everything():
    content = {**two_pools(), "outcomes": [{"id": "clicks", "text": "Say what a like tells."}]}

    assert (len(drawn(content, 7)), asked_of(content)) == (8, 8)


def test_every_question_of_a_pool_is_drawn_about_as_often():
    counts = Counter(question_id for seed in range(5000) for question_id in drawn(two_pools(), seed))

    assert {counts[f"tag-{number}"] for number in range(3)} == {5000}
    # Two of five, 2,000 times: six standard deviations are 208.
    assert [number for number in range(5) if abs(counts[f"click-{number}"] - 2000) > 208] == []


def test_every_question_comes_first_about_as_often():
    content = make_content(*(make_question(f"q{number}") for number in range(4)))

    firsts = Counter(drawn(content, seed)[0] for seed in range(4000))

    assert [question_id for question_id in firsts if abs(firsts[question_id] - 1000) > 165] == []


@pytest.mark.parametrize("kind", ["one", "several", "sort"])
def test_every_answer_stands_in_every_place_about_as_often(kind):
    content, places = make_content(make_question(kind=kind)), Counter()

    for seed in range(3000):
        places.update((option["id"], at) for at, option in enumerate(questions_for(content, seed)[0]["options"]))

    assert len(places) == 9
    assert [place for place in places if abs(places[place] - 1000) > 155] == []


def test_the_pieces_of_a_text_stay_where_they_stand_in_it():
    content = make_content(make_question(kind="mark", offered="abcdef"))

    orders = {"".join(option["id"] for option in questions_for(content, seed)[0]["options"]) for seed in range(50)}

    assert orders == {"abcdef"}


@pytest.mark.parametrize(
    ("read_again", "opened", "left"),
    [
        (("tags", "likes"), set(), ("likes", "tags")),  # in the order of the module
        (("tags", "likes"), {"likes"}, ("tags",)),
        (("tags",), {"tags", "likes"}, ()),
        (("gone",), set(), ()),  # nobody is locked out by a lesson there is no longer
        ((), set(), ()),
    ],
)
def test_what_is_still_to_be_opened_before_the_next_go(read_again, opened, left):
    assert still_to_open(read_again, ("likes", "tags"), opened) == left
