"""What stops a module from being published: what nobody could finish, answer or find. Pure."""

from collections import Counter
from collections.abc import Iterator

# Addresses of the module's own pages: a lesson of this name could never be opened.
RESERVED = {"check", "start"}


def problems(content: dict) -> list[str]:
    """A sentence for each thing to mend."""
    return [*_missing(content), *_lessons(content), *_questions(content)]


def _missing(content: dict) -> Iterator[str]:
    if not content["lessons"]:
        yield "There is no published lesson yet. Write a lesson below this page and publish it first."
    if not content["questions"]:
        yield "There is no question yet. A module is passed by its knowledge check, so it needs at least one."


def _lessons(content: dict) -> Iterator[str]:
    for lesson in content["lessons"]:
        if lesson["key"] in RESERVED:
            title, key = lesson["title"], lesson["key"]
            yield f"Give the lesson “{title}” another slug: “{key}” is an address of the module itself."


def _questions(content: dict) -> Iterator[str]:
    lessons = {lesson["key"] for lesson in content["lessons"]}
    outcomes = {outcome["id"] for outcome in content["outcomes"]}
    for question_id in _repeated(content["questions"]):
        yield f"Two questions have the id “{question_id}”. Give one of them another."
    for number, question in enumerate(content["questions"], start=1):
        for sentence in _question(question, lessons, outcomes):
            yield f"Question {number} (“{question['id']}”): {sentence}"


def _question(question: dict, lessons: set[str], outcomes: set[str]) -> Iterator[str]:
    right = sum(bool(option["right"]) for option in question["options"])
    if not right:
        yield "no answer is marked as right, so nobody could pass it."
    if question["kind"] == "one" and right > 1:
        yield "it says one right answer, and several are marked as right."
    for option_id in _repeated(question["options"]):
        yield f"two answers have the id “{option_id}”."
    if len(question["options"]) < 2:
        yield "it needs at least two answers to choose from."
    if question["read_again"] not in lessons:
        yield f"the lesson to read again, “{question['read_again']}”, is none of the published lessons."
    if question["outcome"] not in outcomes:
        yield f"“{question['outcome']}” is none of the learning outcomes."


def _repeated(values: list[dict]) -> list[str]:
    return [value_id for value_id, count in Counter(value["id"] for value in values).items() if count > 1]
