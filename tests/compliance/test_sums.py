"""Sums kept with timelines say on every day what the matrix of that day adds up to."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compliance.histories import acts, completes, happen, joins, make_scene
from tests.factories import make_member, make_practice
from trainingsite.compliance.adding_up import Sums, united
from trainingsite.compliance.matrix import MET, training_matrix
from trainingsite.compliance.rules import Status
from trainingsite.compliance.sums import all_together, heads, lapsing, people_of_many, sums_of, sums_of_many

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 1)
DAYS = [TODAY + dt.timedelta(days=number) for number in (-400, -120, -25, 0, 30, 300)]


def counted(matrix):
    """The cells of a matrix added up by programme, one by one."""
    cells = defaultdict(list)
    for row in matrix.rows:
        for demand, cell in zip(matrix.demands, row.cells, strict=True):
            cells[demand.newest.programme_id].append(cell.status)
    return {programme: sums_in_cells(statuses) for programme, statuses in cells.items()}


def sums_in_cells(statuses):
    taken_away = [statuses.count(each) for each in (Status.NOT_REQUIRED, Status.ON_LEAVE, Status.EXEMPT)]
    return Sums(len(statuses), *taken_away, sum(each in MET for each in statuses))


@given(history=st.lists(acts, min_size=1, max_size=7))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_sums_are_those_of_the_matrix(history):
    with transaction.atomic():
        scene = make_scene()
        for number, act in enumerate(history):
            happen(scene, number, act)

        assert sums_of(scene.ours, DAYS, TODAY) == [counted(training_matrix(scene.ours, day)) for day in DAYS]
        assert sums_of_many([scene.ours, scene.theirs], TODAY, TODAY) == {
            practice.pk: counted(training_matrix(practice, TODAY)) for practice in (scene.ours, scene.theirs)
        }
        transaction.set_rollback(True)


def test_many_practices_cost_as_many_queries_as_one(django_assert_num_queries):
    practices = [make_practice() for _ in range(5)]
    for practice in practices:
        make_member(practice=practice)
    sums_of_many(practices, TODAY, TODAY)

    for asked in (practices[:1], practices):
        with django_assert_num_queries(3):
            sums_of_many(asked, TODAY, TODAY)


def test_what_is_told_afterwards_is_in_the_sums():
    scene = make_scene()
    before = sums_of_many([scene.ours, scene.theirs], TODAY, TODAY)
    with transaction.atomic():
        happen(scene, 1, (joins, "Zoe", "ours", "Receptionist", dt.date(2026, 3, 2)))

    after = sums_of_many([scene.ours, scene.theirs], TODAY, TODAY)

    assert after[scene.theirs.pk] == before[scene.theirs.pk]
    assert after[scene.ours.pk] == counted(training_matrix(scene.ours, TODAY)) != before[scene.ours.pk]


def test_a_day_that_is_not_kept_is_refused():
    practice = make_practice()

    with pytest.raises(ValueError, match="2031-01-01 is not between"):
        sums_of(practice, [dt.date(2031, 1, 1)], TODAY)


def test_somebody_who_works_at_two_practices_is_counted_at_each_and_once_in_all():
    here, there, nowhere = make_practice(), make_practice(), make_practice()
    shared = make_member(practice=here).person
    make_member(practice=here)
    make_member(practice=there, person=shared)

    assert people_of_many([here, there, nowhere], TODAY) == {here.pk: 2, there.pk: 1, nowhere.pk: 0}
    assert heads([here, there, nowhere], TODAY) == 2


def test_what_lapses_in_a_period_is_listed_with_its_last_good_day():
    scene = make_scene()
    with transaction.atomic():
        happen(scene, 1, (completes, "Ann"))
    last_day = next(
        cell.valid_until for row in training_matrix(scene.ours, TODAY).rows for cell in row.cells if cell.valid_until
    )

    found = lapsing(scene.ours, TODAY, last_day, TODAY)

    assert [(each.person_id, each.programme_id, each.on) for each in found] == [
        (scene.person("Ann").pk, scene.programme.pk, last_day)
    ]
    assert lapsing(scene.ours, TODAY, last_day - dt.timedelta(days=1), TODAY) == []


def test_the_sums_of_all_programmes_add_up():
    assert all_together({1: Sums(5, 1, 0, 0, 2), 2: Sums(3, 0, 1, 1, 1)}) == Sums(8, 1, 1, 1, 3)


def test_days_side_by_side_and_overlapping_become_one_span():
    assert list(united([[5, 9], [1, 3], [4, 6], [20, 22]])) == [(1, 9), (20, 22)]
