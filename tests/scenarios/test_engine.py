"""What a person's choices come to: where they lead, what they are worth, what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.engine import (
    BACK,
    AlreadyFinished,
    Ending,
    LeadsNowhere,
    NotAnOption,
    NothingBefore,
    Outcome,
    OutOfOrder,
    Verdict,
    debrief,
    walk,
)
from tests.scenarios.builders import (
    make_ending,
    make_graph,
    make_option,
    make_step,
    playable_graphs,
    right,
    sound_graphs,
    straight_line,
    wrong,
)

TWO_STEPS = straight_line(2)


def play(graph, *option_ids):
    """Make these choices one after the other, wherever they lead; the choices as they are stored."""
    choices = []
    for option_id in option_ids:
        choices.append((walk(graph, choices).at.id, option_id))
    return choices


@st.composite
def plays(draw, going_back=True):
    """A scenario and up to a dozen choices in it, some of them to go back."""
    graph = draw(playable_graphs())
    choices = []
    for _ in range(draw(st.integers(0, 12))):
        at = walk(graph, choices).at
        if isinstance(at, Ending):
            break
        can_go_back = going_back and bool(_ahead(choices))
        choices.append((at.id, draw(st.sampled_from([option.id for option in at.options] + [BACK] * can_go_back))))
    return graph, choices


def _ahead(choices):
    back = sum(option_id == BACK for _, option_id in choices)
    return len(choices) - 2 * back


def test_verdicts_and_outcomes_have_a_word_and_an_icon():
    shown = [(member.value, member.label, member.icon) for member in (*Verdict, *Outcome)]

    assert shown == [
        ("recommended", "Recommended", "tick"),
        ("acceptable", "Acceptable", "circle"),
        ("risky", "Risky", "warning"),
        ("breach", "Breach", "cross"),
        ("good", "Ends well", "tick"),
        ("mixed", "Ends well for some", "circle"),
        ("poor", "Ends badly", "cross"),
    ]


def test_a_new_attempt_stands_at_the_start():
    begun = walk(TWO_STEPS, [])

    assert (begun.at, begun.finished, begun.passed, begun.decisions) == (TWO_STEPS.steps[0], False, False, ())


def test_choices_lead_from_step_to_step_and_to_an_ending():
    graph = TWO_STEPS

    assert walk(graph, [("s1", "right")]).at == graph.steps[1]
    assert walk(graph, [("s1", "right"), ("s2", "wrong")]).at == graph.endings[0]


def test_an_attempt_resumes_where_it_was_left():
    stored = [["s1", "wrong"], ["s2", BACK]]  # as JSON gives them back

    assert walk(TWO_STEPS, stored).at == TWO_STEPS.steps[0]


def test_recommended_everywhere_passes_with_all_the_points():
    done = walk(TWO_STEPS, play(TWO_STEPS, "right", "right"))

    assert (done.points, done.best_points, done.score, done.passed) == (4, 4, Fraction(1), True)


def test_an_unfinished_attempt_is_not_passed_whatever_its_score():
    begun = walk(TWO_STEPS, play(TWO_STEPS, "right"))

    assert (begun.score, begun.passed) == (Fraction(1), False)


@pytest.mark.parametrize(("pass_mark", "passed"), [(66, True), (67, False)])
def test_two_thirds_are_compared_exactly(pass_mark, passed):
    graph = straight_line(3, pass_mark=pass_mark)

    done = walk(graph, play(graph, "right", "right", "wrong"))

    assert (done.score, done.passed) == (Fraction(2, 3), passed)


@pytest.mark.parametrize(("pass_mark", "passed"), [(80, True), (81, False)])
def test_the_pass_mark_itself_is_enough(pass_mark, passed):
    graph = straight_line(5, pass_mark=pass_mark)

    done = walk(graph, play(graph, "wrong", "right", "right", "right", "right"))

    assert (done.score, done.passed) == (Fraction(4, 5), passed)


def test_a_critical_option_fails_however_good_the_rest():
    posts_a_name = make_step("s1", right("s2"), wrong("s2", points=2, critical=True))
    graph = make_graph(posts_a_name, make_step("s2", right("end"), wrong("end")))

    done = walk(graph, play(graph, "wrong", "right"))

    assert (done.score, done.critical, done.passed) == (Fraction(1), True, False)


def test_going_back_does_not_take_a_critical_option_back():
    posts_a_name = make_step("s1", right("end"), wrong("s2", critical=True))
    graph = make_graph(posts_a_name, make_step("s2", right("end"), wrong("end")))

    done = walk(graph, play(graph, "wrong", BACK, "right"))

    assert (done.at.id, done.critical, done.passed) == ("end", True, False)


def test_a_critical_option_tried_out_after_going_back_is_critical_all_the_same():
    posts_a_name = make_step("s1", right("s2"), wrong("end", critical=True))
    graph = make_graph(posts_a_name, make_step("s2", right("end"), wrong("end")))

    done = walk(graph, play(graph, "right", BACK, "wrong"))

    assert (done.score, done.critical, done.passed) == (Fraction(1), True, False)


def test_an_early_mistake_is_never_made_good_by_going_back():
    done = walk(TWO_STEPS, play(TWO_STEPS, "wrong", BACK, "right", "right"))

    assert [decision.option.id for decision in done.decisions] == ["wrong", "right"]
    assert done.score == Fraction(1, 2)


def test_a_right_choice_gone_back_from_is_not_lost():
    done = walk(TWO_STEPS, play(TWO_STEPS, "right", BACK, "wrong", "right"))

    assert done.score == Fraction(1)


def test_points_are_not_collected_in_a_branch_one_leaves_again():
    side = make_step("side", right("on"), wrong("on"))
    on = make_step("on", right("end"), wrong("end"))
    graph = make_graph(make_step("s1", right("on"), make_option("look", "side")), side, on)

    done = walk(graph, play(graph, "look", "right", BACK, BACK, "right", "right"))

    assert [decision.step.id for decision in done.counted] == ["s1", "on"]
    assert done.score == Fraction(1, 2)


def test_a_mistake_in_a_branch_one_leaves_again_stays():
    side = make_step("side", right("on"), wrong("on"))
    on = make_step("on", right("end"), wrong("end"))
    graph = make_graph(make_step("s1", right("on"), make_option("look", "side")), side, on)

    done = walk(graph, play(graph, "look", "wrong", BACK, BACK, "right", "right"))

    assert [decision.step.id for decision in done.counted] == ["s1", "side", "on"]
    assert done.score == Fraction(1, 3)


def test_a_decision_met_again_on_a_loop_counts_once():
    asks_again = make_step("s1", right("end"), wrong("s1"))
    graph = make_graph(asks_again)

    done = walk(graph, play(graph, "wrong", "wrong", "right"))

    assert (done.finished, done.points, done.best_points) == (True, 0, 2)


def test_negative_points_cost_what_others_earned():
    costly = make_step("s2", right("end"), wrong("end", points=-1))
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), costly)

    assert walk(graph, play(graph, "right", "wrong")).score == Fraction(1, 4)


def test_a_score_does_not_fall_below_nothing():
    graph = make_graph(make_step("s1", right("end"), wrong("end", points=-5)))

    assert walk(graph, play(graph, "wrong")).score == Fraction(0)


@pytest.mark.parametrize(
    ("points_of_the_rest", "score"),
    [
        (0, Fraction(1)),  # nothing could be gained, and nothing was lost
        (-1, Fraction(0)),  # nothing could be gained, and something was lost
    ],
)
def test_where_nothing_can_be_gained(points_of_the_rest, score):
    graph = make_graph(make_step("s1", right("end", points=0), wrong("end", points=points_of_the_rest)))

    assert walk(graph, play(graph, "wrong")).score == score


def test_the_least_bad_of_several_losses_is_all_that_could_be_done():
    bad_day = make_step("s1", right("s2", points=-1), wrong("s2", points=-3))
    graph = make_graph(bad_day, make_step("s2", right("end", points=4), wrong("end")))

    assert walk(graph, play(graph, "right", "right")).score == Fraction(1)
    assert walk(graph, play(graph, "wrong", "right")).score == Fraction(1, 2)


def test_the_recommended_option_is_worth_the_best_points_whatever_was_typed():
    graph = make_graph(make_step("s1", right("end", points=1), wrong("end", points=3)))

    assert walk(graph, play(graph, "right")).score == Fraction(1)


def test_an_option_of_another_step_is_refused():
    later = make_step("s2", make_option("late", "end"), right("end"))
    graph = make_graph(make_step("s1", right("s2"), wrong("s2")), later)

    with pytest.raises(NotAnOption, match="not one of the choices at this step"):
        walk(graph, [("s1", "late")])


@pytest.mark.parametrize("forged", ["s2", "end", "nowhere", ""])
def test_a_step_one_is_not_at_is_refused(forged):
    with pytest.raises(OutOfOrder, match="You have moved on"):
        walk(TWO_STEPS, [(forged, "right")])


def test_the_same_form_sent_twice_is_refused():
    with pytest.raises(OutOfOrder):
        walk(TWO_STEPS, [("s1", "right"), ("s1", "right")])


@pytest.mark.parametrize("choice", [("s2", "right"), ("end", "right"), ("end", BACK)])
def test_nothing_more_is_chosen_in_a_finished_attempt(choice):
    with pytest.raises(AlreadyFinished, match="You can start a new one"):
        walk(TWO_STEPS, [*play(TWO_STEPS, "right", "right"), choice])


def test_there_is_nothing_before_the_first_step():
    with pytest.raises(NothingBefore, match="nothing to go back to"):
        walk(TWO_STEPS, play(TWO_STEPS, "right", BACK, BACK))


def test_a_preview_of_an_unfinished_scenario_says_where_it_breaks_off():
    graph = make_graph(make_step("s1", right("not-written-yet"), wrong("end")))

    with pytest.raises(LeadsNowhere, match="does not lead anywhere yet"):
        walk(graph, [("s1", "right")])


def test_a_preview_of_a_scenario_without_a_start_says_so():
    with pytest.raises(LeadsNowhere):
        walk(make_graph(start="not-written-yet"), [])


def test_the_debrief_shows_the_path_taken_and_the_road_not_taken():
    graph = TWO_STEPS

    first, second = debrief(graph, play(graph, "wrong", "right"))

    assert (first.chosen.id, [option.id for option in first.road_not_taken]) == ("wrong", ["right"])
    assert (second.chosen.id, second.road_not_taken) == ("right", ())


def test_the_debrief_shows_choices_gone_back_from_and_which_of_them_count():
    entries = debrief(TWO_STEPS, play(TWO_STEPS, "wrong", BACK, "right", "right"))

    assert [(entry.step.id, entry.chosen.id, entry.counts, entry.taken_back) for entry in entries] == [
        ("s1", "wrong", True, True),
        ("s1", "right", False, False),
        ("s2", "right", True, False),
    ]


def test_where_nothing_is_called_recommended_the_best_points_are():
    unnamed = make_step("s1", make_option("a", "end", 1), make_option("b", "end", 2), make_option("c", "end", 0))

    (entry,) = debrief(make_graph(unnamed), [("s1", "c")])

    assert [option.id for option in entry.recommended] == ["b"]


def test_of_two_recommended_options_either_will_do():
    two_ways = make_step("s1", right("end"), make_option("also", "end", 2, Verdict.RECOMMENDED))

    (entry,) = debrief(make_graph(two_ways), [("s1", "also")])

    assert entry.road_not_taken == ()


def test_two_places_with_one_id_do_not_confuse_a_walk():
    graph = make_graph(make_step("s1", right("end"), wrong("end")), make_step("s1", right("s1"), wrong("s1")))

    assert walk(graph, [("s1", "right")]).at == make_ending()


@given(sound_graphs())
def test_recommended_everywhere_is_all_the_points_on_any_scenario(graph):
    choices = []
    while not (here := walk(graph, choices)).finished:
        choices.append((here.at.id, "right"))

    assert here.score == Fraction(1)


@given(plays())
def test_a_score_is_a_share(played):
    score = walk(*played).score

    assert isinstance(score, Fraction)
    assert Fraction(0) <= score <= Fraction(1)


@given(plays())
def test_going_back_never_raises_the_score(played):
    graph, choices = played
    scores = {}
    for length in range(len(choices) + 1):
        here = walk(graph, choices[:length])
        standing = tuple((decision.step.id, decision.option.id) for decision in here.made if not decision.taken_back)
        assert here.score <= scores.setdefault((here.at.id, standing), here.score)
        if length and choices[length - 1][1] == BACK:
            assert here.score <= walk(graph, choices[: length - 1]).score


@given(plays())
def test_a_mistake_is_never_made_good(played):
    graph, choices = played
    mistaken = False
    for length in range(len(choices) + 1):
        here = walk(graph, choices[:length])
        mistaken = mistaken or any(decision.lost for decision in here.decisions)
        assert (here.score == 1) is not mistaken


@given(plays(going_back=False))
def test_without_going_back_every_decision_counts(played):
    done = walk(*played)

    assert done.counted == done.decisions
