"""One certificate for one finished programme, frozen in words and bytes."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError
from pypdf import PdfReader

from tests.factories import (
    GO_LIVE,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.actions import read_words
from trainingsite.audit.chain import digest
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.certificates import actions
from trainingsite.certificates.missing import issue_missing
from trainingsite.certificates.models import Certificate

pytestmark = pytest.mark.django_db
NOON = moment(2026, 3, 3, 12)


@pytest.fixture
def finisher():
    """Somebody whose induction is one module, which they have done."""
    member, page = make_member("Tom Ellis"), make_module("Boundaries")
    make_requirement(make_programme("Induction", grants_certificate=True), module=page)
    complete(member.person, make_module_version(page), at=moment(2026, 3, 3, 10))
    return member


def claim(member, at=NOON):
    programme = member.practice.adoptions.get().programme
    return actions.claim(person=member.person, practice=member.practice, programme=programme, at=at)


def pdf_of(certificate):
    return read_words(Words.objects.get(key=certificate.pdf_key))


def test_a_finished_programme_gives_a_certificate_that_says_so(finisher):
    certificate = claim(finisher)

    text = " ".join(PdfReader(io.BytesIO(pdf_of(certificate))).pages[0].extract_text().split())
    said = [word in text for word in ("Tom Ellis", "Induction", "Millbrook Lane Surgery", "3 March 2026")]
    assert said == [True, True, True, True]
    assert certificate.pdf_sha256 == digest(pdf_of(certificate))
    assert (certificate.finished_on, certificate.valid_until) == (dt.date(2026, 3, 3), None)


def test_asking_twice_gives_the_same_one(finisher):
    assert claim(finisher) == claim(finisher)
    assert AuditEvent.objects.filter(verb="certificates.issued").count() == 1


def test_the_loser_of_a_race_is_answered_with_the_winners_certificate(finisher, monkeypatch):
    winner = claim(finisher)
    monkeypatch.setattr(actions, "valid_certificate", lambda *args: None)

    assert claim(finisher) == winner
    assert Certificate.objects.count() == 1


def test_the_job_issues_what_nobody_asked_for_and_only_once(finisher):
    assert [issue_missing(at=NOON), issue_missing(at=NOON)] == [1, 0]


def test_something_open_means_no_certificate(finisher):
    make_requirement(finisher.practice.adoptions.get().programme, module=make_module("Privacy"))

    with pytest.raises(actions.NotFinished):
        claim(finisher)
    assert issue_missing(at=NOON) == 0
    assert not Certificate.objects.exists()


def test_a_programme_that_grants_none_gives_none():
    member, page = make_member(), make_module("Boundaries")
    make_requirement(make_programme("Refresher"), module=page)
    complete(member.person, make_module_version(page))

    with pytest.raises(actions.NotFinished):
        claim(member)


def test_a_later_change_of_name_or_title_never_touches_it(finisher):
    certificate = claim(finisher)
    before = pdf_of(certificate)
    finisher.person.last_name = "Ellis-Park"
    finisher.person.save()
    page = finisher.person.completions.get().version.page
    page.title = "Something else"
    page.save()

    assert pdf_of(claim(finisher)) == before
    assert read_words(Words.objects.get(key=certificate.words_key))["name"] == "Tom Ellis"


def test_nothing_is_issued_when_its_event_cannot_be_recorded(finisher, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(RuntimeError):
        claim(finisher)
    assert not Certificate.objects.exists()
    assert not Words.objects.filter(kind=actions.PDF).exists()


def test_an_expired_certificate_makes_room_for_the_next():
    member, page = make_member(), make_module("Boundaries")
    make_requirement(make_programme("Refresher", grants_certificate=True), module=page, refresher_months=12)
    version = make_module_version(page, at=moment(2025, 1, 6))
    complete(member.person, version, at=moment(2025, 2, 3))
    first = claim(member, at=moment(2025, 2, 3, 12))
    complete(member.person, version, at=moment(2026, 3, 3))

    second = claim(member)

    assert (first.valid_until, second.valid_until) == (dt.date(2026, 2, 3), dt.date(2027, 3, 3))
    assert first.issued_on > GO_LIVE
    assert first.serial != second.serial


def test_two_rows_for_one_finished_programme_are_refused_by_the_database(finisher):
    first = claim(finisher)

    with pytest.raises(IntegrityError):
        Certificate.objects.create(
            serial="2", person=first.person, practice=first.practice, programme=first.programme,
            finished_on=first.finished_on, issued_on=first.issued_on, pdf_key=first.pdf_key, pdf_sha256="",
        )  # fmt: skip
