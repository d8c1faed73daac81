"""Playing a scenario: begin, choose, go back."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from scenarios.engine import BACK, OutOfOrder, Refused, Walk, walk
from scenarios.goes import begin_attempt, end_attempt
from scenarios.graphs import graph_from
from scenarios.models import Attempt, ScenarioVersion, since_material
from scenarios.versions import content_of
from trainingsite.audit.actions import keep_words, read_words, record
from trainingsite.audit.models import Words
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person
from trainingsite.people.reach import can_reach

STEP = "step"


def version_for(person: Person, key: str) -> ScenarioVersion | None:
    """The version a person plays: that of their open attempt unless a material change came, else the current one."""
    versions = list(ScenarioVersion.objects.published(key).annotate(path=F("page__path")))
    if versions and not can_reach(person, versions[0].path, timezone.localdate()):
        return None
    still_good = since_material(versions)
    if len(still_good) < 2:
        return next(iter(still_good), None)
    open_at = Attempt.objects.by(person).open().filter(snapshot__in=[version.snapshot_id for version in still_good])
    contents = set(open_at.values_list("snapshot_id", flat=True))
    return next((version for version in still_good if version.snapshot_id in contents), versions[0])


def begin(*, person: Person, version: ScenarioVersion, at: dt.datetime) -> Attempt:
    """The person's open attempt at this version, or a new one."""
    return begin_attempt(person=person, kind=Attempt.Kind.SCENARIO, snapshot_id=version.snapshot_id, at=at)


def choices_in(attempt: Attempt) -> list[list[str]]:
    """What was chosen so far, in order. Empty again once the words have been erased by rule."""
    steps = Words.objects.about(attempt.key).of_kind(STEP).order_by("position")
    return [read_words(step) for step in steps]


def walk_of(attempt: Attempt, version: ScenarioVersion) -> Walk:
    """Where the attempt stands."""
    return walk(graph_from(content_of(version)["graph"]), choices_in(attempt))


@transaction.atomic
def choose(
    *,
    attempt: Attempt,
    version: ScenarioVersion,
    step_id: str,
    option_id: str,
    position: int | None = None,
    at: dt.datetime,
) -> Walk:
    """Take one choice; the walk it leads to. Raises the engine's Refused, with nothing recorded.

    ``position`` is how many choices the page that was sent knew of: a story with a loop comes to the same step twice.
    """
    graph, choices = graph_from(content_of(version)["graph"]), choices_in(attempt)
    if position is not None and position != len(choices):
        raise OutOfOrder
    walked = walk(graph, [*choices, [step_id, option_id]])
    try:
        with transaction.atomic():
            keep_words(about=attempt.key, kind=STEP, position=len(choices), words=[step_id, option_id], at=at)
    except IntegrityError:
        raise OutOfOrder from None
    if walked.finished:
        _end(attempt, version, walked, at)
    return walked


def go_back(
    *, attempt: Attempt, version: ScenarioVersion, step_id: str, position: int | None = None, at: dt.datetime
) -> Walk:
    """Going back is a step, not an eraser: the first choice keeps counting."""
    return choose(attempt=attempt, version=version, step_id=step_id, option_id=BACK, position=position, at=at)


def _end(attempt: Attempt, version: ScenarioVersion, walked: Walk, at: dt.datetime) -> None:
    """Insert how it ended; the ending reached and the score are words, which only the learner sees."""
    act, person = uuid.uuid4(), attempt.person
    words = {"ending": walked.at.id, "score": str(walked.score), "critical": walked.critical}
    outcome = end_attempt(attempt=attempt, passed=walked.passed, words=words, act=act, at=at)
    record(
        chains=chains_of(person, outcome.ended_on),
        verb="scenarios.passed" if walked.passed else "scenarios.not_yet_passed",
        actor=person.key, subject=person.key, at=at, act=act, rows=[outcome],
        data={"version": str(version.key), "snapshot": version.snapshot_id} if walked.passed else None,
    )  # fmt: skip


__all__ = ["Refused", "begin", "choices_in", "choose", "go_back", "version_for", "walk_of"]
