"""Publishing a module again: material or minor, why, who approved it, and whom it disturbs."""

import pytest
from django.urls import reverse

from modules import actions
from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_question,
)
from tests.scenarios.authors import sign_in_author, sign_in_owner
from trainingsite.people.shelves import practice_shelf

pytestmark = pytest.mark.django_db

REASON = "A clearer question."


@pytest.fixture
def author(client):
    return sign_in_author(client)


@pytest.fixture
def page():
    """A module published once, with a draft that asks a question more."""
    page = make_module()
    make_module_version(page)
    page.questions.append(("question", make_question(3, "lesson-1")))
    page.save_revision()
    return page


def answer(client, page, change):
    told = {"revision": page.latest_revision_id, "change": change, "reason": REASON}
    return client.post(reverse("publish_module", args=[page.pk]), told)


def begin(name, page):
    person = make_member(name).person
    actions.enrol(person=person, version=page.versions.get(), at=TUESDAY)
    return person


@pytest.mark.parametrize(("change", "material"), [("material", True), ("minor", False)])
def test_the_answer_and_its_reason_are_kept_with_the_version(client, author, page, change, material):
    answer(client, page, change)

    version = page.versions.get(number=2)
    assert (version.material, version.reason, version.approved_by) == (material, REASON, author)


@pytest.mark.parametrize(("change", "number"), [("minor", 1), ("material", 2)])
def test_whoever_has_begun_stays_after_a_minor_change_and_moves_after_a_material_one(
    client, author, page, change, number
):
    person = begin("Tom Ellis", page)

    answer(client, page, change)

    assert actions.version_for(person, page.key).number == number


def test_the_author_reads_how_many_have_begun_and_not_finished(client, author, page):
    begin("Tom Ellis", page)
    complete(begin("Ann Lee", page), page.versions.get())

    shown = client.get(reverse("publish_module", args=[page.pk])).content.decode()

    assert "1 person has begun this module and not finished it." in shown


def test_the_list_of_versions_says_what_was_counted(client, author, page):
    answer(client, page, "minor")

    shown = client.get(reverse("module_versions", args=[page.pk])).content.decode()

    expected = [f"Minor: {REASON}", author.name, "2 lessons, 3 questions", "2 lessons, 2 questions"]
    assert [words in shown for words in expected] == [True] * 4


@pytest.mark.parametrize("address", ["publish_module", "module_versions"])
def test_the_owner_of_another_practices_shelf_sees_nothing_and_publishes_nothing(client, page, address):
    page.move(practice_shelf(make_practice("Millbrook Lane Surgery")), pos="last-child")
    page.refresh_from_db()
    sign_in_owner(client, make_practice("Orchard House Surgery"))

    shown = client.get(reverse(address, args=[page.pk]))
    answer(client, page, "minor")

    assert (shown["Location"], page.versions.count()) == ("/admin/", 1)


@pytest.mark.parametrize("address", ["publish_module", "module_versions"])
def test_whoever_is_signed_out_is_sent_to_sign_in(client, page, address):
    shown = client.get(reverse(address, args=[page.pk]))

    assert shown["Location"].startswith("/account/sign-in/") is True
