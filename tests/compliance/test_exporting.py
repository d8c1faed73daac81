"""The file of all statuses says of everybody what the training matrix says."""

import csv
import datetime as dt
import io
import tracemalloc

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compliance.histories import acts, happen, make_scene
from tests.factories import (
    GO_LIVE,
    make_job_role,
    make_member,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
    on_the_morning_of,
)
from trainingsite.compliance import exporting
from trainingsite.compliance.exporting import HEADINGS, statuses_csv
from trainingsite.compliance.matrix import training_matrix
from trainingsite.formats import lines
from trainingsite.people.models import Membership, Person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 4, 1)


def read(chunks):
    return list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig"))))


def said_by(matrix):
    """The lines that the matrix stands for."""
    return [
        [
            matrix.practice.name, matrix.practice.ods_code, row.person.name, row.job_role, demand.newest.title,
            cell.status.label, *map(in_figures, (cell.completed_on, cell.due_on, cell.valid_until)),
        ]
        for row in matrix.rows
        for demand, cell in zip(matrix.demands, row.cells, strict=True)
    ]  # fmt: skip


def in_figures(day):
    return day.isoformat() if day else ""


def fill(people, *practices, requirements=12):
    """So many people at each practice, of whom nothing is known but that they work there, and what is asked of all."""
    programme = make_programme("Yearly", *practices)
    for number in range(requirements):
        make_requirement(programme, outside_training=make_outside_training(f"Subject {number}"))
    role = make_job_role()
    for practice in practices:
        names = (
            Person(username=f"{practice.ods_code}-{number}", first_name="Tom", last_name=f"Ellis {number}")
            for number in range(people)
        )
        with on_the_morning_of(GO_LIVE):
            Membership.objects.bulk_create(
                Membership(person=person, practice=practice, job_role=role, started_on=GO_LIVE)
                for person in Person.objects.bulk_create(names)
            )


@given(history=st.lists(acts, min_size=1, max_size=7))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_file_says_what_the_matrix_says(history):
    with transaction.atomic():
        scene = make_scene()
        for number, act in enumerate(history):
            happen(scene, number, act)

        for day in (TODAY - dt.timedelta(days=120), TODAY, TODAY + dt.timedelta(days=200)):
            told = read(statuses_csv([scene.ours, scene.theirs], day, TODAY))
            expected = [said_by(training_matrix(practice, day)) for practice in (scene.ours, scene.theirs)]
            assert told == [list(HEADINGS), *expected[0], *expected[1]]
        transaction.set_rollback(True)


def test_a_name_that_a_spreadsheet_would_compute_stays_a_name():
    practice = make_practice(name="=HYPERLINK(1)")
    make_member("@Ann Lee", practice=practice)
    make_requirement(make_programme("Yearly", practice), outside_training=make_outside_training("-Fire, safety"))

    (line,) = read(statuses_csv([practice], TODAY, TODAY))[1:]

    assert (line[0], line[2], line[4]) == ("'=HYPERLINK(1)", "'@Ann Lee", "'-Fire, safety")


def test_a_practice_of_which_nothing_is_asked_has_no_lines():
    practice = make_practice()
    make_member(practice=practice)

    assert read(statuses_csv([practice], TODAY, TODAY)) == [list(HEADINGS)]


def test_a_day_that_is_not_kept_is_refused_before_a_byte_is_sent():
    with pytest.raises(ValueError, match="is not between"):
        statuses_csv([make_practice()], dt.date(2016, 1, 1), TODAY)


@pytest.mark.parametrize("people", [1, 3, 300])
def test_more_people_cost_no_more_queries(people, django_assert_num_queries):
    practice = make_practice()
    fill(people, practice, requirements=2)
    read(statuses_csv([practice], TODAY, TODAY))

    with django_assert_num_queries(6):
        read(statuses_csv([practice], TODAY, TODAY))


def test_ten_times_as_many_people_take_no_more_memory(monkeypatch):
    monkeypatch.setattr(exporting, "PRACTICES_AT_ONCE", 10)
    monkeypatch.setattr(lines, "CHARACTERS_AT_ONCE", 10_000)
    practices = [make_practice() for _ in range(100)]
    fill(30, *practices, requirements=3)
    read(statuses_csv(practices, TODAY, TODAY))

    few, many = (peak_of(statuses_csv(some, TODAY, TODAY)) for some in (practices[:10], practices))

    assert many < 2 * few


def peak_of(chunks):
    """The most memory that was taken while the file was written and thrown away."""
    tracemalloc.start()
    for _ in chunks:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
