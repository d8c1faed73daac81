"""Who comes back is the same person, and who only looks the same is not: through a file, and asked in by e-mail."""

import datetime as dt

import pytest

from modules.models import Completion
from tests.factories import complete, give_duty, make_member, make_module_version, make_person, make_practice, moment
from tests.people.staff_files import ANN, imported, make_roles
from trainingsite.people.helping import CannotHelp
from trainingsite.people.invitations import invite, not_yet_in
from trainingsite.people.leavers import end_sign_ins_of_leavers
from trainingsite.people.models import Duty, Person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LEFT = moment(2025, 1, 31)
AFTERWARDS = [LEFT + 3 * DAY, moment(2026, 3, 31)]


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    make_roles()
    return make_practice()


@pytest.fixture
def ruth(practice):
    manager = make_member(make_person("Ruth Adeyemi", last_login=LEFT), practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


@pytest.fixture
def ann(practice, ruth):
    """Somebody who learned something here and has left."""
    imported(practice, {**ANN, "started_on": "06/01/2025", "left_on": "31/01/2025"}, at=LEFT)
    person = Person.objects.get(first_name="Ann")
    complete(person, make_module_version(), at=LEFT)
    Person.objects.filter(pk=person.pk).update(last_login=LEFT)
    end_sign_ins_of_leavers(LEFT + DAY)
    return person


def is_back(practice, at, **other):
    imported(practice, {**ANN, "started_on": f"{at:%d/%m/%Y}", "left_on": "", **other}, at=at)


def waiting(practice, at):
    return [job.person for job in not_yet_in(practice, at.date())]


@pytest.mark.parametrize("at", AFTERWARDS)
def test_who_comes_back_is_one_person_with_one_learning_record(practice, ann, at):
    is_back(practice, at)

    assert list(Person.objects.filter(first_name="Ann")) == [ann]
    assert [completion.person for completion in Completion.objects.all()] == [ann]


@pytest.mark.parametrize("at", AFTERWARDS)
def test_who_comes_back_is_invited_like_somebody_new(practice, ruth, ann, at):
    assert waiting(practice, at) == []
    is_back(practice, at)

    assert waiting(practice, at) == [ann]
    assert invite(person=ann, practice=practice, by=ruth, at=at).person == ann


@pytest.mark.parametrize("at", AFTERWARDS)
def test_somebody_else_who_was_given_the_address_is_another_person_and_can_be_invited(practice, ruth, ann, at):
    is_back(practice, at, staff_number="202", first_name="Zoe", last_name="Park")

    zoe = Person.objects.get(first_name="Zoe")
    assert (zoe.email, zoe == ann, Completion.objects.filter(person=zoe).exists()) == (ann.email, False, False)
    assert invite(person=zoe, practice=practice, by=ruth, at=at).person == zoe


def test_once_both_are_here_the_address_is_nobodys_own(practice, ruth, ann):
    at = AFTERWARDS[1]
    is_back(practice, at, staff_number="202", first_name="Zoe", last_name="Park")
    is_back(practice, at)

    for person in Person.objects.filter(first_name__in=["Ann", "Zoe"]):
        with pytest.raises(CannotHelp, match="Somebody else uses the same e-mail address"):
            invite(person=person, practice=practice, by=ruth, at=at)


def test_two_people_of_one_name_have_a_sign_in_each_and_an_invitation_each(practice, ruth):
    other = {**ANN, "staff_number": "202", "email": "ann2@surgery.example"}
    imported(practice, ANN, other, at=AFTERWARDS[1])

    both = waiting(practice, AFTERWARDS[1])
    sent = [invite(person=person, practice=practice, by=ruth, at=AFTERWARDS[1]) for person in both]
    assert [(each.person.username, each.person.email) for each in sent] == [
        ("ann.lee", "ann@surgery.example"),
        ("ann.lee2", "ann2@surgery.example"),
    ]
