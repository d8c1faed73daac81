"""Help somebody sign in: what a manager does there, and who is let in."""

import pytest
from django.utils import timezone

from tests.factories import give_duty, make_member, make_practice
from tests.people.pages import heading_of
from tests.people.phones import confirmed, make_known_person, make_phone, verified
from trainingsite.people import second_factor
from trainingsite.people.models import CredentialIssued, Duty

pytestmark = pytest.mark.django_db
WHY = {"reason": "Has no e-mail"}


@pytest.fixture
def practice():
    return make_practice(ods_code="Y11111")


@pytest.fixture
def tom(practice):
    return make_member(make_known_person("Tom Ellis"), practice=practice).person


@pytest.fixture
def ruth(client, practice):
    """The practice's manager, who has just shown who she is."""
    return signed_in(client, practice)


def signed_in(client, practice, *duties, name="Ruth Adeyemi"):
    person = make_member(make_known_person(name), "Practice manager", practice=practice).person
    give_duty(person, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    verified(client, person)
    confirmed(client, person)
    return person


def address(person=None, act=""):
    tail = f"{person.key}/{act}" if person else ""
    return f"/compliance/y11111/sign-in-help/{tail}"


def test_a_manager_makes_a_code_and_sees_it_once(client, ruth, tom):
    page = client.post(address(tom, "code/"), WHY)

    assert heading_of(page) == "A code for Tom Ellis"
    assert tom.sign_in_codes.get().given_by == ruth
    assert client.get(address(tom, "code/")).status_code == 405
    assert page.context["given"].code not in client.get(address(tom)).content.decode()


def test_no_cache_keeps_the_code(client, ruth, tom):
    assert "no-store" in client.post(address(tom, "code/"), WHY)["Cache-Control"]


def test_a_manager_removes_a_lost_second_step(client, ruth, tom):
    make_phone(tom)

    answer = client.post(address(tom, "second-step/"), WHY)

    assert (answer.url, second_factor.has_second_factor(tom)) == (address(tom), False)


@pytest.mark.parametrize(("act", "form"), [("code/", "code_form"), ("second-step/", "step_form")])
def test_a_reason_has_to_be_given(client, ruth, tom, act, form):
    make_phone(tom)
    page = client.post(address(tom, act), {"reason": " "})

    assert page.status_code == 400
    assert page.context[form].errors["reason"] == ["Say in a few words why, for the record"]
    assert not CredentialIssued.objects.exists()


@pytest.mark.parametrize("act", ["code/", "second-step/"])
def test_who_was_not_asked_again_is_asked_first_and_goes_on(client, ruth, tom, act):
    make_phone(tom)
    confirmed(client, ruth, at=timezone.now() - timezone.timedelta(minutes=6))

    asked = client.post(address(tom, act), WHY)

    assert asked.context["question"].kept == [("reason", "Has no e-mail")]
    assert not CredentialIssued.objects.exists()


def test_nobody_helps_themselves(client, ruth):
    page = client.get(address(ruth))
    client.post(address(ruth, "code/"), WHY)
    client.post(address(ruth, "second-step/"), WHY)

    assert page.context["why_no_code"].startswith("You cannot do this for yourself")
    assert (CredentialIssued.objects.exists(), second_factor.has_second_factor(ruth)) == (False, True)


def test_somebody_with_rights_elsewhere_is_for_an_administrator(client, ruth, tom):
    give_duty(tom, make_practice(), Duty.PRACTICE_MANAGER)

    client.post(address(tom, "code/"), WHY)
    page = client.get(address(tom))

    assert [str(message) for message in page.context["messages"]] == [
        "Nothing was changed. They have duties beyond this practice, so an administrator of this site has to help them."
    ]
    assert not CredentialIssued.objects.exists()


def test_an_administrator_helps_at_every_practice(client, tom):
    person = make_known_person("Ada Stone", is_superuser=True)
    verified(client, person)
    confirmed(client, person)

    assert heading_of(client.post(address(tom, "code/"), WHY)) == "A code for Tom Ellis"


def test_the_list_names_those_who_work_here_today(client, ruth, tom, practice):
    make_member("Sam Oduya", practice=practice, ended_on=timezone.localdate() - timezone.timedelta(days=1))
    make_member("Ann Lee", practice=make_practice())

    assert [member.person for member in client.get(address()).context["members"]] == [tom]


def queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as asked:
        client.get(address())
    return len(asked)


def test_the_list_asks_no_more_for_more_people(client, ruth, practice, django_assert_max_num_queries):
    client.get(address())  # the header is remembered from now on
    asked = []
    for number in (1, 2, 27):
        for _ in range(number):
            make_member(practice=practice)
        asked.append(queries(client, django_assert_max_num_queries))

    assert asked[0] == asked[1] == asked[2]


ADDRESSES = [("get", ""), ("get", "person"), ("post", "code/"), ("post", "second-step/")]


def send(client, how, what, person):
    where = address() if not what else address(person, "" if what == "person" else what)
    return getattr(client, how)(where, WHY if how == "post" else None)


@pytest.mark.parametrize(("how", "what"), ADDRESSES)
@pytest.mark.parametrize("duty", [Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE])
def test_the_pages_are_closed_to_who_does_not_open_the_desk(client, practice, tom, how, what, duty):
    make_phone(tom)
    signed_in(client, practice, duty)

    assert send(client, how, what, tom).status_code == 404
    assert (CredentialIssued.objects.exists(), second_factor.has_second_factor(tom)) == (False, True)


@pytest.mark.parametrize(("how", "what"), ADDRESSES)
def test_the_pages_are_closed_to_another_practices_manager(client, tom, how, what):
    make_phone(tom)
    signed_in(client, make_practice(ods_code="Y22222"))

    assert send(client, how, what, tom).status_code == 404
    assert (CredentialIssued.objects.exists(), second_factor.has_second_factor(tom)) == (False, True)


@pytest.mark.parametrize(("how", "what"), ADDRESSES[1:])
def test_a_manager_reaches_nobody_of_another_practice_through_their_own(client, ruth, how, what):
    ann = make_member("Ann Lee", practice=make_practice()).person
    make_phone(ann)

    assert send(client, how, what, ann).status_code == 404
    assert (CredentialIssued.objects.exists(), second_factor.has_second_factor(ann)) == (False, True)


@pytest.mark.parametrize(("how", "what"), ADDRESSES)
def test_the_pages_are_closed_to_who_is_signed_out(client, practice, tom, how, what):
    make_phone(tom)

    assert send(client, how, what, tom).url.startswith("/account/sign-in/")
    assert (CredentialIssued.objects.exists(), second_factor.has_second_factor(tom)) == (False, True)


def test_the_pages_want_a_second_factor(client, practice, tom):
    person = make_member(make_known_person("Ruth Adeyemi"), practice=practice).person
    give_duty(person, practice, Duty.PRACTICE_MANAGER)
    client.force_login(person)

    assert client.get(address(tom)).url.startswith("/account/second-step/")
