"""The header: whose practice, and where one may go."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory

from tests.factories import give_duty, make_member, make_network, make_person, make_practice
from trainingsite.people.models import Duty, Responsibility
from trainingsite.people.navigation import Navigation, signpost_for

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def header_for(person, address="/") -> Navigation:
    request = RequestFactory().get(address)
    request.user = person
    return Navigation(request)


def words(person) -> list[str]:
    return [link.words for link in header_for(person).links]


def test_a_receptionist_is_shown_the_way_to_your_training():
    assert words(make_member().person) == ["Your training"]


@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.IG_LEAD])
def test_whoever_opens_a_desk_is_shown_the_way_to_it(duty):
    member = make_member()
    give_duty(member.person, member.practice, duty)

    assert words(member.person) == ["Your training", "The manager's desk", "Policies"]


def test_whoever_leads_a_team_is_shown_the_way_to_it():
    leader = make_member("Ruth Bell")
    make_member(manager=leader.person, practice=leader.practice)

    assert words(leader.person) == ["Your training", "Your team"]


def test_of_two_parts_of_the_desk_the_inner_one_is_where_one_is():
    leader = make_member("Ruth Bell")
    make_member(manager=leader.person, practice=leader.practice)
    give_duty(leader.person, leader.practice, Duty.PRACTICE_MANAGER)

    links = header_for(leader.person, "/compliance/my-team/").links

    assert [(link.words, link.current) for link in links if link.current] == [("Your team", "page")]


def test_a_network_lead_is_shown_the_way_to_the_desk():
    person, network = make_person(), make_network("Elmfield", make_practice())
    Responsibility.objects.create(
        duty=Duty.NETWORK_LEAD, network=network, person=person, started_on=dt.date(2025, 1, 6)
    )

    assert words(person) == ["Your training", "The manager's desk", "Policies"]


def test_a_policy_owner_is_shown_the_way_to_the_policies():
    member = make_member()
    give_duty(member.person, member.practice, Duty.POLICY_OWNER)

    assert words(member.person) == ["Your training", "Policies"]


def test_an_author_is_shown_the_way_to_the_content():
    person = make_person()
    person.groups.add(Group.objects.get(name="Editors"))

    assert words(person) == ["Your training", "Content"]


def test_an_administrator_is_shown_the_way_to_the_content_and_the_practices():
    assert words(make_person(is_superuser=True)) == ["Your training", "Content", "Practices"]


def test_the_header_says_where_one_is():
    manager = make_member()
    give_duty(manager.person, manager.practice, Duty.PRACTICE_MANAGER)

    links = header_for(manager.person, "/compliance/x99999/").links

    assert [(link.address, link.current) for link in links] == [
        ("/", ""), ("/compliance/", "true"), ("/policies/looked-after/", ""),
    ]  # fmt: skip


def test_the_header_names_the_practice():
    assert header_for(make_member(practice=make_practice("Elm Street Surgery")).person).practice_name == (
        "Elm Street Surgery"
    )


def test_the_header_names_both_practices_of_somebody_shared():
    member = make_member(practice=make_practice("Mill Road Practice"))
    make_member(member.person, practice=make_practice("Elm Street Surgery"))

    assert header_for(member.person).practice_name == "Elm Street Surgery and Mill Road Practice"


def test_the_header_names_no_practice_to_a_stranger(client):
    make_member()

    page = client.get("/account/sign-in/")

    assert (page.context["navigation"].practice_name, page.context["navigation"].links) == ("", [])


@pytest.mark.parametrize("practices", [1, 3])
def test_the_header_takes_two_queries(django_assert_num_queries, practices):
    person = make_person()
    for _ in range(practices):
        make_member(person, practice=make_practice())

    with django_assert_num_queries(2):
        signpost_for(person, TODAY)


def test_the_header_of_the_next_page_takes_none(django_assert_num_queries):
    person = make_member().person
    first = header_for(person).practice_name

    with django_assert_num_queries(0):
        second = header_for(person).practice_name

    assert second == first


def test_a_page_that_shows_no_header_asks_for_none(django_assert_num_queries):
    person = make_member().person

    with django_assert_num_queries(0):
        header_for(person)
