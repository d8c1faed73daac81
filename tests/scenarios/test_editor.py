"""The editor of a scenario: drafts as unfinished as they are, and nothing broken published."""

import pytest
from wagtail.blocks import StreamBlockValidationError

from scenarios.models import Attempt, ScenarioPage
from scenarios.sketch import sketch_of_page
from scenarios.text import read_scenario, write_scenario
from scenarios.versions import BrokenScenario, publish_scenario
from tests.factories import MONDAY, make_job_role, make_scenario, make_scenario_version
from tests.scenarios.authors import (
    add,
    ending,
    evening,
    form_of,
    new_page,
    option,
    publish,
    save_draft,
    sign_in_author,
    step,
)
from trainingsite.audit.models import AuditEvent, Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    return sign_in_author(client)


def refused(answer):
    """What the top of the page says is to be mended: codes and sentences."""
    return [(problem.code, problem.where) for problem, *_ in answer.context["form"].to_mend]


def errors_at(answer, stream, *path):
    """The words at one place of the form."""
    error = answer.context["form"].errors[stream].as_data()[0]
    for key in path:
        error = error.block_errors[key]
    nested = isinstance(error, StreamBlockValidationError) or hasattr(error, "non_block_errors")
    return [str(each.message) for each in (error.non_block_errors.as_data() if nested else [error])]


def test_an_option_that_leads_nowhere_is_refused_at_that_option_and_nothing_is_published(client, author):
    page = make_scenario()
    version = make_scenario_version(page)

    answer = publish(client, page, to="nowhere")

    sentence = "The option “right” leads to “nowhere”, and no step or ending has that id."
    assert errors_at(answer, "steps", 0, "options", 0, "to") == [sentence]
    assert (refused(answer), page.versions.get()) == ([("missing-target", "evening")], version)


def test_everything_to_mend_is_listed_at_the_top_with_a_link_to_its_block(client, author):
    answer = publish(client, make_scenario(), steps=[evening("nowhere"), step("late", option("a", "calm"))])

    listed = answer.content.decode().split("data-to-mend", 1)[1].split("</div>", 1)[0]
    assert refused(answer) == [("missing-target", "evening"), ("too-few-options", "late")]
    assert listed.count("<li>") == 2
    assert ['href="#block-o0-section"' in listed, 'href="#block-steps1-section"' in listed] == [True, True]


def test_a_new_scenario_that_is_broken_is_not_published(client, author):
    answer = add(client, new_page(), to="nowhere")

    assert refused(answer) == [("missing-target", "evening")]
    assert ScenarioPage.objects.filter(key="tagged", live=True).exists() is False


@pytest.mark.parametrize(
    "unfinished",
    [
        {"steps": [step("", option("", "", text="", verdict=""))]},
        {"to": "nowhere"},
        {"start": ""},
        {"steps": [evening(), evening()]},
        {"endings": [ending("calm", outcome="", title="")]},
    ],
    ids=["nothing typed yet", "an option to nowhere", "no start", "a step copied", "an ending half written"],
)
def test_a_draft_is_saved_however_unfinished_it_is(client, author, unfinished):
    page = make_scenario(live=False)

    answer = save_draft(client, page, summary="Half of it.", **unfinished)

    assert answer.status_code == 302
    assert page.revisions.latest("pk").as_object().summary == "Half of it."


def test_of_two_steps_with_one_id_after_copying_a_block_both_are_told(client, author):
    answer = publish(client, make_scenario(), steps=[evening(), evening()])

    sentence = "2 steps or endings have the id “evening”; give each its own."
    assert [errors_at(answer, "steps", number, "id") for number in (0, 1)] == [[sentence], [sentence]]


def test_of_two_options_with_one_id_both_are_told(client, author):
    twice = step("evening", option("right", "calm"), option("right", "upset"))

    answer = publish(client, make_scenario(), steps=[twice])

    sentence = "2 options have the id “right”; give each its own."
    assert [errors_at(answer, "steps", 0, "options", number, "id") for number in (0, 1)] == [[sentence], [sentence]]


def test_a_step_and_an_ending_with_one_id_are_both_told(client, author):
    answer = publish(client, make_scenario(), endings=[ending("evening"), ending("calm"), ending("upset", "poor")])

    sentence = "2 steps or endings have the id “evening”; give each its own."
    assert (errors_at(answer, "steps", 0, "id"), errors_at(answer, "endings", 0, "id")) == ([sentence], [sentence])


