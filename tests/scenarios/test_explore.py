"""What exploring a scenario finds, before anybody plays it."""

import json
from fractions import Fraction

import pytest
from hypothesis import given

from scenarios import explore as explorer
from scenarios.engine import Ending, walk
from scenarios.explore import MOST_WAYS_COUNTED, explore
from tests.scenarios.builders import (
    broken_graphs,
    make_ending,
    make_graph,
    make_option,
    make_step,
    playable_graphs,
    right,
    straight_line,
    wrong,
)


def every_straight_way(graph):
    """All choices that lead to an ending and meet no step twice, found the slow way."""
    ways, waiting = [], [[]]
    while waiting:
        choices = waiting.pop()
        at = walk(graph, choices).at
        if isinstance(at, Ending):
            ways.append(choices)
            continue
        behind = {step_id for step_id, _ in choices} | {at.id}
        waiting += [[*choices, (at.id, option.id)] for option in at.options if option.to not in behind]
    return ways


def test_what_can_be_reached_and_what_cannot():
    forgotten = make_step("forgotten", right("lost"), wrong("end"))
    graph = make_graph(
        make_step("s1", right("end"), wrong("end")), forgotten, endings=(make_ending(), make_ending("lost"))
    )

    found = explore(graph)

    assert (found.steps, found.endings, found.unreachable) == (("s1",), ("end",), ("forgotten", "lost"))


def test_ways_are_counted_choice_by_choice():
    early = make_step("s1", right("s2"), wrong("end"))
    graph = make_graph(early, make_step("s2", right("end"), wrong("end"), make_option("other", "end")))

    found = explore(graph)

    assert (found.ways, found.shortest, found.longest) == (4, 1, 2)


def test_a_loop_is_gone_round_once():
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), make_step("s2", right("end"), wrong("s1")))

    found = explore(graph)

    assert (found.ways, found.shortest, found.longest, found.complete) == (2, 2, 2, True)


def test_a_trap_is_no_way():
    trap = make_step("trap", right("trap"), wrong("trap"))
    graph = make_graph(make_step("s1", right("end"), wrong("trap")), trap)

    found = explore(graph)

    assert (found.ways, found.longest) == (1, 1)


def test_nothing_is_found_from_a_start_that_does_not_exist():
    found = explore(make_graph(make_step("s1", right("end"), wrong("end")), start="nowhere"))

    assert (found.steps, found.ways, found.shortest, found.longest, found.best_score) == ((), 0, None, None, None)


def test_the_best_score_leaves_critical_options_out():
    forbidden = make_step("s1", make_option("post", "s2", points=3, critical=True), make_option("ask", "s2", points=1))
    graph = make_graph(forbidden, make_step("s2", right("end", points=3), wrong("end")))

    assert explore(graph).best_score == Fraction(4, 6)


def test_the_best_share_may_be_on_the_shorter_way_with_fewer_points():
    fork = make_step(
        "s1",
        make_option("long", "s2", 1),
        make_option("short", "end", 1),
        make_option("never", "end", 2, critical=True),
    )
    costly = make_step("s2", make_option("some", "end", 4), make_option("never", "end", 20, critical=True))

    found = explore(make_graph(fork, costly))

    assert found.best_score == Fraction(1, 2)


def test_without_a_way_free_of_critical_options_there_is_no_best_score():
    graph = make_graph(make_step("s1", make_option("a", "end", critical=True), make_option("b", "end", critical=True)))

    assert explore(graph).best_score is None


def test_counting_stops_at_a_million_ways():
    assert explore(straight_line(40)).ways == MOST_WAYS_COUNTED


def test_a_tangle_of_loops_is_explored_in_part_and_says_so(monkeypatch):
    monkeypatch.setattr(explorer, "MOST_STANDINGS", 50)
    ids = [f"s{number}" for number in range(8)]
    tangle = [
        make_step(here, *(make_option(to, to) for to in ids), right(further), wrong("end"))
        for here, further in zip(ids, [*ids[1:], "end"], strict=True)
    ]

    found = explore(make_graph(*tangle))

    assert (found.complete, found.shortest) == (False, 1)
    assert found.best_score == Fraction(1)  # though the way that has it is longer than what was explored


def test_ways_that_part_and_meet_again_are_explored_in_full():
    forks = []
    for number in range(20):
        near, far, then = f"near{number}", f"far{number}", f"fork{number + 1}" if number < 19 else "end"
        forks.append(make_step(f"fork{number}", right(near), wrong(far)))
        forks += [make_step(near, right(then), wrong(then)), make_step(far, right(then), wrong(then))]

    found = explore(make_graph(*forks))

    assert (found.complete, found.longest) == (True, 40)


def test_five_hundred_steps_with_a_way_back_to_the_start_from_each_are_explored():
    ids = [f"s{number}" for number in range(500)]
    line = [make_step(here, right(to), wrong("s0")) for here, to in zip(ids, [*ids[1:], "end"], strict=True)]

    found = explore(make_graph(*line))

    assert (found.ways, found.longest, found.complete) == (1, 500, True)


def test_ten_thousand_steps_do_not_exhaust_anything():
    assert explore(straight_line(10_000)).longest == 10_000


def test_what_was_found_can_be_kept_as_json():
    third = make_step("s1", make_option("a", "end", 1), make_option("b", "end", 3, critical=True))

    kept = json.loads(json.dumps(explore(make_graph(third)).as_dict()))

    assert kept == {
        "steps": ["s1"],
        "endings": ["end"],
        "unreachable": [],
        "ways": 2,
        "shortest": 1,
        "longest": 1,
        "best_score": "1/3",
        "complete": True,
    }


@given(playable_graphs())
def test_exploring_agrees_with_playing_every_straight_way(graph):
    ways = every_straight_way(graph)
    scores = [done.score for done in (walk(graph, choices) for choices in ways) if not done.critical]

    found = explore(graph)

    assert found.complete
    assert (found.ways, found.shortest, found.longest) == (len(ways), min(map(len, ways)), max(map(len, ways)))
    assert found.best_score == max(scores, default=None)


@given(broken_graphs())
def test_anything_that_can_be_typed_can_be_explored(graph):
    found = explore(graph)

    assert json.loads(json.dumps(found.as_dict())) == found.as_dict()


@pytest.mark.parametrize("graph", [make_graph(start="", endings=()), make_graph(start="end")])
def test_a_scenario_without_steps_has_nothing_to_decide(graph):
    assert not explore(graph).longest
