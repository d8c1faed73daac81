"""What authors meet in Wagtail: refusals in words, notes about versions, previews that record nothing."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from modules.models import Enrolment, LessonPage, ModulePage
from scenarios.models import Attempt
from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_shelf,
)
from tests.modules.lessons import WALK, make_nurse_role, module_with, nurses_read, post
from trainingsite.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    """An administrator in Wagtail, signed in with a second factor."""
    person = make_person("Ada Author", is_superuser=True, is_staff=True)
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()
    return person


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def form_of(page, **changes):
    streams = {f"{name}-count": "0" for name in ("outcomes", "guidance", "questions", "recap")}
    return {
        "title": page.title, "slug": page.slug, "key": page.key, "summary": page.summary,
        "check_minutes": "3", "pass_mark": "80", **streams, "action-publish": "Publish", **changes,
    }  # fmt: skip


def edit(client, page, **changes):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes))


def test_a_module_nobody_could_pass_is_kept_as_a_draft_and_the_author_told_why(client, author):
    page = make_module()
    version = make_module_version(page)

    answer = edit(client, page, summary="Written again.")

    page.refresh_from_db()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert [f"“{page.title}” is saved as a draft and not published" in line for line in said(answer)] == [True]
    assert (page.latest_revision.content["summary"], page.versions.get()) == ("Written again.", version)


def test_a_new_module_without_lessons_is_a_draft_and_not_live(client, author):
    page = ModulePage(title="Tags", slug="tags", key="tags", summary="About tags.")
    address = reverse("wagtailadmin_pages:add", args=["modules", "modulepage", make_shelf().pk])

    client.post(address, form_of(page))

    assert ModulePage.objects.get(key="tags").live is False


def test_publishing_a_lesson_says_when_staff_will_see_it(client, author):
    lesson = make_module().live_lessons().first()
    form = {
        "title": lesson.title, "slug": lesson.slug, "minutes": "3", "topics": "[]", "you_will": "[]",
        "remember": "", "body-count": "0", "action-publish": "Publish",
    }  # fmt: skip

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form)

    note = "Staff see the change when you publish the module “Boundaries”."
    assert [note in line for line in said(answer)] == [True, False]


def test_a_published_modules_key_stays(client, author):
    page = make_module()
    make_module_version(page)

    answer = edit(client, page, key="another-key")

    page.refresh_from_db()
    assert (answer.status_code, page.key) == (200, "boundaries")
    assert [error[:36] for error in answer.context["form"].errors["key"]] == ["This has been published under “bound"]


def test_bulk_publishing_does_not_slip_a_broken_module_past_the_checks(client, author):
    page = make_module(live=False, questions=0)
    page.save_revision()

    answer = client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {}
    )  # fmt: skip

    page.refresh_from_db()
    assert (answer["Location"], page.live) == (reverse("wagtailadmin_pages:edit", args=[page.pk]), False)


@pytest.mark.parametrize("which", ["the page", "its parent"])
def test_what_people_have_learned_from_is_not_deleted_and_the_author_told_what_exists(client, author, which):
    page = make_module()
    complete(make_member().person, make_module_version(page))
    doomed = page if which == "the page" else page.get_parent()

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[doomed.pk]))

    assert answer["Location"] == reverse("wagtailadmin_explore", args=[doomed.get_parent().pk])
    sentence = (
        f"“{doomed.title}” was not deleted, because the record needs it. There is:"
        "<ul><li>1 module version</li><li>1 enrolment</li><li>1 completion</li><li>1 attempt</li></ul>"
        "Unpublish it instead: staff no longer find it, and the record stays whole."
    )
    assert said(answer) == [sentence]
    assert ModulePage.objects.filter(pk=page.pk).exists()


def test_bulk_deletion_is_refused_as_well(client, author):
    kept, other = make_module(), make_module("Tags")
    make_module_version(kept)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(f"{address}?id={other.pk}&id={kept.pk}", {})

    assert ModulePage.objects.filter(pk__in=[kept.pk, other.pk]).count() == 2


def test_what_was_never_published_can_be_deleted(client, author):
    page = make_module()

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not ModulePage.objects.exists()


def test_a_lesson_can_be_deleted_because_its_words_are_frozen(client, author):
    page = make_module()
    make_module_version(page)

    client.post(reverse("wagtailadmin_pages:delete", args=[page.live_lessons().first().pk]))

    assert LessonPage.objects.count() == 1


@pytest.mark.parametrize("of", ["the module", "a lesson"])
def test_a_preview_records_nothing_and_cannot_be_answered(client, author, of):
    page = make_module()
    make_module_version(page)
    events = AuditEvent.objects.count()
    previewed = page if of == "the module" else page.live_lessons().first()

    answer = previewed.make_preview_request(original_request=client.get(reverse("wagtailadmin_home")).wsgi_request)

    assert (answer.status_code, b"This is a preview" in answer.content) == (200, True)
    assert [word in answer.content for word in (b"/start/", b"/read/", b"<form", b"<input")] == [False] * 4
    assert (AuditEvent.objects.count(), Enrolment.objects.count(), Attempt.objects.count()) == (events, 0, 0)


def test_a_lesson_is_previewed_with_the_words_of_the_draft():
    lesson = make_module(lessons=3).live_lessons()[1]
    lesson.body = [("text", "<p>Words nobody has published.</p>")]

    answer = lesson.make_preview_request()

    assert b"Words nobody has published." in answer.content
    assert (answer.context_data["lesson"].entry.position, answer.context_data["lesson"].of) == (2, 3)


def test_a_new_lesson_is_previewed_as_the_last(client, author):
    page = make_module(lessons=2)
    lesson = LessonPage(title="Three", slug="three", path=page.path + "0009", depth=page.depth + 1)

    assert lesson.make_preview_request().context_data["lesson"].entry.position == 3


def test_a_preview_may_stand_in_the_editors_frame():
    policy = make_module().make_preview_request()["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy


def test_an_author_reads_that_a_review_is_due(client, author):
    page = make_module(reviewed_on=dt.date(2025, 1, 31), review_months=6)

    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert said(answer) == ["This advice was to be looked through by 31 July 2025."]
    assert answer.content.count(b"Reviewed, nothing changed") == 1


def test_a_review_dates_the_advice_and_makes_no_version(client, author):
    page = make_module(reviewed_on=dt.date(2025, 1, 31), review_months=6)
    page.save_revision().publish()

    client.post(reverse("module_reviewed", args=[page.pk]))

    page.refresh_from_db()
    today = timezone.localdate()
    assert (page.reviewed_on, page.get_latest_revision_as_object().reviewed_on) == (today, today)
    assert page.versions.count() == 1


def test_opening_the_question_dates_nothing(client, author):
    page = make_module(reviewed_on=dt.date(2025, 1, 31), review_months=6)

    answer = client.get(reverse("module_reviewed", args=[page.pk]))

    page.refresh_from_db()
    assert (answer.status_code, page.reviewed_on) == (200, dt.date(2025, 1, 31))


def test_somebody_who_may_not_publish_dates_nothing(client):
    page = make_module(reviewed_on=dt.date(2025, 1, 31), review_months=6)
    client.force_login(make_member().person)

    answer = client.post(reverse("module_reviewed", args=[page.pk]))

    page.refresh_from_db()
    assert (answer.status_code, page.reviewed_on) == (403, dt.date(2025, 1, 31))


def test_a_lesson_with_a_part_for_some_staff_can_be_edited(client, author):
    make_nurse_role()
    lesson = module_with(nurses_read("Your Code says."), WALK, post(drawing="hilltop")).live_lessons().first()

    answer = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))

    assert (answer.status_code, b"Staff with a professional regulator" in answer.content) == (200, True)
