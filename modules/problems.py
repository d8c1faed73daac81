"""What stops a module from being published: what nobody could finish, answer or find. Pure."""

from collections import Counter
from collections.abc import Iterator

from modules.rules import Kind, Place

# Addresses of the module's own pages: a lesson of this name could never be opened.
RESERVED = {"card", "check", "check-up", "start"}
SEPARATOR = ":"  # stands between an answer and the place where it was put


def problems(content: dict) -> list[str]:
    """A sentence for each thing to mend."""
    return [*_missing(content), *_lessons(content), *_outcomes(content), *_questions(content)]


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


def _outcomes(content: dict) -> Iterator[str]:
    for outcome_id in _repeated(content["outcomes"]):
        yield f"Two learning outcomes have the id “{outcome_id}”. Give one of them another."
    pools = Counter(question["outcome"] for question in content["questions"])
    for outcome in content["outcomes"]:
        ask, has = outcome.get("ask") or 0, pools[outcome["id"]]
        if not 0 <= ask <= has:
            yield f"The learning outcome “{outcome['id']}” asks {ask} questions in each go, and has {has} to draw from."


def _questions(content: dict) -> Iterator[str]:
    lessons = {lesson["key"] for lesson in content["lessons"]}
    outcomes = {outcome["id"] for outcome in content["outcomes"]}
    for question_id in _repeated(content["questions"]):
        yield f"Two questions have the id “{question_id}”. Give one of them another."
    for number, question in enumerate(content["questions"], start=1):
        for sentence in [*_answers(question), *_links(question, lessons, outcomes)]:
            yield f"Question {number} (“{question['id']}”): {sentence}"


def _answers(question: dict) -> Iterator[str]:
    for option_id in _repeated(question["options"]):
        yield f"two answers have the id “{option_id}”."
    for named in [question, *question["options"]]:
        if SEPARATOR in named["id"]:
            yield f"the id “{named['id']}” has a colon in it. Use letters, figures and hyphens."
    if len(question["options"]) < 2:
        yield "it needs at least two answers to choose from."
    if question["kind"] == Kind.SORT:
        yield from _places(question["options"])
    else:
        yield from _right(question["kind"], [bool(option["right"]) for option in question["options"]])


def _places(options: list[dict]) -> Iterator[str]:
    placed = {option.get("place") or "" for option in options}
    for option in options:
        if option.get("place") not in set(Place):
            yield f"“{option['text']}” has no place: choose safe, think first or never."
    if len(placed) < 2:
        yield "everything goes to the same place, so there is nothing to sort."


def _right(kind: str, right: list[bool]) -> Iterator[str]:
    if kind not in set(Kind):
        yield f"“{kind}” is no kind of question."
    if not any(right):
        yield "no answer is marked as right, so nobody could pass it."
    if kind == Kind.ONE and sum(right) > 1:
        yield "it says one right answer, and several are marked as right."
    if kind == Kind.MARK and all(right):
        yield "every piece of the text is to be marked. Leave at least one that could not identify anybody."


def _links(question: dict, lessons: set[str], outcomes: set[str]) -> Iterator[str]:
    if question["read_again"] not in lessons:
        yield f"the lesson to read again, “{question['read_again']}”, is none of the published lessons."
    if question["outcome"] not in outcomes:
        yield f"“{question['outcome']}” is none of the learning outcomes."


def _repeated(values: list[dict]) -> list[str]:
    return [value_id for value_id, count in Counter(value["id"] for value in values).items() if count > 1]
