"""A file of staff of a practice that goes over into another: until the eve, and not beyond."""

import datetime as dt

import pytest

from tests.factories import MONDAY, make_member, make_practice, moment
from tests.people.staff_files import ANN, BEN, errors_of, imported, make_roles, planned
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import Membership

pytestmark = pytest.mark.django_db
EVE, ON = dt.date(2026, 3, 31), dt.date(2026, 4, 1)


@pytest.fixture
def abbey():
    make_roles()
    abbey = make_practice("Abbey Surgery")
    make_member("Ann Lee", practice=abbey, started_on=dt.date(2025, 2, 1), staff_number="101")
    merge(practice=abbey, into=make_practice("Brook Surgery"), on=ON, at=MONDAY)
    return abbey


def test_from_the_day_on_the_whole_file_is_refused_and_the_other_practice_named(abbey):
    before = Membership.objects.count()

    plan = imported(abbey, ANN, {**BEN, "left_on": "31/03/2026"}, at=moment(2026, 4, 1))

    [error] = plan.errors
    assert error.sentence == (
        "Abbey Surgery goes over into Brook Surgery on 1 April 2026, and from that day on nothing begins here. Put it"
        " down at Brook Surgery instead."
    )
    assert Membership.objects.count() == before


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"started_on": "01/03/2026"}, [(2, "left_on")]),
        ({"started_on": "01/03/2026", "left_on": "01/04/2026"}, [(2, "left_on")]),
        ({"started_on": "01/04/2026"}, [(2, "started_on")]),
        ({"started_on": "01/03/2026", "left_on": "31/03/2026"}, []),
    ],
)
def test_before_it_somebody_new_has_their_last_day_on_the_eve_or_earlier(abbey, said, wrong):
    assert errors_of(planned(abbey, {**BEN, **said})) == wrong


def test_who_is_known_gets_another_job_role_until_the_same_last_day(abbey):
    plan = imported(abbey, {**ANN, "job_role": "Practice nurse"})

    jobs = Membership.objects.known().at(abbey).order_by("started_on").values_list("job_role__name", "ended_on")
    assert (plan.errors, list(jobs)) == ((), [("Receptionist", dt.date(2026, 3, 2)), ("Practice nurse", EVE)])


def test_nobody_stays_behind_by_a_later_last_day(abbey):
    assert errors_of(planned(abbey, {**ANN, "left_on": "01/05/2026"})) == [(2, "left_on")]
