"""Practices and networks, looked after by the site's administrators, and by nobody else."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.desk.places.administrators import messages_on, opening, sign_in_administrator
from tests.factories import (
    GO_LIVE,
    MONDAY,
    give_duty,
    make_job_role,
    make_member,
    make_network,
    make_person,
    make_practice,
)
from tests.people.events import told
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty, Network, NetworkPractice, Practice
from trainingsite.people.places import BranchSite, Merger

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def abbey():
    practice = make_practice("Abbey Surgery", ods_code="A11111")
    make_network("Marrowby", practice)
    return practice


@pytest.fixture
def site(abbey):
    return BranchSite.objects.create(practice=abbey, name="Harbour View", started_on=GO_LIVE, recorded_at=MONDAY)


@pytest.fixture
def ada(client):
    return sign_in_administrator(client)


def in_groups(page) -> list[tuple]:
    return [
        (group.name, [(each.practice.name, each.people, each.managers) for each in group.practices])
        for group in page.context["groups"]
    ]


def test_the_list_has_every_practice_under_its_network(client, ada, abbey):
    make_practice("Saltmere Road")
    give_duty(make_member(practice=abbey).person, abbey, Duty.PRACTICE_MANAGER)
    make_member(practice=abbey, ended_on=dt.date(2025, 6, 1))

    page = client.get("/compliance/places/")

    assert in_groups(page) == [
        ("Marrowby", [("Abbey Surgery", 1, 1)]),
        ("In no network", [("Saltmere Road", 0, 0)]),
    ]


def test_the_list_asks_no_more_for_more_practices(client, ada, django_assert_max_num_queries):
    client.get("/compliance/places/")
    asked = []
    for number in (1, 2, 27):
        for each in range(number):
            make_member(practice=make_practice(f"Practice {number} {each}"))
        make_network(f"Network {number}", Practice.objects.last())
        with django_assert_max_num_queries(40) as counted:
            client.get("/compliance/places/")
        asked.append(len(counted))

    assert asked[0] == asked[1] == asked[2]


def test_a_network_is_added(client, ada):
    answer = client.post("/compliance/places/networks/add/", {"name": " Marrowby  Network "})

    assert (answer.url, Network.objects.get().name) == ("/compliance/places/", "Marrowby Network")


def test_a_network_is_not_added_twice(client, ada, abbey):
    page = client.post("/compliance/places/networks/add/", {"name": "MARROWBY"})

    assert (page.status_code, Network.objects.count()) == (400, 1)
    assert page.context["form"].errors["name"] == ["A network of this name is here already"]


def test_the_page_of_a_practice_says_what_is_known_and_what_is_missing(client, ada, abbey, site):
    page = client.get("/compliance/places/a11111/")

    place = page.context["place"]
    assert [each.network.name for each in place.networks] == ["Marrowby"]
    assert (place.sites, place.managers, place.missing) == ([site], [], ["list of approved messaging apps"])
    assert AccessEntry.objects.get(verb="desk.place_opened").subject == str(abbey.key)


def test_details_are_changed_on_the_record(client, ada, abbey):
    page = client.get("/compliance/places/A11111/change/")
    client.post("/compliance/places/a11111/change/", {**page.context["form"].initial, "phone": "01632 960 999"})

    abbey.refresh_from_db()
    assert (abbey.phone, told(abbey.chain)) == ("01632 960 999", ["people.practice_changed"])


def test_bad_details_are_refused_and_nothing_typed_is_lost(client, ada, abbey):
    page = client.post("/compliance/places/a11111/change/", {"name": "", "website": "no address", "phone": "1"})

    assert (page.status_code, sorted(page.context["form"].errors)) == (400, ["name", "website"])
    assert page.context["form"]["phone"].value() == "1"


def test_a_practice_moves_to_another_network(client, ada, abbey):
    make_network("Saltmere")

    client.post("/compliance/places/a11111/network/", {"leaves": "marrowby", "joins": "saltmere", "on": "2026-03-02"})

    places = NetworkPractice.objects.known().order_by("started_on").values_list("network__name", "ended_on")
    assert list(places) == [("Marrowby", dt.date(2026, 3, 1)), ("Saltmere", None)]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"on": "2026-03-02"}, "joins"),
        ({"on": "soon", "leaves": "marrowby"}, "on"),
        ({"on": "1926-03-02", "leaves": "marrowby"}, "on"),
        ({"on": "2126-03-02", "leaves": "marrowby"}, "on"),
        ({"on": "2026-03-02", "joins": "marrowby"}, "joins"),
        ({"on": "2026-03-02", "leaves": "elsewhere"}, "leaves"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(client, ada, abbey, sent, field):
    page = client.post("/compliance/places/a11111/network/", sent)

    assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
    assert NetworkPractice.objects.count() == 1


def test_a_branch_site_is_added_and_closed(client, ada, abbey):
    client.post("/compliance/places/a11111/sites/add/", {"name": "Harbour View", "started_on": "2026-03-02"})
    site = BranchSite.objects.known().get()
    client.post(f"/compliance/places/a11111/sites/{site.line}/close/", {"last_day": "2026-03-31"})

    assert BranchSite.objects.known().get().ended_on == dt.date(2026, 3, 31)
    assert client.get(f"/compliance/places/a11111/sites/{site.line}/close/").status_code == 404


def test_a_site_is_closed_at_its_own_practice_only(client, ada, site):
    make_practice(ods_code="B22222")

    answer = client.post(f"/compliance/places/b22222/sites/{site.line}/close/", {"last_day": "2026-03-31"})

    assert (answer.status_code, BranchSite.objects.known().get().ended_on) == (404, None)


ADDRESSES = [
    ("get", "/compliance/places/"),
    ("get", "/compliance/places/a11111/"),
    ("post", "/compliance/places/add/"),
    ("post", "/compliance/places/networks/add/"),
    ("post", "/compliance/places/a11111/change/"),
    ("post", "/compliance/places/a11111/manager/"),
    ("post", "/compliance/places/a11111/network/"),
    ("post", "/compliance/places/a11111/sites/add/"),
    ("post", "/compliance/places/a11111/sites/{site}/close/"),
    ("post", "/compliance/places/a11111/merge/"),
    ("post", "/compliance/places/a11111/merge/confirm/"),
]
EVERYTHING = opening(
    ods_code="C33333", first_name="Tom", last_name="Ellis", leaves="marrowby", on="2026-03-02", started_on="2026-03-02",
    last_day="2026-03-02", into="B22222",
)  # fmt: skip


def send(client, how, address, site):
    return getattr(client, how)(address.format(site=site.line), EVERYTHING if how == "post" else None)


def as_it_was() -> tuple:
    """What any of the pages could have changed."""
    return (
        Practice.objects.count(), Network.objects.count(), NetworkPractice.objects.count(), BranchSite.objects.count(),
        Merger.objects.count(), Practice.objects.get(ods_code="A11111").name,
    )  # fmt: skip


@pytest.mark.parametrize(("how", "address"), ADDRESSES)
@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.NETWORK_LEAD, Duty.POLICY_OWNER])
def test_the_pages_are_closed_to_who_looks_after_a_practice_only(client, abbey, site, how, address, duty):
    make_practice(ods_code="B22222")
    person = make_member(make_known_person("Ruth Adeyemi"), practice=abbey).person
    give_duty(person, abbey, duty)
    verified(client, person)

    before = as_it_was()
    assert (send(client, how, address, site).status_code, as_it_was()) == (404, before)


@pytest.mark.parametrize(("how", "address"), ADDRESSES)
def test_the_pages_are_closed_to_who_is_signed_out(client, abbey, site, how, address):
    before = as_it_was()

    assert send(client, how, address, site).url.startswith("/account/sign-in/")
    assert as_it_was() == before


@pytest.mark.parametrize(("how", "address"), ADDRESSES)
def test_the_pages_want_a_second_factor(client, abbey, site, how, address):
    client.force_login(make_known_person("Ada Stone", is_superuser=True))
    before = as_it_was()

    assert send(client, how, address, site).url.startswith("/account/second-")
    assert as_it_was() == before


@pytest.mark.parametrize("address", [address for _, address in ADDRESSES if "a11111" in address])
def test_a_practice_that_is_not_there_is_not_found(client, ada, site, address):
    assert client.get(address.replace("a11111", "z99999").format(site=site.line)).status_code in (404, 405)


def test_somebody_new_manages_a_practice_that_has_lost_its_manager(client, ada, abbey):
    make_job_role("Practice manager", staff_group="management")
    page = client.post(
        "/compliance/places/a11111/manager/", {"first_name": "Ruth", "last_name": "Adeyemi"}, follow=True
    )

    [duty] = page.context["place"].managers
    assert (duty.duty, duty.person.name, duty.person.username) == ("practice_manager", "Ruth Adeyemi", "ruth.adeyemi")
    assert messages_on(page) == ["Ruth Adeyemi manages Abbey Surgery from today."]


def test_a_manager_has_to_be_named(client, ada, abbey):
    page = client.post("/compliance/places/a11111/manager/", {})

    assert list(page.context["form"].errors) == ["first_name"]


def test_somebody_who_is_here_already_manages_by_their_sign_in_name(client, ada, abbey):
    make_job_role("Practice manager", staff_group="management")
    sam = make_person("Sam Oduya", username="sam.oduya")

    client.post("/compliance/places/a11111/manager/", {"username": "Sam.Oduya"})

    assert sam.responsibilities.get().practice == abbey


@pytest.mark.parametrize("page", ["manager", "network", "sites/add"])
def test_nothing_new_begins_at_a_practice_that_goes_over_into_another(client, ada, abbey, page):
    make_job_role("Practice manager", staff_group="management")
    Merger.objects.create(practice=abbey, into=make_practice(), started_on=dt.date(2026, 4, 1), recorded_at=MONDAY)
    before = as_it_was()

    answer = client.post(f"/compliance/places/a11111/{page}/", {**EVERYTHING, "name": "Harbour View"})

    assert (answer.status_code, as_it_was(), abbey.memberships.count()) == (404, before, 0)
