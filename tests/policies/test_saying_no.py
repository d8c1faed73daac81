"""Declining, taking a signature back, a signature made void: what is recorded, and what counts afterwards."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import TUESDAY, make_member, make_policy_version, make_programme, make_requirement, moment
from tests.policies.asking import Surgery
from trainingsite.audit.actions import read_words
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance.matrix import training_matrix
from trainingsite.notices.models import Notice
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation
from trainingsite.policies.saying_no import actions as saying_no

pytestmark = pytest.mark.django_db
LATER = moment(2026, 3, 5)


@pytest.fixture
def surgery():
    return Surgery()


@pytest.fixture
def asked_to_sign(surgery):
    make_requirement(make_programme("Induction", surgery.practice), policy=surgery.version.page, due_within_days=14)


def sign(person, version, at=TUESDAY):
    with replaying(at):
        return actions.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def decline(person, version, *, reason="", at=TUESDAY):
    with replaying(at):
        return saying_no.decline(person=person, version=version, reason=reason, method="totp", at=at)


def withdraw(signature, *, at=LATER):
    with replaying(at):
        return saying_no.withdraw(signature=signature, reason="I was in a hurry.", method="password", at=at)


def void(signature, by, *, at=LATER):
    with replaying(at):
        return saying_no.void(signature=signature, by=by, reason="Signed at your desk.", at=at)


def status_on(surgery, day):
    return training_matrix(surgery.practice, day, people=[surgery.tom]).rows[0].cells[0].status.value


def test_somebody_declines_with_or_without_a_reason(surgery):
    silent, plain = decline(surgery.tom, surgery.version), decline(surgery.ravi, surgery.version, reason="It gags us.")

    reasons = [read_words(Words.objects.get(about=said.key))["reason"] for said in (silent, plain)]
    assert reasons == ["", "It gags us."]
    assert (silent.kind, silent.method, silent.acted_by) == ("declined", "totp", None)


def test_the_event_of_declining_names_the_person_and_no_reason(surgery):
    said = decline(surgery.tom, surgery.version, reason="Because of Mrs Pym.")

    event = AuditEvent.objects.by_act(said.act).get()
    assert (event.verb, event.actor, event.subject) == ("policies.declined", *[str(surgery.tom.key)] * 2)
    assert b"Pym" not in bytes(event.body)


def test_who_declined_is_shown_as_declined_long_after_it_was_due(surgery, asked_to_sign):
    decline(surgery.tom, surgery.version)

    assert status_on(surgery, dt.date(2026, 9, 1)) == "declined"


def test_who_declined_can_sign_later(surgery, asked_to_sign):
    decline(surgery.tom, surgery.version)
    sign(surgery.tom, surgery.version, at=LATER)

    assert list(Attestation.objects.order_by("number").values_list("kind", flat=True)) == ["declined", "signed"]
    assert status_on(surgery, LATER.date()) == "compliant"


def test_declining_twice_is_declining_once(surgery):
    assert decline(surgery.tom, surgery.version) == decline(surgery.tom, surgery.version)
    assert (Attestation.objects.count(), Notice.objects.count()) == (1, 1)


def test_who_has_signed_takes_the_signature_back_before_declining(surgery):
    sign(surgery.tom, surgery.version)

    with pytest.raises(actions.Refused, match="Take your signature back first"):
        decline(surgery.tom, surgery.version)


def test_a_leaver_and_an_old_version_decline_nothing(surgery):
    leaver = make_member("Ann Lee", practice=surgery.practice, ended_on=dt.date(2026, 3, 2)).person
    with pytest.raises(actions.Refused):
        decline(leaver, surgery.version)
    make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 3, 8))

    with pytest.raises(actions.Superseded):
        decline(surgery.tom, surgery.version)


def test_nothing_is_declined_when_its_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        decline(surgery.tom, surgery.version)
    assert not Attestation.objects.exists()
    assert not Words.objects.exists()


def test_a_signature_taken_back_counts_no_more_from_that_day(surgery, asked_to_sign):
    withdraw(sign(surgery.tom, surgery.version))

    assert [status_on(surgery, day) for day in (dt.date(2026, 3, 4), LATER.date())] == ["compliant", "due"]


def test_a_signature_taken_back_can_be_given_again_and_all_of_it_stays(surgery, asked_to_sign):
    first = sign(surgery.tom, surgery.version)
    withdraw(first)

    second = sign(surgery.tom, surgery.version, at=moment(2026, 3, 6))

    assert list(Attestation.objects.order_by("number").values_list("kind", flat=True)) == [
        "signed",
        "withdrawn",
        "signed",
    ]
    assert list(Attestation.objects.latest().signed()) == [second]
    assert status_on(surgery, dt.date(2026, 3, 6)) == "compliant"


def test_taking_back_twice_is_taking_back_once(surgery):
    signature = sign(surgery.tom, surgery.version)

    assert withdraw(signature) == withdraw(signature)


def test_a_signature_signed_again_is_not_taken_back_by_an_old_page(surgery):
    first = sign(surgery.tom, surgery.version)
    withdraw(first)
    sign(surgery.tom, surgery.version, at=moment(2026, 3, 6))

    withdraw(first, at=moment(2026, 3, 7))

    assert Attestation.objects.latest().signed().exists()


def test_a_void_signature_names_who_made_it_void_and_tells_the_signer(surgery):
    said = void(sign(surgery.tom, surgery.version), surgery.ruth)

    event = AuditEvent.objects.by_act(said.act).get()
    told = Notice.objects.get(about=said.key)
    assert (event.verb, event.actor, event.subject) == (
        "policies.voided",
        str(surgery.ruth.key),
        str(surgery.tom.key),
    )
    assert (told.person, "Ruth Adeyemi made your signature" in told.body, "desk" in told.body) == (
        surgery.tom,
        True,
        False,
    )


def test_nobody_makes_their_own_signature_void(surgery):
    signature = sign(surgery.ruth, surgery.version)

    with pytest.raises(actions.Refused, match="You can take it back"):
        void(signature, surgery.ruth)
    assert Attestation.objects.latest().signed().exists()


def test_what_was_taken_back_is_not_made_void_as_well(surgery):
    signature = sign(surgery.tom, surgery.version)
    withdraw(signature)

    with pytest.raises(saying_no.NotStanding):
        void(signature, surgery.ruth)


def test_the_signature_of_somebody_who_has_left_is_made_void_in_the_practices_chain(surgery):
    leaver = make_member("Ann Lee", practice=surgery.practice, ended_on=dt.date(2026, 3, 3)).person

    said = void(sign(leaver, surgery.version), surgery.ruth)

    chains = AuditEvent.objects.by_act(said.act).values_list("chain__key", flat=True)
    assert list(chains) == [surgery.practice.chain]
