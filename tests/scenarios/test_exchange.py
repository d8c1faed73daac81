"""A scenario as text, out of Wagtail and back in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scenarios.loading import STARTER, scenario_page
from scenarios.models import ScenarioPage
from scenarios.sketch import sketch_of_page
from scenarios.text import read_scenario, write_scenario
from tests.factories import make_scenario, make_scenario_version, make_shelf
from tests.scenarios.authors import said, sign_in_author
from tests.scenarios.builders import make_ending, make_graph, make_step, right, straight_line, wrong

pytestmark = pytest.mark.django_db

TOO_MANY = "id: x\ntitle: x\nsummary: x\nroles: [everyone]\npass_mark: 70\nsteps:\n" + "  - {id: a, text: b}\n" * 10_000


@pytest.fixture
def author(client):
    return sign_in_author(client)


def text_of(page, **changes):
    """The page as text, with some of its words replaced."""
    text = write_scenario(sketch_of_page(page).graph)
    for was, becomes in changes.items():
        text = text.replace(was, becomes)
    return text


def replace(client, page, text, **sent):
    return client.post(reverse("replace_scenario", args=[page.pk]), {"text": text, **sent})


def begin(client, text):
    return client.post(reverse("scenario_from_text", args=[make_shelf("Scenarios").pk]), {"text": text})


def draft_of(page):
    return ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def complaints(answer):
    return answer.context["form"].non_field_errors()


@pytest.mark.parametrize("path", sorted(STARTER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_starter_scenario_comes_out_as_it_went_in(path):
    graph = read_scenario(path.read_text(encoding="utf-8"))

    page = make_shelf("Scenarios").add_child(instance=scenario_page(graph))

    again = sketch_of_page(ScenarioPage.objects.get(pk=page.pk)).graph
    assert (again, read_scenario(write_scenario(again))) == (graph, graph)


def test_the_draft_is_downloaded_under_its_key_and_reads_back_as_it_was(client, author):
    page = make_scenario()

    answer = client.get(reverse("scenario_as_text", args=[page.pk]))

    assert answer["Content-Disposition"] == 'attachment; filename="a-friend-request.yaml"'
    assert read_scenario(answer.content.decode()) == sketch_of_page(page).graph


def test_what_is_downloaded_is_the_newest_draft_and_not_what_is_live(client, author):
    page = make_scenario()
    page.summary = "Written again."
    page.save_revision()

    answer = client.get(reverse("scenario_as_text", args=[page.pk]))

    assert read_scenario(answer.content.decode()).summary == "Written again."


def test_an_unfinished_draft_is_not_written_as_text_and_the_author_told_what_it_lacks(client, author):
    page = make_scenario()
    page.steps[0].value["options"][0]["verdict"] = ""
    page.save_revision()

    answer = client.get(reverse("scenario_as_text", args=[page.pk]))

    assert ["The option “right” still needs its verdict." in line for line in said(answer)] == [True]


def test_text_that_was_corrected_becomes_the_newest_draft_and_nothing_is_published(client, author):
    page = make_scenario()
    version = make_scenario_version(page)

    answer = replace(client, page, text_of(page, **{"Your phone buzzes.": "Your phone rings."}))

    page.refresh_from_db()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert draft_of(page).steps[0].value["text"] == "Your phone rings."
    assert (page.versions.get(), page.steps[0].value["text"]) == (version, "Your phone buzzes.")


def test_a_file_does_as_well_as_pasted_text(client, author):
    page = make_scenario()
    file = SimpleUploadedFile("x.yaml", text_of(page, **{"buzzes": "rings"}).encode())

    replace(client, page, "", file=file)

    assert draft_of(page).steps[0].value["text"] == "Your phone rings."


def test_how_long_it_takes_stays_when_the_text_does_not_say(client, author):
    page = make_scenario(minutes=9)

    replace(client, page, text_of(page))

    assert draft_of(page).minutes == 9


def test_what_is_to_be_mended_in_the_draft_is_said(client, author):
    page = make_scenario()

    answer = replace(client, page, text_of(page, **{"to: calm": "to: nowhere"}))

    assert ["There is something to mend before it can be published: 1" in line for line in said(answer)] == [True]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Paste the text of a scenario, or choose its file"),
        ("id: a\n\ttitle: b", "Line 2: this line begins with a tab; use spaces."),
        ("a: &x 1\nb: *x", "Line 1: anchors (&amp;) and aliases (*) are not allowed; write the words out."),
        ("- a\n- b", "Line 1: A scenario must be a set of keys and values"),
        ("!!python/object:os.system {}", "Line 1: tags (!) are not allowed"),
        ("x" * 1_000_001, "This is larger than 1,000,000 bytes; a scenario is never that long."),
        (TOO_MANY, "this is too much; 20,000 keys and values are the limit."),
    ],
    ids=["nothing", "a tab", "an alias", "a list", "a tag", "too large", "ten thousand steps"],
)
def test_text_that_is_no_scenario_is_refused_in_words_and_stays_in_its_box(client, author, text, complaint):
    page = make_scenario()

    answer = replace(client, page, text)

    shown = answer.content.decode()
    assert (answer.status_code, page.revisions.count(), answer.context["form"]["text"].value()) == (200, 0, text)
    assert complaint in shown.replace("&#x27;", "'")


def test_a_file_that_is_no_text_is_refused(client, author):
    page = make_scenario()

    answer = replace(client, page, "", file=SimpleUploadedFile("x.yaml", b"\xff\xfe\x00"))

    assert (complaints(answer), page.revisions.count()) == (
        ["This is not text in UTF-8. Save it as plain text in UTF-8, and try again."], 0,
    )  # fmt: skip


def test_text_and_file_together_are_refused(client, author):
    page = make_scenario()

    answer = replace(client, page, "id: a", file=SimpleUploadedFile("x.yaml", b"id: b"))

    assert complaints(answer) == ["Paste the text or choose a file, not both"]


def test_the_text_of_another_scenario_does_not_replace_this_one(client, author):
    page = make_scenario()

    answer = replace(client, page, write_scenario(straight_line(2)))

    sentence = "The text is of “at-the-desk”, and this scenario is “a-friend-request”. Nothing was replaced."
    assert (complaints(answer), page.revisions.count()) == ([sentence], 0)


def test_an_ending_with_options_is_refused_because_the_editor_has_no_room_for_them(client, author):
    graph = make_graph(make_step("s1", right("end"), wrong("end")), endings=(make_ending(options=(right("end"),)),))

    answer = begin(client, write_scenario(graph))

    sentence = "error ending-with-options at end: This ending has options; take them away, or make it a step."
    assert (complaints(answer), ScenarioPage.objects.count()) == ([sentence], 0)


def test_new_text_becomes_a_draft_of_its_own(client, author):
    answer = begin(client, write_scenario(straight_line(3)))

    page = ScenarioPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.key, page.live, page.versions.count(), sketch_of_page(page).graph) == (
        "at-the-desk", False, 0, straight_line(3),
    )  # fmt: skip


def test_text_with_an_id_that_exists_is_refused(client, author):
    page = make_scenario()

    answer = begin(client, text_of(page))

    sentence = "There is a scenario “a-friend-request” already. Give this one another id."
    assert (complaints(answer), ScenarioPage.objects.count()) == ([sentence], 1)


def test_an_id_that_is_no_address_is_refused(client, author):
    answer = begin(client, write_scenario(straight_line(2)).replace("id: at-the-desk", "id: at.the.desk"))

    sentence = "The id “at.the.desk” becomes part of an address: use letters, figures and hyphens, 50 at most."
    assert complaints(answer) == [sentence]
