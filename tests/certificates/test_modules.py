"""A certificate for a module that grants one: for each completion one, of the version that was completed."""

import datetime as dt

import pytest

from tests.certificates.scenes import NOON, said_on
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from trainingsite.audit.models import AuditEvent
from trainingsite.certificates import actions
from trainingsite.certificates.actions import claim_module
from trainingsite.certificates.missing import issue_missing
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.actions import accept_prior_learning
from trainingsite.compliance.models import PriorLearning

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member("Tom Ellis")


def granting(title="For managers", **fields):
    return make_module(title, grants_certificate=True, **fields)


def test_it_says_what_was_learned_in_which_version_and_how_long_it_takes(member):
    completion = complete(member.person, make_module_version(granting()))

    certificate = claim_module(completion=completion, at=NOON)

    said = said_on(certificate)
    assert [said[name] for name in ("name", "title", "version", "outcomes", "hours_text", "practice")] == [
        "Tom Ellis", "For managers", "1", ["Say what is yours and what is work."], "About 9 minutes of learning",
        "Millbrook Lane Surgery",
    ]  # fmt: skip
    assert (certificate.finished_on, certificate.issued_on) == (TUESDAY.date(), NOON.date())
    assert [event.verb for event in AuditEvent.objects.about(member.person.key)][-1] == "certificates.issued"


def test_a_module_that_grants_none_gives_none(member):
    completion = complete(member.person, make_module_version(make_module()))

    with pytest.raises(actions.NotFinished):
        claim_module(completion=completion, at=NOON)
    assert issue_missing(at=NOON) == 0


def test_each_completion_has_its_own_and_one_only(member):
    version = make_module_version(granting())
    first = complete(member.person, version, at=TUESDAY)
    again = complete(member.person, version, at=moment(2026, 3, 3, 11))

    got = [claim_module(completion=each, at=NOON).pk for each in (first, again, first, again)]

    assert got == [got[0], got[1]] * 2
    assert got[0] != got[1]


def test_what_was_decided_when_the_version_was_published_holds(member):
    """A tick that an author sets later makes a new version; who completed the old one was promised nothing."""
    page = make_module()
    old = complete(member.person, make_module_version(page))
    page.grants_certificate = True
    page.save()
    new = complete(member.person, make_module_version(page, at=TUESDAY), at=moment(2026, 3, 3, 11))

    assert issue_missing(at=NOON) == 1
    assert [each.completion for each in Certificate.objects.all()] == [new]
    assert old.version.number == 1


def test_a_version_published_without_the_tick_is_frozen_as_it_was_before_there_was_one(member):
    without, with_tick = make_module_version(make_module()), make_module_version(granting())

    content = [actions.content_of(version) for version in (without, with_tick)]

    assert ["grants_certificate" in each for each in content] == [False, True]
    assert (without.grants_certificate, with_tick.grants_certificate) == (None, True)


def test_a_module_changed_since_leaves_the_certificate_with_the_version_that_was_completed(member):
    page = granting()
    completion = complete(member.person, make_module_version(page))
    page.title = "For leaders"
    page.save()
    make_module_version(page, at=TUESDAY)

    said = said_on(claim_module(completion=completion, at=NOON))

    assert (said["title"], said["version"]) == ("For managers", "1")


def test_it_is_good_as_long_as_the_practice_takes_it_as_done(member):
    page = granting()
    make_requirement(make_programme("Managers"), module=page, refresher_months=12)
    completion = complete(member.person, make_module_version(page))

    certificate = claim_module(completion=completion, at=moment(2026, 6, 1))

    assert certificate.valid_until == dt.date(2027, 3, 3)


def test_where_nobody_asks_for_the_module_it_has_no_end(member):
    completion = complete(member.person, make_module_version(granting()))

    assert claim_module(completion=completion, at=NOON).valid_until is None


def test_of_two_practices_the_one_that_asks_for_it_issues_it(member):
    second = make_member(member.person, practice=make_practice("Harbour View Surgery"))
    page = granting()
    make_requirement(make_programme("Managers", second.practice), module=page, refresher_months=12)
    completion = complete(member.person, make_module_version(page))

    certificate = claim_module(completion=completion, at=NOON)

    assert certificate.practice == second.practice
    chains = AuditEvent.objects.filter(verb="certificates.issued").values_list("chain__key", flat=True)
    assert sorted(chains) == sorted([member.practice.chain, second.practice.chain])


def test_who_worked_nowhere_that_day_gets_none_and_the_job_does_not_ask_again():
    completion = complete(make_person("Ann Lee"), make_module_version(granting()))

    with pytest.raises(actions.NotFinished):
        claim_module(completion=completion, at=NOON)
    assert issue_missing(at=NOON) == 0


def test_the_job_issues_what_nobody_asked_for_once(member):
    complete(member.person, make_module_version(granting()))

    assert [issue_missing(at=NOON), issue_missing(at=NOON)] == [1, 0]


def test_what_was_completed_under_a_former_row_is_issued_in_the_name_of_today(member):
    former = make_member("Thomas Ellis", practice=make_practice("Harbour View Surgery")).person
    completion = complete(former, make_module_version(granting()))
    join_rows(former, member.person, make_member("Ann Lee", practice=member.practice).person, at=TUESDAY)

    assert issue_missing(at=NOON) == 1
    certificate = Certificate.objects.by_human(member.person).get()
    assert (certificate.completion, said_on(certificate)["name"]) == (completion, "Tom Ellis")


def bring(member, module):
    """A manager accepts that somebody did a module elsewhere."""
    ruth = make_member("Ruth Amin", practice=member.practice).person
    accept_prior_learning(
        person=member.person, module=module, completed_on=MONDAY.date(), accepted_by=ruth, at=TUESDAY,
        basis=PriorLearning.Basis.PRIOR_LEARNING,
    )  # fmt: skip


def test_training_done_elsewhere_grants_no_certificate_of_ours(member):
    page = granting()
    programme = make_programme("Managers", grants_certificate=True)
    make_requirement(programme, module=page)
    make_module_version(page)
    bring(member, page)

    assert issue_missing(at=NOON) == 0
    with pytest.raises(actions.NotFinished):
        actions.claim(person=member.person, practice=member.practice, programme=programme, at=NOON)


def test_a_programme_done_in_part_elsewhere_says_which_part(member):
    here, there = make_module("Boundaries"), make_module("Privacy")
    programme = make_programme("Induction", grants_certificate=True)
    make_requirement(programme, module=here)
    make_requirement(programme, module=there)
    complete(member.person, make_module_version(here))
    make_module_version(there)
    bring(member, there)

    said = said_on(actions.claim(person=member.person, practice=member.practice, programme=programme, at=NOON))

    assert sorted(said["outcomes"]) == ["Boundaries", "Privacy (done elsewhere)"]
    assert said["hours_text"] == "About 9 minutes of learning"
