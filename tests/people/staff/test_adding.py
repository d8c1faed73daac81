"""Taking one person on: nobody is taken for anybody else by guess, and who comes back keeps their record."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError

from modules.models import Completion
from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    complete,
    make_job_role,
    make_member,
    make_module_version,
    make_person,
    make_practice,
)
from trainingsite.people.importing import signins
from trainingsite.people.importing.entries import Entry
from trainingsite.people.leaving import end_sign_in
from trainingsite.people.models import CredentialIssued, Membership, Person
from trainingsite.people.staff.adding import add_known, add_new, resembling

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()


def entry(first="Tom", last="Ellis", **said) -> Entry:
    return Entry(row=1, first_name=first, last_name=last, job_role="receptionist", **{"started_on": DAY, **said})


def add(practice, ann, said=None, person=None):
    act = {"entry": said or entry(), "practice": practice, "job_role": make_job_role(), "manager": None}
    if person is None:
        return add_new(**act, by=ann, at=TUESDAY)
    return add_known(person=person, **act, by=ann, at=TUESDAY)


def likely(practice, said, sign_in_name="") -> list[str]:
    return [each.name for each in resembling(said, sign_in_name, practice, DAY).likely]


def test_somebody_new_gets_a_sign_in_name_and_no_password(practice, ann, told):
    begun = add(practice, ann, entry(email="tom@surgery.example", staff_number="7"))

    person = Person.objects.get(pk=begun.person.pk)
    assert (person.username, person.email, person.has_usable_password()) == ("tom.ellis", "tom@surgery.example", False)
    assert (begun.staff_number, begun.started_on, [verb for verb, _ in told()]) == ("7", DAY, ["people.joined"])


def test_somebody_whose_days_here_are_over_gets_no_sign_in(practice, ann):
    begun = add(practice, ann, entry(started_on=GO_LIVE, left_on=dt.date(2025, 6, 1)))

    assert not Person.objects.get(pk=begun.person.pk).is_active


def test_two_people_of_one_name_are_two_people(practice, ann, tom):
    begun = add(practice, ann)

    assert begun.person.pk != tom.person.pk
    assert begun.person.username == "tom.ellis"


def test_two_managers_who_add_the_same_name_at_one_moment_make_two_sign_in_names(practice, ann, monkeypatch):
    make_person("Tom Ellis", username="tom.ellis")
    really, before_the_other_was_done = signins.taken_like, [set()]
    monkeypatch.setattr(
        signins,
        "taken_like",
        lambda plain: before_the_other_was_done.pop() if before_the_other_was_done else really(plain),
    )

    begun = add(practice, ann)

    assert (begun.person.username, before_the_other_was_done) == ("tom.ellis2", [])


def test_another_problem_of_the_database_is_not_taken_for_a_name_that_is_taken(practice, ann, monkeypatch):
    def fail(**fields):
        raise IntegrityError

    monkeypatch.setattr(Person.objects, "create", fail)

    with pytest.raises(IntegrityError):
        add(practice, ann)


@pytest.mark.parametrize(
    "said",
    [
        entry("tom", "ELLIS"),
        entry("Thomas", "Elis", email="Tom@Surgery.example"),
        entry("Priya", "Shah", staff_number="104"),
    ],
)
def test_a_colleague_is_asked_about_by_name_address_or_number(practice, ann, said):
    make_member("Tom Ellis", practice=practice, staff_number="104")
    Person.objects.filter(last_name="Ellis").update(email="tom@surgery.example")

    assert likely(practice, said) == ["Tom Ellis"]


def test_who_left_long_ago_is_asked_about_too(practice, ann):
    make_member("Tom Ellis", practice=practice, ended_on=dt.date(2025, 2, 1))

    assert likely(practice, entry()) == ["Tom Ellis"]


def test_nobody_is_asked_about_who_resembles_nobody(practice, ann, tom):
    assert not resembling(entry("Priya", "Shah"), "", practice, DAY).any


def test_of_another_practices_staff_a_name_alone_shows_nobody(practice, ann):
    make_member("Tom Ellis", practice=make_practice("Saltmere Road Practice"))

    found = resembling(entry(), "", practice, DAY)

    assert (found.likely, found.name_is_known_elsewhere, found.any) == ([], True, True)


def test_of_another_practices_staff_an_address_alone_shows_nobody(practice, ann):
    stranger = make_member("Tom Ellis", practice=make_practice("Saltmere Road Practice")).person
    Person.objects.filter(pk=stranger.pk).update(email="tom@surgery.example")

    found = resembling(entry("Thomas", "Green", email="tom@surgery.example"), "", practice, DAY)

    assert (found.likely, found.address_is_known_elsewhere) == ([], True)


@pytest.mark.parametrize(("email", "sign_in_name"), [("tom@surgery.example", ""), ("", "Tom.Ellis.Salt")])
def test_somebody_from_elsewhere_is_known_by_name_and_one_thing_more(practice, ann, email, sign_in_name):
    stranger = make_member("Tom Ellis", practice=make_practice("Saltmere Road Practice")).person
    Person.objects.filter(pk=stranger.pk).update(email="tom@surgery.example", username="tom.ellis.salt")

    assert likely(practice, entry(email=email), sign_in_name) == ["Tom Ellis"]


def test_who_comes_back_keeps_their_record_and_may_sign_in(practice, ann):
    left = make_member("Tom Ellis", practice=practice, ended_on=dt.date(2025, 2, 1)).person
    complete(left, make_module_version())
    end_sign_in(person=left, practice=practice, by=ann, at=MONDAY)

    add(practice, ann, person=left)

    assert Person.objects.get(pk=left.pk).is_active
    assert (Membership.objects.known().by(left).count(), Completion.objects.by(left).count()) == (2, 1)


def test_who_comes_back_gets_mail_at_the_new_address_on_record(practice, ann):
    left = make_member("Tom Ellis", practice=practice, ended_on=dt.date(2025, 2, 1)).person

    add(practice, ann, entry(email="new@surgery.example"), person=left)

    assert Person.objects.get(pk=left.pk).email == "new@surgery.example"
    assert CredentialIssued.objects.by(left).get().issued_by == ann


def test_the_address_of_somebody_from_elsewhere_is_theirs_to_change(
    practice, ann, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://localhost"
    stranger = make_member("Tom Ellis", practice=make_practice("Saltmere Road Practice")).person
    Person.objects.filter(pk=stranger.pk).update(email="tom@salt.example")
    stranger.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        add(practice, ann, entry(email="new@surgery.example"), person=stranger)

    assert Person.objects.get(pk=stranger.pk).email == "tom@salt.example"
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["tom@salt.example"], f"You were added to the staff of {practice.name}")
    ]
