"""Practices and networks: begun, changed, moved; what was, stays."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from tests.factories import MONDAY, TUESDAY, make_network, make_person, make_practice
from tests.people.events import told
from trainingsite.people import practices as actions
from trainingsite.people.models import Network, NetworkPractice, Practice
from trainingsite.people.ods_codes import plain_code, why_no_code
from trainingsite.people.places import BranchSite
from trainingsite.people.shelves import policy_owners, practice_shelf

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
YESTERDAY = dt.date(2026, 3, 1)


@pytest.fixture
def practice():
    return actions.open_practice(
        name="Millbrook Lane", ods_code="A81001", went_live_on=TODAY, phone="01632 960 120", at=MONDAY
    )


def networks_on(practice, day) -> list[str]:
    return [place.network.name for place in NetworkPractice.objects.known().on(day).filter(practice=practice)]


@pytest.mark.parametrize(
    ("typed", "kept"), [("A81001", "A81001"), (" a81 001 ", "A81001"), ("y05", "Y05"), ("8HX12", "8HX12")]
)
def test_a_code_is_kept_in_capitals_without_spaces(typed, kept):
    assert (plain_code(typed), why_no_code(plain_code(typed))) == (kept, "")


@pytest.mark.parametrize(
    "typed", ["places", "jobs", "sheets", "networks", "prior-learning", "A8", "A81-01", "A8100100001", "", "É81001"]
)
def test_what_is_no_code_is_refused_our_own_words_among_it(typed):
    assert why_no_code(plain_code(typed)) != ""


def test_a_practice_begins_with_its_shelf_and_its_group_and_both_chains_tell(practice):
    assert (practice_shelf(practice).title, policy_owners(practice).name) == (
        "Millbrook Lane",
        "Policy owners: Millbrook Lane (A81001)",
    )
    assert told(practice.chain) == told("site") == ["people.practice_opened"]


def test_a_code_is_one_practices_in_small_letters_too(practice):
    with pytest.raises(actions.CodeTaken):
        actions.open_practice(name="Another", ods_code="a81001", went_live_on=TODAY, at=MONDAY)

    assert Practice.objects.count() == 1


def test_the_database_itself_refuses_a_code_twice(practice):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_practice(ods_code="a81001")


def test_nothing_is_begun_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(ConnectionError):
        actions.open_practice(name="Millbrook Lane", ods_code="A81001", went_live_on=TODAY, at=MONDAY)

    assert (Practice.objects.exists(), Group.objects.filter(name__contains="A81001").exists()) == (False, False)


def test_a_new_name_is_that_of_the_shelf_the_group_and_the_files_too(practice):
    owner = make_person("Ann Lee")
    owner.groups.add(policy_owners(practice))

    changed = actions.change_practice(practice=practice, name="Millbrook Surgery", phone=practice.phone, at=TUESDAY)

    group = owner.groups.get()
    assert (practice_shelf(changed).title, group.name) == (
        "Millbrook Surgery",
        "Policy owners: Millbrook Surgery (A81001)",
    )
    assert policy_owners(changed) == group
    assert set(group.collection_permissions.values_list("collection__name", flat=True)) == {
        "Millbrook Surgery (A81001)"
    }


def test_a_change_is_told_with_what_was_before(practice):
    actions.change_practice(practice=practice, phone="01632 960 999", name=practice.name, at=TUESDAY)

    assert told(practice.chain, data=True)[-1] == (
        "people.practice_changed", {"changed": {"phone": ["01632 960 120", "01632 960 999"]}},
    )  # fmt: skip


def test_where_nothing_is_different_nothing_is_told(practice):
    actions.change_practice(practice=practice, phone=practice.phone, at=TUESDAY)

    assert told(practice.chain) == ["people.practice_opened"]


def test_two_networks_of_nearly_one_name_have_keys_of_their_own():
    names = ["Marrowby Network", "Marrowby, Network", "Marrowby Network!"]

    keys = [actions.open_network(name=name, at=MONDAY).key for name in names]

    assert keys == ["marrowby-network", "marrowby-network-2", "marrowby-network-3"]
    assert [network.page.title for network in Network.objects.order_by("pk")] == names


def test_a_practice_moves_to_another_network_and_the_past_keeps_its_own():
    practice = make_practice()
    old, new = make_network("Old", practice), make_network("New")

    actions.move_practice(practice=practice, leaves=old, joins=new, on=TOMORROW, at=MONDAY)

    assert [networks_on(practice, day) for day in (TODAY, TOMORROW)] == [["Old"], ["New"]]
    assert told("site", data=True) == [("people.network_changed", {"left": "old", "joined": "new", "on": "2026-03-03"})]


def test_what_was_known_before_the_move_is_known_still():
    practice = make_practice()
    old, new = make_network("Old", practice), make_network("New")

    actions.move_practice(practice=practice, leaves=old, joins=new, on=YESTERDAY, at=TUESDAY)

    known = NetworkPractice.objects.known(MONDAY).on(TODAY).filter(practice=practice)
    assert [place.network for place in known] == [old]


def test_a_practice_may_join_a_federation_and_stay_in_its_network():
    practice = make_practice()
    make_network("Network", practice)

    actions.move_practice(practice=practice, leaves=None, joins=make_network("Federation"), on=TODAY, at=MONDAY)

    assert sorted(networks_on(practice, TODAY)) == ["Federation", "Network"]


def test_a_membership_that_would_begin_after_the_move_never_was():
    practice = make_practice()
    old, new = make_network("Old", practice, started_on=dt.date(2026, 6, 1)), make_network("New")

    actions.move_practice(practice=practice, leaves=old, joins=new, on=TOMORROW, at=MONDAY)

    assert networks_on(practice, dt.date(2026, 7, 1)) == ["New"]


def test_a_move_that_moves_nothing_is_refused():
    practice = make_practice()
    network, other = make_network("Network", practice), make_network("Other")
    moves = [(None, None), (None, network), (network, network), (other, None)]

    for leaves, joins in moves:
        with pytest.raises(actions.NothingMoves):
            actions.move_practice(practice=practice, leaves=leaves, joins=joins, on=TODAY, at=MONDAY)

    assert NetworkPractice.objects.count() == 1


def test_a_branch_site_has_a_first_day_and_a_last(practice):
    site = actions.add_branch_site(practice=practice, name="Harbour View", started_on=TODAY, at=MONDAY)
    actions.close_branch_site(site=site, last_day=TOMORROW, at=TUESDAY)

    sites = BranchSite.objects.known().at(practice)
    assert [sites.on(day).count() for day in (YESTERDAY, TODAY, TOMORROW, dt.date(2026, 3, 4))] == [0, 1, 1, 0]
    assert told(practice.chain)[1:] == ["people.site_added", "people.site_closed"]


def test_a_site_closed_before_it_opens_never_was(practice):
    site = actions.add_branch_site(practice=practice, name="Harbour View", started_on=TOMORROW, at=MONDAY)

    actions.close_branch_site(site=site, last_day=TODAY, at=MONDAY)

    assert not BranchSite.objects.known().exists()
