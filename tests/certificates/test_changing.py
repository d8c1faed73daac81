"""A certificate in a new name supersedes the old one, and one that is not so is revoked: both stay in the record."""

import datetime as dt

import pytest

from tests.certificates.scenes import NOON, WEDNESDAY, erase_words, make_manager, make_scene, rename, said_on
from tests.factories import make_member, make_practice
from trainingsite.audit.actions import read_words
from trainingsite.audit.chain import digest
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.certificates.actions import claim, valid_certificate
from trainingsite.certificates.changing import actions
from trainingsite.certificates.changing.actions import EndedAlready, NothingToChange, reissue, revoke, why_of
from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.notices.models import Notice
from trainingsite.people.staffing import leave

pytestmark = pytest.mark.django_db
THURSDAY = WEDNESDAY + dt.timedelta(days=1)
SAID = {"reason": "issued_in_error", "words": "It was a mistake of mine."}


@pytest.fixture
def scene():
    return make_scene(refresher_months=12)


def events(verb):
    return list(AuditEvent.objects.filter(verb=verb).values_list("chain__key", "actor", "subject"))


def test_the_new_one_says_the_same_in_the_new_name(scene):
    rename(scene.tom)

    new = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    before, after = said_on(scene.certificate), said_on(new)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "serial", "verify_url", "issued_on"}
    assert (after["name"], after["issued_on"], new.serial) == ("Tom Marsh", "2026-03-04", after["serial"])
    assert (new.finished_on, new.valid_until) == (scene.certificate.finished_on, scene.certificate.valid_until)


def test_the_record_knows_what_it_took_the_place_of_and_its_words_do_not(scene):
    rename(scene.tom)

    new = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    old = scene.certificate
    file = read_words(Words.objects.get(key=new.pdf_key))
    assert (new.supersedes, new.edition) == (old, "2")
    assert [old.serial in str(said_on(new)), old.serial.encode() in file, b"Ellis" in file] == [False] * 3
    assert events("certificates.reissued") == [(scene.practice.chain, str(scene.tom.key), str(scene.tom.key))]


def test_the_old_one_stays_as_it_was_issued(scene):
    before = said_on(scene.certificate), scene.certificate.pdf_sha256
    rename(scene.tom)

    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    old = Certificate.objects.get(pk=scene.certificate.pk)
    assert (said_on(old), digest(read_words(Words.objects.get(key=old.pdf_key)))) == before


def test_asked_for_twice_the_second_gets_the_first_ones(scene):
    rename(scene.tom)

    made = [reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY) for _ in "ab"]

    assert made[0] == made[1]
    assert len(events("certificates.reissued")) == 1


def test_a_second_change_of_name_supersedes_the_second_certificate(scene):
    rename(scene.tom)
    second = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    rename(scene.tom, "Tom Reed", at=THURSDAY)

    third = reissue(certificate=second, by=scene.tom, at=THURSDAY)

    assert (third.supersedes, third.edition, said_on(third)["name"]) == (second, "3", "Tom Reed")
    assert Certificate.objects.standing().get() == third


@pytest.mark.parametrize(
    "name", ["W" * 150 + " " + "W" * 149, "محمد الأنصاري", "👩🏽‍⚕️ 🎉", "Tom O'Źdźbło-<b>Marsh</b>"]
)
def test_whatever_the_new_name_is_made_of_it_is_issued_in_it_and_the_manager_is_told(scene, name):
    rename(scene.tom, name)

    new = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    notice = Notice.objects.by(scene.ruth).get(kind=actions.KIND)
    assert (said_on(new)["name"], f"it is in the name {name} now" in notice.body) == (name, True)
    assert read_words(Words.objects.get(key=new.pdf_key)).startswith(b"%PDF")


def test_with_the_same_name_there_is_nothing_to_issue(scene):
    with pytest.raises(NothingToChange):
        reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    assert Certificate.objects.count() == 1


def test_what_was_erased_cannot_be_issued_anew(scene):
    rename(scene.tom)
    erase_words(scene.certificate)

    with pytest.raises(NothingToChange):
        reissue(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY)


