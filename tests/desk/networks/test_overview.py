"""A network in one look: practices in order of name, programmes across, done of required, nobody by name."""

import pytest
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.networks.scene import (
    add_people,
    counts_of,
    days_ago,
    make_lead,
    overview_page,
    practice_page,
    said_of,
    sign_in_lead,
)
from tests.desk.test_views import sign_in
from tests.factories import (
    GO_LIVE,
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module,
    make_module_version,
    make_network,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.compliance.matrix import training_matrix
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import Duty, Membership, NetworkPractice, Responsibility
from trainingsite.people.practices import move_practice

pytestmark = pytest.mark.django_db


def join(network, practice, started_on, ended_on=None):
    NetworkPractice.objects.create(network=network, practice=practice, started_on=started_on, ended_on=ended_on)


def test_practices_stand_in_order_of_name_whatever_their_share(client, network, saltmere, tom):
    sue = make_member("Sue Park", practice=saltmere).person
    complete(sue, ModuleVersion.objects.get(), at=timezone.now())
    sign_in_lead(client, network)

    answer = client.get(overview_page(network))

    assert counts_of(answer) == {
        "Millbrook Lane Surgery": ["0 of 1", "0 of 1"],
        "Saltmere Road Practice": ["1 of 1", "1 of 1"],
    }
    assert [line.practice.name for line in answer.context["overview"].lines] == [
        "Millbrook Lane Surgery",
        "Saltmere Road Practice",
    ]


def test_names_are_on_no_page_of_counts(client, network, millbrook):
    sign_in_lead(client, network)

    pages = [client.get(page).content for page in (overview_page(network), practice_page(network, millbrook))]

    assert [(b"Millbrook" in page, b"Ellis" in page) for page in pages] == [(True, False), (True, False)]


def test_somebody_two_practices_share_is_at_each_and_counted_once(client, network, saltmere, tom):
    make_member(tom, "Pharmacist", practice=saltmere)
    sign_in_lead(client, network)

    answer = client.get(overview_page(network))

    overview = answer.context["overview"]
    assert ([line.people for line in overview.lines], overview.at_practices, overview.people) == ([1, 1], 2, 1)
    assert answer.context["headcount"] == (
        "1 person works at these practices. Somebody who works at several is shown at each, which makes 2 in the column"
        " “People”, and is counted once in the 1."
    )


def test_the_sums_are_those_of_the_matrices(client, network, millbrook, saltmere, tom):
    add_people(millbrook, 4)
    give_leave(Membership.objects.get(person=tom), days_ago(40), days_ago(-40))
    complete(make_member("Sue Park", practice=saltmere).person, ModuleVersion.objects.get(), at=timezone.now())
    sign_in_lead(client, network)

    total = client.get(overview_page(network)).context["overview"].total.sums

    fresh = [training_matrix(practice, timezone.localdate()).total() for practice in (millbrook, saltmere)]
    added = {name: sum(getattr(each, name) for each in fresh) for name in ("in_practice", "on_leave", "required")}
    assert {name: getattr(total, name) for name in added} == added == {"in_practice": 6, "on_leave": 1, "required": 5}
    assert total.met == sum(each.compliant for each in fresh) == 1


def test_what_is_shared_has_a_column_each_and_what_is_own_one_together(client, network, millbrook, saltmere, asked):
    federation = make_network("Vale Federation", millbrook)
    for title, at, owner in (
        ("Ours", millbrook, {"practice": millbrook}),
        ("Theirs", saltmere, {"practice": saltmere}),
        ("Vale", millbrook, {"network": federation}),
        ("Marrowby", millbrook, {"network": network}),
    ):
        make_requirement(make_programme(title, at, **owner), module=asked.requirements.get().module)
    make_member("Sue Park", practice=saltmere)
    sign_in_lead(client, network)

    answer = client.get(overview_page(network))

    assert answer.context["overview"].columns == ["Induction", "Marrowby", "Practices’ own programmes", "Everything"]
    assert counts_of(answer) == {
        "Millbrook Lane Surgery": ["0 of 1", "0 of 1", "0 of 2", "0 of 4"],
        "Saltmere Road Practice": ["0 of 1", "none asked", "0 of 1", "0 of 2"],
    }


def test_a_percentage_is_given_of_ten_people_on(client, network, millbrook, saltmere):
    add_people(millbrook, 8)  # and Tom
    add_people(saltmere, 10)
    sign_in_lead(client, network)

    lines = client.get(overview_page(network)).context["overview"].lines

    assert [(line.counts[0].words, line.counts[0].share) for line in lines] == [("0 of 9", ""), ("0 of 10", "0%")]


def test_a_practice_is_there_on_its_days_in_the_network(client, millbrook, saltmere, tom):
    network = make_network("Marrowby Network", millbrook)
    join(network, saltmere, days_ago(100), days_ago(50))
    sign_in_lead(client, network)

    shown = {
        days: len(client.get(overview_page(network, on=days_ago(days).isoformat())).context["overview"].lines)
        for days in (101, 100, 50, 49)
    }

    assert shown == {101: 1, 100: 2, 50: 2, 49: 1}


def test_a_practice_that_joins_later_shows_nothing_before_it_has(client, millbrook, saltmere, tom):
    network = make_network("Marrowby Network", millbrook)
    join(network, saltmere, days_ago(-10))
    make_member("Sue Park", practice=saltmere)
    sign_in_lead(client, network)

    answer = client.get(overview_page(network, on=days_ago(-20).isoformat()))

    overview = answer.context["overview"]
    assert said_of(answer)["Saltmere Road Practice"].startswith("Joins the network on ")
    assert ([line.people for line in overview.lines], overview.people) == ([1, None], 1)


def test_what_has_no_counts_says_why(client, network, millbrook, saltmere, tom):
    make_member("Sue Park", practice=(hillside := make_practice("Hillside", went_live_on=days_ago(-30))))
    make_member("Sam Okoro", practice=(alder := make_practice("Alder Grove")))
    for practice in (hillside, alder):
        join(network, practice, GO_LIVE)
    sign_in_lead(client, network)

    said = said_of(client.get(overview_page(network)))

    assert said.pop("Hillside").startswith("Goes live on ")
    assert said == {
        "Alder Grove": "It follows no programme on that day.",
        "Millbrook Lane Surgery": "",
        "Saltmere Road Practice": "Nobody works here on that day.",
    }


def test_a_practice_that_went_over_into_another_is_told_of(client, network, millbrook, saltmere):
    make_member("Sue Park", practice=saltmere)
    merge(practice=saltmere, into=millbrook, on=days_ago(3), at=timezone.now())
    sign_in_lead(client, network)

    now, before = (client.get(overview_page(network, on=days_ago(days).isoformat())) for days in (0, 4))

    assert ([list(counts_of(each)) for each in (now, before)], before.context["gone"]) == (
        [["Millbrook Lane Surgery"], ["Millbrook Lane Surgery", "Saltmere Road Practice"]],
        [],
    )
    assert [said.split(" on ")[0] for said in now.context["gone"]] == [
        "Saltmere Road Practice went over into Millbrook Lane Surgery"
    ]


def test_a_merged_practice_left_in_the_network_is_counted_at_the_other(client, network, millbrook, saltmere):
    merge(practice=saltmere, into=millbrook, on=days_ago(3), at=timezone.now())
    join(network, saltmere, days_ago(2))
    sign_in_lead(client, network)

    said = said_of(client.get(overview_page(network)))["Saltmere Road Practice"]

    assert said.startswith("It went over into Millbrook Lane Surgery on ")


@pytest.mark.parametrize("wanted", ["salt", "SALTMERE", " road  practice ", "x99998"])
def test_practices_are_found_by_part_of_their_name_or_their_code(client, network, wanted):
    sign_in_lead(client, network)

    answer = client.get(overview_page(network, search=wanted))

    assert [line.practice.name for line in answer.context["overview"].lines] == ["Saltmere Road Practice"]


@pytest.mark.parametrize(("wanted", "shown"), [("<b>nowhere</b>", 0), ("x" * 101, 2), ("", 2), ("   ", 2)])
def test_a_search_without_an_answer_is_a_sentence_and_never_an_empty_table(client, network, wanted, shown):
    sign_in_lead(client, network)

    answer = client.get(overview_page(network, search=wanted))

    assert (answer.status_code, len(answer.context["overview"].lines)) == (200, shown)
    assert (b"No practice is called that" in answer.content) == (not shown)
    assert b"<b>nowhere" not in answer.content


@pytest.mark.parametrize("typed", ["2026-02-31", "9999-01-01", "1066-10-14", "soon", "", "2031-01-01"])
def test_a_day_that_makes_no_sense_is_said_and_today_is_shown(client, network, typed):
    sign_in_lead(client, network)

    answer = client.get(overview_page(network, on=typed))

    assert (answer.status_code, answer.context["day"]) == (200, timezone.localdate())
    assert list(answer.context["form"].errors) == ["on"]


def test_the_days_to_come_show_what_will_have_lapsed(client, network, tom, asked):
    yearly = make_module_version(make_module("Yearly"))
    make_requirement(asked, module=yearly.page, refresher_months=3)
    complete(tom, yearly, at=timezone.now())
    sign_in_lead(client, network)

    shown = [
        counts_of(client.get(overview_page(network, on=days_ago(days).isoformat())))["Millbrook Lane Surgery"][0]
        for days in (1, 0, -120)
    ]

    assert shown == ["0 of 2", "1 of 2", "0 of 2"]


def test_before_anybody_joined_it_says_so(client, millbrook):
    network = make_network("Marrowby Network", millbrook, started_on=days_ago(10))
    sign_in_lead(client, network)

    answer = client.get(overview_page(network, on=days_ago(11).isoformat()))

    assert b"No practice is in the network on that day" in answer.content


def test_links_carry_the_day_on_unless_it_is_today(client, network):
    sign_in_lead(client, network)
    day = days_ago(3).isoformat()

    pages = [client.get(overview_page(network, **query)).content.decode() for query in ({}, {"on": day})]

    assert [f'href="x99999/{query}"' in page for query, page in zip(["", f"?on={day}"], pages, strict=True)] == [
        True,
        True,
    ]


def test_a_lead_of_one_network_is_led_straight_on_and_of_two_may_choose(client, network):
    lead = sign_in_lead(client, network)
    straight = client.get("/compliance/networks/")

    federation = make_network("Vale Federation")
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=federation, started_on=GO_LIVE)

    choosing = client.get("/compliance/networks/")
    assert (straight.status_code, straight.url) == (302, overview_page(network))
    assert choosing.context["networks"] == [network, federation]


def test_whoever_also_manages_a_practice_finds_both(client, network, millbrook):
    lead = make_lead(network)
    give_duty(lead, millbrook, Duty.PRACTICE_MANAGER)
    sign_in(client, lead)

    answer = client.get(overview_page(network))

    assert (answer.context["managed"], client.get("/compliance/x99999/").status_code) == (True, 200)


def test_leaving_for_another_network_moves_the_row_there(client, network, millbrook, saltmere):
    federation = make_network("Vale Federation")
    move_practice(practice=saltmere, leaves=network, joins=federation, on=days_ago(0), at=timezone.now())
    sign_in_lead(client, federation)

    assert list(said_of(client.get(overview_page(federation)))) == ["Saltmere Road Practice"]
    assert client.get(overview_page(network)).status_code == 404
