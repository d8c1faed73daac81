"""Whoever gave somebody a way in accepts no training for them: what they could have sent needs a second person."""

import pytest

from tests.compliance.claiming import make_claim, make_manager
from tests.factories import MONDAY, TUESDAY, make_member
from tests.people.phones import verified
from trainingsite.compliance import claims
from trainingsite.compliance.models import ClaimDecision
from trainingsite.people.credentials import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom():
    return make_member("Tom Ellis").person


@pytest.fixture
def ann(tom):
    """Tom's manager, who gave him a code."""
    manager = make_manager("Ann Lee")
    issue(person=tom, kind="manager_code", by=manager, at=MONDAY)
    return manager


def test_a_manager_who_gave_a_code_accepts_no_training_for_that_person(tom, ann):
    claim = make_claim(tom)

    with pytest.raises(claims.GaveTheWayIn, match="You helped Tom Ellis to sign in"):
        claims.accept(claim=claim, by=ann, at=TUESDAY)
    assert not ClaimDecision.objects.exists()


def test_another_manager_does(tom, ann):
    decision = claims.accept(claim=make_claim(tom), by=make_manager("Iris Cole"), at=TUESDAY)

    assert decision.kind == ClaimDecision.Kind.ACCEPTED


def test_the_page_says_why(client, tom, ann):
    claim = make_claim(tom)
    verified(client, ann)

    page = client.post(f"/compliance/prior-learning/{claim.key}/accept/", follow=True)

    assert [str(message).split(":")[0] for message in page.context["messages"]] == [
        "Nothing was changed. You helped Tom Ellis to sign in, so somebody else has to accept this"
    ]
    assert not ClaimDecision.objects.exists()
