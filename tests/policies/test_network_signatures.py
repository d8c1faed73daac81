"""One signature counts at each practice of a network that adopted the same version."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    GO_LIVE,
    TUESDAY,
    make_member,
    make_network_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.policies.networks import Marrowby
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.clock import replaying
from trainingsite.compliance.matrix import training_matrix
from trainingsite.desk.record import record_of
from trainingsite.people.models import NetworkPractice
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation
from trainingsite.policies.paper.countersigning import not_signed
from trainingsite.policies.reading import signature_of
from trainingsite.policies.saying_no.actions import withdraw

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY = moment(2026, 3, 4), moment(2026, 3, 5)
DAY = dt.date(2026, 6, 1)
Kind = Attestation.Kind


@pytest.fixture
def marrowby():
    """Both practices have adopted the policy and ask everybody for it."""
    marrowby = Marrowby()
    marrowby.programme = make_programme("Induction", marrowby.millbrook, marrowby.saltmere)
    make_requirement(marrowby.programme, policy=marrowby.page, due_within_days=14)
    marrowby.here, marrowby.there = marrowby.adopt(marrowby.millbrook), marrowby.adopt(marrowby.saltmere)
    return marrowby


def cell(marrowby, person, practice, day=DAY, **known):
    return training_matrix(practice, day, people=[person], **known).rows[0].cells[0]


def statuses(marrowby, person, day=DAY):
    return [cell(marrowby, person, each, day).status.value for each in (marrowby.millbrook, marrowby.saltmere)]


def test_a_signature_at_one_practice_counts_at_the_other(marrowby):
    sam = marrowby.share("Sam Reed")
    assert statuses(marrowby, sam) == ["overdue", "overdue"]

    marrowby.sign(sam, marrowby.here)

    assert statuses(marrowby, sam) == ["compliant", "compliant"]
    assert [cell(marrowby, sam, each).basis.value for each in (marrowby.millbrook, marrowby.saltmere)] == [
        "own",
        "network",
    ]


def test_it_counts_for_somebody_who_joins_the_other_practice_later(marrowby):
    tom = marrowby.hire("Tom Ellis", marrowby.millbrook)
    marrowby.sign(tom, marrowby.here)
    make_member(tom, practice=marrowby.saltmere, started_on=dt.date(2026, 5, 4))

    assert cell(marrowby, tom, marrowby.saltmere).status.value == "compliant"


def test_it_counts_only_once_the_other_practice_has_adopted_the_same_version(marrowby):
    sam, second = marrowby.share("Sam Reed"), make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY)
    marrowby.sign(sam, marrowby.there)
    marrowby.sign(sam, marrowby.adopt(marrowby.millbrook, second, at=WEDNESDAY), at=THURSDAY)
    before = cell(marrowby, sam, marrowby.saltmere).basis.value

    marrowby.adopt(marrowby.saltmere, second, at=THURSDAY)

    after = cell(marrowby, sam, marrowby.saltmere)
    assert (before, after.basis.value, after.completed_on) == ("own", "network", THURSDAY.date())


def test_an_earlier_versions_signature_elsewhere_does_not_count_for_a_material_one_here(marrowby):
    sam, second = marrowby.share("Sam Reed"), make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY)
    marrowby.sign(sam, marrowby.here)

    marrowby.adopt(marrowby.saltmere, second, at=THURSDAY)

    assert statuses(marrowby, sam) == ["compliant", "overdue"]


def test_a_practice_that_skipped_a_version_counts_a_signature_of_it_for_its_minor_one(marrowby):
    sam = marrowby.share("Sam Reed")
    second = make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY)
    minor = make_network_version(marrowby.page, clauses=("New!",), material=False, at=WEDNESDAY)
    marrowby.sign(sam, marrowby.adopt(marrowby.millbrook, second, at=WEDNESDAY), at=WEDNESDAY)

    marrowby.adopt(marrowby.saltmere, minor, at=THURSDAY)

    assert statuses(marrowby, sam) == ["compliant", "compliant"]


def test_a_signature_taken_back_where_it_was_given_counts_nowhere(marrowby):
    sam = marrowby.share("Sam Reed")
    signed = marrowby.sign(sam, marrowby.here)

    with replaying(WEDNESDAY):
        withdraw(signature=signed, reason="", method="password", at=WEDNESDAY)

    assert statuses(marrowby, sam) == ["overdue", "overdue"]


def test_a_paper_signature_stays_with_the_practice_that_witnessed_it(marrowby):
    sam = marrowby.share("Sam Reed")
    actions.say(
        actions.word(sam, marrowby.here, Kind.WITNESSED, None, TUESDAY, method="paper", acted_by=marrowby.olu),
        {}, tell=lambda attestation, words: None,
    )  # fmt: skip

    assert statuses(marrowby, sam) == ["compliant", "overdue"]
    assert signature_of(sam, marrowby.there, DAY) is None


def test_a_question_at_one_practice_stops_no_clock_at_the_other(marrowby):
    sam = marrowby.share("Sam Reed")
    actions.say(
        actions.word(sam, marrowby.here, Kind.QUERIED, None, TUESDAY, addressed_to=marrowby.olu),
        {}, tell=lambda attestation, words: None,
    )  # fmt: skip

    assert statuses(marrowby, sam) == ["queried", "overdue"]


def test_a_signature_elsewhere_is_known_from_the_day_it_was_recorded(marrowby):
    sam = marrowby.share("Sam Reed")
    marrowby.sign(sam, marrowby.here, at=THURSDAY)

    known = [
        cell(marrowby, sam, marrowby.saltmere, THURSDAY.date(), known_on=day).basis
        for day in (TUESDAY.date(), THURSDAY.date())
    ]

    assert [each and each.value for each in known] == [None, "network"]


def test_whoever_has_signed_elsewhere_is_not_asked_again_on_the_page(client, marrowby):
    today = timezone.now()
    sam = marrowby.share("Sam Reed")
    signed = marrowby.sign(sam, marrowby.here, at=today)
    sign_in(client, sam)

    reading = client.get(reverse("policies:version", args=[marrowby.there.key])).context["reading"]

    assert (reading.signature, reading.asks_to_sign) == (signed, False)


def test_the_signing_sheets_leave_out_who_has_signed_elsewhere(marrowby):
    sam, tom = marrowby.share("Sam Reed"), marrowby.hire("Tom Ellis", marrowby.saltmere)
    marrowby.sign(sam, marrowby.here)

    assert {member.person for member in not_signed(marrowby.there, DAY)} == {tom, marrowby.nia}


def test_a_record_names_the_day_of_a_signature_elsewhere_and_nothing_more(marrowby):
    sam = marrowby.share("Sam Reed")
    marrowby.sign(sam, marrowby.here)

    record = record_of(sam, marrowby.saltmere, DAY)

    assert (record.lines[0].basis, record.attestations) == (
        "Signed at another practice of the network on 3 Mar 2026",
        [],
    )


def test_the_matrix_takes_as_many_queries_for_three_shared_people_as_for_one(marrowby, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as asked:
            training_matrix(marrowby.saltmere, DAY)
        return len(asked)

    marrowby.sign(marrowby.share("Sam Reed"), marrowby.here)
    first = count()
    for name in ("Tom Ellis", "Ann Lee"):
        marrowby.sign(marrowby.share(name), marrowby.here)

    assert count() == first


def test_the_page_of_somebody_who_left_one_practice_is_the_one_of_where_they_work(client, marrowby):
    second = make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY)
    marrowby.adopt(marrowby.millbrook, second, at=WEDNESDAY)
    gone = make_member("Ann Lee", practice=marrowby.millbrook, started_on=GO_LIVE, ended_on=dt.date(2026, 3, 6)).person
    make_member(gone, practice=marrowby.saltmere)
    sign_in(client, gone)

    reading = client.get(reverse("policies:read", args=[marrowby.page.key])).context["reading"]

    assert (reading.version, reading.is_current) == (marrowby.there, True)


def test_somebody_at_two_practices_is_told_of_the_other_version_in_force(client, marrowby):
    second = make_network_version(marrowby.page, clauses=("New.",), at=WEDNESDAY)
    newer = marrowby.adopt(marrowby.millbrook, second, at=WEDNESDAY)
    sign_in(client, marrowby.share("Sam Reed"))

    context = client.get(reverse("policies:read", args=[marrowby.page.key])).context

    assert (context["reading"].version, context["elsewhere"]) == (newer, [marrowby.there])


def test_a_version_adopted_at_two_practices_is_listed_once(client, marrowby):
    sign_in(client, marrowby.share("Sam Reed"))

    versions = client.get(reverse("policies:history", args=[marrowby.page.key])).context["versions"]

    assert [version.number for version in versions] == ["1.0"]


def test_staff_of_a_practice_that_has_not_adopted_it_find_no_policy(client, marrowby):
    hill = make_practice("Hill Top Surgery")
    NetworkPractice.objects.create(network=marrowby.network, practice=hill, started_on=GO_LIVE)
    answers = []
    for practice in (marrowby.saltmere, hill):
        sign_in(client, make_member("Ivy Cole", practice=practice).person)
        answers.append(client.get(reverse("policies:read", args=[marrowby.page.key])).status_code)

    assert answers == [200, 404]
