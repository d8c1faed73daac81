"""Confirming that two accounts are one's own: both have to be shown, and nobody else sees the question."""

import pytest

from tests.factories import PASSWORD, give_duty, make_member, make_person, make_practice
from tests.people.joined import asked
from tests.people.pages import heading_of
from tests.people.phones import code_of, confirmed, make_known_person, make_phone
from trainingsite.people.identities import also_known_by
from trainingsite.people.joining import actions
from trainingsite.people.models import Duty, Person, SameAsked, SameEnded, SamePerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    practice = make_practice()
    former = make_member(make_known_person("Tom Ellis", password="the former password"), practice=practice).person
    kept = make_member(make_known_person("Tom Marsh"), practice=practice).person
    return former, kept


@pytest.fixture
def question(rows):
    return asked(*rows, make_person("Ruth Adeyemi"))


@pytest.fixture
def kept(client, rows, question):
    """The person, signed in with the account that stays."""
    return signed_in(client, rows[1])


def signed_in(client, person):
    client.force_login(person)
    confirmed(client, person)
    return person


def code_for(question):
    """A code from another manager of the practice, that lasts."""
    manager = make_member("Priya Shah", "Practice manager", practice=question.practice).person
    give_duty(manager, question.practice, Duty.PRACTICE_MANAGER)
    question = SameAsked.objects.get(pk=question.pk)
    code = actions.give_code(asked=question, by=manager, at=question.asked_at)
    question.code.ends_at = question.asked_at.replace(year=2099)
    question.code.save()
    return code


def address(question, act=""):
    return f"/account/same-person/{question.key}/{act}"


def test_the_account_page_leads_to_the_question(client, kept, question):
    assert list(client.get("/account/").context["same_person_asked"]) == [question]
    assert heading_of(client.get(address(question))) == "Are both of these accounts yours?"


def test_with_the_password_of_the_other_they_are_joined(client, kept, rows, question):
    answer = client.post(address(question), {"other_password": "the former password"})

    joined = SamePerson.objects.get()
    assert (answer.url, joined.proof, joined.confirmed_by) == ("/account/", "password", kept)
    assert also_known_by([kept.pk]) == {rows[0].pk: kept.pk}


def test_signed_in_with_the_one_that_ends_one_is_signed_out(client, rows, question):
    signed_in(client, rows[0])

    answer = client.post(address(question), {"other_password": PASSWORD})

    assert (answer.url, SamePerson.objects.get().confirmed_by) == ("/account/sign-in/", rows[0])
    assert client.get("/account/").status_code == 302


def test_a_wrong_password_joins_nothing_and_the_fifth_closes_the_door(client, kept, question):
    answers = [client.post(address(question), {"other_password": "wrong"}).status_code for _ in range(5)]

    assert (answers, SamePerson.objects.exists()) == ([200, 200, 200, 200, 429], False)
    assert client.post(address(question), {"other_password": "the former password"}).status_code == 429


def test_ones_own_password_shows_nothing_about_the_other(client, kept, question):
    page = client.post(address(question), {"other_password": PASSWORD})

    assert list(page.context["form"].errors) == ["other_password"]
    assert not SamePerson.objects.exists()


def test_the_others_second_step_is_asked_too(client, kept, rows, question):
    phone = make_phone(rows[0])

    without = client.post(address(question), {"other_password": "the former password"})
    right = {"other_password": "the former password", "other_step": code_of(phone)}
    with_it = client.post(address(question), right)

    assert (list(without.context["form"].errors), with_it.url) == (["other_step"], "/account/")
    assert SamePerson.objects.count() == 1


def test_with_the_managers_code_a_closed_account_is_joined(client, kept, rows, question):
    Person.objects.filter(pk=rows[0].pk).update(is_active=False)
    code = code_for(question)

    answer = client.post(address(question), {"code": code.lower()})

    assert (answer.url, SamePerson.objects.get().proof) == ("/account/", "code")


def test_a_code_is_tried_five_times_at_the_most(client, kept, rows, question):
    Person.objects.filter(pk=rows[0].pk).update(is_active=False)
    code = code_for(question)

    for _ in range(5):
        client.post(address(question), {"code": "AAAA-AAAA-AAAA"})
    client.post(address(question), {"code": code})

    assert not SamePerson.objects.exists()


def test_a_code_shows_nothing_of_an_account_that_can_still_sign_in(client, kept, rows, question):
    Person.objects.filter(pk=rows[0].pk).update(is_active=False)
    code = code_for(question)
    Person.objects.filter(pk=rows[0].pk).update(is_active=True)

    page = client.post(address(question), {"code": code})

    assert (page.context["ways"].by_code, SamePerson.objects.exists()) == (False, False)


def test_of_the_other_account_only_the_job_where_one_is_asked_is_shown(client, kept, rows, question):
    make_member(rows[0], practice=make_practice("Hill Top Surgery"))

    own, other = client.get(address(question)).context["jobs"]

    assert [stay.practice for stay in other["stays"]] == [question.practice]


def test_a_closed_account_without_a_code_cannot_be_shown(client, kept, rows, question):
    Person.objects.filter(pk=rows[0].pk).update(is_active=False)

    page = client.get(address(question))
    client.post(address(question), {"other_password": "the former password"})

    assert (page.context["ways"].any, SamePerson.objects.exists()) == (False, False)


def test_one_can_say_no(client, kept, question):
    answer = client.post(address(question, "no/"))

    assert (answer.url, SameEnded.objects.get().kind) == ("/account/", "declined")
    assert client.get(address(question)).status_code == 404


@pytest.mark.parametrize("act", ["", "no/"])
def test_a_colleague_finds_no_such_question(client, rows, question, act):
    signed_in(client, make_member(make_known_person("Ann Lee")).person)

    answers = [client.get(address(question, act)).status_code, client.post(address(question, act)).status_code]

    assert (answers[-1], SameEnded.objects.exists()) == (404, False)
    assert answers[0] in (404, 405)


@pytest.mark.parametrize("act", ["", "no/"])
def test_nobody_signed_out_answers_it(client, question, act):
    assert client.post(address(question, act)).url.startswith("/account/sign-in/")
    assert not SameEnded.objects.exists()


def test_whoever_has_not_just_shown_who_they_are_is_asked_first(client, rows, question):
    client.force_login(rows[1])

    client.post(address(question), {"other_password": "the former password"})

    assert not SamePerson.objects.exists()
