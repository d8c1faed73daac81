"""One practice of a network: counts for its lead, names only where the practice agrees, and only then."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.networks.scene import add_people, agree, days_ago, overview_page, practice_page, sign_in_lead
from tests.factories import (
    complete,
    give_duty,
    give_leave,
    make_member,
    make_network,
    make_outside_training,
    make_policy,
    make_policy_version,
    make_practice,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import recording_time, replaying
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.matrix import training_matrix
from trainingsite.desk.your_data.looks import looks_at
from trainingsite.people.agreeing import end_names
from trainingsite.people.models import Duty, Membership, NetworkPractice
from trainingsite.people.practices import move_practice
from trainingsite.policies.questions.actions import ask
from trainingsite.policies.saying_no.actions import decline

pytestmark = pytest.mark.django_db


def by_name(answer) -> bool:
    return b"Ellis" in answer.content


def test_counts_are_by_programme_and_by_requirement(client, network, millbrook, asked, tom):
    make_requirement(asked, outside_training=make_outside_training(), position=1)
    complete(tom, ModuleVersion.objects.get(), at=timezone.now())
    sign_in_lead(client, network)

    context = client.get(practice_page(network, millbrook)).context

    found = [
        (each.title, each.count.words, [(part.title, part.count.words) for part in each.parts])
        for each in context["programmes"]
    ]
    assert found == [("Induction", "1 of 2", [("Boundaries", "1 of 1"), ("Basic life support", "0 of 1")])]
    assert (context["people"], context["total"].words) == (1, "1 of 2")


def test_the_sums_are_those_of_the_overview(client, network, millbrook, tom):
    add_people(millbrook, 6)
    give_leave(Membership.objects.get(person=tom), days_ago(40), days_ago(-40))
    sign_in_lead(client, network)

    overview = client.get(overview_page(network)).context["overview"]
    total = client.get(practice_page(network, millbrook)).context["total"]

    assert total.sums == overview.lines[0].counts[-1].sums
    assert (total.sums.on_leave, total.sums.required) == (1, 6)


def test_staff_groups_are_counted_where_they_are_large_enough(client, network, millbrook):
    add_people(millbrook, 8)
    add_people(millbrook, 3, "Practice nurse", group="nursing")
    add_people(millbrook, 3, "GP partner", group="doctors")
    sign_in_lead(client, network)

    groups = client.get(practice_page(network, millbrook)).context["groups"]

    assert [(each.title, each.count.people, each.count.words) for each in groups] == [
        ("Non-clinical", 9, "0 of 9"),
        ("All other staff: Doctors, Nursing", 6, "0 of 6"),
    ]


def test_a_small_practice_is_not_counted_by_staff_group(client, network, millbrook):
    add_people(millbrook, 3)
    add_people(millbrook, 5, "Practice nurse", group="nursing")
    sign_in_lead(client, network)

    assert client.get(practice_page(network, millbrook)).context["groups"] == []


def test_names_are_shown_where_the_practice_agrees(client, network, millbrook):
    agree(millbrook, network)
    sign_in_lead(client, network)

    answer = client.get(practice_page(network, millbrook))

    assert (by_name(answer), answer.context["titles"]) == (True, ["Boundaries"])


def test_who_has_nothing_open_is_said_to_have_done_everything(client, network, millbrook, tom):
    agree(millbrook, network)
    sign_in_lead(client, network)
    sentence, pages = "Everything asked is done", []
    pages.append(client.get(practice_page(network, millbrook)).context["names"])

    complete(tom, ModuleVersion.objects.get(), at=timezone.now())
    pages.append(client.get(practice_page(network, millbrook)).context["names"])

    assert [sentence in page for page in pages] == [False, True]
    assert ["all-done" in page for page in pages] == [False, True]


def test_of_a_person_they_see_status_and_due_date_and_not_their_job(client, network, millbrook, tom):
    make_member("Sue Park", "Advanced nurse practitioner", practice=millbrook)
    agree(millbrook, network)
    sign_in_lead(client, network)

    page = client.get(practice_page(network, millbrook)).content.decode()

    assert ("Overdue" in page, "was due 3 Feb 2025" in page, "nurse practitioner" in page) == (True, True, False)


def test_what_the_other_practice_agreed_to_shows_no_names_here(client, network, millbrook, saltmere):
    agree(saltmere, network)
    sign_in_lead(client, network)

    assert not by_name(client.get(practice_page(network, millbrook)))


def test_what_was_agreed_with_another_network_shows_no_names_to_this_one(client, network, millbrook):
    agree(millbrook, make_network("Vale Federation", millbrook))
    sign_in_lead(client, network)

    assert not by_name(client.get(practice_page(network, millbrook)))


def test_once_it_is_ended_there_are_counts_again(client, network, millbrook, tom):
    agree(millbrook, network)
    end_names(practice=millbrook, network=network, by=tom, at=timezone.now())
    sign_in_lead(client, network)

    answer = client.get(practice_page(network, millbrook))

    assert (by_name(answer), answer.context["total"].words) == (False, "0 of 1")


def test_days_before_the_practice_agreed_stay_counts(client, network, millbrook):
    agree(millbrook, network, at=timezone.now() - dt.timedelta(days=5))
    sign_in_lead(client, network)

    shown = {
        days: by_name(client.get(practice_page(network, millbrook, on=days_ago(days).isoformat())))
        for days in (6, 5, 0, -30)
    }

    assert shown == {6: False, 5: True, 0: True, -30: True}


def test_names_end_with_the_practices_days_in_the_network(client, network, millbrook):
    agree(millbrook, network, at=timezone.now() - dt.timedelta(days=5))
    move_practice(practice=millbrook, leaves=network, joins=None, on=days_ago(2), at=timezone.now())
    sign_in_lead(client, network)

    answers = [client.get(practice_page(network, millbrook, on=days_ago(days).isoformat())) for days in (4, 0)]

    assert [by_name(answer) for answer in answers] == [False, False]
    assert (answers[0].context["total"].words, answers[1].context["said"]) == (
        "0 of 1",
        "Millbrook Lane Surgery is not in the network on that day. Choose another day",
    )


def test_names_are_not_shown_for_days_after_the_practice_has_left(client, network, millbrook):
    agree(millbrook, network)
    move_practice(practice=millbrook, leaves=network, joins=None, on=days_ago(-10), at=timezone.now())
    sign_in_lead(client, network)

    days = [days_ago(-9), days_ago(-10)]
    shown = [by_name(client.get(practice_page(network, millbrook, on=day.isoformat()))) for day in days]

    assert shown == [True, False]


def test_opening_names_is_noted_once_a_day_and_the_person_sees_it(client, network, millbrook, tom):
    agree(millbrook, network)
    lead = sign_in_lead(client, network)

    for _ in range(2):
        client.get(practice_page(network, millbrook))

    assert [(look.by, look.page) for look in looks_at(tom)] == [
        (lead.name, "Your name, status and due dates, seen by a lead of your network (noted once a day)")
    ]


def test_looking_at_counts_is_no_look_at_anybody(client, network, millbrook, tom):
    sign_in_lead(client, network)

    client.get(practice_page(network, millbrook))

    assert (AccessEntry.objects.count(), looks_at(tom)) == (0, [])


@pytest.mark.parametrize("ods", ["x99997", "nowhere", "programmes"])
def test_a_practice_the_network_never_had_is_not_found(client, network, ods):
    make_member("Sam Okoro", practice=make_practice("Harbour View", ods_code="X99997"))
    sign_in_lead(client, network)

    answer = client.get(f"/compliance/networks/marrowby-network/{ods}/")

    assert (answer.status_code == 404, b"Okoro" in answer.content) == (ods != "programmes", False)


def test_one_that_joins_later_is_not_counted_before(client, network):
    harbour = make_practice("Harbour View", ods_code="X99997")
    make_member("Sam Okoro", practice=harbour)
    NetworkPractice.objects.create(network=network, practice=harbour, started_on=days_ago(-5))
    sign_in_lead(client, network)

    said = [
        client.get(practice_page(network, harbour, on=days_ago(days).isoformat())).context["said"] for days in (0, -9)
    ]

    assert [each.split(" on ")[0] for each in said] == ["Harbour View is not in the network", "Joins the network"]


def test_without_anybody_there_it_says_so(client, network, saltmere):
    sign_in_lead(client, network)

    assert client.get(practice_page(network, saltmere)).context["said"] == "Nobody works here on that day."


@pytest.mark.parametrize("typed", ["2026-02-31", "9999-01-01", "soon"])
def test_a_day_that_makes_no_sense_is_said_and_today_is_shown(client, network, millbrook, typed):
    sign_in_lead(client, network)

    answer = client.get(practice_page(network, millbrook, on=typed))

    assert (answer.status_code, answer.context["day"], list(answer.context["form"].errors)) == (
        200,
        timezone.localdate(),
        ["on"],
    )


def test_that_somebody_asked_or_declined_is_not_told_outside_the_practice(client, network, millbrook, asked, tom):
    policy = make_policy(millbrook, "Messaging")
    make_requirement(asked, policy=policy, position=1)
    version = make_policy_version(policy, at=moment(2025, 1, 6))
    sue, olu = (make_member(name, practice=millbrook).person for name in ("Sue Park", "Olu Bright"))
    give_duty(olu, millbrook, Duty.POLICY_OWNER)
    decline(person=tom, version=version, reason="", method="totp", at=timezone.now())
    with replaying(moment(2025, 1, 8)):
        ask(
            token=uuid.uuid4(),
            person=sue,
            version=version,
            to=olu,
            purpose="question",
            text="Why?",
            at=recording_time(),
        )
    agree(millbrook, network)
    sign_in_lead(client, network)

    page = client.get(practice_page(network, millbrook)).context["names"]
    file = b"".join(client.get(f"{overview_page(network)}matrix.csv").streaming_content).decode("utf-8-sig")

    own = [cell.status.value for row in training_matrix(millbrook, days_ago(0)).rows for cell in row.cells[1:]]
    messaging = [row["Status"] for row in csv.DictReader(io.StringIO(file)) if row["Requirement"] == "Messaging"]
    assert (own, messaging) == (["overdue", "declined", "queried"], ["Overdue", "Overdue", "Due"])
    assert [word for word in ("eclined", "ueried") if word in page + file] == []
