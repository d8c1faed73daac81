"""What authors of scenarios meet in Wagtail: refusals in words, previews that record nothing."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from scenarios.holding import what_exists
from scenarios.models import Attempt, ScenarioPage
from tests.factories import make_member, make_person, make_scenario, make_scenario_version, make_shelf, play
from trainingsite.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

EMPTY = {"count": "0"}


@pytest.fixture
def author(client):
    """An administrator in Wagtail, signed in with a second factor."""
    person = make_person("Ada Author", is_superuser=True, is_staff=True)
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()
    return person


def listed(*values):
    items = {
        f"{number}-{part}": value
        for number, item in enumerate(values)
        for part, value in {"value": item, "type": "item", "order": str(number), "deleted": ""}.items()
    }
    return {"count": str(len(values)), **items}


def form_of(page, to="calm"):
    """The editor's form with a story of one decision, of which the first option leads to ``to``."""
    option = {"text": "Ask Ruth.", "to": to, "points": "2", "verdict": "recommended", "feedback": "", "cites": EMPTY}
    other = {**option, "id": "wrong", "to": "upset", "points": "0", "verdict": "risky"}
    step = {"id": "evening", "text": "It buzzes.", "post": EMPTY, "options": listed({**option, "id": "right"}, other)}
    endings = [
        {"id": "calm", "title": "Calm", "text": "All is well.", "outcome": "good"},
        {"id": "upset", "title": "Upset", "text": "It is not.", "outcome": "poor"},
    ]
    return nested_form_data({
        "title": page.title, "slug": page.slug, "key": page.key, "summary": page.summary, "roles": '["everyone"]',
        "pass_mark": "70", "minutes": "5", "start": "evening", "action-publish": "Publish",
        "steps": streamfield([("step", step)]), "endings": streamfield([("ending", end) for end in endings]),
    })  # fmt: skip


def publish(client, page, **form):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **form))


def add(client, page, **form):
    address = reverse("wagtailadmin_pages:add", args=["scenarios", "scenariopage", make_shelf("Scenarios").pk])
    return client.post(address, form_of(page, **form))


def new_page():
    return ScenarioPage(title="Tagged", slug="tagged", key="tagged", summary="A photo.")


def said(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


def test_a_sound_scenario_is_published_and_frozen(client, author):
    add(client, new_page())

    page = ScenarioPage.objects.get(key="tagged")
    assert (page.live, page.versions.count()) == (True, 1)


def test_a_broken_scenario_is_kept_as_a_draft_and_the_author_told_what_to_mend(client, author):
    page = make_scenario()
    version = make_scenario_version(page)

    answer = publish(client, page, to="nowhere")

    page.refresh_from_db()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert ["<li>evening:" in line and "nowhere" in line for line in said(answer)] == [True]
    assert (page.latest_revision.as_object().steps[0].value["options"][0]["to"], page.versions.get()) == (
        "nowhere", version,
    )  # fmt: skip


def test_a_new_scenario_that_is_broken_is_a_draft_and_not_live(client, author):
    add(client, new_page(), to="nowhere")

    page = ScenarioPage.objects.get(key="tagged")
    assert (page.live, page.versions.count()) == (False, 0)


def test_bulk_publishing_does_not_slip_a_broken_scenario_past_the_checks(client, author):
    page = make_scenario(live=False)
    page.steps[0].value["options"][0]["to"] = "nowhere"
    page.save_revision()

    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {})

    page.refresh_from_db()
    assert page.live is False


def test_a_scenario_that_was_played_is_not_deleted_and_the_author_told_what_exists(client, author):
    page = make_scenario()
    play(make_member().person, make_scenario_version(page), "wrong")

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert ["<li>1 scenario version</li><li>1 attempt</li>" in line for line in said(answer)] == [True]
    assert ScenarioPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("which", ["the page", "its parent"])
def test_a_page_with_a_key_is_not_copied_and_the_author_told_why(client, author, which):
    page = make_scenario()
    original = page if which == "the page" else page.get_parent()

    answer = client.post(
        reverse("wagtailadmin_pages:copy", args=[original.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": original.get_parent().pk, "copy_subpages": "on"},
    )

    assert ["<li>A friend request</li>" in line for line in said(answer)] == [True]
    assert ScenarioPage.objects.count() == 1


def test_an_empty_shelf_can_be_copied(client, author):
    shelf = make_shelf("Empty")

    client.post(
        reverse("wagtailadmin_pages:copy", args=[shelf.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": shelf.get_parent().pk},
    )

    assert Page.objects.filter(slug="copy").count() == 1


def test_a_page_that_holds_nothing_of_the_record_may_go():
    assert what_exists(make_scenario().get_parent()) == []


def test_a_preview_shows_every_step_records_nothing_and_cannot_be_answered(client, author):
    page = make_scenario()
    make_scenario_version(page)
    events = AuditEvent.objects.count()

    answer = page.make_preview_request(original_request=client.get(reverse("wagtailadmin_home")).wsgi_request)

    assert (answer.status_code, b"Your phone buzzes." in answer.content) == (200, True)
    assert [word in answer.content for word in (b"/start/", b"/play/", b"<form", b"<input")] == [False] * 4
    assert (AuditEvent.objects.count(), Attempt.objects.count()) == (events, 0)


def test_a_draft_that_cannot_be_shown_yet_says_what_it_lacks():
    page = make_scenario()
    page.steps[0].value["options"][0]["verdict"] = ""

    answer = page.make_preview_request()

    assert (answer.status_code, b"Nothing to show yet" in answer.content) == (200, True)
