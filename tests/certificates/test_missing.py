"""The job that issues what nobody asked for: how much it costs where nothing has happened."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.models import ModuleVersion
from tests.certificates.scenes import NOON, WEDNESDAY, make_scene
from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.certificates import missing
from trainingsite.certificates.actions import WasRevoked, claim
from trainingsite.certificates.changing.actions import revoke
from trainingsite.certificates.missing import issue_missing, issue_missing_at, missing_at
from trainingsite.certificates.models import Certificate

pytestmark = pytest.mark.django_db


def queries_of(act, *args, **kwargs):
    with CaptureQueriesContext(connection) as queries:
        act(*args, **kwargs)
    return len(queries)


def make_finishers(practice, many):
    """So many people of a practice who have their certificate."""
    page = make_module(f"Boundaries of {practice.name}")
    programme = make_programme(f"Induction at {practice.name}", practice, grants_certificate=True)
    make_requirement(programme, module=page)
    version = make_module_version(page)
    for number in range(many):
        complete(make_member(f"Person {number}", practice=practice).person, version)
    issue_missing(at=NOON)


def test_looking_at_a_practice_takes_as_many_queries_for_thirty_people_as_for_one():
    practices = {many: make_practice(f"Surgery {many}") for many in (1, 3, 30)}
    for many, practice in practices.items():
        make_finishers(practice, many)
        issue_missing_at(practice, NOON)  # so that its timelines are kept

    spent = {many: queries_of(issue_missing_at, practice, NOON) for many, practice in practices.items()}

    assert spent == dict.fromkeys(practices, spent[1])
    assert Certificate.objects.count() == 34


def test_where_no_chain_has_grown_nothing_is_worked_out_again():
    for number in range(4):
        make_finishers(make_practice(f"Surgery {number}"), 1)
    issue_missing(at=NOON)  # the certificates themselves made the chains grow

    spent = queries_of(issue_missing, at=NOON)

    assert spent == 3


def test_somebody_who_finishes_afterwards_is_found(monkeypatch):
    practice = make_practice("Harbour View Surgery")
    make_finishers(practice, 1)
    ann, version = make_member("Ann Lee", practice=practice).person, make_module_version(make_module("Privacy"))
    issue_missing(at=NOON)
    looked, real = [], missing.remembered_matrix
    monkeypatch.setattr(missing, "remembered_matrix", lambda place, *days: looked.append(place) or real(place, *days))
    complete(ann, version)

    issue_missing(at=NOON)

    assert looked == [practice]


def test_a_new_day_is_looked_at_once_more_because_a_day_alone_can_end_what_was_open():
    member, page, open_page = make_member(), make_module("Boundaries"), make_module("Privacy")
    programme = make_programme("Induction", grants_certificate=True)
    make_requirement(programme, module=page)
    make_requirement(programme, module=open_page, ended_on=NOON.date())
    complete(member.person, make_module_version(page))

    assert [issue_missing(at=at) for at in (NOON, NOON + dt.timedelta(hours=1), WEDNESDAY)] == [0, 0, 1]


def test_a_certificate_that_was_revoked_is_not_issued_again_by_itself():
    scene = make_scene()
    revoke(certificate=scene.certificate, by=scene.ruth, reason="issued_in_error", words="A mistake.", at=WEDNESDAY)

    assert issue_missing(at=WEDNESDAY) == 0
    assert Certificate.objects.count() == 1


def test_whoever_does_it_again_after_a_revocation_gets_the_next_one():
    scene = make_scene()
    revoke(certificate=scene.certificate, by=scene.ruth, reason="not_completed", words="Not yours.", at=WEDNESDAY)
    version = scene.tom.completions.get().version

    complete(scene.tom, version, at=moment(2026, 3, 5))

    assert issue_missing(at=moment(2026, 3, 5, 12)) == 1
    assert Certificate.objects.standing().get().finished_on == dt.date(2026, 3, 5)


def test_one_that_cannot_be_drawn_holds_nobody_else_up(monkeypatch, caplog):
    practice = make_practice("Harbour View Surgery")
    programme = make_programme("Induction", practice, grants_certificate=True)
    page = make_module("Boundaries")
    make_requirement(programme, module=page)
    version = make_module_version(page)
    for name in ("Ann Lee", "Tom Ellis"):
        complete(make_member(name, practice=practice).person, version)

    def claim_but_for_ann(*, person, **for_what):
        if person.name == "Ann Lee":
            raise ValueError("a picture that cannot be read")
        return claim(person=person, **for_what)

    monkeypatch.setattr(missing, "claim", claim_but_for_ann)

    assert issue_missing(at=NOON) == 1
    assert [certificate.person.name for certificate in Certificate.objects.all()] == ["Tom Ellis"]
    assert "could not be drawn" in caplog.text


def test_what_was_done_again_before_it_was_revoked_earns_no_other():
    scene, again = make_scene(refresher_months=1), moment(2026, 3, 30)
    complete(scene.tom, ModuleVersion.objects.get(), at=again)
    revoked_at = again + dt.timedelta(days=1)
    revoke(certificate=scene.certificate, by=scene.ruth, reason="not_completed", words="Not yours.", at=revoked_at)

    with pytest.raises(WasRevoked):
        claim(person=scene.tom, practice=scene.practice, programme=scene.certificate.programme, at=revoked_at)

    assert list(missing_at(scene.practice, revoked_at.date())) == []
    assert Certificate.objects.count() == 1


def test_what_is_done_again_after_that_earns_another():
    scene, revoked_at = make_scene(refresher_months=1), moment(2026, 3, 30)
    revoke(certificate=scene.certificate, by=scene.ruth, reason="not_completed", words="Not yours.", at=revoked_at)
    complete(scene.tom, ModuleVersion.objects.get(), at=revoked_at)

    assert issue_missing(at=revoked_at + dt.timedelta(days=1)) == 1
