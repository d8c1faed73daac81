"""How the questions of a module are answered: for its authors, without names, and from five people on."""

from collections import Counter
from dataclasses import dataclass

from modules.models import ModulePage
from modules.rules import is_right
from scenarios.models import Attempt
from trainingsite.audit.actions import read_words, thaw
from trainingsite.audit.models import Words

FEWEST = 5
FEWEST_FOR_PERCENT = 10


@dataclass(frozen=True)
class Asked:
    """One question: how many people have answered it, and how many of them rightly when they first met it."""

    question: dict
    people: int
    right: int

    @property
    def says(self) -> str:
        if self.people < FEWEST:
            return f"Fewer than {FEWEST} people: not shown"
        if self.people < FEWEST_FOR_PERCENT:
            return f"{self.right} of {self.people} people"
        return f"{100 * self.right // self.people}% of {self.people} people"


def statistics_of(page: ModulePage) -> list[Asked]:
    """The current version's questions, counted wherever they were asked in the same words.

    Each person counts once for each question, by the oldest of their answers to it that is still kept.
    """
    snapshots = [version.snapshot for version in page.versions.select_related("snapshot").order_by("number")]
    asked = {snapshot.pk: thaw(snapshot)["questions"] for snapshot in snapshots}
    current = asked[snapshots[-1].pk] if snapshots else []
    same = {snapshot_id: _unchanged(questions, current) for snapshot_id, questions in asked.items()}
    people, right = Counter(), Counter()
    for question, chosen in _first_answers(same):
        people[question["id"]] += 1
        right[question["id"]] += is_right(question, chosen)
    return [Asked(question, people[question["id"]], right[question["id"]]) for question in current]


def _unchanged(questions: list[dict], current: list[dict]) -> dict[str, dict]:
    """Those that are still asked in the same words, by their ids."""
    wordings = {question["id"]: _wording(question) for question in current}
    return {question["id"]: question for question in questions if wordings.get(question["id"]) == _wording(question)}


def _wording(question: dict) -> tuple:
    """What is asked, without what earlier versions had no word for."""
    shown = [*question["post"], *question["options"]]
    return question["kind"], question["text"], [{key: value for key, value in part.items() if value} for part in shown]


def _first_answers(same: dict[str, dict[str, dict]]):
    """Each person's oldest answer to each question."""
    attempts = Attempt.objects.filter(kind=Attempt.Kind.CHECK, snapshot__in=same)
    made = {key: (person, snapshot) for key, person, snapshot in attempts.values_list("key", "person", "snapshot")}
    kept = Words.objects.of_kind("answers").filter(about__in=attempts.values("key")).order_by("kept_at", "pk")
    met = set()
    for words in kept.iterator():
        person, snapshot = made[words.about]
        for question_id, chosen in read_words(words)["answers"].items():
            question = same[snapshot].get(question_id)
            if question and (person, question_id) not in met:
                met.add((person, question_id))
                yield question, tuple(chosen)
