"""A practice agrees that its network's leads see names, and ends it."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError

from tests.factories import GO_LIVE, MONDAY, TUESDAY, make_network, make_person, make_practice
from trainingsite.audit.actions import row_digest
from trainingsite.audit.models import AuditEvent
from trainingsite.people import agreeing
from trainingsite.people.agreeing import NotInNetwork, agree_to_names, agreements_of, end_names, names_agreed, steps_of
from trainingsite.people.models import NamesAgreed, NetworkPractice
from trainingsite.people.practices import move_practice

pytestmark = pytest.mark.django_db

ON_MONDAY, ON_TUESDAY = MONDAY.date(), TUESDAY.date()


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def network(practice):
    return make_network("Marrowby Network", practice)


@pytest.fixture
def ann():
    return make_person("Ann Lee")


def standing(practice, day=ON_MONDAY) -> set[tuple[int, int]]:
    return set(names_agreed([practice], day))


def test_a_practice_agrees_and_its_chain_tells_of_it(practice, network, ann):
    step = agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    event = AuditEvent.objects.of(practice.chain).get()
    told = json.loads(bytes(event.body))
    assert standing(practice) == {(practice.pk, network.pk)}
    assert (event.verb, event.actor, event.subject) == ("people.names_agreed", str(ann.key), str(practice.key))
    assert told["data"] == {"network": "marrowby-network", "kind": "agreed"}
    assert told["rows"] == [{"table": "people.namesagreed", "key": str(step.key), "digest": row_digest(step)}]


def test_ending_it_holds_at_once_and_both_steps_stay(practice, network, ann):
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    end_names(practice=practice, network=network, by=ann, at=MONDAY + dt.timedelta(minutes=5))

    assert standing(practice) == set()
    assert [step.kind for step in steps_of(practice)] == ["ended", "agreed"]
    assert [event.verb for event in AuditEvent.objects.of(practice.chain)] == [
        "people.names_agreed",
        "people.names_ended",
    ]


def test_it_can_be_agreed_again(practice, network, ann):
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)
    end_names(practice=practice, network=network, by=ann, at=MONDAY)

    agree_to_names(practice=practice, network=network, by=ann, at=TUESDAY)

    agreed = names_agreed([practice], ON_TUESDAY)[practice.pk, network.pk]
    assert (agreed.number, agreed.acted_on) == (3, ON_TUESDAY)


def test_agreeing_twice_is_agreeing_once(practice, network, ann):
    first = agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    second = agree_to_names(practice=practice, network=network, by=ann, at=TUESDAY)

    assert (second, NamesAgreed.objects.count()) == (first, 1)


def test_ending_what_was_never_agreed_does_nothing(practice, network, ann):
    assert end_names(practice=practice, network=network, by=ann, at=MONDAY) is None
    assert not NamesAgreed.objects.exists()


def test_ending_twice_is_ending_once(practice, network, ann):
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    ended = [end_names(practice=practice, network=network, by=ann, at=TUESDAY) for _ in range(2)]

    assert ([bool(each) for each in ended], NamesAgreed.objects.count()) == ([True, False], 2)


@pytest.mark.parametrize(("first", "last"), [(GO_LIVE, dt.date(2026, 3, 1)), (dt.date(2026, 3, 3), None)])
def test_there_is_nobody_to_agree_with_outside_the_days_in_the_network(practice, ann, first, last):
    network = make_network("Marrowby Network")
    NetworkPractice.objects.create(network=network, practice=practice, started_on=first, ended_on=last)

    with pytest.raises(NotInNetwork):
        agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)
    assert not NamesAgreed.objects.exists()


def test_it_ends_when_the_practice_leaves_the_network(practice, network, ann):
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    move_practice(practice=practice, leaves=network, joins=None, on=ON_TUESDAY, at=MONDAY)

    assert (len(standing(practice)), standing(practice, ON_TUESDAY)) == (1, set())


def test_a_practice_that_comes_back_is_asked_anew(practice, network, ann):
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)
    move_practice(practice=practice, leaves=network, joins=None, on=ON_TUESDAY, at=MONDAY)

    move_practice(practice=practice, leaves=None, joins=network, on=dt.date(2026, 4, 1), at=TUESDAY)

    assert standing(practice, dt.date(2026, 4, 1)) == set()


def test_each_network_of_a_practice_is_agreed_with_on_its_own(practice, network, ann):
    federation = make_network("Vale Federation", practice)
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    found = agreements_of(practice, ON_MONDAY)

    assert [(each.network, bool(each.agreed)) for each in found] == [(network, True), (federation, False)]


def test_what_one_practice_agrees_to_is_not_agreed_by_another(practice, network, ann):
    other = make_practice("Saltmere Road Practice")
    NetworkPractice.objects.create(network=network, practice=other, started_on=GO_LIVE)
    agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)

    assert set(names_agreed([practice, other], ON_MONDAY, network)) == {(practice.pk, network.pk)}


@pytest.mark.parametrize("act", ["agree", "end"])
def test_nothing_is_agreed_or_ended_when_its_event_cannot_be_recorded(practice, network, ann, monkeypatch, act):
    if act == "end":
        agree_to_names(practice=practice, network=network, by=ann, at=MONDAY)
    before = NamesAgreed.objects.count()

    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(agreeing, "record", fail)
    with pytest.raises(IntegrityError):
        {"agree": agree_to_names, "end": end_names}[act](practice=practice, network=network, by=ann, at=TUESDAY)
    assert NamesAgreed.objects.count() == before
