"""Many acts at once are written as one after the other would be."""

import json

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MONDAY, make_person, make_practice
from trainingsite.audit.actions import record
from trainingsite.audit.chain import Link, breaks, digest
from trainingsite.audit.models import AuditEvent
from trainingsite.audit.series import Act, record_series
from trainingsite.people.models import CredentialIssued

pytestmark = pytest.mark.django_db


def links() -> list[Link]:
    events = AuditEvent.objects.order_by("seq")
    return [Link(event.seq, event.previous, event.hash, digest(bytes(event.body))) for event in events]


def said(event) -> dict:
    return {name: value for name, value in json.loads(bytes(event.body)).items() if name not in ("act", "seq")}


def test_a_series_goes_on_where_the_chain_ended():
    record(chains=["site"], verb="a", at=MONDAY)

    record_series(chain="site", at=MONDAY, acts=[Act("b", "x"), Act("c", "y")])
    record(chains=["site"], verb="d", at=MONDAY)

    assert ([event.verb for event in AuditEvent.objects.of("site")], breaks(links())) == (["a", "b", "c", "d"], [])


def test_an_act_of_a_series_says_what_it_would_say_alone():
    person, practice = make_person(), make_practice()
    issued = CredentialIssued.objects.create(person=person, kind="address", issued_at=MONDAY, issued_on=MONDAY.date())
    words = {"verb": "v", "subject": "somebody", "data": {"kind": "address"}, "rows": [issued]}

    record(chains=[practice.chain], actor="actor", at=MONDAY, **words)
    record_series(chain=practice.chain, actor="actor", at=MONDAY, acts=[Act(**words)])

    alone, one_of_many = AuditEvent.objects.of(practice.chain)
    assert (said(alone), alone.act, alone.subject) == (said(one_of_many), one_of_many.act, one_of_many.subject)


def test_a_series_that_breaks_off_leaves_nothing():
    def acts():
        yield Act("a", "x")
        raise IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        record_series(chain="site", at=MONDAY, acts=acts())

    assert not AuditEvent.objects.exists()
