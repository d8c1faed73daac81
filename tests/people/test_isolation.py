"""No practice sees another's drafts in Wagtail: every address of its admin is opened, and something is sent to it."""

import pytest

from tests.factories import make_member
from tests.people.neighbours import SECRET, TITLE, make_neighbour, make_shared, state_of
from tests.people.phones import make_known_person, verified
from tests.people.walking import NOT_WALKED, Walk, admin_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
# Where an administrator must find another practice's drafts: otherwise nobody would be hidden anything here.
SHOWN_TO_ADMINISTRATORS = {
    "admin/pages/<int:parent_page_id>/",
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/<int:page_id>/history/",
    "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
    "admin/pages/search/",
    "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/",
    "admin/api/main/^pages/",
    "admin/api/main/^images/",
    "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/",
    "admin/choose-page/<int:parent_page_id>/",
    "admin/choose-page/search/",
    "admin/choose-page/chosen-multiple/",
    "admin/tag-autocomplete/",
    "admin/collections/",
    "admin/workflows/task_chooser/",
    "admin/reports/locked/",
    "admin/reports/workflow/",
    "admin/reports/workflow_tasks/",
    "admin/reports/site-history/",
    "admin/documents/",
    "documents/^(\\d+)/(.*)$",
    "admin/documents/chooser/",
    "admin/images/",
    "admin/images/usage/<int:image_id>/",
    "admin/images/chooser/",
    "admin/users/",
    "admin/groups/",
}


@pytest.fixture
def walk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}
    shared = make_shared()
    return Walk(make_neighbour(TITLE, shared), make_neighbour("Millbrook Lane", shared), shared)


def visitor(client, walk, who: str):
    """Signs in whoever walks, with a second factor; errors of Wagtail's own count as answers."""
    people = {"policy owner": walk.ours.owner, "author": walk.shared.owner}
    verified(client, people.get(who) or make_member(make_known_person(who), practice=walk.ours.practice).person)
    client.raise_request_exception = False


def said_in(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{body.decode(errors='replace')} {response.headers}".lower()


def where_shown(client, walk) -> dict[str, str]:
    """The patterns at which something of the other practice was read, each with an address."""
    found = {}
    for address in walk.addresses():
        for question in address.questions:
            if address.pattern not in found and SECRET in said_in(client.get(address.path + question)):
                found[address.pattern] = address.path + question
    return found


def test_every_address_is_walked_or_says_why_not(walk):
    walked = {address.pattern for address in walk.addresses()}

    assert walked | set(NOT_WALKED) == set(admin_patterns())


@pytest.mark.parametrize("who", ["policy owner", "author"])
def test_nobody_reads_another_practices_drafts_anywhere(client, walk, who):
    visitor(client, walk, who)

    assert where_shown(client, walk) == {}
    assert client.get("/admin/").status_code == 200


def test_an_administrator_reads_them_where_they_are_hidden_from_others(client, walk):
    visitor(client, walk, "author")
    type(walk.shared.owner).objects.filter(pk=walk.shared.owner.pk).update(is_superuser=True)

    assert SHOWN_TO_ADMINISTRATORS - set(where_shown(client, walk)) == set()


def test_a_document_is_downloaded_by_its_own_practice(client, walk):
    visitor(client, walk, "policy owner")

    assert "millbrook lane" in said_in(client.get(walk.ours.document.url))
    assert client.get(walk.theirs.document.url).status_code == 404


def test_a_chooser_begins_at_the_top_not_where_the_only_page_of_a_kind_is(client, walk):
    walk.ours.lesson.delete()
    visitor(client, walk, "author")
    asked = "/admin/choose-page/?page_type=modules.lessonpage"

    shown = [SECRET in said_in(client.get(asked))]
    type(walk.shared.owner).objects.filter(pk=walk.shared.owner.pk).update(is_superuser=True)

    assert [*shown, SECRET in said_in(client.get(asked))] == [False, True]


@pytest.mark.parametrize("who", ["policy owner", "author"])
def test_nobody_reads_or_changes_them_by_sending_something(client, walk, who):
    visitor(client, walk, who)
    others = [walk.theirs] if who == "author" else [walk.theirs, walk.shared]
    before, sent, shown = [state_of(each) for each in others], walk.sent(), []

    for address in walk.addresses():
        paths = [address.path + question for question in address.questions]
        shown += [path for path in paths if SECRET in said_in(client.post(path, sent))]

    assert shown == []
    assert [state_of(each) for each in others] == before
    assert client.get("/admin/").status_code == 200


def first_of_each(walk) -> dict[str, str]:
    return {address.pattern: address.path for address in reversed(walk.addresses())}


def test_somebody_who_writes_nothing_is_let_in_nowhere(client, walk):
    visitor(client, walk, "Tom Ellis")

    assert {client.get(path).status_code for path in first_of_each(walk).values()} == {403}


def test_whoever_is_signed_out_is_led_to_sign_in_everywhere(client, walk):
    led = {path: client.get(path).url.split("?")[0] for path in first_of_each(walk).values()}

    assert set(led.values()) == {"/account/sign-in/"}
