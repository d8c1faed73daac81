"""What Wagtail lets authors do with the page of a scenario: publish it, copy it, delete it."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from scenarios.holding import what_exists
from scenarios.models import ScenarioPage
from tests.factories import make_member, make_scenario, make_scenario_version, make_shelf, play
from tests.scenarios.authors import add, new_page, said, sign_in_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    return sign_in_author(client)


def test_a_sound_scenario_is_published_and_frozen(client, author):
    add(client, new_page())

    page = ScenarioPage.objects.get(key="tagged")
    assert (page.live, page.versions.count()) == (True, 1)


def test_scenarios_are_published_one_by_one_because_each_is_somebodys_decision(client, author):
    page = make_scenario(live=False)
    page.save_revision()

    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={page.pk}", {})

    page.refresh_from_db()
    assert ["Publish each page by itself" in line for line in said(answer)] == [True]
    assert (page.live, page.versions.count()) == (False, 0)


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


def test_authors_find_a_page_by_a_word_of_its_title_on_either_database(client, author):
    make_scenario_version()

    answer = client.get("/admin/pages/search/?q=friend")

    assert [page.title for page in answer.context["pages"]] == ["A friend request"]
