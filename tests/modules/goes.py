"""What a browser sends while a module is learned and its check is taken."""

from django.urls import reverse

from modules import actions
from modules.results import last_go
from modules.versions import content_of
from tests.factories import TUESDAY, make_module, make_module_version

KEY = "boundaries"


def address(name, *args):
    return reverse(f"modules:{name}", args=[KEY, *args])


def fields(attempt, answers):
    sent = {"attempt": attempt.key}
    for key, chosen in answers.items():
        for answer in chosen:
            option_id, _, place = answer.partition(":")
            if place:
                sent[f"q-{key}:{option_id}"] = place
            else:
                sent.setdefault(f"q-{key}", []).append(answer)
    return sent


def question(key, kind="one", **options):
    """A question whose options are right or not; of one to sort, where they belong."""
    values = [
        {"id": name, "text": f"Text {name}", "right": worth is True, "place": worth if isinstance(worth, str) else ""}
        for name, worth in (options or {"a": True, "b": False}).items()
    ]
    asked = {"id": key, "kind": kind, "text": f"Question {key}?", "options": values, "post": []}
    return {**asked, "outcome": "outcome", "why": f"Because of {key}.", "read_again": "lesson-1"}


SORT = question("s", "sort", a="safe", b="think", c="never")
MARK = question("m", "mark", a=False, b=True, c=True, d=False)


def module_asking(*questions, ask=0, lessons=2):
    """The version of a module with these questions; each go draws so many of them."""
    page = make_module(lessons=lessons)
    page.questions = [("question", one) for one in questions]
    page.outcomes = [("outcome", {"id": "outcome", "text": "Say what is yours.", "ask": ask})]
    page.save()
    return make_module_version(page)


def hand_in(person, version, answers, *, at=TUESDAY):
    """Take a go from its start to its end."""
    attempt = actions.begin_check(person=person, version=version, at=at)
    actions.hand_in(attempt=attempt, version=version, answers=answers, at=at)
    return attempt


def fail(person, version, *, at=TUESDAY):
    return hand_in(person, version, {}, at=at)


def open_all(person, version, *, at=TUESDAY):
    """Open each lesson that the last go asked to read again."""
    for lesson_key in last_go(person, version).to_open:
        actions.open_again(person=person, version=version, lesson_key=lesson_key, at=at)


def begin(person, version):
    return actions.begin_check(person=person, version=version, at=TUESDAY)


def wrong_answers(version):
    return {question["id"]: ("b",) for question in content_of(version)["questions"]}


def read(client, version, lesson_key):
    return client.post(address("read", lesson_key), {"version": version.key})


def all_pages(attempt):
    return [
        address("module"), address("start"), address("lesson", "lesson-1"), address("read", "lesson-1"),
        address("check"), address("start_check"), address("result", attempt.key),
        address("ask_for_help"), address("open_again", "lesson-1"),
    ]  # fmt: skip
