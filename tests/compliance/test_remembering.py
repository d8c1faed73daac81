"""Timelines that are kept say at every moment what fresh ones say, whatever has happened."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compliance.histories import FIRST, acts, completes, gets_a_duty, happen, has_learned_elsewhere, make_scene
from tests.factories import make_member, moment
from trainingsite.compliance import remembering
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Timelines
from trainingsite.compliance.remembering import check_kept, remembered_matrix, up_to_date
from trainingsite.people.staffing import note_leave

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 1)
DAYS = [TODAY + dt.timedelta(days=number) for number in (-120, -25, 0, 30, 300)]


def plainly(matrix):
    """A matrix as values that compare cell for cell."""
    rows = [(row.person.pk, row.job_role, row.manager, row.cells) for row in matrix.rows]
    return [demand.newest.pk for demand in matrix.demands], rows, matrix.on


def fresh(scene):
    return [plainly(training_matrix(practice, day)) for practice in (scene.ours, scene.theirs) for day in DAYS]


def remembered(scene):
    return [plainly(remembered_matrix(practice, day, TODAY)) for practice in (scene.ours, scene.theirs) for day in DAYS]


@given(history=st.lists(acts, min_size=1, max_size=7))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_what_is_kept_says_what_fresh_timelines_say(history):
    with transaction.atomic():
        scene = make_scene()
        remembered(scene)
        for number, act in enumerate(history):
            happen(scene, number, act)
            if number % 2 or number == len(history) - 1:
                assert remembered(scene) == fresh(scene)
        transaction.set_rollback(True)


def test_only_who_was_told_of_is_worked_out_anew(monkeypatch):
    scene = make_scene()
    up_to_date(scene.ours, TODAY)
    asked, facts_within = [], remembering.facts_within
    monkeypatch.setattr(
        remembering, "facts_within", lambda *a, **more: asked.append(more.get("people")) or facts_within(*a, **more)
    )

    happen(scene, 1, (completes, "Ann"))
    happen(scene, 2, (has_learned_elsewhere, "Zoe", FIRST))  # she works next door only
    up_to_date(scene.ours, TODAY)

    assert asked == [[scene.person("Ann")]]


def test_nothing_is_worked_out_when_nothing_has_happened(monkeypatch, django_assert_num_queries):
    scene = make_scene()
    up_to_date(scene.ours, TODAY)
    monkeypatch.setattr(remembering, "facts_within", None)

    with django_assert_num_queries(3):
        up_to_date(scene.ours, TODAY)


def test_a_leaver_who_began_next_door_is_still_told_of():
    scene = make_scene()
    remembered(scene)
    with transaction.atomic():
        happen(scene, 1, (gets_a_duty, "Tom", FIRST))
        note_leave(
            person=scene.person("Zoe"), practice=scene.theirs, started_on=FIRST, ended_on=None, at=moment(2026, 3, 9)
        )

    assert remembered(scene) == fresh(scene)


def test_other_rules_are_applied_at_once(monkeypatch):
    scene = make_scene()
    up_to_date(scene.ours, TODAY)
    make_member("Una Ray", practice=scene.ours)  # no event tells of her: only working it all out anew finds her
    assert len(remembered_matrix(scene.ours, TODAY, TODAY).rows) == 2

    monkeypatch.setattr(remembering, "rules_applied", lambda: "other rules")

    assert len(remembered_matrix(scene.ours, TODAY, TODAY).rows) == 3


def test_a_day_beyond_what_is_kept_is_worked_out_fresh():
    scene, far = make_scene(), TODAY + dt.timedelta(days=3000)

    assert plainly(remembered_matrix(scene.ours, far, TODAY)) == plainly(training_matrix(scene.ours, far))
    assert not Timelines.objects.exists()


def test_what_is_kept_grows_older_and_is_worked_out_anew():
    scene = make_scene()
    before = up_to_date(scene.ours, TODAY).period

    later = up_to_date(scene.ours, TODAY + dt.timedelta(days=90)).period

    assert (later.first - before.first).days == 90


def test_the_nightly_check_finds_nothing_where_nothing_is_wrong():
    scene = make_scene()
    up_to_date(scene.ours, TODAY)

    assert check_kept(scene.ours, TODAY) == 0


def test_the_nightly_check_counts_what_differs_and_puts_it_right():
    scene = make_scene()
    up_to_date(scene.ours, TODAY)
    make_member("Una Ray", practice=scene.ours)  # behind the back of the record

    assert check_kept(scene.ours, TODAY) == 3
    assert remembered(scene) == fresh(scene)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_remembered_matrix_takes_as_many_queries_for_any_number_of_people(number, django_assert_num_queries):
    scene = make_scene()
    for each in range(number):
        make_member(f"Una Ray{each}", practice=scene.ours)
    up_to_date(scene.ours, TODAY)

    with django_assert_num_queries(7):
        remembered_matrix(scene.ours, TODAY, TODAY)
