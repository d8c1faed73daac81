"""Leavers: with the last day their sign-in ends; who comes back, and who is somebody else."""

import datetime as dt

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from tests.factories import (
    MONDAY,
    PASSWORD,
    give_duty,
    make_job_role,
    make_member,
    make_person,
    make_practice,
)
from trainingsite.audit.models import AuditEvent
from trainingsite.people import leaving
from trainingsite.people.facts import correct
from trainingsite.people.forms import LAST_DAY_IS_OVER
from trainingsite.people.leavers import end_rights_that_are_over, end_sign_ins_of_leavers
from trainingsite.people.models import Duty, Membership, Person, Responsibility
from trainingsite.people.shelves import policy_owners
from trainingsite.people.staffing import join, leave

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = timezone.localdate(MONDAY)


@pytest.fixture
def practice():
    return make_practice()


def leaver(practice, last_day=TODAY - DAY, **fields):
    return make_member(make_person("Tom Ellis", **fields), practice=practice, ended_on=last_day).person


def may_sign_in(person):
    return Person.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize(
    ("last_day", "ended"), [(TODAY - DAY, 1), (TODAY, 0), (TODAY + DAY, 0), (TODAY - 400 * DAY, 1), (None, 0)]
)
def test_a_sign_in_ends_with_the_last_day_and_not_before(practice, last_day, ended):
    tom = leaver(practice, last_day)

    assert end_sign_ins_of_leavers(MONDAY) == ended
    assert may_sign_in(tom) is not bool(ended)


def test_run_again_nothing_more_is_ended(practice):
    leaver(practice)

    assert [end_sign_ins_of_leavers(MONDAY), end_sign_ins_of_leavers(MONDAY)] == [1, 0]
    assert AuditEvent.objects.filter(verb="people.sign_in_ended").count() == 1


def test_the_end_is_on_record_where_the_person_worked_last(practice):
    other, before = make_practice("Hill Top"), make_practice("Old Mill")
    tom = leaver(practice)
    make_member(tom, practice=other, ended_on=TODAY - DAY)
    make_member(tom, practice=before, ended_on=TODAY - 90 * DAY)

    end_sign_ins_of_leavers(MONDAY)

    events = AuditEvent.objects.filter(verb="people.sign_in_ended", subject=str(tom.key), actor="")
    assert {event.chain.key for event in events} == {practice.chain, other.chain}


