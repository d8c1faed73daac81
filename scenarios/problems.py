"""What is wrong with a scenario: what stops its publication, and what its author should look at again."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from scenarios.engine import EVERYONE, Ending, Graph, Option, Outcome, Step, Verdict
from scenarios.explore import Exploration, explore, onward, reachable

MOST_DECISIONS = 12
WHOLE = "scenario"


class Severity(StrEnum):
    """An error stops publication; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing to mend. ``where`` is the id of a step or ending, or WHOLE; ``option`` is that of an option there."""

    severity: Severity
    code: str
    where: str
    sentence: str
    option: str = field(default="", compare=False)


def problems(graph: Graph, known_roles: Collection[str]) -> tuple[Problem, ...]:
    """Everything wrong with the graph, errors first."""
    found = explore(graph)
    return (
        *_unknown_roles(graph, known_roles),
        *_duplicate_ids(graph),
        *_unknown_start(graph),
        *_missing_targets(graph),
        *_too_few_options(graph),
        *endings_with_options(graph),
        *_no_ending(graph),
        *_traps(graph),
        *_no_passing_path(graph, found),
        *_no_feedback(graph),
        *_unreachable(graph, found),
        *_self_loops(graph),
        *_recommended_ends_badly(graph),
        *_long_path(found),
        *_longest_is_right(graph),
    )


def _error(code: str, where: str, sentence: str, option: str = "") -> Problem:
    return Problem(Severity.ERROR, code, where, sentence, option)


def _warning(code: str, where: str, sentence: str, option: str = "") -> Problem:
    return Problem(Severity.WARNING, code, where, sentence, option)


def _unknown_roles(graph: Graph, known_roles: Collection[str]) -> Iterator[Problem]:
    for role in graph.roles:
        if role != EVERYONE and role not in known_roles:
            yield _error("unknown-role", WHOLE, f"There is no staff group or job role with the key “{role}”.")


def _duplicate_ids(graph: Graph) -> Iterator[Problem]:
    for place_id, count in Counter(place.id for place in (*graph.steps, *graph.endings)).items():
        if count > 1:
            yield _error(
                "duplicate-id", place_id, f"{count} steps or endings have the id “{place_id}”; give each its own."
            )
    for step in graph.steps:
        for option_id, count in Counter(option.id for option in step.options).items():
            if count > 1:
                sentence = f"{count} options have the id “{option_id}”; give each its own."
                yield _error("duplicate-id", step.id, sentence, option_id)


def _unknown_start(graph: Graph) -> Iterator[Problem]:
    if isinstance(graph.places.get(graph.start), Step):
        return
    if not graph.start:
        yield _error("unknown-start", WHOLE, "It is not said at which step the scenario starts.")
    elif graph.start in graph.places:
        yield _error(
            "unknown-start", WHOLE, f"The scenario starts at “{graph.start}”, which is an ending and not a step."
        )
    else:
        yield _error(
            "unknown-start", WHOLE, f"The scenario starts at “{graph.start}”, and there is no step with that id."
        )


def _missing_targets(graph: Graph) -> Iterator[Problem]:
    for step in graph.steps:
        for option in step.options:
            if not option.to:
                sentence = f"It is not said where the option “{option.id}” leads."
                yield _error("missing-target", step.id, sentence, option.id)
            elif option.to not in graph.places:
                sentence = f"The option “{option.id}” leads to “{option.to}”, and no step or ending has that id."
                yield _error("missing-target", step.id, sentence, option.id)


def _too_few_options(graph: Graph) -> Iterator[Problem]:
    for step in graph.steps:
        if len(step.options) < 2:
            found = "one option" if step.options else "no options"
            yield _error("too-few-options", step.id, f"This step has {found}; a decision needs at least two.")


def endings_with_options(graph: Graph) -> Iterator[Problem]:
    for ending in graph.endings:
        if ending.options:
            sentence = "This ending has options; take them away, or make it a step."
            yield _error("ending-with-options", ending.id, sentence)


def _no_ending(graph: Graph) -> Iterator[Problem]:
    if not graph.endings:
        yield _error("no-ending", WHOLE, "The scenario has no ending.")
    elif _starts(graph) and graph.start not in _able_to_end(graph):
        yield _error("no-ending", WHOLE, "No ending can be reached from the start.")


def _traps(graph: Graph) -> Iterator[Problem]:
    if not graph.endings:
        return
    able = _able_to_end(graph)
    for step in _one_of_each(graph):
        if step.id not in able:
            yield _error("trap", step.id, "No ending can be reached from this step.")


def _no_passing_path(graph: Graph, found: Exploration) -> Iterator[Problem]:
    """Silent while something plainer is wrong: a missing start, target or ending."""
    if not _starts(graph) or not found.endings or _leads_astray(graph, found.steps):
        return
    if found.best_score is None or found.best_score * 100 < graph.pass_mark:
        sentence = f"No way was found that reaches the pass mark of {graph.pass_mark}% without a critical option."
        yield _error("no-passing-path", WHOLE, sentence)


def _no_feedback(graph: Graph) -> Iterator[Problem]:
    for step in graph.steps:
        for option in step.options:
            if not option.feedback.strip():
                yield _warning("no-feedback", step.id, f"The option “{option.id}” has no feedback.", option.id)


def _unreachable(graph: Graph, found: Exploration) -> Iterator[Problem]:
    for place_id in found.unreachable if _starts(graph) else ():
        kind = "step" if isinstance(graph.places[place_id], Step) else "ending"
        yield _warning("unreachable", place_id, f"Nothing that can be chosen from the start leads to this {kind}.")


def _self_loops(graph: Graph) -> Iterator[Problem]:
    for step in graph.steps:
        for option in step.options:
            if option.to == step.id:
                sentence = f"The option “{option.id}” leads back to its own step."
                yield _warning("self-loop", step.id, sentence, option.id)


def _recommended_ends_badly(graph: Graph) -> Iterator[Problem]:
    """Only along the recommended path: after a mistake the right choice may well come too late for a good ending."""
    path = reachable(graph, lambda step, option: option.verdict is Verdict.RECOMMENDED)
    for step in _one_of_each(graph):
        for option in onward(graph, step.id) if step.id in path else ():
            ending = graph.places[option.to]
            if option.verdict is Verdict.RECOMMENDED and isinstance(ending, Ending) and ending.outcome is Outcome.POOR:
                sentence = f"The recommended option “{option.id}” leads to “{ending.id}”, which ends badly."
                yield _warning("recommended-ends-badly", step.id, sentence, option.id)


def _long_path(found: Exploration) -> Iterator[Problem]:
    if found.longest is not None and found.longest > MOST_DECISIONS:
        sentence = f"The longest way through has {found.longest} decisions; more than {MOST_DECISIONS} is a lot to ask."
        yield _warning("long-path", WHOLE, sentence)


def _longest_is_right(graph: Graph) -> Iterator[Problem]:
    """Readers soon learn to pick the longest; steps that leave no choice between right and not are left out."""
    found = [_longest_is_recommended(step) for step in graph.steps if len(set(map(_is_recommended, step.options))) == 2]
    if sum(found) * 2 > len(found):
        sentence = f"The recommended option is the longest in {sum(found)} of {len(found)} steps, which gives it away."
        yield _warning("longest-is-right", WHOLE, sentence)


def _is_recommended(option: Option) -> bool:
    return option.verdict is Verdict.RECOMMENDED


def _longest_is_recommended(step: Step) -> bool:
    longest = max(len(option.text) for option in step.options)
    return all(_is_recommended(option) for option in step.options if len(option.text) == longest)


def _starts(graph: Graph) -> bool:
    return isinstance(graph.places.get(graph.start), Step)


def _one_of_each(graph: Graph) -> Iterator[Step]:
    """The steps that count, so that two with one id are not complained of twice."""
    return (place for place in graph.places.values() if isinstance(place, Step))


def _leads_astray(graph: Graph, place_ids: Collection[str]) -> bool:
    """Whether an option of these places has no target, so that nobody can know yet where it would lead."""
    places = (graph.places[place_id] for place_id in place_ids)
    return any(option.to not in graph.places for place in places if isinstance(place, Step) for option in place.options)


def _able_to_end(graph: Graph) -> set[str]:
    """The places from which an ending, or an option that still wants its target, can be reached."""
    before: dict[str, list[str]] = {place_id: [] for place_id in graph.places}
    waiting = [place_id for place_id, place in graph.places.items() if isinstance(place, Ending)]
    for step in _one_of_each(graph):
        if _leads_astray(graph, [step.id]):
            waiting.append(step.id)
        for option in onward(graph, step.id):
            before[option.to].append(step.id)
    able = set()
    while waiting:
        place_id = waiting.pop()
        if place_id not in able:
            able.add(place_id)
            waiting.extend(before[place_id])
    return able
