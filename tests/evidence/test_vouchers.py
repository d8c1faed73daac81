"""Only what an event names as a row of its act is vouched for by it."""

import uuid

import pytest

from tests.evidence.scenes import a_practice_with_a_history
from trainingsite.evidence.verify import ATTESTATIONS
from trainingsite.evidence.vouchers import NOWHERE, Vouchers
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed() -> Attestation:
    return a_practice_with_a_history() and Attestation.objects.order_by("pk").first()


def events_for(record: Attestation) -> list[str]:
    vouchers = Vouchers(record.practice.chain)
    return [voucher.event for _, voucher in vouchers.for_each([record], ATTESTATIONS)]


def test_a_signature_has_the_event_that_names_it(signed):
    assert [event.isdigit() for event in events_for(signed)] == [True]


def test_a_row_put_in_under_a_number_that_an_event_mentions_otherwise_has_none(signed):
    for mentioned in (signed.person.key, signed.act, signed.practice.key):
        signed.key = uuid.UUID(str(mentioned))

        assert events_for(signed) == [NOWHERE]