def test_nothing_ends_that_cannot_be_recorded(practice, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    tom = leaver(practice)
    monkeypatch.setattr(leaving, "record", fail)
    with pytest.raises(IntegrityError):
        end_sign_ins_of_leavers(MONDAY)
    assert may_sign_in(tom)


def works_elsewhere(person):
    make_member(person, practice=make_practice("Hill Top"))


def begins_elsewhere_next_week(person):
    make_member(person, practice=make_practice("Hill Top"), started_on=TODAY + 7 * DAY)


def holds_a_duty_still(person):
    give_duty(person, make_practice("Hill Top"), Duty.DATA_PROTECTION_OFFICER)


def looks_after_the_site(person):
    Person.objects.filter(pk=person.pk).update(is_superuser=True)


def writes_content(person):
    Person.objects.filter(pk=person.pk).update(is_staff=True)


def never_left_after_all(person):
    job = person.memberships.get()
    Membership.objects.create(
        person=person, practice=job.practice, job_role=job.job_role, started_on=job.started_on, line=job.line,
        supersedes=job, recorded_at=MONDAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    "stays",
    [
        works_elsewhere,
        begins_elsewhere_next_week,
        holds_a_duty_still,
        looks_after_the_site,
        writes_content,
        never_left_after_all,
    ],
)
def test_whoever_is_needed_somewhere_keeps_the_sign_in(practice, stays):
    tom = leaver(practice)
    stays(tom)

    assert end_sign_ins_of_leavers(MONDAY) == 0
    assert may_sign_in(tom)


def test_whoever_never_had_a_job_here_is_no_leaver():
    outsider = make_person("Una Lake")

    assert end_sign_ins_of_leavers(MONDAY) == 0
    assert may_sign_in(outsider)


def test_the_sessions_of_a_leaver_close_and_stay_closed(practice):
    tom, browser = leaver(practice, timezone.localdate()), Client()
    browser.force_login(tom)
    end_sign_ins_of_leavers(timezone.now() + DAY)
    Person.objects.filter(pk=tom.pk).update(is_active=True)

    assert browser.get("/account/").url == "/account/sign-in/?next=/account/"


def test_the_day_after_nobody_signs_in_even_before_the_job_has_run(client, practice):
    gone = leaver(practice, timezone.localdate() - DAY, username="tom.gone")
    here = leaver(practice, timezone.localdate(), username="tom.here")

    told = client.post("/account/sign-in/", {"username": "tom.gone", "password": PASSWORD})
    assert told.context["form"].non_field_errors() == [LAST_DAY_IS_OVER]
    assert may_sign_in(gone)
    client.post("/account/sign-in/", {"username": "tom.here", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(here.pk)


def test_who_is_signed_in_still_shows_who_they_are_until_the_sign_in_ends(client, practice):
    gone = leaver(practice, timezone.localdate() - DAY)
    client.force_login(gone)

    client.post("/account/confirm/", {"confirm_step": "check", "confirm_password": PASSWORD})

    assert client.session["reauthenticated"]["person"] == str(gone.key)


def test_the_question_is_asked_at_sign_in_and_not_at_every_page(client, practice, django_assert_num_queries):
    tom = make_member("Tom Ellis", practice=practice).person
    client.force_login(tom)
    request = HttpRequest()
    request.session = client.session
    request.session.items()  # read already

    with django_assert_num_queries(1):
        assert get_user(request) == tom


def test_a_leaver_no_longer_edits_the_policies_of_the_practice_left(practice):
    owners = policy_owners(practice)
    tom, ann = leaver(practice), make_member("Ann Lee", practice=practice).person
    make_member(tom, practice=make_practice("Hill Top"))
    owners.user_set.add(tom, ann)

    assert [end_rights_that_are_over(MONDAY), end_rights_that_are_over(MONDAY)] == [1, 0]
    assert list(owners.user_set.all()) == [ann]


@pytest.mark.parametrize(
    ("last_day", "goes"), [(TODAY - DAY, True), (TODAY, False), (TODAY + DAY, False), (None, False)]
)
def test_who_is_policy_owner_no_more_edits_no_policies_from_the_day_after(practice, last_day, goes):
    owners, tom = policy_owners(practice), make_member("Tom Ellis", practice=practice).person
    give_duty(tom, practice, Duty.POLICY_OWNER)
    [duty] = Responsibility.objects.by(tom)
    correct(duty, by="", at=MONDAY, ended_on=last_day)
    owners.user_set.add(tom)

    assert end_rights_that_are_over(MONDAY) == int(goes)
    assert list(owners.user_set.all()) == ([] if goes else [tom])


def test_who_gets_the_duty_again_goes_on_editing(practice):
    owners, tom = policy_owners(practice), make_member("Tom Ellis", practice=practice).person
    give_duty(tom, practice, Duty.POLICY_OWNER)
    correct(Responsibility.objects.by(tom).get(), by="", at=MONDAY, ended_on=TODAY - DAY)
    give_duty(tom, practice, Duty.POLICY_OWNER, started_on=TODAY)
    owners.user_set.add(tom)

    assert end_rights_that_are_over(MONDAY) == 0


def test_a_manager_who_edits_policies_without_that_duty_goes_on(practice):
    owners, ann = policy_owners(practice), make_member("Ann Lee", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    owners.user_set.add(ann)

    assert end_rights_that_are_over(MONDAY) == 0


def test_another_duty_that_is_over_takes_nobody_the_policies(practice):
    owners, tom = policy_owners(practice), make_member("Tom Ellis", practice=practice).person
    give_duty(tom, practice, Duty.SIRO)
    correct(Responsibility.objects.by(tom).get(), by="", at=MONDAY, ended_on=TODAY - DAY)
    owners.user_set.add(tom)

    assert end_rights_that_are_over(MONDAY) == 0


def test_that_the_duty_is_over_at_one_practice_takes_nothing_at_another(practice):
    other = make_practice("Hill Top")
    tom = make_member("Tom Ellis", practice=practice).person
    make_member(tom, practice=other)
    for place in (practice, other):
        policy_owners(place).user_set.add(tom)
        give_duty(tom, place, Duty.POLICY_OWNER)
    correct(Responsibility.objects.by(tom).at(practice).get(), by="", at=MONDAY, ended_on=TODAY - DAY)

    assert end_rights_that_are_over(MONDAY) == 1
    assert list(tom.groups.all()) == [policy_owners(other)]


@pytest.mark.parametrize("away", [3 * DAY, 420 * DAY])
def test_who_comes_back_has_the_same_record_and_is_asked_in_anew(practice, away):
    tom = leaver(practice, TODAY - away, last_login=MONDAY - 500 * DAY)
    end_sign_ins_of_leavers(MONDAY - away + 2 * DAY)

    join(person=tom, practice=practice, job_role=make_job_role(), started_on=TODAY, at=MONDAY)

    tom.refresh_from_db()
    assert (tom.is_active, tom.last_login, tom.check_password(PASSWORD)) == (True, None, False)
    assert end_sign_ins_of_leavers(MONDAY) == 0


def test_a_last_day_that_was_set_in_advance_ends_the_sign_in_when_it_comes(practice):
    member = make_member("Tom Ellis", practice=practice)
    leave(membership=member, last_day=TODAY + 7 * DAY, at=MONDAY)

    assert [end_sign_ins_of_leavers(MONDAY + days * DAY) for days in (0, 7, 8)] == [0, 0, 1]


def test_ending_sign_ins_looks_with_one_query_when_nobody_left(practice, django_assert_num_queries):
    for _ in range(3):
        make_member(practice=practice)

    with django_assert_num_queries(1):
        end_sign_ins_of_leavers(MONDAY)
