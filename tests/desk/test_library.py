"""What there is to learn beyond what is asked, and in which order."""

import pytest

from tests.factories import make_job_role, make_member, make_person, make_scenario, make_scenario_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenarios():
    make_job_role("Receptionist")
    make_job_role("Practice nurse", staff_group="nursing", regulator="NMC")
    for title, roles in (("For nurses", ["nursing"]), ("For the desk", ["receptionist"]), ("For all", ["everyone"])):
        make_scenario_version(with_roles(make_scenario(title), roles))


def with_roles(page, roles):
    page.roles = roles
    page.save()
    return page


def library(client, person):
    client.force_login(person)
    context = client.get("/library/").context
    return [[story.version.title for story in context[part]] for part in ("mine", "others")]


def test_what_is_written_for_the_reader_comes_first(client, scenarios):
    assert library(client, make_member().person) == [["For all", "For the desk"], ["For nurses"]]


def test_somebody_who_works_nowhere_sees_one_list(client, scenarios):
    assert library(client, make_person("Nia Network")) == [["For all", "For nurses", "For the desk"], []]


def test_it_says_who_the_others_are(client, scenarios):
    client.force_login(make_member().person)

    [story] = client.get("/library/").context["others"]

    assert story.audience == ("Nursing",)


def test_what_is_written_for_others_can_be_played_too(client, scenarios):
    client.force_login(make_member().person)

    assert client.get("/scenarios/for-nurses/").status_code == 200


def test_the_library_takes_as_many_queries_for_three_scenarios_as_for_one(client, django_assert_num_queries):
    make_scenario_version()
    client.force_login(make_member().person)
    client.get("/library/")

    with django_assert_num_queries(6):
        client.get("/library/")
    for title in ("One more", "And another"):
        make_scenario_version(make_scenario(title))
    with django_assert_num_queries(6):
        client.get("/library/")
