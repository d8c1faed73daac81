"""What stops a scenario from being published, and what its author is asked to look at again."""

from pathlib import Path

import pytest
from hypothesis import given

from scenarios.engine import Outcome, Verdict
from scenarios.problems import MOST_DECISIONS, Problem, Severity, problems
from scenarios.text import read_scenario
from tests.scenarios.builders import (
    broken_graphs,
    make_ending,
    make_graph,
    make_option,
    make_step,
    right,
    sound_graphs,
    straight_line,
    wrong,
)

BROKEN = Path(__file__).parent / "broken"
KNOWN = {"nursing", "receptionist"}
ERRORS = {
    "duplicate-id",
    "ending-with-options",
    "missing-target",
    "no-ending",
    "no-passing-path",
    "too-few-options",
    "trap",
    "unknown-role",
    "unknown-start",
}
WARNINGS = {
    "long-path",
    "longest-is-right",
    "no-feedback",
    "recommended-ends-badly",
    "self-loop",
    "unreachable",
}


def found_in(graph):
    return [(problem.code, problem.where) for problem in problems(graph, KNOWN)]


def test_a_sound_scenario_has_no_problems():
    assert problems(straight_line(3), KNOWN) == ()


def test_there_is_a_broken_example_for_every_code():
    assert {path.stem for path in BROKEN.glob("*.yaml")} == ERRORS | WARNINGS


@pytest.mark.parametrize("code", sorted(ERRORS | WARNINGS))
def test_each_broken_example_has_the_problem_it_is_named_after_and_no_other(code):
    graph = read_scenario((BROKEN / f"{code}.yaml").read_text())

    severity = Severity.ERROR if code in ERRORS else Severity.WARNING
    assert {(problem.code, problem.severity) for problem in problems(graph, KNOWN)} == {(code, severity)}


def test_a_target_that_does_not_exist_is_named():
    graph = make_graph(make_step("s1", right("end"), wrong("gone")))

    assert problems(graph, KNOWN) == (
        Problem(
            Severity.ERROR,
            "missing-target",
            "s1",
            "The option “wrong” leads to “gone”, and no step or ending has that id.",
        ),
    )


def test_an_option_without_a_target_is_not_called_a_trap_as_well():
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), make_step("s2", right(""), wrong("")))

    assert found_in(graph) == [("missing-target", "s2"), ("missing-target", "s2"), ("unreachable", "end")]


def test_nobody_is_told_that_it_cannot_be_passed_while_a_target_is_missing():
    graph = make_graph(make_step("s1", right(""), wrong("end")))

    assert found_in(graph) == [("missing-target", "s1")]


def test_a_trap_is_found_wherever_it_is():
    circle = [make_step("s2", right("s3"), wrong("s3")), make_step("s3", right("s2"), wrong("s2"))]
    graph = make_graph(make_step("s1", right("end"), wrong("s2")), *circle)

    assert found_in(graph) == [("trap", "s2"), ("trap", "s3")]


def test_a_loop_with_a_way_out_is_no_problem():
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), make_step("s2", right("end"), wrong("s1")))

    assert found_in(graph) == []


def test_a_scenario_that_only_goes_round_has_no_ending_to_reach():
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), make_step("s2", right("s1"), wrong("s1")))

    assert found_in(graph) == [("no-ending", "scenario"), ("trap", "s1"), ("trap", "s2"), ("unreachable", "end")]


def test_a_scenario_without_endings_is_told_so_once():
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), make_step("s2", right("s1"), wrong("s1")), endings=())

    assert found_in(graph) == [("no-ending", "scenario")]


def test_an_id_used_by_a_step_and_an_ending_is_used_twice():
    graph = make_graph(make_step("end", right("home"), wrong("home")), endings=(make_ending(), make_ending("home")))

    assert found_in(graph) == [("duplicate-id", "end")]


def test_options_of_different_steps_may_share_an_id():
    assert found_in(straight_line(2)) == []


def test_a_copied_option_has_an_id_used_twice():
    graph = make_graph(make_step("s1", right("end"), wrong("end"), wrong("end")))

    assert found_in(graph) == [("duplicate-id", "s1")]


