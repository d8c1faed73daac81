"""No way round the question and the approval: Wagtail's own ways to publish, a moved page, one's own adoption."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from tests.factories import MONDAY, TUESDAY, clauses_of, make_network_version, make_practice
from tests.policies.lives import Desk, asked_by, publishing, sign_in
from tests.policies.networks import Marrowby
from trainingsite.audit.clock import replaying
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty
from trainingsite.people.shelves import practice_shelf
from trainingsite.policies.adopting.actions import PublishedByThem, adopt
from trainingsite.policies.life import approving
from trainingsite.policies.life.approving import ApprovalRefused
from trainingsite.policies.life.rules import ApprovalRefusal
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.models import PolicyPage, PolicyVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def marrowby():
    return Marrowby()


def change_draft(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()
    return draft


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_nothing_is_done_to_a_page_through_wagtails_interface_for_programs(desk, client, action, superuser):
    desk.draft("Second.")
    change_draft(desk.page, title="Never asked about")
    sign_in(client, desk.olu, superuser=superuser)
    was = PolicyPage.objects.values("title", "live").get()

    answer = client.post(reverse("wagtailadmin_api:pages:action", args=[desk.page.pk, action]))

    assert answer.status_code == 404
    assert PolicyPage.objects.values("title", "live").get() == was


def test_a_policy_goes_through_no_workflow_of_wagtails(desk, client):
    workflow = Workflow.objects.create(name="Moderators")
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.add(Group.objects.create(name="Moderators of this practice"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=desk.page.get_parent(), defaults={"workflow": workflow})

    assert (desk.page.has_workflow, desk.page.get_workflow()) == (False, None)


def test_what_changed_its_key_before_the_first_version_was_approved_is_not_published_under_it(desk, client):
    desk.draft("First.")
    change_draft(desk.page, key="another-key", clauses=clauses_of("Second."))
    desk.page.refresh_from_db()
    desk.publish("First.")
    sign_in(client, desk.olu)

    answer = client.post(*publishing(client, desk.page))

    assert "its key stays" in str(answer.context["form"].non_field_errors())
    assert not ApprovalAsked.objects.exists()


def test_what_staff_signed_is_not_published_for_patients_afterwards(desk, client):
    change_draft(desk.page, public=True, declaration="")
    desk.page.refresh_from_db()
    desk.publish("First.")
    sign_in(client, desk.olu)

    answer = client.post(*publishing(client, desk.page))

    assert "who may read it stays" in str(answer.context["form"].non_field_errors())
    assert not ApprovalAsked.objects.exists()


def test_a_request_is_not_approved_once_the_policy_stands_on_another_practices_shelf(desk):
    asked = asked_by(desk.olu, desk.page, "New.")
    desk.page.refresh_from_db()
    desk.page.move(practice_shelf(make_practice("Hill View Surgery", ods_code="Z99999")), pos="last-child")
    asked = ApprovalAsked.objects.get(pk=asked.pk)

    with replaying(TUESDAY), pytest.raises(ApprovalRefused) as refused:
        approving.approve(asked=asked, by=desk.ruth, at=TUESDAY)

    assert refused.value.refusal == ApprovalRefusal.MOVED
    assert not PolicyVersion.objects.exists()


def test_two_clicks_ask_for_approval_once(desk, client):
    desk.publish("First.")
    desk.draft("Second.")
    sign_in(client, desk.olu)
    sent = publishing(client, desk.page)

    answers = [client.post(*sent), client.post(*sent)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ApprovalAsked.objects.count() == 1


def test_the_same_text_asked_about_with_another_reason_is_a_newer_request(desk, client):
    desk.draft("First.")
    sign_in(client, desk.olu)

    client.post(*publishing(client, desk.page))
    client.post(*publishing(client, desk.page, reason="Better said."))

    assert [asked.reason for asked in ApprovalAsked.objects.order_by("pk")] == ["New apps.", "Better said."]


def test_who_published_for_the_network_does_not_adopt_it_where_a_colleague_can(marrowby):
    marrowby.hire("Ruth Adeyemi", marrowby.millbrook, Duty.PRACTICE_MANAGER)
    version = make_network_version(marrowby.page, clauses=("Second.",), by=str(marrowby.olu.key), at=MONDAY)

    with replaying(TUESDAY), pytest.raises(PublishedByThem):
        adopt(version=version, practice=marrowby.millbrook, effective_on=TUESDAY.date(), by=marrowby.olu, at=TUESDAY)

    assert not PolicyVersion.objects.exists()


def test_who_published_for_the_network_adopts_it_where_nobody_else_can_and_the_version_says_so(marrowby):
    version = make_network_version(marrowby.page, clauses=("Second.",), by=str(marrowby.olu.key), at=MONDAY)

    adopted = [marrowby.adopt(practice, version, at=TUESDAY) for practice in (marrowby.millbrook, marrowby.saltmere)]

    assert [each.only_approver for each in adopted] == [True, None]


def test_on_the_page_it_is_said_who_adopts_instead(marrowby, client):
    marrowby.hire("Ruth Adeyemi", marrowby.millbrook, Duty.PRACTICE_MANAGER)
    version = make_network_version(marrowby.page, clauses=("Second.",), by=str(marrowby.olu.key))
    sign_in(client, marrowby.olu)
    address = reverse("policies:adopt", args=[version.key, "y11111"])

    answer = client.post(address, {"effective_on": "2099-01-01"})

    assert answer.status_code == 409
    assert str(answer.context["theirs"]) == str(PublishedByThem())


def test_a_draft_of_a_network_that_changed_meanwhile_is_looked_at_again(marrowby, client):
    sign_in(client, marrowby.olu, superuser=True)
    address = reverse("publish_network_policy", args=[marrowby.page.pk])
    seen = client.get(address).context["form"]["seen"].value()
    change_draft(marrowby.page, clauses=clauses_of("Written by somebody else meanwhile."))

    sent = {"seen": seen, "change": "material", "reason": "Mine.", "effective_on": "2099-01-01"}
    answer = client.post(address, sent)

    assert (len(answer.context["form"].non_field_errors()), marrowby.page.network_versions.count()) == (1, 1)


@pytest.mark.parametrize("signers", [1, 3, 30])
def test_a_minor_version_is_told_in_as_many_steps_for_thirty_people_as_for_one(
    desk, signers, django_assert_max_num_queries
):
    first = desk.publish("First.")
    for number in range(signers):
        desk.sign(desk.hire(f"Signer {number}"), first)

    with django_assert_max_num_queries(48):
        desk.publish("First, better said.", at=TUESDAY, material=False)

    assert Notice.objects.filter(kind="policy_minor_version").count() == signers
