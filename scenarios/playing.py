"""One person's go at a scenario as its pages need it: what was chosen, where that led, whether it has ended."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from scenarios.actions import choices_in
from scenarios.engine import BACK, AlreadyFinished, Decision, Graph, OutOfOrder, Refused, Walk, walk
from scenarios.graphs import graph_from
from scenarios.models import Attempt, ScenarioVersion
from scenarios.story import Look, Scene, looks_back, scene_of
from trainingsite.audit.actions import thawed
from trainingsite.people.models import Person


class Superseded(Refused):
    sentence = "This story was changed after you had begun it, so that go is closed. Nothing was recorded."


@dataclass(frozen=True)
class Go:
    """An attempt with the content it is made on, and the choices made in it so far."""

    attempt: Attempt
    content: dict
    choices: list[list[str]]

    @cached_property
    def graph(self) -> Graph:
        return graph_from(self.content["graph"])

    @cached_property
    def walk(self) -> Walk:
        return walk(self.graph, self.choices)

    @property
    def ended(self) -> bool:
        return hasattr(self.attempt, "outcome")

    @property
    def position(self) -> int:
        """How many choices were made, going back included."""
        return len(self.choices)

    @property
    def scene(self) -> Scene:
        return scene_of(self.walk.at, self.content["html"][self.walk.at.id], self.content.get("drawings", {}))

    @property
    def last(self) -> Decision | None:
        """The choice just made; nothing at the beginning, and nothing after going back."""
        return self.walk.made[-1] if self.choices and self.choices[-1][1] != BACK else None

    @property
    def can_go_back(self) -> bool:
        return not self.ended and any(not decision.taken_back for decision in self.walk.made)

    @property
    def chosen_before(self) -> Decision | None:
        """The choice that counts at this step, for somebody who stands here again."""
        return next((decision for decision in self.walk.decisions if decision.step is self.walk.at), None)

    @property
    def number(self) -> int:
        """Which decision on the path this is."""
        return 1 + sum(not decision.taken_back for decision in self.walk.made)

    @property
    def percent(self) -> int:
        """The score in whole percent, rounded down so that 69.9 never looks like 70."""
        return int(self.walk.score * 100)

    @property
    def looks(self) -> list[Look]:
        return looks_back(self.graph, self.content, self.choices)

    def has_taken(self, position: int, choice: list[str]) -> bool:
        """Whether exactly this was sent before: a second click, or a page sent again."""
        return self.choices[position : position + 1] == [choice]

    def check_stands_at(self, position: int, step_id: str, version: ScenarioVersion) -> None:
        """Refuse what is sent from a page that is no longer where the person stands."""
        if self.ended:
            raise AlreadyFinished
        if self.attempt.snapshot_id != version.snapshot_id:
            raise Superseded
        if (position, step_id) != (self.position, self.walk.at.id):
            raise OutOfOrder


def open_go(person: Person, version: ScenarioVersion) -> Go | None:
    """The go the person has begun at this version and not ended."""
    attempts = Attempt.objects.by(person).at_content(version.snapshot_id).open()
    return _go(attempts.select_related("outcome").first())


def go_by(person: Person, key: str, attempt_key: uuid.UUID) -> Go | None:
    """One of the person's own goes at the scenario with this key, at whatever version it was made."""
    attempts = Attempt.objects.by(person).filter(key=attempt_key, kind=Attempt.Kind.SCENARIO)
    go = _go(attempts.select_related("outcome").first())
    return go if go and go.graph.id == key else None


def last_ended(person: Person, version: ScenarioVersion) -> Attempt | None:
    """The person's latest go at this version that came to an end."""
    attempts = Attempt.objects.by(person).at_content(version.snapshot_id).filter(outcome__isnull=False)
    return attempts.select_related("outcome").order_by("-number").first()


def _go(attempt: Attempt | None) -> Go | None:
    return attempt and Go(attempt, thawed(attempt.snapshot_id), choices_in(attempt))
