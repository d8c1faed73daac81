"""Who may open which page about training done elsewhere: the person, and whoever manages where they work."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.compliance.claiming import make_claim, make_manager
from tests.desk.test_views import sign_in
from tests.factories import MONDAY, give_duty, make_member, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.models import ClaimDecision, LearningClaim
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

SEND, WAITING = "/prior-learning/send/", "/compliance/prior-learning/"


@pytest.fixture
def tom():
    return make_member("Tom Ellis").person


@pytest.fixture
def ann(tom):
    return make_manager("Ann Lee")


def address(name: str, claim: LearningClaim) -> str:
    return reverse(f"desk:{name}", args=[claim.key])


OWN_PAGES = [("get", "own_claim"), ("get", "own_proof"), ("post", "take_back_claim")]
DECIDING_PAGES = [("get", "claim"), ("get", "proof"), ("post", "accept_claim"), ("post", "decline_claim")]


def answers_to(client, pages, claim) -> list[int]:
    return [
        getattr(client, verb)(address(name, claim), {"reason": "No."} if verb == "post" else {}).status_code
        for verb, name in pages
    ]


def assert_untouched(claim):
    looked = AccessEntry.objects.exclude(verb="desk.matrix_opened")  # at the desk, which holds nothing of the claim
    assert (LearningClaim.objects.get(), ClaimDecision.objects.count(), looked.count()) == (claim, 0, 0)


def test_a_visitor_is_sent_to_sign_in(client, tom):
    claim = make_claim(tom)

    for page in (SEND, "/prior-learning/", WAITING):
        assert client.get(page).url.startswith("/account/sign-in/")

    assert answers_to(client, OWN_PAGES + DECIDING_PAGES, claim) == [302] * 7
    assert_untouched(claim)


def test_a_practice_that_adds_somebody_later_sees_nothing_of_what_they_sent_before(client, tom):
    claim = make_claim(tom)
    harbour = make_practice("Harbour View Surgery")
    make_member(tom, practice=harbour, started_on=MONDAY.date() + dt.timedelta(days=1))
    ruth = make_member("Ruth Adeyemi", practice=harbour).person
    give_duty(ruth, harbour, Duty.PRACTICE_MANAGER)
    sign_in(client, ruth)

    assert answers_to(client, DECIDING_PAGES, claim) == [404] * 4
    assert list(client.get(WAITING).context["claims"]) == []


def test_a_manager_without_a_second_factor_decides_nothing(client, tom, ann):
    claim = make_claim(tom)
    client.force_login(ann)

    assert answers_to(client, DECIDING_PAGES, claim) == [302] * 4
    assert (client.get(WAITING).status_code, b"Tom Ellis" in client.get(WAITING).content) == (302, False)
    assert_untouched(claim)


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_a_colleague_sees_nobodys_claims(client, tom, duty):
    claim, colleague = make_claim(tom), make_member("Zoe Park")
    if duty:
        give_duty(colleague.person, colleague.practice, duty)
    sign_in(client, colleague.person)

    assert answers_to(client, OWN_PAGES + DECIDING_PAGES, claim) == [404] * 7
    assert (client.get(WAITING).status_code, b"Tom Ellis" in client.get("/prior-learning/").content) == (404, False)
    assert_untouched(claim)


def test_the_manager_of_another_practice_sees_no_claims_of_ours(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, make_manager("Mo Khan", practice=make_practice("Harbour View Surgery")))

    assert answers_to(client, OWN_PAGES + DECIDING_PAGES, claim) == [404] * 7
    assert (client.get(WAITING).status_code, list(client.get(WAITING).context["claims"])) == (200, [])
    assert_untouched(claim)


def test_a_manager_does_not_decide_on_their_own(client, tom, ann):
    claim = make_claim(ann)
    sign_in(client, ann)

    assert answers_to(client, DECIDING_PAGES, claim) == [404] * 4
    page = client.get(WAITING)
    assert (list(page.context["claims"]), page.context["own"]) == ([], True)
    assert "earlier training to look at" not in client.get("/compliance/", follow=True).content.decode()
    assert_untouched(claim)


def test_nothing_changes_by_looking(client, tom, ann):
    claim = make_claim(tom)
    sign_in(client, ann)

    for name in ("accept_claim", "decline_claim"):
        assert client.get(address(name, claim)).status_code == 405
    assert_untouched(claim)
