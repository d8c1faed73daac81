"""Small scenarios, built in a line or two."""

from dataclasses import replace

from hypothesis import strategies as st

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict


def make_option(option_id, to, points=0, verdict=Verdict.RISKY, critical=False, text="Say so.", feedback="Because."):
    return Option(option_id, text, to, points, verdict, critical, feedback, cites=("Our policy",))


def right(to, points=2):
    return make_option("right", to, points, Verdict.RECOMMENDED)


def wrong(to, points=0, critical=False):
    return make_option("wrong", to, points, critical=critical, text="Say nothing at all.")


def make_step(step_id, *options, post=None):
    return Step(step_id, "A patient asks at the desk.", post, options)


def make_ending(ending_id="end", outcome=Outcome.GOOD, options=()):
    return Ending(ending_id, "Home time", "Everyone goes home.", outcome, options)


def make_graph(*steps, endings=None, start=None, pass_mark=80, roles=("everyone",)):
    return Graph(
        id="at-the-desk",
        title="At the desk",
        summary="A morning at reception.",
        roles=roles,
        pass_mark=pass_mark,
        start=steps[0].id if start is None else start,
        steps=steps,
        endings=(make_ending(),) if endings is None else endings,
    )


def straight_line(decisions, pass_mark=80):
    """Right or wrong at each step, and on to the next either way."""
    ids = [f"s{number}" for number in range(1, decisions + 1)]
    onward = [*ids[1:], "end"]
    steps = (make_step(step_id, right(to), wrong(to)) for step_id, to in zip(ids, onward, strict=True))
    return make_graph(*steps, pass_mark=pass_mark)


PLACE_IDS = st.sampled_from(["s1", "s2", "s3", "s4", "e1", "e2"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)
AWKWARD = ("yes", "no", "12", "~", "null", "- a", "a: b", "# c", "*x", "&y", "two\n\nparts")
WORDS = st.one_of(TEXTS, st.sampled_from(AWKWARD))
POINTS = st.integers(-2, 3)


def options(ids, targets):
    return st.builds(
        Option,
        id=ids,
        text=WORDS,
        to=targets,
        points=POINTS,
        verdict=st.sampled_from(Verdict),
        critical=st.booleans(),
        feedback=st.one_of(st.just(""), WORDS),
        cites=st.lists(WORDS, max_size=2).map(tuple),
    )


POSTS = st.builds(
    Post,
    name=WORDS,
    text=WORDS,
    handle=st.one_of(st.just(""), WORDS),
    picture=st.one_of(st.just(""), WORDS),
    reactions=st.one_of(st.just(""), WORDS),
    replies=st.lists(st.builds(Reply, name=WORDS, text=WORDS), max_size=2).map(tuple),
)


def broken_graphs():
    """Anything that can be typed: ids twice, targets that are none, loops, traps, ends that go on."""
    some_options = st.lists(options(st.sampled_from("abc"), st.one_of(PLACE_IDS, st.just(""))), max_size=4).map(tuple)
    steps = st.builds(Step, id=PLACE_IDS, text=WORDS, post=st.none() | POSTS, options=some_options)
    endings = st.builds(
        Ending, id=PLACE_IDS, title=WORDS, text=WORDS, outcome=st.sampled_from(Outcome), options=some_options
    )
    return st.builds(
        Graph,
        id=st.just("typed"),
        title=WORDS,
        summary=WORDS,
        roles=st.lists(st.sampled_from(["everyone", "nursing", "wizard"]), max_size=3).map(tuple),
        pass_mark=st.integers(0, 100),
        start=st.one_of(PLACE_IDS, st.just("")),
        steps=st.lists(steps, max_size=6).map(tuple),
        endings=st.lists(endings, max_size=3).map(tuple),
    )


@st.composite
def playable_graphs(draw, way_out=None):
    """Two to five steps with loops and shortcuts; from each the first option always leads further on."""
    ids = [f"s{number}" for number in range(1, draw(st.integers(2, 5)) + 1)]
    anywhere = st.sampled_from([*ids, "good", "poor"])
    steps = []
    for number, step_id in enumerate(ids):
        further = st.sampled_from([*ids[number + 1 :], "good"])
        first = draw(way_out(further) if way_out else options(st.just("a"), further))
        others = draw(st.lists(options(st.just("b"), anywhere), min_size=1, max_size=3))
        named = (replace(other, id=f"b{position}") for position, other in enumerate(others))
        steps.append(make_step(step_id, first, *named))
    return make_graph(*steps, endings=(make_ending("good"), make_ending("poor", Outcome.POOR)))


def sound_graphs():
    """Playable ones in which the first option is the recommended one."""
    return playable_graphs(way_out=lambda further: st.builds(right, further, POINTS))
