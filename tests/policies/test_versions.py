"""What publishing a policy freezes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    MONDAY,
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    moment,
)
from trainingsite.audit.actions import plain, row_digest
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.models import AuditEvent, Snapshot
from trainingsite.people.models import Duty
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.names import MissingNames
from trainingsite.policies.versions import content_of, publish_policy

pytestmark = pytest.mark.django_db


def test_the_first_version_is_1_0_and_a_material_change_makes_2_0_and_a_minor_one_2_1():
    page = make_policy()
    numbers = [
        make_policy_version(page).number,
        make_policy_version(page, clauses=("Be careful.",), at=moment(2026, 3, 3)).number,
        make_policy_version(page, clauses=("Be careful!",), material=False, at=moment(2026, 3, 4)).number,
    ]

    assert numbers == ["1.0", "2.0", "2.1"]


def test_the_practices_own_names_are_filled_in_when_it_is_published():
    practice = make_practice("Millbrook Lane Surgery", approved_messaging_apps="Teams")
    manager = make_member("Siân O'Connor", "Practice manager", practice=practice)
    give_duty(manager.person, practice, Duty.PRACTICE_MANAGER)
    page = make_policy(practice, clauses=("Ask {practice_manager} at {practice_name}; use {approved_messaging_apps}.",))

    content = content_of(make_policy_version(page))

    assert content["clauses"][0]["html"] == "<p>Ask Siân O&#x27;Connor at Millbrook Lane Surgery; use Teams.</p>"


def test_a_name_that_nobody_recorded_stops_publication():
    page = make_policy(clauses=("Speak to {speak_up_guardian}.",))

    with pytest.raises(MissingNames, match="not recorded for the practice yet: speak up guardian"):
        make_policy_version(page)
    assert not PolicyVersion.objects.exists()
    assert not Snapshot.objects.exists()


def test_a_later_change_of_name_leaves_the_version_as_it_was():
    practice = make_practice("Millbrook Lane Surgery")
    version = make_policy_version(make_policy(practice, clauses=("{practice_name}",)))
    practice.name = "Millbrook Health Centre"
    practice.save()

    assert content_of(version)["clauses"][0]["html"] == "<p>Millbrook Lane Surgery</p>"


def test_publishing_unchanged_text_again_makes_no_version_and_no_event():
    page = make_policy()
    first = make_policy_version(page)
    events = AuditEvent.objects.count()
    page.review_due_on = dt.date(2027, 3, 1)
    page.save()

    assert make_policy_version(page, at=moment(2026, 4, 1)) == first
    assert AuditEvent.objects.count() == events


def test_unpublished_and_published_again_it_is_the_same_text_with_the_same_fingerprint():
    page = make_policy()
    first = make_policy_version(page)
    page.unpublish()

    assert publish_policy(page=page, reason="Back again.", at=moment(2026, 4, 1)).snapshot == first.snapshot


def test_rolling_back_makes_a_new_version_with_the_old_text():
    page = make_policy(clauses=("Be kind.",))
    first = make_policy_version(page)
    make_policy_version(page, clauses=("Be stern.",), at=moment(2026, 3, 3))

    third = make_policy_version(page, clauses=("Be kind.",), at=moment(2026, 3, 4))

    assert (third.number, third.snapshot) == ("3.0", first.snapshot)


def test_two_versions_cannot_have_one_number():
    version = make_policy_version(at=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            page=version.page, practice=version.practice, major=1, title="Twice", snapshot=version.snapshot,
            published_at=MONDAY, effective_on=MONDAY.date(),
        )  # fmt: skip


ADDED_LATER = {"asks_again", "approved_by_id", "only_approver", "trigger", "audience", "consultation_id"}


def test_a_column_added_later_and_still_empty_leaves_old_digests_as_they_are():
    version = make_policy_version(at=MONDAY, reason="Why.")
    fields = {field.attname for field in PolicyVersion._meta.concrete_fields} - {"id", "words_key", "words_commitment"}
    fields -= ADDED_LATER
    said = {name: plain(getattr(version, name)) for name in fields}

    assert row_digest(version) == digest(canonical(said))


def test_a_digest_changes_with_every_value_that_says_something():
    version = make_policy_version(at=MONDAY, reason="Why.")
    before = row_digest(version)
    version.reason = ""

    assert row_digest(version) != before