def test_what_is_wrong_with_the_whole_is_told_at_the_field_that_mends_it(client, author):
    answer = publish(client, make_scenario(), start="nowhere")

    sentence = "The scenario starts at “nowhere”, and there is no step with that id."
    assert answer.context["form"].errors["start"] == [sentence]


def test_what_is_not_written_yet_and_what_is_wrong_are_told_together(client, author):
    half = step("evening", option("right", "nowhere", verdict=""), option("wrong", "upset"))

    answer = publish(client, make_scenario(), steps=[half])

    assert sorted(errors_at(answer, "steps", 0, "options", 0, "verdict")) == ["This field is required."]
    assert len(errors_at(answer, "steps", 0, "options", 0, "to")) == 1


def test_an_id_that_text_cannot_hold_is_refused(client, author):
    answer = publish(client, make_scenario(), steps=[step("the evening", option("a", "calm"), option("b", "upset"))])

    assert ("unfinished", "the evening") in refused(answer)


def test_whom_it_is_for_is_ticked_from_the_staff_groups_and_job_roles(client, author):
    make_job_role("Receptionist")
    page = make_scenario(live=False)

    client.post(
        f"/admin/pages/{page.pk}/edit/", {**form_of(page, action=""), "roles": ["receptionist", "non-clinical"]}
    )

    assert page.revisions.latest("pk").as_object().roles == ["receptionist", "non-clinical"]


def test_a_role_that_nobody_knows_cannot_be_ticked(client, author):
    page = make_scenario(live=False)

    answer = client.post(f"/admin/pages/{page.pk}/edit/", {**form_of(page), "roles": ["wizard"]})

    assert list(answer.context["form"].errors) == ["roles"]


def test_a_role_that_is_no_longer_known_stays_ticked_and_stops_publication(client, author):
    page = make_scenario(live=False)
    ScenarioPage.objects.filter(pk=page.pk).update(roles=["wizard"])

    answer = client.post(f"/admin/pages/{page.pk}/edit/", {**form_of(page), "roles": ["wizard"]})

    assert refused(answer) == [("unknown-role", "scenario")]


def test_an_unfinished_draft_published_behind_the_editors_back_is_refused_in_words():
    page = make_scenario()
    page.steps[0].value["options"][0]["verdict"] = ""

    with pytest.raises(BrokenScenario) as refusal:
        publish_scenario(page=page, at=MONDAY)

    assert str(refusal.value) == "The option “right” still needs its verdict."


def test_what_the_editor_lets_out_can_be_read_back_from_text(client, author):
    add(client, new_page())

    graph = sketch_of_page(ScenarioPage.objects.get(key="tagged")).graph
    assert read_scenario(write_scenario(graph)) == graph


def previewed(page, mode):
    return page.make_preview_request(preview_mode=mode).content.decode()


@pytest.mark.parametrize("mode", ["play", "all"])
def test_a_preview_records_nothing_and_sends_nothing(client, author, mode):
    page = make_scenario()
    make_scenario_version(page)
    before = AuditEvent.objects.count(), Attempt.objects.count(), Words.objects.count()

    shown = previewed(page, mode)

    assert "Your phone buzzes." in shown
    assert [word in shown for word in ("/start/", "/play/", "<form", "<input")] == [False] * 4
    assert (AuditEvent.objects.count(), Attempt.objects.count(), Words.objects.count()) == before


def test_in_the_preview_each_choice_leads_to_its_feedback_and_on_to_its_ending():
    shown = previewed(make_scenario(), "play")

    right = shown.split('id="scene-1-choice-1"', 1)[1].split("</section>", 1)[0]
    assert ['href="#scene-1-choice-1"' in shown, "Because." in right, 'href="#scene-2"' in right] == [True] * 3
    assert ['href="#scene-1"' in right, "All is well" in shown.split('id="scene-2"', 1)[1]] == [True, True]


def test_a_draft_without_verdicts_is_previewed_as_far_as_it_goes():
    page = make_scenario()
    page.steps[0].value["options"][0]["verdict"] = ""

    assert [previewed(page, mode).count("No verdict yet") for mode in ("play", "all")] == [1, 1]


def test_an_empty_draft_says_what_to_do_first():
    page = ScenarioPage(title="Empty", key="empty", summary="")

    assert ["Nothing to show yet" in previewed(page, mode) for mode in ("play", "all")] == [True, True]
