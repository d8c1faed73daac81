"""Scenarios frozen at publication, and what may happen to their pages without touching what was frozen."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError

from scenarios.models import AttemptOutcome, ScenarioVersion
from scenarios.versions import BrokenScenario, content_of, publish_scenario
from tests.factories import (
    MONDAY,
    TUESDAY,
    make_member,
    make_practice_shelf,
    make_scenario,
    make_scenario_version,
    play,
    the_practice,
)
from trainingsite.audit.models import AuditEvent, Snapshot

pytestmark = pytest.mark.django_db


def break_it(page):
    """Its first option leads nowhere now."""
    page.steps[0].value["options"][0]["to"] = "nowhere"
    return page


def test_what_was_published_is_what_staff_play_whatever_becomes_of_the_draft():
    page = make_scenario()
    version = make_scenario_version(page)

    page.steps[0].value["text"] = "Nothing buzzes."
    page.save()

    assert content_of(version)["html"]["evening"] == "<p>Your phone buzzes.</p>"


def test_what_exploring_the_graph_found_is_kept_with_the_version():
    found = content_of(make_scenario_version())["exploration"]

    assert (found["ways"], found["endings"], found["unreachable"]) == (2, ["calm", "upset"], [])


def test_publishing_the_same_content_again_makes_no_new_version():
    page = make_scenario()

    assert make_scenario_version(page, at=MONDAY) == make_scenario_version(page, at=TUESDAY)


def test_a_broken_scenario_is_not_published_and_nothing_is_recorded():
    with pytest.raises(BrokenScenario) as refusal:
        publish_scenario(page=break_it(make_scenario()), at=MONDAY)

    assert {(found.code, found.where) for found in refusal.value.problems} >= {("missing-target", "evening")}
    assert (ScenarioVersion.objects.count(), Snapshot.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_publishing_in_wagtail_freezes_the_scenario_and_names_who_did_it():
    page, author = make_scenario(), make_member("Ada Author").person

    page.save_revision(user=author).publish()

    version = page.versions.get()
    assert (version.material, AuditEvent.objects.about(version.key).get().actor) == (True, str(author.key))


def test_a_broken_scenario_published_behind_the_editors_back_leaves_staff_what_they_have(caplog):
    page = make_scenario()
    version = make_scenario_version(page)

    break_it(page).save_revision().publish()

    assert page.versions.get() == version
    assert [record.levelname for record in caplog.records if record.name == "scenarios.versions"] == ["ERROR"]


@pytest.mark.parametrize(
    "upheaval",
    [
        lambda page: call_command("purge_revisions"),
        lambda page: call_command("fixtree", interactive=False),
        lambda page: page.move(make_practice_shelf(the_practice()), pos="last-child"),
        lambda page: (setattr(page, "slug", "another-slug"), page.save()),
        lambda page: (page.unpublish(), page.save_revision().publish()),
    ],
    ids=["old revisions purged", "the tree mended", "moved", "another slug", "unpublished and back"],
)
def test_what_was_played_stays_as_it_was(upheaval):
    page, person = make_scenario(), make_member().person
    page.save_revision().publish()
    version = page.versions.get()
    attempt, body = play(person, version, "right"), bytes(version.snapshot.body)

    upheaval(page)

    assert bytes(Snapshot.objects.get(pk=attempt.snapshot_id).body) == body
    assert ScenarioVersion.objects.published(page.key).get() == version
    assert AttemptOutcome.objects.by(person).get().passed is True


def test_a_page_that_people_have_played_cannot_be_deleted_from_a_shell_either():
    page = make_scenario()
    make_scenario_version(page)

    with pytest.raises(ProtectedError), transaction.atomic():
        page.delete()

    assert page.versions.count() == 1
