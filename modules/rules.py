"""Drawing the questions of a go, and marking them. Pure."""

import random
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Answers = dict[str, tuple[str, ...]]


class Labelled(StrEnum):
    """A word of ours with what people read for it."""

    def __new__(cls, value: str, label: str):
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


class Kind(Labelled):
    """What a question asks somebody to do."""

    ONE = "one", "One right answer"
    SEVERAL = "several", "Several right answers"
    SORT = "sort", "Put into safe, think first or never"
    MARK = "mark", "Mark words in a text"


class Place(Labelled):
    """Where something to post, say or do belongs."""

    SAFE = "safe", "Safe"
    THINK = "think", "Think first"
    NEVER = "never", "Never"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one go at a check went."""

    right: int
    asked: int
    passed: bool
    missed: tuple[str, ...]
    read_again: tuple[str, ...]


def put(option_id: str, place: str) -> str:
    """What is kept of an option that was put somewhere."""
    return f"{option_id}:{place}"


def right_answer(question: dict) -> tuple[str, ...]:
    """What has to be chosen, exactly."""
    if question["kind"] == Kind.SORT:
        return tuple(put(option["id"], option["place"]) for option in question["options"])
    return tuple(option["id"] for option in question["options"] if option["right"])


def is_right(question: dict, chosen: tuple[str, ...]) -> bool:
    """Right when exactly what is right was chosen."""
    return set(chosen) == set(right_answer(question))


def mark(questions: list[dict], answers: Answers, pass_mark: int) -> Mark:
    """Mark every question asked; ``pass_mark`` is a percentage, and reaching it exactly is enough."""
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
    """Whether this could have been chosen on the page: what was offered, and once where once is asked for."""
    ids = [option["id"] for option in question["options"]]
    if question["kind"] == Kind.SORT:
        put_once = len({answer.rpartition(":")[0] for answer in chosen}) == len(chosen)
        return put_once and set(chosen) <= {put(option_id, place) for option_id in ids for place in Place}
    return set(chosen) <= set(ids) and (question["kind"] != Kind.ONE or len(chosen) <= 1)


def could_hand_in(questions: list[dict], answers: Answers) -> bool:
    """Whether every answer is to a question that was asked, and could have been given to it."""
    asked = {question["id"]: question for question in questions}
    return all(key in asked and could_answer(asked[key], chosen) for key, chosen in answers.items())


def asked_of(content: dict) -> int:
    """How many questions each go asks."""
    limits = _limits(content)
    return len(content["questions"]) - sum(_left_out(content, outcome, ask) for outcome, ask in limits.items())


def questions_for(content: dict, seed: int) -> list[dict]:
    """What one go asks, in an order of its own: the same each time its page is opened.

    Versions frozen before there were pools draw nothing, and ask everything.
    """
    order, asked = random.Random(seed), content["questions"]
    for outcome, ask in _limits(content).items():
        pool = [question for question in asked if question["outcome"] == outcome]
        if ask < len(pool):
            left_out = {question["id"] for question in order.sample(pool, len(pool) - ask)}
            asked = [question for question in asked if question["id"] not in left_out]
    return [{**question, "options": _in_order(question, order)} for question in order.sample(asked, len(asked))]


def _limits(content: dict) -> dict[str, int]:
    """How many questions are drawn from the pool of each outcome that asks fewer than it has."""
    return {outcome["id"]: outcome["ask"] for outcome in content["outcomes"] if outcome.get("ask")}


def _left_out(content: dict, outcome: str, ask: int) -> int:
    return max(0, sum(question["outcome"] == outcome for question in content["questions"]) - ask)


def _in_order(question: dict, order: random.Random) -> list[dict]:
    """The options shuffled; the pieces of a text stay where they stand in it."""
    options = question["options"]
    return options if question["kind"] == Kind.MARK else order.sample(options, len(options))


def still_to_open(read_again: tuple[str, ...], lessons: tuple[str, ...], opened: set[str]) -> tuple[str, ...]:
    """The lessons to read again that the version has, and that were not opened since; in the order of the module."""
    return tuple(lesson for lesson in lessons if lesson in read_again and lesson not in opened)
