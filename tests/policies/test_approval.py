"""A version is approved by somebody else than its author, where there is somebody else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import (
    MONDAY,
    TUESDAY,
    clauses_of,
    give_duty,
    make_member,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    moment,
)
from tests.people.joined import join_rows
from tests.policies.lives import Desk, asked_by, confirm, publishing, sign_in
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.notices.models import Notice
from trainingsite.people.credentials import issue
from trainingsite.people.models import CredentialIssued, Duty
from trainingsite.policies import versions
from trainingsite.policies.life import approving
from trainingsite.policies.life.approving import ApprovalRefused, others_who_approve
from trainingsite.policies.life.forms import MOVED_ON
from trainingsite.policies.life.rules import ApprovalRefusal, Deciding, may_decide
from trainingsite.policies.lives import ApprovalAsked, ApprovalDecision
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
THURSDAY = moment(2026, 3, 5)


@pytest.fixture
def desk():
    return Desk()


def approve(asked, by, at=TUESDAY):
    with replaying(at):
        return approving.approve(asked=asked, by=by, at=at)


def test_asking_publishes_nothing_and_tells_each_of_the_others(desk):
    asked_by(desk.olu, desk.page, "New.")

    told = Notice.objects.filter(kind="approval").values_list("person", flat=True)
    assert sorted(told) == sorted([desk.ruth.pk, desk.ann.pk])
    assert not PolicyVersion.objects.exists()


def test_exactly_what_was_asked_about_is_published_whatever_became_of_the_draft(desk):
    asked = asked_by(desk.olu, desk.page, "As it was asked.")
    desk.draft("Changed later.")

    version = approve(asked, desk.ruth)

    assert (version.snapshot, version.approved_by, version.only_approver) == (asked.snapshot, desk.ruth, None)
    assert content_of(version)["clauses"][0]["html"] == "<p>As it was asked.</p>"


def test_the_version_is_what_its_author_said_it_is(desk):
    desk.publish("First.")
    asked = asked_by(desk.olu, desk.page, "New.", material=False, trigger="incident", effective_on=dt.date(2026, 4, 1))

    version = approve(asked, desk.ruth)

    said = (version.number, version.material, version.reason, version.effective_on, version.trigger)
    assert said == ("1.1", False, "Wording.", dt.date(2026, 4, 1), "incident")


def test_what_is_approved_late_is_in_force_from_the_day_of_approval(desk):
    asked = asked_by(desk.olu, desk.page, "New.", effective_on=MONDAY.date())

    assert approve(asked, desk.ruth, THURSDAY).effective_on == THURSDAY.date()


def test_who_asked_is_told_that_it_is_approved_and_the_record_says_by_whom(desk):
    asked = asked_by(desk.olu, desk.page, "New.")

    version = approve(asked, desk.ruth)

    assert Notice.objects.get(kind="approval_decided").person == desk.olu
    verbs = AuditEvent.objects.filter(subject__in=[str(asked.key), str(version.key)]).order_by("seq")
    assert [(event.verb, event.actor) for event in verbs] == [
        ("policies.approval_asked", str(desk.olu.key)),
        ("policies.published", str(desk.ruth.key)),
        ("policies.approval_approved", str(desk.ruth.key)),
    ]


def test_nobody_approves_their_own_request(desk):
    asked = asked_by(desk.olu, desk.page, "New.")

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.olu)

    assert refused.value.refusal == ApprovalRefusal.OWN
    assert not PolicyVersion.objects.exists()


def test_nobody_approves_what_they_asked_for_under_another_row(desk):
    asked = asked_by(desk.olu, desk.page, "New.")
    join_rows(desk.olu, desk.ann, desk.ruth)

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.ann)

    assert refused.value.refusal == ApprovalRefusal.OWN


def test_whoever_gave_a_way_in_to_a_row_that_was_joined_cannot_approve(desk):
    with replaying(MONDAY):
        issue(person=desk.tom, kind=CredentialIssued.Kind.MANAGER_CODE, by=desk.ruth, at=MONDAY)
    join_rows(desk.tom, desk.olu, desk.ruth)
    asked = asked_by(desk.olu, desk.page, "New.")

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.ruth)

    assert refused.value.refusal == ApprovalRefusal.ISSUED
    assert others_who_approve(desk.practice, desk.olu, TUESDAY.date()) == [desk.ann]


def test_the_database_refuses_a_decision_on_ones_own_request(desk):
    asked = asked_by(desk.olu, desk.page, "New.")
    own = ApprovalDecision(
        request=asked, practice=desk.practice, kind="sent_back", asked_by=desk.olu, decided_by=desk.olu,
        decided_at=TUESDAY,
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        own.save(force_insert=True)


def test_whoever_gave_the_asker_a_way_in_cannot_approve_and_is_not_asked(desk):
    with replaying(MONDAY):
        issue(person=desk.olu, kind=CredentialIssued.Kind.MANAGER_CODE, by=desk.ruth, at=MONDAY)
    asked = asked_by(desk.olu, desk.page, "New.")

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.ruth)

    assert refused.value.refusal == ApprovalRefusal.ISSUED
    assert others_who_approve(desk.practice, desk.olu, TUESDAY.date()) == [desk.ann]


def test_somebody_who_has_left_the_duty_or_whose_account_is_closed_cannot_approve(desk):
    asked = asked_by(desk.olu, desk.page, "New.")
    desk.ann.is_active = False
    desk.ann.save()

    for nobody in (desk.ann, desk.tom):
        with pytest.raises(ApprovalRefused) as refused:
            approve(asked, nobody)
        assert refused.value.refusal == ApprovalRefusal.NOT_AN_APPROVER


def test_a_newer_request_takes_the_place_of_an_older_one(desk):
    older, newer = asked_by(desk.olu, desk.page, "Once."), asked_by(desk.olu, desk.page, "Twice.")

    with pytest.raises(ApprovalRefused) as refused:
        approve(older, desk.ruth)

    assert refused.value.refusal == ApprovalRefusal.REPLACED
    assert list(ApprovalAsked.objects.waiting()) == [newer]


def test_a_request_is_refused_once_another_version_was_published(desk):
    desk.publish("First.")
    asked = asked_by(desk.olu, desk.page, "Second.")
    desk.publish("Meanwhile.")

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.ruth)

    assert refused.value.refusal == ApprovalRefusal.OUT_OF_DATE
    assert PolicyVersion.objects.count() == 2


def test_it_is_decided_once(desk):
    asked = asked_by(desk.olu, desk.page, "New.")
    approve(asked, desk.ruth)

    with pytest.raises(ApprovalRefused) as refused:
        approve(asked, desk.ann)

    assert refused.value.refusal == ApprovalRefusal.DECIDED
    assert PolicyVersion.objects.count() == 1


def test_a_request_is_sent_back_with_a_note_and_nothing_is_published(desk):
    asked = asked_by(desk.olu, desk.page, "New.")

    with replaying(TUESDAY):
        decision = approving.send_back(asked=asked, by=desk.ruth, note="Say which app.", at=TUESDAY)

    notice = Notice.objects.get(kind="approval_decided")
    assert (notice.person, notice.body.endswith("Say which app.")) == (desk.olu, True)
    assert decision.words_key is not None
    assert not PolicyVersion.objects.exists()


def test_nothing_is_published_when_the_decision_cannot_be_recorded(desk, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    asked = asked_by(desk.olu, desk.page, "New.")
    monkeypatch.setattr(versions, "record", fail)

    with pytest.raises(IntegrityError):
        approve(asked, desk.ruth)

    assert not (PolicyVersion.objects.exists() or ApprovalDecision.objects.exists())


@pytest.mark.parametrize("name", ["is_decided", "is_replaced", "is_asker", "looks_after_it", "gave_asker_a_way_in"])
def test_each_fact_alone_stops_a_decision(name):
    fine = {
        "is_asker": False, "looks_after_it": True, "gave_asker_a_way_in": False, "is_decided": False,
        "is_replaced": False, "base_is_newest": True,
    }  # fmt: skip
    assert may_decide(Deciding(**fine), approves=True) is None

    assert may_decide(Deciding(**{**fine, name: not fine[name]}), approves=True) is not None


def test_what_is_out_of_date_can_still_be_sent_back():
    wish = Deciding(
        is_asker=False, looks_after_it=True, gave_asker_a_way_in=False, is_decided=False, is_replaced=False,
        base_is_newest=False,
    )  # fmt: skip

    assert [may_decide(wish, approves=approves) for approves in (True, False)] == [ApprovalRefusal.OUT_OF_DATE, None]


def test_in_wagtail_the_owner_asks_and_a_colleague_approves_on_the_site(desk, client):
    desk.publish("First.")
    desk.draft("Second.")
    sign_in(client, desk.olu)
    answer = client.post(*publishing(client, desk.page))
    asked = ApprovalAsked.objects.get()
    assert (answer.status_code, PolicyVersion.objects.count()) == (302, 1)

    sign_in(client, desk.ruth)
    confirm(client)
    client.post(reverse("policies:approve", args=[asked.key]), {"snapshot": asked.snapshot_id})

    newest = desk.page.versions.latest("pk")
    desk.page.refresh_from_db()
    assert (newest.number, newest.approved_by) == ("2.0", desk.ruth)
    assert [str(block.value["text"]) for block in desk.page.clauses] == ["<p>Second.</p>"]


def test_the_page_shows_what_changes_and_who_would_sign_again(desk, client):
    version = desk.publish("First.")
    desk.sign(desk.tom, version)
    asked = asked_by(desk.olu, desk.page, "Second.")
    sign_in(client, desk.ruth)

    context = client.get(reverse("policies:approval", args=[asked.key])).context

    assert [change.title for change in context["changes"]] == ["Clause 1"]
    assert (context["signers"], context["refusal"], context["in_force"]) == ([desk.tom], None, version)


def test_who_asked_sees_the_request_and_cannot_decide(desk, client):
    asked = asked_by(desk.olu, desk.page, "New.")
    sign_in(client, desk.olu)
    confirm(client)

    shown = client.get(reverse("policies:approval", args=[asked.key]))
    answer = client.post(reverse("policies:approve", args=[asked.key]), {"snapshot": asked.snapshot_id})

    assert shown.context["refusal"] == ApprovalRefusal.OWN
    assert (answer.status_code, PolicyVersion.objects.count()) == (409, 0)


def test_an_empty_note_sends_nothing_back(desk, client):
    asked = asked_by(desk.olu, desk.page, "New.")
    sign_in(client, desk.ruth)
    confirm(client)

    answer = client.post(reverse("policies:send_back", args=[asked.key]), {"note": " "})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["note"])
    assert not ApprovalDecision.objects.exists()


def test_deciding_asks_again_who_is_there(desk, client):
    asked = asked_by(desk.olu, desk.page, "New.")
    sign_in(client, desk.ruth)

    client.post(reverse("policies:approve", args=[asked.key]), {"snapshot": asked.snapshot_id})

    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("name", ["approval", "approve", "send_back"])
def test_visitors_staff_and_the_neighbours_see_nothing_of_a_request(desk, client, name):
    asked = asked_by(desk.olu, desk.page, "Only for those who look after it.")
    address = reverse(f"policies:{name}", args=[asked.key])
    call = client.get if name == "approval" else client.post
    neighbour = make_member("Zoe Park", practice=make_practice("Harbour View Surgery"))
    give_duty(neighbour.person, neighbour.practice, Duty.PRACTICE_MANAGER)

    statuses = [call(address).status_code]
    for person in (desk.tom, neighbour.person):
        sign_in(client, person)
        confirm(client)
        statuses.append(call(address).status_code)

    assert statuses == [302, 404, 404]
    assert not ApprovalDecision.objects.exists()


def test_a_manager_without_a_second_factor_is_asked_for_one(desk, client):
    asked = asked_by(desk.olu, desk.page, "New.")
    client.force_login(desk.ruth)

    assert client.get(reverse("policies:approval", args=[asked.key])).status_code == 302


def test_where_only_one_person_could_approve_they_say_so_and_the_version_does(client):
    practice = make_practice()
    olu = make_member("Olu Bright", practice=practice).person
    give_duty(olu, practice, Duty.POLICY_OWNER)
    page = make_policy(practice)
    sign_in(client, olu, superuser=True)
    refused = client.post(*publishing(client, page))
    assert list(refused.context["form"].errors) == ["alone"]

    client.post(*publishing(client, page, alone="on"))

    version = PolicyVersion.objects.get()
    body = AuditEvent.objects.about(version.key).get().body
    assert (version.only_approver, version.approved_by) == (True, None)
    assert b'"only_approver":true' in bytes(body)


def test_of_two_editors_who_publish_at_once_the_second_is_shown_what_the_first_did(client):
    page = make_policy_version().page
    page.clauses = clauses_of("New.")
    page.save_revision()
    sign_in(client, make_person("Olu Bright"), superuser=True)
    one, other = publishing(client, page, alone="on"), publishing(client, page, alone="on")
    client.post(*one)

    answer = client.post(*other)

    assert list(answer.context["form"].non_field_errors()) == [MOVED_ON]
    assert page.versions.count() == 2


def test_two_who_publish_from_the_same_version_make_one(desk):
    base = desk.publish("First.")
    desk.publish("Second.")

    with pytest.raises(versions.OutOfDate):
        versions.publish_policy(page=desk.page, reason="Too late.", at=TUESDAY, base=base)

    assert [version.number for version in desk.page.versions.order_by("pk")] == ["1.0", "2.0"]


def test_what_has_not_changed_needs_no_approval_and_disturbs_nobody(desk, client):
    desk.publish("First.")
    desk.draft("First.")
    sign_in(client, desk.olu)

    client.post(*publishing(client, desk.page))

    assert not (ApprovalAsked.objects.exists() or Notice.objects.exists())
    assert desk.page.versions.count() == 1
