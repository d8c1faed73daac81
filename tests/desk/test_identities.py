"""The manager's side: asking whether two accounts are one person, and the keeper's page of former names."""

import pytest

from tests.factories import MONDAY, give_duty, make_member, make_policy_version, make_practice, moment
from tests.people.joined import join_rows
from tests.people.pages import heading_of
from tests.people.phones import confirmed, make_known_person, verified
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Duty, Person, SameAsked, SameCode, SameEnded
from trainingsite.people.names import change_name
from trainingsite.policies import actions as signing

pytestmark = pytest.mark.django_db
LIST = "/compliance/y11111/people/former-names/"


@pytest.fixture
def practice():
    return make_practice(ods_code="Y11111")


@pytest.fixture
def tom(practice):
    return make_member(make_known_person("Tom Ellis", username="tom"), practice=practice).person


@pytest.fixture
def second_tom(practice):
    return make_member(make_known_person("tom ellis", username="tom2"), practice=practice).person


@pytest.fixture
def ruth(client, practice):
    return signed_in(client, practice, Duty.PRACTICE_MANAGER)


def signed_in(client, practice, *duties, **fields):
    person = make_member(make_known_person("Ruth Adeyemi", **fields), practice=practice).person
    give_duty(person, practice, *duties)
    verified(client, person)
    confirmed(client, person)
    return person


def address(person, act=""):
    return f"/compliance/y11111/people/{person.key}/same-person/{act}"


def former_names(person):
    return f"/compliance/y11111/people/{person.key}/former-names/"


def test_a_manager_asks_and_nothing_is_joined_yet(client, ruth, tom, second_tom):
    answer = client.post(address(tom), {"username": "tom2", "keep": "this"})

    question = SameAsked.objects.get()
    assert (answer.url, question.former, question.kept) == (address(tom), second_tom, tom)
    assert (question.asked_by, also_known_by([tom.pk])) == (ruth, {})


def test_the_other_account_may_be_the_one_that_stays(client, ruth, tom, second_tom):
    client.post(address(tom), {"username": "TOM2", "keep": "other"})

    assert (SameAsked.objects.get().former, SameAsked.objects.get().kept) == (tom, second_tom)


def test_people_with_the_same_name_at_ones_own_practices_are_shown_and_no_strangers(client, ruth, tom, second_tom):
    make_member(make_known_person("Tom Ellis", username="stranger"), practice=make_practice("Harbour View"))

    page = client.get(address(tom))

    assert [each.person for each in page.context["alike"]] == [second_tom]
    assert "stranger" not in page.content.decode()


def test_nobody_can_be_found_out_at_a_practice_that_is_not_ones_own(client, ruth, tom):
    make_member(make_known_person("Tom Ellis", username="stranger"), practice=make_practice("Harbour View"))

    known = client.post(address(tom), {"username": "stranger", "keep": "this"})
    unknown = client.post(address(tom), {"username": "nobody", "keep": "this"})

    assert known.context["form"].errors == unknown.context["form"].errors
    assert (known.status_code, SameAsked.objects.exists()) == (400, False)


def test_a_code_is_shown_once(client, ruth, tom, second_tom):
    Person.objects.filter(pk=second_tom.pk).update(is_active=False)
    client.post(address(tom), {"username": "tom2", "keep": "this"})
    page = client.post(address(tom, f"{SameAsked.objects.get().key}/code/"))

    assert (len(page.context["code"]), SameCode.objects.get().person) == (14, second_tom)
    assert page.context["code"] not in client.get(address(tom)).content.decode()


def test_a_question_is_taken_back(client, ruth, tom, second_tom):
    client.post(address(tom), {"username": "tom2", "keep": "this"})
    client.post(address(tom, f"{SameAsked.objects.get().key}/take-back/"))

    assert SameEnded.objects.get().kind == "taken_back"
    assert client.get(address(tom)).context["waiting"] is None


def test_an_administrator_separates_two_accounts_and_a_manager_does_not(client, ruth, tom, second_tom):
    joined = join_rows(second_tom, tom, ruth)
    act = address(tom, f"{joined.key}/separate/")
    refused = client.post(act, {"reason": "Two people"})
    Person.objects.filter(pk=ruth.pk).update(is_superuser=True)

    client.post(act, {"reason": "Two people"})

    assert (refused.status_code, SameEnded.objects.get().kind, also_known_by([tom.pk])) == (403, "withdrawn", {})


def test_another_practices_manager_asks_about_nobody_here(client, tom, second_tom):
    signed_in(client, make_practice("Harbour View", ods_code="Y22222"), Duty.PRACTICE_MANAGER)

    answers = [client.get(address(tom)), client.post(address(tom), {"username": "tom2", "keep": "this"})]

    assert ([answer.status_code for answer in answers], SameAsked.objects.exists()) == ([404, 404], False)


def test_somebody_without_the_duty_asks_about_nobody(client, practice, tom, second_tom):
    signed_in(client, practice)

    assert client.get(address(tom)).status_code == 404


def test_nobody_signed_out_asks_about_anybody(client, tom):
    assert client.get(address(tom)).url == f"/account/sign-in/?next={address(tom)}"
    assert client.get(former_names(tom)).url == f"/account/sign-in/?next={former_names(tom)}"
    assert client.get(LIST).url == f"/account/sign-in/?next={LIST}"


@pytest.fixture
def renamed(practice, tom):
    """Tom signed under his name, and has another one since."""
    version = make_policy_version(practice=practice)
    with replaying(MONDAY):
        signing.sign(person=tom, version=version, typed_name="tom ellis", method="password", at=MONDAY)
        change_name(person=tom, first_name="Toby", last_name="Marsh", by=tom, at=moment(2026, 3, 9))
    return tom


def test_the_keeper_sees_former_names_and_names_as_typed_and_that_is_noted(client, practice, renamed):
    keeper = signed_in(client, practice, Duty.RECORDS_KEEPER)

    page = client.get(former_names(renamed))

    assert heading_of(page).endswith("Former names of Toby Marsh")
    assert [former.name for former in page.context["former_names"]] == ["Tom Ellis"]
    assert [typed.name for typed in page.context["typed"]] == ["tom ellis"]
    assert AccessEntry.objects.filter(verb="desk.former_names_opened").get().actor == str(keeper.key)


def test_the_keeper_chooses_among_those_whose_name_changed(client, practice, renamed, second_tom):
    signed_in(client, practice, Duty.RECORDS_KEEPER)

    assert list(client.get(LIST).context["people"]) == [renamed]
    assert [held.practice for held in client.get("/account/").context["keeps_names_of"]] == [practice]


@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.IG_LEAD, Duty.CALDICOTT_GUARDIAN])
def test_no_other_duty_opens_former_names(client, practice, renamed, duty):
    signed_in(client, practice, duty)

    assert [client.get(address).status_code for address in (former_names(renamed), LIST)] == [404, 404]


def test_the_keeper_of_another_practice_sees_none(client, renamed):
    signed_in(client, make_practice("Harbour View", ods_code="Y22222"), Duty.RECORDS_KEEPER)

    assert [client.get(address).status_code for address in (former_names(renamed), LIST)] == [404, 404]


def test_an_administrator_sees_no_former_names(client, practice, renamed):
    signed_in(client, practice, is_superuser=True)

    assert client.get(former_names(renamed)).status_code == 404