@pytest.mark.parametrize("options", [(), (right("end"),)])
def test_a_decision_needs_two_options(options):
    later = make_step("s2", *options)
    graph = make_graph(make_step("s1", right("end"), wrong("end")), later)

    assert ("too-few-options", "s2") in found_in(graph)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("", "It is not said at which step the scenario starts."),
        ("end", "The scenario starts at “end”, which is an ending and not a step."),
        ("gone", "The scenario starts at “gone”, and there is no step with that id."),
    ],
)
def test_a_scenario_starts_at_one_of_its_steps(start, sentence):
    graph = make_graph(make_step("s1", right("end"), wrong("end")), start=start)

    assert problems(graph, KNOWN) == (Problem(Severity.ERROR, "unknown-start", "scenario", sentence),)


@pytest.mark.parametrize("role", ["everyone", "nursing", "receptionist"])
def test_a_scenario_may_be_for_everyone_a_staff_group_or_a_job_role(role):
    graph = make_graph(make_step("s1", right("end"), wrong("end")), roles=(role,))

    assert found_in(graph) == []


@pytest.mark.parametrize(("pass_mark", "expected"), [(50, []), (51, [("no-passing-path", "scenario")])])
def test_somebody_must_be_able_to_pass(pass_mark, expected):
    half = make_step("s1", make_option("a", "end", 1), make_option("b", "end", 2, critical=True))

    assert found_in(make_graph(half, pass_mark=pass_mark)) == expected


def test_a_scenario_that_can_only_be_played_by_doing_harm_cannot_be_passed():
    harm = make_step("s1", make_option("a", "end", 1, critical=True), make_option("b", "end", critical=True))

    assert found_in(make_graph(harm, pass_mark=0)) == [("no-passing-path", "scenario")]


def test_feedback_of_blanks_is_no_feedback():
    graph = make_graph(
        make_step("s1", right("end"), make_option("wrong", "end", feedback=" ", text="Say nothing at all."))
    )

    assert found_in(graph) == [("no-feedback", "s1")]


def test_a_right_choice_made_too_late_may_end_badly():
    late = make_step("s2", right("poor"), wrong("poor"))
    graph = make_graph(
        make_step("s1", right("end"), wrong("s2")), late, endings=(make_ending(), make_ending("poor", Outcome.POOR))
    )

    assert found_in(graph) == []


def test_the_recommended_path_is_followed_to_its_end():
    second = make_step("s2", right("poor"), wrong("end"))
    graph = make_graph(
        make_step("s1", right("s2"), wrong("end")), second, endings=(make_ending(), make_ending("poor", Outcome.POOR))
    )

    assert found_in(graph) == [("recommended-ends-badly", "s2")]


@pytest.mark.parametrize(
    ("decisions", "expected"), [(MOST_DECISIONS, []), (MOST_DECISIONS + 1, [("long-path", "scenario")])]
)
def test_twelve_decisions_are_enough(decisions, expected):
    assert found_in(straight_line(decisions)) == expected


@pytest.mark.parametrize(("steps_that_give_it_away", "expected"), [(1, []), (2, [("longest-is-right", "scenario")])])
def test_the_longest_option_is_not_the_right_one_in_most_steps(steps_that_give_it_away, expected):
    texts = ["Say so, kindly, and tell the manager."] * steps_that_give_it_away + ["Say so."] * 2
    steps = [
        make_step(f"s{n}", make_option("right", to, 2, Verdict.RECOMMENDED, text=text), wrong(to))
        for n, to, text in zip((1, 2, 3), ("s2", "s3", "end"), texts, strict=False)
    ]

    assert found_in(make_graph(*steps)) == expected


def test_two_options_of_one_length_give_nothing_away():
    same = make_step("s1", make_option("a", "end", 2, Verdict.RECOMMENDED), make_option("b", "end"))

    assert found_in(make_graph(same)) == []


@given(broken_graphs())
def test_whatever_is_typed_gets_an_answer(graph):
    for problem in problems(graph, KNOWN):
        expected = Severity.ERROR if problem.code in ERRORS else Severity.WARNING
        assert (problem.severity, problem.sentence.count("\n")) == (expected, 0)


@given(sound_graphs())
def test_a_sound_scenario_can_be_published(graph):
    assert [problem for problem in problems(graph, KNOWN) if problem.severity is Severity.ERROR] == []
