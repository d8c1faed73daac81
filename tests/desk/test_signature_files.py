"""The file of signatures is for whoever manages the practice, and for nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.networks.scene import agree, make_lead
from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_network, make_policy_version, make_practice, moment
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty
from trainingsite.policies.actions import sign

ALL = "/compliance/signatures.csv"


def signed_at(practice, name):
    """A practice whose policy somebody has signed."""
    version = make_policy_version(practice=practice)
    person = make_member(name, practice=practice).person
    at = moment(2026, 3, 3)
    with replaying(at):
        sign(person=person, version=version, typed_name=name, method="password", at=at)
    return person


@pytest.fixture
def millbrook(db):
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    signed_at(practice, "Tom Ellis")
    return practice


@pytest.fixture
def saltmere(db):
    practice = make_practice("Saltmere Road Practice", ods_code="X99998")
    signed_at(practice, "Zoe Marsh")
    return practice


def file_of(practice, **query):
    return reverse("desk:signatures_file", args=[practice.ods_code.lower()], query=query)


def names_in(response):
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",")[2] for line in lines[1:]]


def test_a_manager_takes_the_signatures_of_their_practice_and_that_is_noted(client, millbrook, saltmere):
    manager = sign_in_manager(client, millbrook)

    response = client.get(file_of(millbrook))

    assert names_in(response) == ["Tom Ellis"]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="x99999-signatures-{timezone.localdate().isoformat()}.csv"'
    )
    (noted,) = AccessEntry.objects.filter(actor=str(manager.key))
    assert (noted.verb, noted.subject) == ("desk.signatures_exported", str(millbrook.key))


def test_the_reports_lead_to_both_files(client, millbrook):
    sign_in_manager(client, millbrook)

    html = client.get(reverse("desk:reports", args=["x99999"])).content.decode()

    assert [html.count(f'href="{address}"') for address in (file_of(millbrook), ALL)] == [1, 1]


def test_a_manager_of_two_practices_takes_both_in_one_file(client, millbrook, saltmere):
    manager = sign_in_manager(client, millbrook)
    give_duty(manager, saltmere, Duty.PRACTICE_MANAGER)

    assert names_in(client.get(ALL)) == ["Tom Ellis", "Zoe Marsh"]
    noted = AccessEntry.objects.filter(actor=str(manager.key)).values_list("subject", flat=True)
    assert set(noted) == {str(millbrook.key), str(saltmere.key)}


def test_the_file_of_all_practices_is_of_those_that_one_manages(client, millbrook, saltmere):
    sign_in_manager(client, millbrook)

    assert names_in(client.get(ALL)) == ["Tom Ellis"]


def test_another_practices_manager_gets_nothing(client, millbrook, saltmere):
    sign_in_manager(client, saltmere)

    assert client.get(file_of(millbrook)).status_code == 404


def test_a_lead_of_the_network_gets_no_signatures_even_where_names_are_agreed(client, millbrook):
    network = make_network("Marrowby Network", millbrook)
    agree(millbrook, network)
    sign_in(client, make_lead(network))

    assert [client.get(path).status_code for path in (file_of(millbrook), ALL)] == [404, 404]


@pytest.mark.parametrize("duties", [[], [Duty.POLICY_OWNER]])
def test_staff_get_nothing(client, millbrook, duties):
    person = make_member("Ivy Cole", practice=millbrook).person
    give_duty(person, millbrook, *duties)
    sign_in(client, person)

    assert [client.get(path).status_code for path in (file_of(millbrook), ALL)] == [404, 404]


def test_whoever_is_not_signed_in_is_asked_to(client, millbrook):
    answers = [client.get(path) for path in (file_of(millbrook), ALL)]

    assert [answer.url.partition("?")[0] for answer in answers] == [reverse("people:sign_in")] * 2


def test_a_manager_without_a_second_factor_is_led_to_it(client, millbrook):
    manager = make_member("Ann Lee", "Practice manager", practice=millbrook).person
    give_duty(manager, millbrook, Duty.PRACTICE_MANAGER)
    client.force_login(manager)

    answers = [client.get(path) for path in (file_of(millbrook), ALL)]

    assert [answer.url.partition("?")[0] for answer in answers] == [reverse("people:second_factor")] * 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "2026-02-31"}, "There is no such day as the one you asked for"),
        ({"to": "9999-01-01"}, "Nobody has signed after today"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "The first day must not be after the last"),
    ],
)
def test_a_period_that_makes_no_sense_is_said_on_the_desk(client, millbrook, query, sentence):
    sign_in_manager(client, millbrook)

    answer = client.get(file_of(millbrook, **query), follow=True)

    assert answer.redirect_chain == [(reverse("desk:practice", args=["x99999"]), 302)]
    assert [str(message).startswith(sentence) for message in answer.context["messages"]] == [True]
    assert not AccessEntry.objects.filter(verb="desk.signatures_exported").exists()


def test_a_period_narrows_the_file(client, millbrook):
    sign_in_manager(client, millbrook)
    periods = {"from": "2026-03-03", "to": "2026-03-03"}, {"to": "2026-03-02"}

    assert [names_in(client.get(file_of(millbrook, **each))) for each in periods] == [["Tom Ellis"], []]
