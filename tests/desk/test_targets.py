"""The practice's own target: changed by its managers only, known for every day, and said in words."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import MONDAY, give_duty, make_member, make_network, make_practice, moment
from tests.people.phones import make_known_person, verified
from trainingsite.audit.actions import thaw
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import targeting
from trainingsite.compliance.adding_up import Sums
from trainingsite.compliance.practice_targets import TargetChanged
from trainingsite.compliance.targeting import NoTarget, change_target
from trainingsite.desk.targets import against_target, needed, target_of
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return make_practice(ods_code="X99999")


@pytest.fixture
def ann(practice):
    ann = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    return ann


ADDRESS = "/compliance/x99999/target/"


@pytest.mark.parametrize(
    ("met", "required", "people", "said"),
    [
        (95, 100, 30, "Target 95%: met"),  # reaching it exactly is enough
        (94, 100, 30, "Target 95%: not yet, 1 more is needed"),
        (17, 20, 10, "Target 95%: not yet, 2 more are needed"),
        (8, 8, 8, "Target 8 of 8: met"),
        (7, 8, 8, "Target 8 of 8: not yet, 1 more is needed"),
        (0, 0, 8, ""),
    ],
)
def test_how_far_it_is_to_the_target(met, required, people, said):
    assert against_target(Sums(in_practice=required, met=met), people, 95) == said


@pytest.mark.parametrize(("required", "target", "wanted"), [(20, 95, 19), (21, 95, 20), (8, 95, 8), (10, 10, 1)])
def test_a_part_of_one_is_a_whole_one(required, target, wanted):
    assert needed(required, target) == wanted


def test_each_day_knows_the_target_of_that_day(practice, ann):
    change_target(practice=practice, percent=90, by=ann, at=MONDAY)
    change_target(practice=practice, percent=80, by=ann, at=moment(2026, 3, 9))
    practice.refresh_from_db()

    days = [dt.date(2026, 3, number) for number in (1, 2, 8, 9)]
    assert [target_of(practice, day) for day in [*days, dt.date(2030, 1, 1)]] == [95, 90, 90, 80, 80]


def test_of_two_changes_on_one_day_the_later_one_holds(practice, ann):
    for percent in (90, 80):
        change_target(practice=practice, percent=percent, by=ann, at=MONDAY)
    practice.refresh_from_db()

    assert [target_of(practice, dt.date(2026, 3, number)) for number in (1, 2)] == [95, 80]


def test_a_change_is_an_event_of_the_practice(practice, ann):
    change_target(practice=practice, percent=90, by=ann, at=MONDAY)

    event = AuditEvent.objects.get(verb="compliance.target_changed")
    assert (event.chain.key, event.actor, event.subject) == (practice.chain, str(ann.key), str(practice.key))
    assert thaw(event)["data"] == {"now_percent": 90, "was_percent": 95}


def test_the_same_again_is_no_change(practice, ann):
    assert not change_target(practice=practice, percent=95, by=ann, at=MONDAY)
    assert not TargetChanged.objects.exists()


@pytest.mark.parametrize("percent", [9, 101, 0, -5])
def test_nobody_can_aim_at_what_is_no_target(practice, ann, percent):
    with pytest.raises(NoTarget):
        change_target(practice=practice, percent=percent, by=ann, at=MONDAY)


def test_nothing_changes_when_its_event_cannot_be_recorded(practice, ann, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(targeting, "record", fail)
    with pytest.raises(IntegrityError):
        change_target(practice=practice, percent=90, by=ann, at=MONDAY)

    practice.refresh_from_db()
    assert (practice.target_percent, TargetChanged.objects.exists()) == (95, False)


def test_a_manager_changes_it_and_sees_who_did(client, practice, ann):
    verified(client, ann)

    answer = client.post(ADDRESS, {"percent": "90"})

    shown = client.get(answer.url).context
    changes = [(each.was_percent, each.now_percent, each.changed_by, each.changed_on) for each in shown["changes"]]
    assert (shown["practice"].target_percent, changes) == (90, [(95, 90, ann, timezone.localdate())])


@pytest.mark.parametrize("typed", ["", "9", "101", "-95", "95.5", "most", "95% of us", "9" * 400])
def test_what_is_no_target_is_said_and_nothing_typed_is_lost(client, practice, ann, typed):
    verified(client, ann)

    answer = client.post(ADDRESS, {"percent": typed})

    assert answer.status_code == 400
    assert answer.context["form"].errors["percent"] == ["Type a whole number from 10 to 100, for example 95"]
    assert answer.context["form"]["percent"].value() == typed
    assert not TargetChanged.objects.exists()


def colleague(practice):
    return make_member(make_known_person("Zoe Park"), practice=practice).person


def manager_elsewhere(practice):
    other = make_practice("Harbour View Surgery", ods_code="X99998")
    person = make_member(make_known_person("Sam Okoro"), practice=other).person
    give_duty(person, other, Duty.PRACTICE_MANAGER)
    return person


def network_lead(practice):
    person = make_known_person("Nell Quay")
    network = make_network("Marrowby", practice)
    Responsibility.objects.create(
        duty=Duty.NETWORK_LEAD, person=person, network=network, started_on=dt.date(2025, 1, 6)
    )
    return person


def team_leader(practice):
    person = colleague(practice)
    make_member("Tom Ellis", practice=practice, manager=person)
    return person


@pytest.mark.parametrize("who", [colleague, manager_elsewhere, network_lead, team_leader])
def test_nobody_else_sees_or_changes_it(client, practice, ann, who):
    change_target(practice=practice, percent=73, by=ann, at=MONDAY)
    verified(client, who(practice))

    answers = [client.get(ADDRESS), client.post(ADDRESS, {"percent": "20"})]

    assert [(answer.status_code, b"73%" in answer.content) for answer in answers] == [(404, False)] * 2
    assert TargetChanged.objects.count() == 1


def test_a_visitor_and_a_manager_without_a_second_factor_are_sent_away(client, practice, ann):
    change_target(practice=practice, percent=73, by=ann, at=MONDAY)
    visits = [client.get(ADDRESS), client.post(ADDRESS, {"percent": "20"})]
    client.force_login(ann)

    visits.append(client.post(ADDRESS, {"percent": "20"}))

    assert [(answer.status_code, b"73%" in answer.content) for answer in visits] == [(302, False)] * 3
    assert TargetChanged.objects.count() == 1


def test_the_page_is_named_for_links():
    assert reverse("desk:target", args=["x99999"]) == ADDRESS
