"""Clicks and jobs at the same moment, against a real database with real connections: one certificate comes of them."""

import pytest

from tests.certificates.scenes import NOON, WEDNESDAY, make_scene, rename
from tests.factories import complete, make_member, make_module, make_module_version, make_programme, make_requirement
from tests.policies.test_signing_at_once import DEVICES, at_once, links_of
from trainingsite.audit.chain import breaks
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.certificates.actions import PDF, WORDS, claim, claim_module
from trainingsite.certificates.changing.actions import EndedAlready, NothingToChange, reissue, revoke
from trainingsite.certificates.missing import issue_missing
from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def kept():
    """How many certificates, events of issuing, words and files there are."""
    words = [Words.objects.of_kind(kind).count() for kind in (WORDS, PDF)]
    return Certificate.objects.count(), AuditEvent.objects.filter(verb="certificates.issued").count(), *words


def test_a_programme_finished_once_gives_one_certificate_to_every_click():
    member, page = make_member("Tom Ellis"), make_module()
    programme = make_programme("Induction", grants_certificate=True)
    make_requirement(programme, module=page)
    complete(member.person, make_module_version(page))

    got = at_once(lambda _: claim(person=member.person, practice=member.practice, programme=programme, at=NOON).pk)

    assert got == [Certificate.objects.get().pk] * DEVICES
    assert kept() == (1, 1, 1, 1)


def test_a_module_completed_once_gives_one_certificate_to_every_click():
    member = make_member("Tom Ellis")
    completion = complete(member.person, make_module_version(make_module(grants_certificate=True)))

    got = at_once(lambda _: claim_module(completion=completion, at=NOON).pk)

    assert got == [Certificate.objects.get().pk] * DEVICES
    assert kept() == (1, 1, 1, 1)


def test_workers_in_parallel_issue_each_certificate_once_and_leave_a_chain_without_a_gap():
    page = make_module(grants_certificate=True)
    make_requirement(make_programme("Induction", grants_certificate=True), module=page)
    version = make_module_version(page)
    members = [make_member(f"Person {number}") for number in range(3)]
    for member in members:
        complete(member.person, version)

    at_once(lambda _: issue_missing(at=NOON))

    assert kept() == (6, 6, 6, 6)
    assert breaks(links_of(members[0].practice.chain)) == []


def test_a_new_name_makes_one_new_certificate_however_often_it_is_clicked():
    scene = make_scene()
    rename(scene.tom)

    got = at_once(lambda _: reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY).serial)

    assert len(set(got)) == 1
    assert (Certificate.objects.count(), Notice.objects.by(scene.ruth).count()) == (2, 1)


def test_one_that_is_revoked_while_its_holder_asks_for_a_new_name_ends_in_one_way():
    scene = make_scene()
    rename(scene.tom)

    def act(number):
        try:
            if number % 2:
                return reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
            said = {"reason": "not_completed", "words": "Somebody else did it."}
            return revoke(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **said)
        except (EndedAlready, NothingToChange):
            return None

    at_once(act)

    made = (Certificate.objects.exclude(supersedes=None).count(), CertificateRevocation.objects.count())
    assert made in [(1, 0), (0, 1)]
