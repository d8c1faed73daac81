"""What a browser sends while a module is learned and its check is taken."""

from django.urls import reverse

from modules import actions
from modules.versions import content_of
from tests.factories import TUESDAY

KEY = "boundaries"


def address(name, *args):
    return reverse(f"modules:{name}", args=[KEY, *args])


def fields(attempt, answers):
    return {"attempt": attempt.key, **{f"q-{key}": list(chosen) for key, chosen in answers.items()}}


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
    ]  # fmt: skip
