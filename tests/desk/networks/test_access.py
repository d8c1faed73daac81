"""Who may open a network's pages: its leads on their days, with a second factor, and nobody else."""

import pytest

from tests.desk.networks.scene import agree, days_ago, make_lead, overview_page, practice_page
from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_network, make_person, make_practice
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(network, millbrook):
    """Every page of the network; its practice agrees to names, so that there is something to leak."""
    agree(millbrook, network)
    home = overview_page(network)
    return [
        home,
        practice_page(network, millbrook),
        f"{home}counts.csv",
        f"{home}counts.xlsx",
        f"{home}matrix.csv",
    ]


def refused(client, pages) -> bool:
    """Whether nobody is let in, and nothing of the practice is in the answer."""
    answers = [client.get(page) for page in pages]
    return all(each.status_code == 404 and not {b"Millbrook", b"Ellis"} & set(each.content.split()) for each in answers)


def opened(client, pages) -> bool:
    answers = [client.get(page) for page in pages]
    for answer in answers:
        answer.getvalue()  # a file is closed once it is read to its end
    return all(answer.status_code == 200 for answer in answers)


def test_the_lead_of_the_network_opens_them_all(client, network, pages):
    sign_in(client, make_lead(network))

    assert opened(client, pages)


def test_the_lead_of_another_network_opens_none(client, pages):
    other = make_network("Vale Federation", make_practice("Harbour View"))
    sign_in(client, make_lead(other))

    assert refused(client, pages)


def test_the_lead_of_two_networks_opens_both(client, network, pages):
    lead, other = make_lead(network), make_network("Vale Federation", make_practice("Harbour View"))
    from_other = make_lead(other)
    lead.responsibilities.create(duty=Duty.NETWORK_LEAD, network=other, started_on=days_ago(3))
    sign_in(client, lead)

    assert opened(client, [*pages, overview_page(other)])
    sign_in(client, from_other)
    assert refused(client, pages)


@pytest.mark.parametrize(("started", "ended"), [(400, 1), (-1, None)])
def test_a_lead_whose_duty_is_over_or_begins_tomorrow_opens_none(client, network, pages, started, ended):
    sign_in(client, make_lead(network, started_on=days_ago(started), ended_on=ended and days_ago(ended)))

    assert refused(client, pages)
    assert client.get("/compliance/networks/").status_code == 404


def test_a_lead_opens_them_on_the_last_day_of_the_duty(client, network, pages):
    sign_in(client, make_lead(network, ended_on=days_ago(0)))

    assert opened(client, pages)


@pytest.mark.parametrize("duty", [None, *(duty for duty in Duty if duty != Duty.NETWORK_LEAD)])
def test_no_other_duty_opens_them(client, millbrook, pages, duty):
    zoe = make_member("Zoe Nash", practice=millbrook).person
    if duty:
        give_duty(zoe, millbrook, duty)
    sign_in(client, zoe)

    assert refused(client, pages)


def test_an_administrator_who_leads_no_network_opens_none(client, pages):
    sign_in(client, make_person("Site Administrator", is_superuser=True))

    assert refused(client, pages)


def test_without_the_second_factor_they_stay_shut(client, network, pages):
    client.force_login(make_lead(network))

    answers = [client.get(page) for page in [*pages, "/compliance/networks/"]]

    assert {(each.status_code, each.url.split("?")[0], b"Ellis" in each.content) for each in answers} == {
        (302, "/account/second-step/", False)
    }


def test_a_visitor_is_sent_to_sign_in(client, pages):
    answers = [client.get(page) for page in [*pages, "/compliance/networks/"]]

    assert {(each.status_code, each.url.split("?")[0]) for each in answers} == {(302, "/account/sign-in/")}


def test_a_lead_opens_no_practices_desk(client, network, millbrook, tom):
    sign_in(client, make_lead(network))

    for address in ("", "network-names/", f"people/{tom.key}/"):
        answer = client.get(f"/compliance/x99999/{address}")
        assert (answer.status_code, b"Ellis" in answer.content) == (404, False)


def test_a_manager_of_a_practice_in_the_network_sees_no_other_practice(client, network, millbrook, saltmere):
    make_member("Sue Park", practice=saltmere)
    sign_in_manager(client, millbrook)

    assert client.get(overview_page(network)).status_code == 404


@pytest.mark.parametrize("network_key", ["reports", "people", "x99999", "no-such-network"])
def test_a_network_that_is_not_there_is_not_found(client, network, network_key):
    sign_in(client, make_lead(network))

    assert client.get(f"/compliance/networks/{network_key}/").status_code == 404
