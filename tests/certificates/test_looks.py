"""How a practice's certificates look: set anew and never changed, with the signer's words kept apart."""

import io

import pytest
from pypdf import PdfReader

from tests.certificates.pictures import a_logo
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import commitment, read_words
from trainingsite.audit.chain import digest
from trainingsite.audit.models import AuditEvent, Disposal, DisposalItem, Snapshot, Words
from trainingsite.certificates import looks
from trainingsite.certificates.actions import PDF, claim
from trainingsite.certificates.look_table import CertificateLook
from trainingsite.certificates.looks import look_of, set_look
from trainingsite.certificates.pdf import PLAIN, Look
from trainingsite.evidence.record_checks import snapshots

pytestmark = pytest.mark.django_db
WEDNESDAY = moment(2026, 3, 4)
LOGO, SIGNATURE = a_logo(), a_logo((200, 80), kind="JPEG")
SIGNED = {"signed_by": "Dr Helen Marsh", "signed_as": "Senior partner"}


@pytest.fixture
def manager():
    return make_member("Ruth Amin", "Practice manager")


def set_by(manager, at=TUESDAY, **changes):
    return set_look(practice=manager.practice, by=manager.person, at=at, **{**SIGNED, **changes})


def everything_set(manager, at=MONDAY):
    return set_by(manager, at, logo=LOGO, signature=SIGNATURE)


def test_without_a_look_certificates_are_plain():
    assert look_of(make_practice()) == PLAIN


def test_what_was_set_is_how_they_look(manager):
    everything_set(manager)

    assert look_of(manager.practice) == Look(LOGO, SIGNATURE, "Dr Helen Marsh", "Senior partner")


def test_another_practices_stay_plain(manager):
    everything_set(manager)

    assert look_of(make_practice("Harbour View Surgery")) == PLAIN


def test_a_picture_that_is_not_given_stays_and_an_empty_one_goes(manager):
    everything_set(manager)

    set_by(manager, signature=b"", signed_as="")

    assert look_of(manager.practice) == Look(LOGO, b"", "Dr Helen Marsh", "")


def test_taken_away_again_they_are_plain(manager):
    everything_set(manager)

    set_by(manager, logo=b"", signature=b"", signed_by="", signed_as="")

    assert look_of(manager.practice) == PLAIN
    assert CertificateLook.objects.count() == 2


def test_each_change_is_a_row_with_its_event_in_the_practices_chain(manager):
    rows = [everything_set(manager), set_by(manager, logo=b"")]

    events = AuditEvent.objects.of(manager.practice.chain).filter(verb="certificates.look_set")
    assert [(event.act, event.actor) for event in events] == [(row.act, str(manager.person.key)) for row in rows]


def test_the_same_again_changes_nothing(manager):
    everything_set(manager)

    assert set_by(manager, logo=LOGO) is None
    assert CertificateLook.objects.count() == 1


def test_who_signs_is_in_no_column_of_the_record_and_in_no_event(manager):
    row = everything_set(manager)

    said = [str(value) for value in CertificateLook.objects.values_list().get()]
    assert [word for word in ("Helen", "Senior", digest(SIGNATURE)) if any(word in value for value in said)] == []
    assert [event for event in AuditEvent.objects.all() if b"Helen" in bytes(event.body)] == []
    assert not Snapshot.objects.filter(sha256=digest(SIGNATURE)).exists()
    assert row.words_commitment == commitment(Words.objects.get(key=row.words_key))


def test_the_row_vouches_for_the_picture_of_the_signature_too(manager):
    row = everything_set(manager)

    assert read_words(Words.objects.get(key=row.words_key))["signature"] == digest(SIGNATURE)


def test_once_the_signers_words_are_erased_nothing_of_them_is_printed(manager):
    row = everything_set(manager)
    disposal = Disposal.objects.create(rule="They left", proposed_by="a", approved_by="b")
    for words in Words.objects.about(row.key):
        DisposalItem.objects.create(disposal=disposal, words_key=words.key)
        words.delete()

    assert look_of(manager.practice) == Look(logo=LOGO)


def test_a_certificate_is_drawn_in_the_look_of_its_day_and_keeps_it(manager):
    page = make_module()
    make_requirement(make_programme(grants_certificate=True), module=page)
    complete(manager.person, make_module_version(page))
    everything_set(manager)
    asked = {"practice": manager.practice, "programme": manager.practice.adoptions.get().programme}

    issued = claim(person=manager.person, at=WEDNESDAY, **asked)
    before = bytes(Words.objects.about(issued.key).get(kind=PDF).body)
    set_by(manager, moment(2026, 3, 5), logo=b"", signature=b"", signed_by="", signed_as="")

    assert "Dr Helen Marsh" in PdfReader(io.BytesIO(before)).pages[0].extract_text()
    assert bytes(Words.objects.about(issued.key).get(kind=PDF).body) == before


def test_the_check_of_what_was_frozen_takes_a_logo_for_the_picture_it_is(manager):
    everything_set(manager)

    assert list(snapshots()) == []


def test_nothing_is_set_when_its_event_cannot_be_recorded(manager, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(looks, "record", fail)

    with pytest.raises(RuntimeError):
        everything_set(manager)
    assert (CertificateLook.objects.count(), Words.objects.count()) == (0, 0)


def test_a_look_is_read_in_two_queries(manager, django_assert_num_queries):
    for _ in range(3):
        everything_set(manager)
        set_by(manager, logo=b"")

    with django_assert_num_queries(2):
        look_of(manager.practice)
