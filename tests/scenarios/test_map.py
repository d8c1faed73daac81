"""The map of a scenario: where its boxes and arrows go, what stands on them, and what an author's form becomes."""

import time
from itertools import combinations

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.layout import lay_out
from scenarios.map import draw, map_of
from scenarios.models import Attempt
from scenarios.sketch import problems_of, sketch_of_page
from tests.factories import make_scenario, make_shelf
from tests.scenarios.authors import evening, form_of, option, sign_in_author, step
from trainingsite.audit.models import AuditEvent

NAMES = st.sampled_from("abcdefgh")


def layout_of(*arrows, boxes="abcdefgh"):
    return lay_out(dict.fromkeys(boxes, (100, 50)), arrows)


def kinds(layout):
    return [way.kind for way in layout.ways]


def test_what_comes_after_stands_below():
    layout = layout_of(("a", "b"), ("b", "c"), ("a", "c"), boxes="abc")

    a, b, c = (layout.corners[name][1] for name in "abc")
    assert (a < b < c, kinds(layout)) == (True, ["onward"] * 3)


def test_an_arrow_back_runs_round_the_right_hand_side():
    layout = layout_of(("a", "b"), ("b", "a"), boxes="ab")

    back = layout.ways[1]
    right = max(x + 100 for x, _ in layout.corners.values())
    assert (back.kind, max(x for x, _ in back.points) > right, back.points[-1][1]) == (
        "back",
        True,
        layout.corners["a"][1],
    )


def test_a_loop_leaves_its_box_and_comes_back_into_its_side():
    layout = layout_of(("a", "a"), ("a", "b"), boxes="ab")

    (x, y), loop = layout.corners["a"], layout.ways[0]
    assert (loop.kind, loop.points[-1]) == ("loop", (x + 100, y + 25))


def test_an_arrow_past_a_layer_goes_beside_the_boxes_there():
    layout = layout_of(("a", "b"), ("b", "c"), ("a", "c"), boxes="abc")

    x, y = layout.corners["b"]
    beside = [point for point in layout.ways[2].points if y <= point[1] <= y + 50]
    assert [x <= at <= x + 100 for at, _ in beside] == [False, False]


def test_two_arrows_between_the_same_boxes_are_two():
    layout = layout_of(("a", "b"), ("a", "b"), boxes="ab")

    assert layout.ways[0].points != layout.ways[1].points


@settings(max_examples=60)
@given(st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_no_two_boxes_ever_touch_and_everything_is_on_the_paper(arrows):
    layout = layout_of(*arrows)

    apart = [abs(x - u) >= 100 or abs(y - v) >= 50 for (x, y), (u, v) in combinations(layout.corners.values(), 2)]
    points = [point for way in layout.ways for point in way.points]
    assert (all(apart), len(layout.ways)) == (True, len(arrows))
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in points)


@pytest.mark.django_db
def test_a_sound_scenario_is_drawn_with_its_start_and_how_each_ending_turns_out():
    drawing = draw(sketch_of_page(make_scenario()), ())

    assert [(box.part.name, box.start, box.sign and box.sign.word) for box in drawing.boxes] == [
        ("evening", True, None), ("calm", False, "Ends well"), ("upset", False, "Ends badly"),
    ]  # fmt: skip
    assert [(arrow.sign.sign, arrow.sign.word) for arrow in drawing.arrows] == [("✓", "Recommended"), ("!", "Risky")]


@pytest.mark.django_db
def test_problems_are_marked_on_the_box_where_they_are():
    page = make_scenario()
    page.steps[0].value["options"][0]["to"] = "nowhere"
    sketch = sketch_of_page(page)

    drawing = draw(sketch, problems_of(sketch, ()))

    assert [(box.part.name, box.problems, box.errors) for box in drawing.boxes] == [
        ("evening", 1, True), ("calm", 1, False), ("upset", 0, False),
    ]  # fmt: skip


@pytest.fixture
def author(client):
    return sign_in_author(client)


def drawn(client, page, form):
    return client.post(reverse("map_of_scenario", args=[page.pk]), form)


@pytest.mark.django_db
def test_the_map_is_of_what_is_typed_now_and_keeps_nothing(client, author):
    page = make_scenario()
    before = page.revisions.count(), AuditEvent.objects.count(), Attempt.objects.count()

    shown = drawn(client, page, form_of(page, to="nowhere")).content.decode()

    assert ["“nowhere”, which is not here" in shown, "missing-target" in shown] == [True, True]
    assert (page.revisions.count(), AuditEvent.objects.count(), Attempt.objects.count()) == before


@pytest.mark.django_db
def test_a_half_typed_form_is_drawn_as_far_as_it_goes(client, author):
    page = make_scenario()
    half = step("", option("", "", text="", verdict="", points="two"), text="")

    answer = drawn(client, page, {**form_of(page, steps=[half]), "pass_mark": "x", "start": ""})

    assert (answer.status_code, "step 1" in answer.content.decode()) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [{}, {"steps-count": "1"}, {"steps-count": "many"}, {"steps-count": "-3"}])
def test_a_form_that_no_editor_sent_is_refused_in_a_sentence(client, author, form):
    answer = drawn(client, make_scenario(), form)

    assert (answer.status_code, "could not be drawn" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
def test_a_new_scenario_has_its_map_before_it_is_saved(client, author):
    page = make_scenario()

    answer = client.post(reverse("map_of_new_scenario", args=[make_shelf("Scenarios").pk]), form_of(page))

    assert answer.content.decode().count('class="map-box') == 3


@pytest.mark.django_db
def test_two_hundred_steps_are_told_in_words_and_not_drawn(client, author):
    page = make_scenario()
    steps = [evening(), *(step(f"s{n}", option("a", f"s{n + 1}"), option("b", "calm")) for n in range(1, 200))]
    begun = time.monotonic()

    shown = drawn(client, page, form_of(page, steps=steps)).content.decode()

    assert ["too large to draw" in shown, "<svg" in shown, ">s199</a>" in shown] == [True, False, True]
    assert time.monotonic() - begun < 20


@pytest.mark.django_db
def test_a_duplicated_step_is_drawn_twice_and_marked_twice():
    page = make_scenario()
    page.steps.append(("step", page.steps[0].value))

    shown = map_of(sketch_of_page(page), ())

    assert [box.part.name for box in shown["drawing"].boxes if box.errors] == ["evening", "evening"]
    assert [len(parts) for problem, parts, _ in shown["found"] if problem.code == "duplicate-id"] == [2]
