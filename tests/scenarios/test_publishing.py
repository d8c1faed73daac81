"""Publishing a scenario again: material or minor, why, who approved it, and whom it disturbs."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from scenarios import actions
from scenarios.models import ScenarioVersion
from tests.factories import TUESDAY, make_member, make_person, make_scenario, make_scenario_version
from tests.scenarios.authors import publish, said, sign_in_author
from tests.scenarios.stories import begin, make_long_scenario
from trainingsite.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    return sign_in_author(client)


@pytest.fixture
def page(client, author):
    """A scenario published once from the editor, and changed since."""
    page = make_scenario(live=False)
    publish(client, page)
    publish(client, page, summary="A patient finds you, on a Sunday.")
    return page


def question(page):
    return reverse("publish_scenario", args=[page.pk])


def answer(client, page, **said):
    page.refresh_from_db()
    told = {"revision": page.latest_revision_id, "change": "minor", "reason": "A comma.", **said}
    return client.post(question(page), told)


def versions(page):
    return list(page.versions.order_by("number").values_list("number", "material", "reason"))


def test_the_first_version_asks_nothing_and_says_who_approved_it(client, author):
    page = make_scenario(live=False)

    publish(client, page)

    version = page.versions.get()
    assert (version.number, version.material, version.reason, version.approved_by) == (1, True, "", author)
    assert AuditEvent.objects.about(version.key).get().actor == str(author.key)


def test_a_change_to_a_published_scenario_is_asked_about_before_it_goes_out(client, page):
    sent = publish(client, page, summary="Again.")

    assert (sent["Location"], versions(page)) == (question(page), [(1, True, "")])


def test_a_minor_change_goes_out_with_its_reason_and_who_approved_it(client, author, page):
    answer(client, page, change="minor", reason="A comma.")

    assert (versions(page), page.versions.last().approved_by) == ([(1, True, ""), (2, False, "A comma.")], author)


def test_a_material_change_goes_out_as_one(client, page):
    answer(client, page, change="material", reason="The rule has changed.")

    assert versions(page) == [(1, True, ""), (2, True, "The rule has changed.")]


@pytest.mark.parametrize("missing", [{"change": ""}, {"reason": " "}, {"change": "huge"}, {"reason": "x" * 501}])
def test_nothing_goes_out_until_both_are_said(client, page, missing):
    shown = answer(client, page, **missing)

    assert (shown.status_code, versions(page)) == (200, [(1, True, "")])
    assert "Nothing is published yet." in shown.content.decode()


def test_what_changed_while_the_question_was_open_is_not_published_unseen(client, page):
    page.refresh_from_db()
    old = page.latest_revision_id
    publish(client, page, summary="Somebody else was quicker.")

    shown = answer(client, page, revision=old)

    assert ("changed the draft since" in shown.content.decode(), versions(page)) == (True, [(1, True, "")])


def test_the_author_reads_how_many_people_are_midway(client, page):
    tom, ann = make_member("Tom Ellis").person, make_member("Ann Lee").person
    for person in (tom, ann):
        actions.begin(person=person, version=page.versions.get(), at=TUESDAY)

    shown = client.get(question(page)).content.decode()

    assert "2 people have a go open that is not finished." in shown


@pytest.mark.parametrize(("change", "number"), [("minor", 1), ("material", 2)])
def test_whoever_is_midway_stays_after_a_minor_change_and_moves_after_a_material_one(client, page, change, number):
    person = make_member().person
    actions.begin(person=person, version=page.versions.get(), at=TUESDAY)

    answer(client, page, change=change)

    assert actions.version_for(person, page.key).number == number


def test_publishing_what_staff_see_already_says_so_and_makes_no_version(client, author):
    page = make_scenario(live=False)
    publish(client, page)

    sent = publish(client, page)

    assert versions(page) == [(1, True, "")]
    assert [line for line in said(sent) if "Nothing that staff see has changed since version 1" in line] != []


def test_the_question_itself_says_when_there_is_nothing_to_publish(client, author):
    page = make_scenario(live=False)
    publish(client, page)

    shown = client.get(question(page)).content.decode()
    answer(client, page)

    assert ("Nothing that staff see has changed" in shown, versions(page)) == (True, [(1, True, "")])


def test_a_change_for_a_later_day_keeps_what_was_said_until_then(client, page):
    day = timezone.now() + dt.timedelta(days=3)
    publish(client, page, summary="From Thursday.", go_live_at=timezone.localtime(day).strftime("%Y-%m-%d %H:%M"))
    answer(client, page, change="material", reason="From Thursday on.")
    assert versions(page) == [(1, True, "")]

    page.refresh_from_db()
    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.content["go_live_at"] = None
    revision.save()
    revision.publish()

    assert versions(page) == [(1, True, ""), (2, True, "From Thursday on.")]


def test_what_was_said_of_one_change_does_not_go_for_the_next(client, page):
    answer(client, page, change="material", reason="The rule has changed.")
    publish(client, page, summary="A word only.")
    page.refresh_from_db()

    page.get_latest_revision().publish()

    assert versions(page)[-1] == (3, False, "")


def test_after_a_workflow_the_version_names_who_approved_it_and_not_who_wrote_it():
    page, writer = make_scenario(live=False), make_person("Wil Writer")
    approver = make_person("Ann Approver", is_superuser=True)
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Look"))
    page.save_revision(user=writer)
    state = workflow.start(page, writer)

    state.current_task_state.approve(user=approver)

    assert ScenarioVersion.objects.get().approved_by == approver


def test_the_list_of_versions_says_what_went_out_by_whom_and_why(client, author, page):
    answer(client, page, change="minor", reason="A comma.")

    shown = client.get(reverse("scenario_versions", args=[page.pk])).content.decode()

    expected = [
        author.name,
        "Minor: A comma.",
        "First version",
        "1 step, 2 endings, 2 ways through, 1 to 1 decision long",
    ]
    assert [words in shown for words in expected] == [True] * 4


def test_the_list_of_versions_cannot_be_written_to(client, author, page):
    assert client.post(reverse("scenario_versions", args=[page.pk])).status_code == 405


def test_a_version_from_before_approvals_were_kept_says_that_it_is_not_recorded(client, author):
    version = make_scenario_version()

    shown = client.get(reverse("scenario_versions", args=[version.page_id])).content.decode()

    assert "Not recorded" in shown


def test_whoever_stands_at_a_step_that_is_taken_out_finishes_the_story_they_began():
    page = make_long_scenario()
    first, person = make_scenario_version(page), make_member().person
    attempt = begin(person, first)
    actions.choose(attempt=attempt, version=first, step_id="evening", option_id="right", at=TUESDAY)
    page.steps = [("step", step.value) for step in page.steps if step.value["id"] != "late"]
    page.steps[0].value["options"][0]["to"] = page.steps[0].value["options"][1]["to"] = "night"
    make_scenario_version(page, material=False)

    walked = actions.choose(
        attempt=attempt, version=actions.version_for(person, page.key), step_id="late", option_id="right", at=TUESDAY
    )

    assert walked.at.id == "night"
