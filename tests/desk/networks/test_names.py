"""A practice decides whether its network's leads see names: what it is told first, and who decides."""

import pytest
from django.urls import reverse

from tests.desk.networks.scene import agree, days_ago, make_lead
from tests.desk.test_views import sign_in, sign_in_manager
from tests.factories import give_duty, make_member, make_network, make_practice
from trainingsite.audit.models import AuditEvent
from trainingsite.desk.your_data.seeing import viewers_of
from trainingsite.people.models import Duty, NamesAgreed

pytestmark = pytest.mark.django_db

PAGE = "/compliance/x99999/network-names/"
AGREE, END = f"{PAGE}marrowby-network/agree/", f"{PAGE}marrowby-network/end/"
TOLD = {"told_staff": "on"}


def who_sees(person) -> list[tuple[str, str, bool]]:
    today = days_ago(0)
    found = [viewer for viewer in viewers_of(person, today) if viewer.role == "Network lead"]
    return [(viewer.where, viewer.who, "your name" in viewer.sees) for viewer in found]


def test_a_manager_reads_who_would_see_what_and_agrees(client, network, millbrook):
    make_lead(network)
    manager = sign_in_manager(client, millbrook)
    asked = client.get(AGREE)

    client.post(AGREE, TOLD)

    step = NamesAgreed.objects.get()
    assert asked.context["leads"] == ["Dev Rao"]
    assert (step.kind, step.practice, step.network, step.acted_by) == ("agreed", millbrook, network, manager)
    assert client.get(PAGE).context["agreements"][0][0].agreed == step


def test_without_having_told_the_staff_nothing_is_agreed(client, network, millbrook):
    sign_in_manager(client, millbrook)

    answer = client.post(AGREE, {})

    assert (answer.status_code, NamesAgreed.objects.exists()) == (400, False)
    assert list(answer.context["form"].errors) == ["told_staff"]


def test_a_manager_ends_it_on_any_day(client, network, millbrook):
    agree(millbrook, network)
    sign_in_manager(client, millbrook)

    client.post(END)

    answer = client.get(PAGE)
    assert answer.context["agreements"][0][0].agreed is None
    assert [step.kind for step in answer.context["steps"]] == ["ended", "agreed"]


def test_ending_twice_says_that_there_is_nothing_to_end(client, network, millbrook):
    sign_in_manager(client, millbrook)

    answer = client.post(END, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "Your network’s leads see no names, so there is nothing to end."
    ]
    assert not NamesAgreed.objects.exists()


def test_only_a_post_ends_it(client, network, millbrook):
    agree(millbrook, network)
    sign_in_manager(client, millbrook)

    assert (client.get(END).status_code, NamesAgreed.objects.count()) == (405, 1)


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.CALDICOTT_GUARDIAN, Duty.NETWORK_LEAD])
def test_nobody_but_those_who_open_the_desk_decides(client, network, millbrook, duty):
    zoe = make_member("Zoe Nash", practice=millbrook).person
    if duty == Duty.NETWORK_LEAD:
        zoe = make_lead(network)
    elif duty:
        give_duty(zoe, millbrook, duty)
    agree(millbrook, network)
    sign_in(client, zoe)

    statuses = [client.get(PAGE).status_code, client.post(AGREE, TOLD).status_code, client.post(END).status_code]

    assert (statuses, NamesAgreed.objects.count()) == ([404] * 3, 1)


def test_the_manager_of_another_practice_decides_nothing_here(client, network, saltmere):
    sign_in_manager(client, saltmere)

    statuses = [client.get(PAGE).status_code, client.post(AGREE, TOLD).status_code, client.post(END).status_code]

    assert (statuses, NamesAgreed.objects.exists()) == ([404] * 3, False)


def test_signed_out_or_without_a_second_factor_nothing_is_agreed(client, network, millbrook):
    signed_out = client.post(AGREE, TOLD)
    manager = make_member("Ann Lee", practice=millbrook).person
    give_duty(manager, millbrook, Duty.PRACTICE_MANAGER)
    client.force_login(manager)

    without = client.post(AGREE, TOLD)

    led_to = [each.url.split("?")[0] for each in (signed_out, without)]
    assert led_to == ["/account/sign-in/", "/account/second-step/"]
    assert not NamesAgreed.objects.exists()


def test_nothing_is_agreed_with_a_network_the_practice_is_not_in(client, network, millbrook):
    make_network("Vale Federation", make_practice("Harbour View"))
    sign_in_manager(client, millbrook)

    statuses = [client.post(f"{PAGE}{key}/agree/", TOLD).status_code for key in ("vale-federation", "no-such")]

    assert (statuses, NamesAgreed.objects.exists()) == ([404, 404], False)


def test_a_practice_in_no_network_is_told_so(client):
    alone = make_practice("Harbour View", ods_code="X99999")
    sign_in_manager(client, alone)

    html = client.get(PAGE).content.decode()

    assert "Your practice is in no network today" in html
    assert "whoever leads that still sees its counts of the days when it was, and no names" in html


def test_staff_are_told_who_sees_counts_and_who_sees_names(network, millbrook, tom):
    make_lead(network)
    before = who_sees(tom)

    agree(millbrook, network)

    where = "Millbrook Lane Surgery, in Marrowby Network"
    assert (before, who_sees(tom)) == ([(where, "Dev Rao", False)], [(where, "Dev Rao", True)])


def test_whoever_works_at_two_practices_is_told_of_each(network, millbrook, saltmere, tom):
    make_lead(network)
    make_member(tom, practice=saltmere)

    agree(saltmere, network)

    assert who_sees(tom) == [
        ("Millbrook Lane Surgery, in Marrowby Network", "Dev Rao", False),
        ("Saltmere Road Practice, in Marrowby Network", "Dev Rao", True),
    ]


def test_the_practices_chain_tells_of_it_and_no_other(client, network, millbrook):
    sign_in_manager(client, millbrook)

    client.post(AGREE, TOLD)

    told = AuditEvent.objects.filter(verb="people.names_agreed").values_list("chain__key", flat=True)
    assert list(told) == [millbrook.chain]


def test_the_address_of_the_page_is_the_practices(millbrook):
    assert reverse("desk:network_names", args=["x99999"]) == PAGE
