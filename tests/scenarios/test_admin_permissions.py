"""Who may look at drafts, maps, versions and text in Wagtail, and who may publish: the author, and nobody else."""

import pytest
from django.urls import reverse

from scenarios.versions import publish_scenario
from tests.factories import (
    MONDAY,
    give_duty,
    make_member,
    make_person,
    make_practice,
    make_scenario,
)
from tests.scenarios.authors import form_of, publish, sign_in, sign_in_owner
from trainingsite.people.shelves import practice_shelf

pytestmark = pytest.mark.django_db

SECRET = "A draft that only Millbrook may read."
ADDRESSES = ["publish_scenario", "scenario_versions", "map_of_scenario", "scenario_as_text", "replace_scenario"]


@pytest.fixture
def millbrook():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def page(millbrook):
    """A scenario on a practice's own shelf, published once, with a draft that says more."""
    page = make_scenario()
    page.move(practice_shelf(millbrook), pos="last-child")
    page.refresh_from_db()
    publish_scenario(page=page, reason=SECRET, at=MONDAY)
    page.summary = SECRET
    page.save_revision()
    return page


def ask_all(client, page):
    """Everything that could be asked of somebody's scenario: looked at, and sent."""
    for name in ADDRESSES:
        address = reverse(name, args=[page.pk])
        yield client.get(address)
        yield client.post(address, {**form_of(page), "change": "minor", "reason": "Mine now.", "text": "id: x"})
    for name in ("map_of_new_scenario", "scenario_from_text"):
        address = reverse(name, args=[page.get_parent().pk])
        yield client.get(address)
        yield client.post(address, form_of(page))


def assert_nothing_given_away(client, page):
    answers = list(ask_all(client, page))
    assert {answer.status_code for answer in answers} <= {302, 403, 405}
    assert [SECRET in answer.content.decode() for answer in answers] == [False] * len(answers)
    sent_away = [answer["Location"] for answer in answers if answer.status_code == 302]
    assert [to for to in sent_away if not to.startswith(("/account/", "/admin/?")) and to != "/admin/"] == []
    assert (page.versions.count(), page.revisions.count()) == (1, 1)


def test_the_owner_of_the_shelf_sees_it_all(client, millbrook, page):
    sign_in_owner(client, millbrook)

    shown = [client.get(reverse(name, args=[page.pk])) for name in ("scenario_versions", "scenario_as_text")]
    drawn = client.post(reverse("map_of_scenario", args=[page.pk]), form_of(page))

    assert [SECRET in answer.content.decode() for answer in shown] == [True, True]
    assert (drawn.status_code, "evening" in drawn.content.decode()) == (200, True)


def test_the_owner_of_another_practices_shelf_is_refused(client, page):
    sign_in_owner(client, make_practice("Orchard House Surgery"))

    assert_nothing_given_away(client, page)


def test_a_manager_without_the_right_to_write_is_refused(client, millbrook, page):
    manager = make_member("Mina Manager", "Practice manager", practice=millbrook).person
    give_duty(manager, millbrook, "practice_manager")
    sign_in(client, manager)

    assert_nothing_given_away(client, page)


def test_whoever_is_signed_out_is_sent_to_sign_in(client, page):
    assert_nothing_given_away(client, page)


def test_an_author_without_a_second_factor_is_asked_for_it(client, page):
    client.force_login(make_person("Ada Author", is_superuser=True, is_staff=True))

    assert_nothing_given_away(client, page)


def test_who_may_edit_and_not_publish_cannot_answer_the_question(client, millbrook, page):
    person = sign_in_owner(client, millbrook)
    person.groups.get().page_permissions.filter(permission__codename="publish_page").delete()

    answer = client.post(
        reverse("publish_scenario", args=[page.pk]),
        {"revision": page.latest_revision_id, "change": "minor", "reason": "Mine now."},
    )

    assert (answer["Location"], page.versions.count(), page.revisions.count()) == ("/admin/", 1, 1)


def test_a_locked_draft_is_neither_replaced_nor_published_by_somebody_else(client, millbrook, page):
    page.locked, page.locked_by = True, make_person("Lou Locker")
    page.save()
    sign_in_owner(client, millbrook)

    answers = [client.get(reverse(name, args=[page.pk])) for name in ("publish_scenario", "replace_scenario")]

    assert [answer.headers.get("Location", "shown") for answer in answers] == ["/admin/", "/admin/"]


def test_whoever_publishes_from_the_editor_still_needs_the_right_to(client, millbrook, page):
    person = sign_in_owner(client, millbrook)
    person.groups.get().page_permissions.filter(permission__codename="publish_page").delete()

    publish(client, page, summary="Mine now.")

    assert page.versions.count() == 1
