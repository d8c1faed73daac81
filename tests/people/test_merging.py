"""Two practices become one on a day: who moves, what ends, and what is never touched."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    give_duty,
    give_leave,
    make_job_role,
    make_member,
    make_network,
    make_person,
    make_practice,
)
from tests.people.events import told
from trainingsite.people.merging import actions
from trainingsite.people.merging.actions import merge
from trainingsite.people.merging.plan import AlreadyMerged, CannotMerge, plan_merger
from trainingsite.people.models import Absence, Duty, Membership, NetworkPractice, Practice, Responsibility
from trainingsite.people.places import BranchSite, Merger
from trainingsite.people.practices import A_DAY

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 4, 1)
EVE = dt.date(2026, 3, 31)


@pytest.fixture
def abbey():
    return make_practice("Abbey Surgery", ods_code="A11111", address="Abbey Road", cqc_location_id="1-1")


@pytest.fixture
def brook():
    return make_practice("Brook Surgery", ods_code="B22222")


def jobs(practice, person=None) -> list[tuple]:
    """First and last day of each job at the practice, as it is known now."""
    known = Membership.objects.known().at(practice)
    known = known.by(person) if person else known
    return list(known.order_by("started_on", "pk").values_list("started_on", "ended_on"))


def people_on(practice, day) -> list[str]:
    return sorted(job.person.name for job in Membership.objects.known().at(practice).on(day))


def test_everybody_works_at_the_other_practice_from_the_day_on(abbey, brook):
    ruth = make_member("Ruth Adeyemi", practice=abbey).person
    tom = make_member("Tom Ellis", "Practice nurse", practice=abbey, staff_number="7", manager=ruth).person

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    moved = Membership.objects.known().get(practice=brook, person=tom)
    assert (moved.job_role.name, moved.staff_number, moved.manager) == ("Practice nurse", "7", ruth)
    assert (jobs(abbey, tom), jobs(brook, tom)) == ([(GO_LIVE, EVE)], [(ON, None)])
    assert [people_on(abbey, EVE), people_on(abbey, ON)] == [["Ruth Adeyemi", "Tom Ellis"], []]


def test_who_left_before_stays_where_they_were(abbey, brook):
    tom = make_member(practice=abbey, ended_on=EVE)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert (jobs(abbey), jobs(brook), Membership.objects.count()) == ([(GO_LIVE, EVE)], [], 1)
    assert not Membership.objects.filter(supersedes=tom).exists()


def test_who_leaves_later_has_the_same_last_day(abbey, brook):
    make_member(practice=abbey, ended_on=ON + 30 * A_DAY)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert jobs(brook) == [(ON, ON + 30 * A_DAY)]


def test_who_has_not_started_yet_starts_at_the_other_practice(abbey, brook):
    make_member(practice=abbey, started_on=ON + 5 * A_DAY)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert (jobs(abbey), jobs(brook)) == ([], [(ON + 5 * A_DAY, None)])


def test_who_works_at_both_gets_no_second_job(abbey, brook):
    tom = make_member("Tom Ellis", practice=abbey).person
    make_member(tom, "Care coordinator", practice=brook)

    plan = merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert (jobs(abbey, tom), jobs(brook, tom)) == ([(GO_LIVE, EVE)], [(GO_LIVE, None)])
    assert (len(plan.moving), len(plan.there_already)) == (0, 1)


def test_who_is_at_the_other_practice_for_a_time_goes_on_after_it(abbey, brook):
    tom = make_member("Tom Ellis", practice=abbey).person
    make_member(tom, practice=brook, ended_on=ON + 9 * A_DAY)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert jobs(brook, tom) == [(GO_LIVE, ON + 9 * A_DAY), (ON + 10 * A_DAY, None)]


def test_somebody_with_two_posts_keeps_both(abbey, brook):
    tom = make_member("Tom Ellis", "Receptionist", practice=abbey).person
    make_member(tom, "Apprentice", practice=abbey)

    plan = merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert (jobs(brook, tom), plan.people) == ([(ON, None), (ON, None)], 1)


def test_nobodys_sign_in_is_opened_or_shut(abbey, brook):
    tom = make_member(make_person("Tom Ellis", is_active=False), practice=abbey, started_on=ON).person

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    tom.refresh_from_db()
    assert tom.is_active is False


def test_duties_end_and_nobody_gets_them_at_the_other_practice(abbey, brook):
    ruth = make_member("Ruth Adeyemi", practice=abbey).person
    give_duty(ruth, abbey, Duty.PRACTICE_MANAGER, Duty.SIRO)
    give_duty(ruth, abbey, Duty.IG_LEAD, started_on=ON)

    plan = merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    held = Responsibility.objects.known()
    assert sorted(held.values_list("duty", "ended_on")) == [("practice_manager", EVE), ("siro", EVE)]
    assert (len(plan.duties), held.at(brook).exists()) == (3, False)


def test_a_duty_that_an_outsider_holds_ends_too(abbey, brook):
    Responsibility.objects.create(
        duty=Duty.DATA_PROTECTION_OFFICER, practice=abbey, holder_name="Imelda", started_on=GO_LIVE, recorded_at=MONDAY
    )

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert Responsibility.objects.known().get().ended_on == EVE


def test_leave_goes_with_who_moves_with_its_first_day(abbey, brook):
    away, back = make_member("Bea Og", practice=abbey), make_member("Cat Roe", practice=abbey)
    give_leave(away, dt.date(2026, 3, 1), dt.date(2026, 5, 31))
    give_leave(back, dt.date(2026, 1, 1), dt.date(2026, 2, 1))

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    carried = Absence.objects.known().at(brook)
    assert [(leave.person, leave.started_on, leave.ended_on) for leave in carried] == [
        (away.person, dt.date(2026, 3, 1), dt.date(2026, 5, 31))
    ]


def test_leave_of_who_works_at_the_other_practice_anyway_stays_behind(abbey, brook):
    tom = make_member("Tom Ellis", practice=abbey)
    make_member(tom.person, practice=brook)
    give_leave(tom, dt.date(2026, 3, 1))

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert not Absence.objects.known().at(brook).exists()


def test_it_leaves_its_network_on_the_day(abbey, brook):
    make_network("Marrowby", abbey, brook)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    ended = NetworkPractice.objects.known().order_by("practice__name").values_list("practice__name", "ended_on")
    assert list(ended) == [("Abbey Surgery", EVE), ("Brook Surgery", None)]


@pytest.mark.parametrize(("with_sites", "expected"), [(True, ["Abbey Surgery", "Harbour View"]), (False, [])])
def test_its_addresses_become_branch_sites_if_that_is_wanted(abbey, brook, with_sites, expected):
    BranchSite.objects.create(practice=abbey, name="Harbour View", started_on=GO_LIVE, recorded_at=MONDAY)

    merge(practice=abbey, into=brook, on=ON, with_sites=with_sites, at=MONDAY)

    sites = BranchSite.objects.known().on(ON)
    assert sorted(site.name for site in sites.at(brook)) == expected
    assert [site.name for site in sites.at(abbey)] == ([] if with_sites else ["Harbour View"])


def test_both_chains_tell_of_it(abbey, brook):
    ruth = make_member("Ruth Adeyemi", practice=abbey).person
    give_duty(ruth, abbey, Duty.PRACTICE_MANAGER)

    merge(practice=abbey, into=brook, on=ON, with_sites=False, at=MONDAY)

    assert told(abbey.chain) == ["people.practices_merged", "people.left", "people.duty_ended"]
    assert told(brook.chain) == ["people.practices_merged", "people.joined"]
    assert told("site") == ["people.practices_merged"]


def test_done_twice_it_is_refused_and_is_the_same_as_once(abbey, brook):
    make_member(practice=abbey)
    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    with pytest.raises(AlreadyMerged, match="has gone over into Brook Surgery already, from 1 April 2026"):
        merge(practice=abbey, into=brook, on=ON, at=TUESDAY)

    assert (len(jobs(brook)), Merger.objects.count()) == (1, 1)


def test_what_has_changed_since_it_was_looked_at_is_shown_instead(abbey, brook):
    seen = plan_merger(abbey, brook, ON).fingerprint()
    make_member(practice=abbey)

    with pytest.raises(actions.Overtaken) as overtaken:
        merge(practice=abbey, into=brook, on=ON, fingerprint=seen, at=MONDAY)

    assert (len(overtaken.value.plan.moving), Merger.objects.exists()) == (1, False)


def test_what_was_agreed_to_is_done(abbey, brook):
    make_member(practice=abbey)

    merge(practice=abbey, into=brook, on=ON, fingerprint=plan_merger(abbey, brook, ON).fingerprint(), at=MONDAY)

    assert jobs(brook) == [(ON, None)]


@pytest.mark.parametrize("fails", ["record", "record_series"])
def test_nothing_moves_when_its_events_cannot_be_recorded(abbey, brook, monkeypatch, fails):
    make_member(practice=abbey)

    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, fails, fail)
    with pytest.raises(IntegrityError), transaction.atomic():
        merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert (jobs(abbey), jobs(brook), Merger.objects.exists()) == ([(GO_LIVE, None)], [], False)


def test_a_practice_does_not_go_over_into_itself(abbey):
    with pytest.raises(CannotMerge, match="cannot go over into itself"):
        merge(practice=abbey, into=abbey, on=ON, at=MONDAY)


def test_nor_into_one_that_has_gone_itself(abbey, brook):
    merge(practice=brook, into=make_practice("Castle Surgery"), on=ON, at=MONDAY)

    with pytest.raises(CannotMerge, match="Choose Castle Surgery instead"):
        merge(practice=abbey, into=brook, on=ON, at=MONDAY)


def test_the_managers_of_the_other_practice_answer_for_it_from_the_day_on(abbey, brook):
    ruth = make_member("Ruth Adeyemi", practice=brook).person
    give_duty(ruth, brook, Duty.PRACTICE_MANAGER)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    managed = [[each.name for each in Practice.objects.managed_by(ruth, day)] for day in (EVE, ON)]
    assert managed == [["Brook Surgery"], ["Brook Surgery", "Abbey Surgery"]]


def test_of_three_practices_the_last_answers_for_all(abbey, brook):
    castle, later = make_practice("Castle Surgery"), ON + 30 * A_DAY
    ruth, sam = make_member("Ruth Adeyemi", practice=brook).person, make_member("Sam Oduya", practice=castle).person
    give_duty(ruth, brook, Duty.PRACTICE_MANAGER)
    give_duty(sam, castle, Duty.PRACTICE_MANAGER)

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)
    merge(practice=brook, into=castle, on=later, at=TUESDAY)

    managed = [[each.name for each in Practice.objects.managed_by(who, later)] for who in (ruth, sam)]
    assert managed == [[], ["Castle Surgery", "Abbey Surgery", "Brook Surgery"]]
    assert Practice.objects.managed_by(ruth, ON).count() == 2


def test_who_comes_from_a_third_practice_later_comes_to_the_last_one(abbey, brook):
    castle, later = make_practice("Castle Surgery"), ON + 30 * A_DAY
    make_member(practice=abbey)

    merge(practice=abbey, into=brook, on=later, at=MONDAY)
    merge(practice=brook, into=castle, on=ON, at=TUESDAY)

    assert (jobs(abbey), jobs(brook), jobs(castle)) == ([(GO_LIVE, later - A_DAY)], [], [(later, None)])
    assert Merger.objects.known().get(practice=abbey).into == castle


def test_the_number_of_questions_asked_of_the_database_is_that_of_the_answer(abbey, brook, django_assert_num_queries):
    role = make_job_role()
    for number in (1, 3, 30):
        for _ in range(number - Membership.objects.count()):
            make_member(make_person("Tom Ellis"), role, practice=abbey)
        with django_assert_num_queries(8):
            plan_merger(abbey, brook, ON).fingerprint()
