"""Two devices sign at the same moment, against a real database with real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import MONDAY, TUESDAY, make_member, make_policy_version
from trainingsite.audit.chain import Link, breaks, digest
from trainingsite.audit.models import AuditEvent
from trainingsite.notices.models import Notice
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db(transaction=True)
DEVICES = 4


def at_once(act):
    """What each of several threads got, all of them let go at the same moment."""
    gate = Barrier(DEVICES)

    def one(number):
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(DEVICES) as pool:
        return list(pool.map(one, range(DEVICES)))


def links_of(chain):
    rows = AuditEvent.objects.of(chain).values_list("seq", "previous", "hash", "body")
    return [Link(seq, previous, own, digest(bytes(body))) for seq, previous, own, body in rows]


def test_one_person_on_several_devices_signs_once_and_all_get_the_same_receipt():
    member, version = make_member("Tom Ellis"), make_policy_version(at=MONDAY)

    def sign(_):
        return actions.sign(
            person=member.person, version=version, typed_name="Tom Ellis", method="password", at=TUESDAY
        ).pk

    signed = at_once(sign)

    assert signed == [Attestation.objects.get().pk] * DEVICES
    assert Notice.objects.filter(kind="receipt").count() == 1
    assert AuditEvent.objects.filter(verb="policies.signed").count() == 1


def test_several_people_who_sign_at_once_leave_a_chain_without_a_gap():
    version = make_policy_version(at=MONDAY)
    people = [make_member(f"Person {number}", practice=version.practice).person for number in range(DEVICES)]

    def sign(number):
        person = people[number]
        return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=TUESDAY)

    at_once(sign)

    assert Attestation.objects.count() == DEVICES
    assert breaks(links_of(version.practice.chain)) == []
