"""A network publishes a policy once, and each of its practices adopts it."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import (
    MONDAY,
    TUESDAY,
    adopt,
    make_network,
    make_network_policy,
    make_network_version,
    make_practice,
    moment,
)
from tests.policies.networks import Marrowby
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.register import entries_in
from trainingsite.notices.models import Notice
from trainingsite.people.models import NetworkPractice
from trainingsite.policies.adopting import actions
from trainingsite.policies.adopting.publishing import ForPatients
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.names import NamesInNetworkPolicy
from trainingsite.policies.network_rules import Step, counts_as, taken_together
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.offers import offers_to
from trainingsite.policies.paper.countersigning import signable_at
from trainingsite.policies.rules import Asking
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
WEDNESDAY = moment(2026, 3, 4)


@pytest.fixture
def marrowby():
    return Marrowby()


def offers(marrowby, *practices):
    return [(offer.practice, offer.version.number, offer.waits) for offer in offers_to(practices, dt.date(2026, 3, 5))]


def test_what_a_network_publishes_is_nobodys_version_before_a_practice_adopts_it(marrowby):
    assert (marrowby.first.number, marrowby.first.network) == ("1.0", marrowby.network)
    assert not PolicyVersion.objects.exists()
    assert offers(marrowby, marrowby.saltmere) == [(marrowby.saltmere, "1.0", True)]


def test_publishing_for_a_network_is_told_in_the_sites_chain(marrowby):
    [event] = AuditEvent.objects.of("site").filter(verb="policies.published_for_network")

    assert event.subject == str(marrowby.first.key)


def test_a_networks_policy_names_nobody_at_a_practice(marrowby):
    page = make_network_policy(marrowby.network, "Phones", clauses=("Ask {practice_manager} at {practice_name}.",))

    with pytest.raises(NamesInNetworkPolicy, match="take out {practice_manager}, {practice_name}, and say") as refused:
        make_network_version(page)

    assert refused.value.names == ["practice_manager", "practice_name"]
    assert not page.network_versions.exists()


def test_a_page_for_patients_is_a_practices_own(marrowby):
    page = make_network_policy(marrowby.network, "Our pages and you", public=True, declaration="")

    with pytest.raises(ForPatients):
        make_network_version(page)


def test_unchanged_text_makes_no_second_version_for_the_network(marrowby):
    assert make_network_version(marrowby.page, at=TUESDAY) == marrowby.first
    assert NetworkVersion.objects.count() == 1


def test_an_adopted_version_has_the_number_and_the_very_bytes_of_the_networks(marrowby):
    versions = [marrowby.adopt(practice) for practice in (marrowby.millbrook, marrowby.saltmere)]

    assert [(each.page, each.number, each.snapshot) for each in versions] == [
        (marrowby.page, "1.0", marrowby.first.snapshot)
    ] * 2
    assert [content_of(each)["practice"] for each in versions] == ["Millbrook Lane Surgery", "Saltmere Road Practice"]


def test_adopting_is_told_in_the_chain_of_the_practice_alone(marrowby):
    version = marrowby.adopt(marrowby.saltmere)

    events = AuditEvent.objects.filter(verb="policies.adopted")
    assert [(event.chain.key, event.subject) for event in events] == [(marrowby.saltmere.chain, str(version.key))]


def test_nothing_is_adopted_when_its_event_cannot_be_recorded(marrowby, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        marrowby.adopt(marrowby.saltmere)

    assert not PolicyVersion.objects.exists()


def test_two_clicks_adopt_once(marrowby):
    assert marrowby.adopt(marrowby.saltmere) == marrowby.adopt(marrowby.saltmere, at=TUESDAY)
    assert AuditEvent.objects.filter(verb="policies.adopted").count() == 1


def test_a_practice_of_another_network_cannot_adopt_it(marrowby):
    outside = make_practice("Hill Top Surgery")
    make_network("Hills Network", outside)

    with pytest.raises(actions.NotInNetwork):
        adopt(marrowby.first, outside, by=marrowby.nia)


def test_a_practice_that_has_left_the_network_keeps_what_it_adopted_and_is_offered_nothing(marrowby):
    marrowby.adopt(marrowby.saltmere)
    belongs = NetworkPractice.objects.known().get(practice=marrowby.saltmere)
    NetworkPractice.objects.create(
        network=belongs.network, practice=belongs.practice, started_on=belongs.started_on, line=belongs.line,
        ended_on=dt.date(2026, 3, 3), supersedes=belongs,
    )  # fmt: skip

    second = make_network_version(marrowby.page, clauses=("Be kinder.",), at=WEDNESDAY)

    assert offers(marrowby, marrowby.saltmere) == []
    with pytest.raises(actions.NotInNetwork):
        marrowby.adopt(marrowby.saltmere, second, at=WEDNESDAY)
    assert PolicyVersion.objects.at(marrowby.saltmere).get().number == "1.0"


def test_an_older_version_is_not_adopted_over_a_newer_one(marrowby):
    second = make_network_version(marrowby.page, clauses=("Be kinder.",), at=TUESDAY)
    marrowby.adopt(marrowby.saltmere, second, at=TUESDAY)

    with pytest.raises(actions.NewerAdopted):
        marrowby.adopt(marrowby.saltmere, marrowby.first, at=TUESDAY)


def test_a_version_may_be_adopted_from_a_later_day(marrowby):
    later = dt.date(2026, 4, 1)

    version = marrowby.adopt(marrowby.saltmere, effective_on=later)

    assert version.effective_on == later
    assert not PolicyVersion.objects.at(marrowby.saltmere).in_force_on(MONDAY.date()).exists()


def test_a_minor_version_adopted_over_a_skipped_material_one_is_material_there(marrowby):
    marrowby.adopt(marrowby.saltmere)
    make_network_version(marrowby.page, clauses=("Be kinder.",), at=TUESDAY)
    minor = make_network_version(marrowby.page, clauses=("Be kinder!",), material=False, at=WEDNESDAY)

    version = marrowby.adopt(marrowby.saltmere, minor, at=WEDNESDAY)

    assert (version.number, version.material, version.asks_again) == ("2.1", True, None)


def test_a_minor_version_is_told_to_those_who_have_signed(marrowby):
    tom = marrowby.hire("Tom Ellis", marrowby.saltmere)
    marrowby.sign(tom, marrowby.adopt(marrowby.saltmere))
    minor = make_network_version(marrowby.page, clauses=("Be kind!",), material=False, at=WEDNESDAY)

    version = marrowby.adopt(marrowby.saltmere, minor, at=WEDNESDAY)

    assert list(Notice.objects.filter(about=version.key).values_list("person", flat=True)) == [tom.pk]


def test_a_policy_of_which_every_version_is_signed_asks_again_with_a_minor_one(marrowby):
    marrowby.page.every_version_signed = True
    minor = make_network_version(marrowby.page, clauses=("Be kind!",), material=False, at=TUESDAY)
    marrowby.adopt(marrowby.saltmere)

    version = marrowby.adopt(marrowby.saltmere, minor, at=WEDNESDAY)

    assert (version.number, version.material, version.asks_again) == ("1.1", False, True)


def test_a_practice_that_stops_following_is_offered_nothing_until_it_follows_again(marrowby):
    adopted = marrowby.adopt(marrowby.saltmere)
    make_network_version(marrowby.page, clauses=("Be kinder.",), at=TUESDAY)
    seen = [offers(marrowby, marrowby.saltmere)]

    actions.stop_following(adopted, by=marrowby.nia, at=TUESDAY)
    seen.append(offers(marrowby, marrowby.saltmere))
    actions.follow_again(adopted, by=marrowby.nia, at=WEDNESDAY)
    seen.append(offers(marrowby, marrowby.saltmere))

    assert [waits for [(_, _, waits)] in seen] == [True, False, True]
    assert offers(marrowby, marrowby.millbrook) == [(marrowby.millbrook, "2.0", True)]


def test_what_one_practice_stopped_following_is_still_signed_at_the_other(marrowby):
    here, there = marrowby.adopt(marrowby.millbrook), marrowby.adopt(marrowby.saltmere)

    actions.stop_following(here, by=marrowby.olu, at=TUESDAY)

    signable = [signable_at(practice, TUESDAY.date()) for practice in (marrowby.millbrook, marrowby.saltmere)]
    assert signable == [[], [there]]


def test_the_register_of_an_evidence_pack_has_the_adopted_version_and_no_other_practices(marrowby):
    version = marrowby.adopt(marrowby.saltmere)
    marrowby.adopt(marrowby.millbrook)

    entries = entries_in(Asked(marrowby.saltmere, dt.date(2026, 3, 31), dt.date(2026, 3, 1)))

    assert [entry.version for entry in entries] == [version]


@pytest.mark.parametrize("many", [1, 3])
def test_what_waits_takes_three_queries_for_any_number_of_practices_and_policies(
    marrowby, many, django_assert_num_queries
):
    for number in range(many - 1):
        make_network_version(make_network_policy(marrowby.network, f"Policy {number}"))
    practices = [marrowby.millbrook, marrowby.saltmere][:many]

    with django_assert_num_queries(3):
        assert len(offers_to(practices, MONDAY.date())) == many * len(practices)


STEPS = [Step((1, 0), True, True), Step((1, 1), False, False), Step((2, 0), True, True), Step((2, 1), False, True)]


@pytest.mark.parametrize(
    ("adopted", "wanted", "expected"),
    [
        (None, (2, 1), (True, True)),
        ((1, 0), (1, 1), (False, False)),
        ((1, 0), (2, 0), (True, True)),
        ((1, 1), (2, 1), (True, True)),  # over a material one that was skipped
        ((2, 0), (2, 1), (False, True)),  # minor, of a policy of which every version is signed
    ],
)
def test_what_adopting_asks(adopted, wanted, expected):
    assert taken_together(STEPS, adopted=adopted, wanted=wanted) == expected


@pytest.mark.parametrize(
    ("signed", "adopted", "expected"),
    [
        ((2, 0), [(1, 0), (2, 0)], (2, 0)),
        ((2, 0), [(1, 0)], None),  # the same text has not been adopted here
        ((1, 0), [(2, 0)], None),
        ((2, 0), [(1, 0), (2, 1)], (2, 1)),  # minor since
        ((2, 1), [(2, 0)], (2, 0)),
        ((2, 1), [(2, 0), (2, 2)], (2, 0)),
        ((2, 2), [(2, 3)], None),  # 2.3 asked everybody again
    ],
)
def test_which_version_a_signature_at_another_practice_counts_for(signed, adopted, expected):
    day = dt.date(2026, 3, 2)
    askings = [Asking((2, 0), day), Asking((2, 3), day)]

    assert counts_as(signed, adopted=adopted, askings=askings) == expected
