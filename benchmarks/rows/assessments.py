"""A check of ten questions in one form, taken from the start to the result by four people at a time."""

import yaml
from django.utils import timezone

from benchmarks.people import signed_in, staff
from benchmarks.site import Site
from modules.forms import name_of, place_name
from modules.loading import STARTER, load_module
from modules.models import ModuleVersion
from modules.rules import Kind, right_answer
from modules.versions import content_of
from trainingsite.people.shelves import MODULES, shelf

MODULE = "ten-questions"
QUESTIONS = 10
LEARNERS = 4


def measure(site: Site) -> None:
    load_module(of_ten_questions(), shelf(MODULES), at=timezone.now())
    version = ModuleVersion.objects.published(MODULE).get()
    task = {
        "sessions": [signed_in(site, person).cookies for person in staff(LEARNERS)],
        "module": MODULE,
        "answers": right_answers(content_of(version)["questions"]),
        "questions": QUESTIONS,
    }
    site.walk("benchmarks.attempts", **task, seconds=2)
    runs = [site.walk("benchmarks.attempts", **task) for _ in range(5)]
    site.row("assessment_c4", "attempts/s", [run["answers"] / run["seconds"] for run in runs])


def of_ten_questions() -> dict:
    """The module on boundaries, with ten of its questions: every kind there is among them, and all of them asked."""
    content = yaml.safe_load((STARTER / "boundaries.yaml").read_text())
    questions = sorted(content["check"]["questions"], key=lambda question: question["kind"] in {Kind.ONE, Kind.SEVERAL})
    asked = questions[:QUESTIONS]
    outcomes = [{"id": each["id"], "text": each["text"]} for each in content["outcomes"]]
    return {**content, "key": MODULE, "outcomes": outcomes, "check": {"questions": asked}}


def right_answers(questions: list[dict]) -> dict[str, list[str]]:
    """What passes, by the name of each field that a go may show."""
    found: dict[str, list[str]] = {}
    for question in questions:
        if question["kind"] == Kind.SORT:
            found |= {place_name(name_of(question), each["id"]): [each["place"]] for each in question["options"]}
        else:
            found[name_of(question)] = list(right_answer(question))
    return found
