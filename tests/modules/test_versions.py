"""Modules frozen at publication, and what may happen to their pages without touching what was frozen."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError

from modules.models import ModuleVersion
from modules.versions import BrokenModule, content_of, publish_module
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice_shelf,
    make_shelf,
    the_practice,
)
from trainingsite.audit.models import AuditEvent, Snapshot

pytestmark = pytest.mark.django_db


def first_lesson(page):
    return page.live_lessons().first()


def rewrite(lesson, words):
    lesson.body = [("text", f"<p>{words}</p>")]
    lesson.save_revision().publish()


def test_what_was_published_is_what_staff_read_whatever_becomes_of_the_draft():
    page = make_module()
    version = make_module_version(page)

    rewrite(first_lesson(page), "Quite other words.")

    assert content_of(version)["lessons"][0]["blocks"] == [{"type": "text", "value": "<p>Words of lesson 1.</p>"}]


def test_a_lesson_still_in_draft_is_not_in_the_version():
    page = make_module(lessons=3)
    page.live_lessons().last().unpublish()

    version = make_module_version(page)

    assert [lesson["key"] for lesson in content_of(version)["lessons"]] == ["lesson-1", "lesson-2"]


def test_publishing_the_same_content_again_makes_no_new_version():
    page = make_module()

    assert make_module_version(page, at=MONDAY) == make_module_version(page, at=TUESDAY)


def test_a_changed_lesson_makes_the_next_version_of_its_module():
    page = make_module()
    make_module_version(page)
    rewrite(first_lesson(page), "Better words.")

    assert make_module_version(page, at=TUESDAY).number == 2


def test_going_back_to_the_old_words_stores_no_second_copy_of_them():
    page = make_module()
    first = make_module_version(page)
    rewrite(first_lesson(page), "Better words.")
    make_module_version(page, at=TUESDAY)
    rewrite(first_lesson(page), "Words of lesson 1.")

    third = make_module_version(page, at=TUESDAY)

    assert (third.number, third.snapshot_id) == (3, first.snapshot_id)
    assert Snapshot.objects.filter(kind="module").count() == 2


def test_a_module_nobody_could_pass_is_not_published_and_nothing_is_recorded():
    page = make_module(questions=0)

    with pytest.raises(BrokenModule):
        publish_module(page=page, at=MONDAY)

    assert (ModuleVersion.objects.count(), AuditEvent.objects.count(), Snapshot.objects.count()) == (0, 0, 0)


def test_unpublished_and_published_again_it_is_the_same_version():
    page = make_module()
    version = make_module_version(page)

    page.unpublish()
    page.save_revision().publish()

    assert page.versions.get() == version


def test_publishing_in_wagtail_freezes_the_module_and_names_who_did_it():
    page, author = make_module(), make_member("Ada Author").person

    page.save_revision(user=author).publish()

    version = page.versions.get()
    assert AuditEvent.objects.about(version.key).get().actor == str(author.key)


def test_published_in_wagtail_the_first_version_is_material_and_the_next_is_minor():
    page = make_module()
    page.save_revision().publish()

    page.summary = "The same, said better."
    page.save_revision().publish()

    assert list(page.versions.order_by("number").values_list("material", flat=True)) == [True, False]


def test_publishing_on_schedule_freezes_the_module_too():
    page = make_module(live=False)
    page.go_live_at = MONDAY.replace(year=2020)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()

    call_command("publish_scheduled")

    assert page.versions.count() == 1


def test_a_broken_module_published_behind_the_editors_back_leaves_staff_what_they_have(caplog):
    page = make_module()
    version = make_module_version(page)

    page.questions = []
    page.save_revision().publish()

    assert page.versions.get() == version
    assert [record.levelname for record in caplog.records if record.name == "modules.versions"] == ["ERROR"]


def test_publishing_a_lesson_alone_changes_nothing_for_staff():
    page = make_module()
    version = make_module_version(page)

    rewrite(first_lesson(page), "Better words.")

    assert page.versions.get() == version


@pytest.mark.parametrize(
    "upheaval",
    [
        lambda page: call_command("purge_revisions"),
        lambda page: call_command("fixtree", interactive=False),
        lambda page: page.move(make_practice_shelf(the_practice()), pos="last-child"),
        lambda page: (setattr(page, "slug", "another-slug"), page.save()),
        lambda page: first_lesson(page).delete(),
    ],
    ids=["old revisions purged", "the tree mended", "moved", "another slug", "a lesson deleted"],
)
def test_what_was_learned_stays_as_it_was(upheaval):
    page, person = make_module(), make_member().person
    rewrite(first_lesson(page), "The words that were read.")
    completion = complete(person, make_module_version(page))
    read, body = content_of(completion.version), bytes(completion.version.snapshot.body)

    upheaval(page)

    completion.refresh_from_db()
    assert (content_of(completion.version), bytes(completion.version.snapshot.body)) == (read, body)
    assert ModuleVersion.objects.published(page.key).get() == completion.version


def test_a_page_that_people_have_learned_from_cannot_be_deleted_from_a_shell_either():
    page = make_module()
    make_module_version(page)

    with pytest.raises(ProtectedError), transaction.atomic():
        page.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        make_shelf("Modules").delete()

    assert page.versions.count() == 1
