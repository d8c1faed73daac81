"""The day a practice goes live, and what was there before it."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.compliance.programmes import owes
from tests.factories import (
    MONDAY,
    make_member,
    make_outside_training,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import going_live
from trainingsite.compliance.going_live import AskedAlready, move_going_live, went_live_on
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import GoLiveMoved, OutsideTraining, PriorLearning

pytestmark = pytest.mark.django_db

TODAY = MONDAY.date()
MAY, JUNE = dt.date(2026, 5, 4), dt.date(2026, 6, 1)


@pytest.fixture
def practice():
    """Goes live in May, and follows a programme already."""
    practice = make_practice(went_live_on=MAY)
    make_member("Tom Ellis", practice=practice)
    make_requirement(
        make_programme("Induction", practice), outside_training=make_outside_training(), refresher_months=12
    )
    return practice


def move(practice, on=JUNE, at=MONDAY):
    return move_going_live(practice=practice, on=on, by=make_person("Mo Khan"), at=at)


def test_before_anybody_was_asked_the_day_can_be_set_anew(practice):
    assert move(practice)

    practice.refresh_from_db()
    assert owes(practice, MAY) == {"Tom Ellis": ("due", dt.date(2026, 6, 29))}
    assert AuditEvent.objects.get(verb="compliance.going_live_moved").subject == str(practice.key)


def test_what_was_known_before_the_day_was_moved_stays_known(practice):
    move(practice)
    move(practice, dt.date(2026, 7, 6), at=moment(2026, 3, 9))
    practice.refresh_from_db()

    known = [dt.date(2026, 3, 1), TODAY, dt.date(2026, 3, 9)]
    dates = [training_matrix(practice, MAY, known_on=day).rows[0].cells[0].due_on for day in known]
    assert dates == [dt.date(2026, 6, 1), dt.date(2026, 6, 29), dt.date(2026, 8, 3)]


def test_once_people_have_been_asked_the_day_stays(practice):
    with pytest.raises(AskedAlready):
        move(practice, at=moment(2026, 5, 4))
    assert (went_live_on(practice), GoLiveMoved.objects.count()) == (MAY, 0)


def test_a_practice_that_follows_nothing_may_still_set_its_day():
    assert move(make_practice())


def test_setting_the_same_day_twice_is_noted_once(practice):
    assert [move(practice), move(practice)] == [True, False]
    assert GoLiveMoved.objects.count() == 1


def test_the_day_is_not_moved_when_its_event_cannot_be_recorded(practice, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(going_live, "record", fail)
    with pytest.raises(IntegrityError):
        move(practice)
    practice.refresh_from_db()
    assert (practice.went_live_on, GoLiveMoved.objects.count()) == (MAY, 0)


def test_training_that_lapsed_before_going_live_leaves_the_time_every_joiner_has(practice):
    tom = practice.memberships.get().person
    PriorLearning.objects.create(
        person=tom, outside_training=OutsideTraining.objects.get(), completed_on=dt.date(2024, 3, 3),
        basis="imported", accepted_by=make_person("Mo Khan"),
    )  # fmt: skip

    assert [owes(practice, day)["Tom Ellis"] for day in (MAY, JUNE)] == [("due", JUNE), ("due", JUNE)]


# A policy that nobody could have signed yet


@pytest.fixture
def policy():
    """Asked for since January 2025, and not published yet."""
    make_member("Tom Ellis")
    page = make_policy()
    make_requirement(policy=page, due_within_days=14)
    return page


def test_a_policy_is_asked_of_nobody_before_its_first_version_was_published(policy):
    practice = policy.get_parent().specific.practice
    assert owes(practice, TODAY) == {}

    make_policy_version(policy, at=MONDAY)

    assert owes(practice, TODAY - dt.timedelta(days=1)) == {}
    assert owes(practice, TODAY) == {"Tom Ellis": ("due", dt.date(2026, 3, 16))}


def test_the_time_to_sign_runs_from_the_day_the_first_version_takes_effect(policy):
    practice = policy.get_parent().specific.practice
    make_policy_version(policy, at=MONDAY, effective_on=dt.date(2026, 4, 1))

    days = [TODAY, dt.date(2026, 4, 15), dt.date(2026, 4, 16)]
    assert [owes(practice, day)["Tom Ellis"] for day in days] == [
        ("due", dt.date(2026, 4, 15)),
        ("due", dt.date(2026, 4, 15)),
        ("overdue", dt.date(2026, 4, 15)),
    ]


def test_a_version_to_come_asks_nobody_as_known_before_it(policy):
    practice = policy.get_parent().specific.practice
    make_policy_version(policy, at=MONDAY)

    assert training_matrix(practice, TODAY, known_on=TODAY - dt.timedelta(days=1)).demands == []
