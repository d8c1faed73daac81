"""A requirement that names nobody leaves it to its policy whom it asks, from the day each version takes effect."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.compliance.facts import facts_about
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.rules import Status, standing_on
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


def asked(member, day) -> Status:
    """How the member stands on the day with the only thing that is asked."""
    facts = facts_about(member.practice, day)
    (found,) = [each for each in facts.members if each.person == member.person]
    return standing_on(facts.about(found, facts.demands[0]), day).status


def a_policy_asked_of(practice, **audience):
    make_programme("Induction", practice)
    page = make_policy(practice, **audience)
    make_requirement(policy=page)
    return page


def test_whoever_the_policy_is_not_for_owes_nothing():
    practice = make_practice()
    page = a_policy_asked_of(practice, job_roles=["receptionist"])
    tom, gil = make_member("Tom Ellis", practice=practice), make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))

    assert [asked(member, DAY) for member in (tom, gil)] == [Status.OVERDUE, Status.NOT_REQUIRED]


def test_a_requirement_that_names_somebody_is_not_narrowed_by_its_policy():
    practice = make_practice()
    make_programme("Induction", practice)
    page = make_policy(practice, job_roles=["receptionist"])
    make_requirement(policy=page, job_roles=["gp-partner"])
    tom, gil = make_member("Tom Ellis", practice=practice), make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))

    assert [asked(member, DAY) for member in (tom, gil)] == [Status.NOT_REQUIRED, Status.OVERDUE]


def test_a_narrower_version_changes_nothing_of_the_days_before_it():
    practice = make_practice()
    page = a_policy_asked_of(practice)
    gil = make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))
    page.job_roles = ["receptionist"]
    make_policy_version(page, at=moment(2026, 3, 2), effective_on=dt.date(2026, 3, 9))

    statuses = [asked(gil, day) for day in (dt.date(2026, 3, 8), dt.date(2026, 3, 9))]
    assert statuses == [Status.OVERDUE, Status.NOT_REQUIRED]


def test_whoever_a_version_asks_for_the_first_time_has_the_time_that_everybody_has():
    practice = make_practice()
    page = a_policy_asked_of(practice, job_roles=["receptionist"])
    gil = make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))
    page.job_roles = ["receptionist", "gp-partner"]
    make_policy_version(page, at=moment(2026, 3, 2), material=False, effective_on=dt.date(2026, 3, 9))

    days = [dt.date(2026, 3, 8), dt.date(2026, 3, 9), dt.date(2026, 4, 6), dt.date(2026, 4, 7)]
    assert [asked(gil, day) for day in days] == [Status.NOT_REQUIRED, Status.DUE, Status.DUE, Status.OVERDUE]


def test_whoever_takes_up_a_duty_is_asked_from_then_on():
    practice = make_practice()
    page = a_policy_asked_of(practice, duties=["account_holder"])
    gil = make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))
    give_duty(gil.person, practice, Duty.ACCOUNT_HOLDER, started_on=dt.date(2026, 5, 25))

    statuses = [asked(gil, day) for day in (dt.date(2026, 5, 24), dt.date(2026, 5, 25))]
    assert statuses == [Status.NOT_REQUIRED, Status.DUE]


def test_whoever_stays_in_the_audience_keeps_the_clock_that_runs():
    practice = make_practice()
    page = a_policy_asked_of(practice)
    tom = make_member("Tom Ellis", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))
    page.job_roles = ["receptionist"]
    make_policy_version(page, at=moment(2026, 3, 2), material=False)

    assert asked(tom, dt.date(2026, 3, 3)) == Status.OVERDUE


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_facts_take_as_many_queries_with_an_audience_for_any_number_of_people(people):
    practice, neighbour = make_practice(), make_practice("Harbour View Surgery")
    make_programme("Induction", practice, neighbour)
    for each, named, names in ((practice, ["receptionist"], range(people)), (neighbour, [], range(1))):
        page = make_policy(each, job_roles=named)
        make_requirement(policy=page, practice=each)
        make_policy_version(page)
        for number in names:
            make_member(f"Tom {number}", practice=each)

    queries = []
    for each in (practice, neighbour):
        with CaptureQueriesContext(connection) as captured:
            facts_about(each, DAY)
        queries.append(len(captured))

    assert queries[0] == queries[1]


def test_before_the_first_version_nobody_is_asked_and_then_whom_it_will_name():
    practice = make_practice()
    page = a_policy_asked_of(practice, job_roles=["receptionist"])
    gil = make_member("Gil Orr", "GP partner", practice=practice)
    tom = make_member("Tom Ellis", "Receptionist", practice=practice)
    make_policy_version(page, at=moment(2026, 3, 2), effective_on=dt.date(2026, 3, 20))

    assert training_matrix(practice, dt.date(2026, 3, 1)).demands == []
    assert [asked(gil, dt.date(2026, 3, 2)), asked(tom, dt.date(2026, 3, 2))] == [Status.NOT_REQUIRED, Status.DUE]


def test_of_two_versions_for_later_the_higher_number_says_who_is_asked():
    practice = make_practice()
    page = a_policy_asked_of(practice)
    gil = make_member("Gil Orr", "GP partner", practice=practice)
    make_policy_version(page, at=moment(2025, 1, 6))
    page.job_roles = ["receptionist"]
    make_policy_version(page, at=moment(2026, 3, 2), effective_on=dt.date(2026, 3, 20))
    page.job_roles = ["gp-partner"]
    make_policy_version(page, at=moment(2026, 3, 3), effective_on=dt.date(2026, 3, 10))

    assert [asked(gil, dt.date(2026, 3, day)) for day in (9, 10, 20)] == [Status.OVERDUE, Status.DUE, Status.DUE]