def test_the_holder_is_told_when_a_manager_did_it_and_not_when_they_did(scene):
    rename(scene.tom)
    second = reissue(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY)
    rename(scene.tom, "Tom Reed", at=THURSDAY)

    reissue(certificate=second, by=scene.tom, at=THURSDAY)

    [notice] = Notice.objects.by(scene.tom).filter(kind=actions.KIND)
    assert (notice.person, notice.about) == (scene.tom, second.key)
    assert "Ellis" not in notice.subject + notice.body


def test_the_new_one_is_what_is_held_and_a_click_makes_no_third(scene):
    rename(scene.tom)
    new = reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    programme = scene.certificate.programme

    got = claim(person=scene.tom, practice=scene.practice, programme=programme, at=THURSDAY)

    assert [got, valid_certificate(scene.tom, scene.practice, programme, THURSDAY.date())] == [new, new]


def test_nothing_is_issued_anew_when_its_event_cannot_be_recorded(scene, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    rename(scene.tom)
    monkeypatch.setattr("trainingsite.certificates.actions.record", fail)

    for by in (scene.ruth, scene.tom):
        with pytest.raises(RuntimeError):
            reissue(certificate=scene.certificate, by=by, at=WEDNESDAY)
    assert (Certificate.objects.count(), Notice.objects.filter(kind=actions.KIND).count()) == (1, 0)


def test_revoking_keeps_the_certificate_and_says_when_and_why(scene):
    revocation = revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    assert (revocation.revoked_on, revocation.reason) == (WEDNESDAY.date(), "issued_in_error")
    assert why_of(revocation) == "It was a mistake of mine."
    assert said_on(scene.certificate)["name"] == "Tom Ellis"
    assert not Certificate.objects.standing().exists()
    assert events("certificates.revoked") == [(scene.practice.chain, str(scene.ruth.key), str(scene.tom.key))]


def test_what_was_written_is_words_and_not_in_the_event(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    body = bytes(AuditEvent.objects.get(verb="certificates.revoked").body)
    assert [b"mistake" in body, b"issued_in_error" in body] == [False, False]


def test_the_holder_reads_who_it_was_and_why(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    notice = Notice.objects.get(kind=actions.KIND)
    assert notice.person == scene.tom
    assert [said in notice.body for said in ("Ruth Amin", "issued in error", "It was a mistake of mine.")] == [True] * 3


def test_a_certificate_is_revoked_once(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    with pytest.raises(EndedAlready):
        revoke(certificate=scene.certificate, by=scene.ruth, at=THURSDAY, **SAID)
    assert CertificateRevocation.objects.count() == 1


def test_what_was_superseded_is_not_revoked_as_well(scene):
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)

    with pytest.raises(EndedAlready):
        revoke(certificate=scene.certificate, by=scene.ruth, at=THURSDAY, **SAID)


def test_nothing_is_revoked_when_its_event_cannot_be_recorded(scene, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(RuntimeError):
        revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)
    left = Words.objects.of_kind(actions.WHY).exists(), Notice.objects.filter(kind=actions.KIND).exists()
    assert (CertificateRevocation.objects.count(), *left) == (0, False, False)


def test_the_practices_chain_tells_of_it_also_when_the_holder_has_left(scene):
    last_day = dt.date(2026, 3, 3)
    leave(membership=scene.tom.memberships.get(), last_day=last_day, by=str(scene.ruth.key), at=NOON)
    make_member(scene.tom, practice=make_practice("Harbour View Surgery"), started_on=WEDNESDAY.date())

    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    assert scene.practice.chain in [chain for chain, *_ in events("certificates.revoked")]
    assert len(events("certificates.revoked")) == 2


def test_what_was_revoked_by_mistake_comes_back_by_somebody_elses_hand(scene):
    revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    with pytest.raises(NothingToChange):
        reissue(certificate=scene.certificate, by=scene.tom, at=THURSDAY)
    back = reissue(certificate=scene.certificate, by=scene.ruth, at=THURSDAY)

    assert Certificate.objects.standing().get() == back
    assert said_on(back)["name"] == "Tom Ellis"


def test_nobody_brings_back_their_own(scene):
    manager = make_manager("Tom Other", scene.practice)
    revoke(certificate=scene.certificate, by=manager, at=WEDNESDAY, **SAID)

    with pytest.raises(NothingToChange):
        reissue(certificate=scene.certificate, by=scene.tom, at=THURSDAY)
    assert Certificate.objects.count() == 1
