"""Marking a knowledge check. Pure."""

import random
from dataclasses import dataclass
from fractions import Fraction

Answers = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one go at a check went."""

    right: int
    asked: int
    passed: bool
    missed: tuple[str, ...]
    read_again: tuple[str, ...]


def is_right(question: dict, chosen: tuple[str, ...]) -> bool:
    """Right when exactly the right options were chosen."""
    return set(chosen) == {option["id"] for option in question["options"] if option["right"]}


def mark(questions: list[dict], answers: Answers, pass_mark: int) -> Mark:
    """Mark every question; ``pass_mark`` is a percentage, and reaching it exactly is enough."""
    missed = [question for question in questions if not is_right(question, answers.get(question["id"], ()))]
    right, asked = len(questions) - len(missed), len(questions)
    return Mark(
        right=right,
        asked=asked,
        passed=asked > 0 and Fraction(right, asked) * 100 >= pass_mark,
        missed=tuple(question["id"] for question in missed),
        read_again=tuple(dict.fromkeys(question["read_again"] for question in missed)),
    )


def enough_of(asked: int, pass_mark: int) -> int:
    """How many right answers pass."""
    return -(-asked * pass_mark // 100)


def could_answer(question: dict, chosen: tuple[str, ...]) -> bool:
    """Whether this could have been chosen on the page: what was offered, and one at most where one is asked for."""
    offered = {option["id"] for option in question["options"]}
    return set(chosen) <= offered and (question["kind"] == "several" or len(chosen) <= 1)


def shuffled(questions: list[dict], seed: int) -> list[dict]:
    """The questions and their options in an order of this go's own, the same each time the page is opened."""
    order = random.Random(seed)
    return [
        {**question, "options": order.sample(question["options"], len(question["options"]))}
        for question in order.sample(questions, len(questions))
    ]
