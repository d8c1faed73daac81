"""Leaving at once: sign-in, job, duties and rights end; what belongs to another practice stays."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories import GO_LIVE, PASSWORD, TUESDAY, give_duty, make_member, make_practice
from tests.people.phones import make_known_person
from trainingsite.audit.models import AuditEvent
from trainingsite.people import leaving
from trainingsite.people.models import Duty, Membership, Practice, Responsibility
from trainingsite.people.shelves import policy_owners
from trainingsite.people.staffing import join

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ann(practice):
    return make_member("Ann Lee", "Practice manager", practice=practice).person


@pytest.fixture
def tom(practice):
    return make_member(make_known_person("Tom Ellis"), practice=practice).person


def leave(person, practice, by, at=TUESDAY):
    ending = leaving.leave_now(person=person, practice=practice, by=by, at=at)
    person.refresh_from_db()
    return ending


def test_an_open_page_is_shut_at_the_next_click(client, practice, ann, tom):
    client.force_login(tom)
    assert client.get("/account/").status_code == 200

    leave(tom, practice, ann, at=timezone.now())

    answer = client.get("/account/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/sign-in/")


def test_nobody_signs_in_with_a_sign_in_that_was_ended(client, practice, ann, tom):
    leave(tom, practice, ann)

    client.post("/account/sign-in/", {"username": tom.username, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_a_session_stays_dead_when_somebody_comes_back(client, practice, ann, tom):
    client.force_login(tom)
    leave(tom, practice, ann, at=timezone.now())

    job_role = Membership.objects.by(tom).first().job_role
    join(person=tom, practice=practice, job_role=job_role, started_on=timezone.localdate(), at=timezone.now())

    tom.refresh_from_db()
    assert tom.is_active
    assert client.get("/account/").status_code == 302


def test_today_is_the_last_day_of_the_job(practice, ann, tom):
    leave(tom, practice, ann)

    assert Membership.objects.known().by(tom).get().ended_on == DAY


def test_the_desk_is_shut_today_and_not_tomorrow(practice, ann, tom):
    give_duty(tom, practice, Duty.IG_LEAD)
    assert Practice.objects.managed_by(tom, DAY).exists()

    leave(tom, practice, ann)

    assert not Practice.objects.managed_by(tom, DAY).exists()


def test_a_duty_that_began_today_never_was(practice, ann, tom):
    give_duty(tom, practice, Duty.IG_LEAD, started_on=DAY)

    leave(tom, practice, ann)

    assert not Responsibility.objects.known().by(tom).exists()


def test_a_job_that_was_still_to_begin_never_was(practice, ann):
    ben = make_member("Ben Okoro", practice=practice, started_on=DAY + dt.timedelta(days=7)).person

    leave(ben, practice, ann)

    assert not Membership.objects.known().by(ben).exists()


def test_the_right_to_write_the_practices_policies_ends(practice, ann, tom):
    tom.groups.add(policy_owners(practice))

    leave(tom, practice, ann)

    assert not tom.groups.exists()


def test_who_works_at_another_practice_too_keeps_that_and_the_sign_in(client, practice, ann, tom):
    other = make_practice("Saltmere Road Practice")
    make_member(tom, practice=other)
    give_duty(tom, other, Duty.IG_LEAD)
    tom.groups.add(policy_owners(practice), policy_owners(other))

    ending = leave(tom, practice, ann)

    assert (tom.is_active, ending.elsewhere) == (True, ["Saltmere Road Practice"])
    assert list(Practice.objects.managed_by(tom, DAY)) == [other]
    assert list(tom.groups.all()) == [policy_owners(other)]
    assert Membership.objects.known().by(tom).at(other).get().ended_on is None


def test_who_looks_after_the_site_keeps_the_sign_in(practice, ann, tom):
    tom.is_staff = True
    tom.save()

    assert leave(tom, practice, ann).elsewhere == ["looking after this site"]
    assert tom.is_active


def test_nobody_ends_their_own_access(practice, ann):
    with pytest.raises(leaving.OwnAccess):
        leave(ann, practice, ann)

    assert ann.is_active


def test_the_practices_chain_tells_what_ended(practice, ann, tom):
    give_duty(tom, practice, Duty.IG_LEAD)

    leave(tom, practice, ann)

    events = AuditEvent.objects.of(practice.chain).values_list("verb", "actor", "subject")
    verbs = ["people.duty_ended", "people.left", "people.sign_in_ended"]
    assert list(events) == [(verb, str(ann.key), str(tom.key)) for verb in verbs]


def test_nothing_ends_when_its_event_cannot_be_recorded(monkeypatch, practice, ann, tom):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(leaving, "record", fail)
    with pytest.raises(IntegrityError):
        leave(tom, practice, ann)

    tom.refresh_from_db()
    assert (tom.is_active, Membership.objects.known().by(tom).get().ended_on) == (True, None)


def test_whoever_left_before_can_still_have_the_sign_in_ended(practice, ann):
    left = make_member("Ben Okoro", practice=practice, started_on=GO_LIVE, ended_on=dt.date(2025, 6, 1)).person
    assert not leaving.what_ends(left, practice, DAY).is_over

    leave(left, practice, ann)

    assert leaving.what_ends(left, practice, DAY).is_over
