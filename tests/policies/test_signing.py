"""What signing records, and what it refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import MONDAY, TUESDAY, make_member, make_policy, make_policy_version, make_practice, moment
from trainingsite.audit.actions import commitment, read_words
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.notices.models import Notice
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


def sign(member, version, *, at=TUESDAY, typed_name="Tom Ellis"):
    return actions.sign(person=member.person, version=version, typed_name=typed_name, method="password", at=at)


def test_a_signature_pins_the_version_and_keeps_the_words_apart():
    member, version = make_member("Tom Ellis", "Receptionist"), make_policy_version()

    attestation = sign(member, version, typed_name="tom ellis")

    words = Words.objects.get(about=attestation.key)
    assert (attestation.version, attestation.attested_on, attestation.kind) == (version, dt.date(2026, 3, 3), "signed")
    assert attestation.words_commitment == commitment(words)
    assert read_words(words) == {
        "declaration": "<p>I agree to follow it.</p>",
        "typed_name": "tom ellis",
        "recorded_name": "Tom Ellis",
        "job_role": "Receptionist",
        "practice": "Millbrook Lane Surgery",
        "language": "en-GB",
    }


def test_a_signature_is_one_event_in_the_chain_of_each_practice_where_the_person_works():
    member, version = make_member("Tom Ellis"), make_policy_version()
    other = make_member(member.person, practice=make_practice("Harbour View Surgery"))

    attestation = sign(member, version)

    chains = set(AuditEvent.objects.by_act(attestation.act).values_list("chain__key", flat=True))
    assert chains == {member.practice.chain, other.practice.chain}


def test_the_event_says_nothing_personal():
    member, version = make_member("Tom Ellis"), make_policy_version()

    attestation = sign(member, version)

    body = bytes(AuditEvent.objects.by_act(attestation.act).get().body).decode()
    assert [word for word in ("Tom", "Ellis", "Receptionist", member.person.username) if word in body] == []


def test_a_double_click_makes_one_signature_and_one_receipt():
    member, version = make_member(), make_policy_version()

    first, second = sign(member, version), sign(member, version)

    assert first == second
    assert Attestation.objects.count() == 1
    assert Notice.objects.filter(kind="receipt").count() == 1


def test_the_loser_of_a_race_is_answered_with_the_winners_signature(monkeypatch):
    member, version = make_member(), make_policy_version()
    winner = sign(member, version)
    monkeypatch.setattr(actions, "last_word", lambda person, version: None)

    assert sign(member, version) == winner
    assert Attestation.objects.count() == 1


def test_nothing_is_signed_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    member, version = make_member(), make_policy_version()
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        sign(member, version)
    assert not Attestation.objects.exists()
    assert not Words.objects.exists()
    assert not Notice.objects.exists()


def test_a_leaver_cannot_sign():
    member = make_member(ended_on=dt.date(2026, 3, 2))
    version = make_policy_version(practice=member.practice)

    with pytest.raises(actions.Refused, match="You do not work at this practice today"):
        sign(member, version)
    assert not Attestation.objects.exists()


def test_somebody_may_still_sign_on_their_last_day():
    member = make_member(ended_on=dt.date(2026, 3, 3))

    assert sign(member, make_policy_version(practice=member.practice)).kind == "signed"


def test_a_version_that_was_materially_replaced_cannot_be_signed():
    member, page = make_member(), make_policy()
    old = make_policy_version(page)
    make_policy_version(page, clauses=("Be kind.", "Be careful."), at=moment(2026, 3, 3, 8))

    with pytest.raises(actions.Superseded):
        sign(member, old)
    assert not Attestation.objects.exists()


def test_after_a_minor_change_the_version_that_was_shown_is_signed():
    member, page = make_member(), make_policy()
    shown = make_policy_version(page)
    make_policy_version(page, clauses=("Be kind, please.",), material=False, at=moment(2026, 3, 3, 8))

    assert sign(member, shown).version == shown


def test_a_version_that_is_published_but_not_yet_in_force_can_be_signed_already():
    member, page = make_member(), make_policy()
    make_policy_version(page)
    coming = make_policy_version(page, clauses=("New.",), at=MONDAY, effective_on=dt.date(2026, 4, 1))

    assert sign(member, coming).version == coming


def test_old_signatures_keep_the_statement_they_were_made_under():
    member, page = make_member(), make_policy()
    attestation = sign(member, make_policy_version(page))
    page.declaration = "Something else entirely."
    page.save()
    make_policy_version(page, at=moment(2026, 3, 4))

    words = read_words(Words.objects.get(about=attestation.key))
    assert words["declaration"] == "<p>I agree to follow it.</p>"
