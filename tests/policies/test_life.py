"""The life of a policy: coming, in force, archived and brought back; an earlier text; minor versions."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import TUESDAY, give_duty, make_member, make_practice, make_requirement, moment
from tests.policies.lives import Desk, asked_by, confirm, day, decision, sign_in
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.matrix import training_matrix
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty
from trainingsite.policies import actions as signing
from trainingsite.policies.actions import Refused
from trainingsite.policies.life import actions
from trainingsite.policies.life.rules import Signs, State, states_of
from trainingsite.policies.life.states import state_of
from trainingsite.policies.lives import ApprovalAsked, PolicyArchived
from trainingsite.policies.minors import minors_since
from trainingsite.policies.models import Attestation
from trainingsite.policies.paper.countersigning import not_signed
from trainingsite.policies.reading import reading_of, signature_of
from trainingsite.policies.rules import Refusal

pytestmark = pytest.mark.django_db
THURSDAY = moment(2026, 3, 5)


@pytest.fixture
def desk():
    return Desk()


def archive(desk, at=THURSDAY):
    with replaying(at):
        return actions.archive(page=desk.page, practice=desk.practice, by=desk.ruth, reason="Merged.", at=at)


def bring_back(desk, at):
    with replaying(at):
        return actions.bring_back(page=desk.page, practice=desk.practice, by=desk.ruth, reason="Needed.", at=at)


def statuses(desk, *days):
    rows = [training_matrix(desk.practice, each, people=[desk.tom]).rows[0].cells for each in days]
    return [cells[0].status.value if cells else "not asked" for cells in rows]


@pytest.mark.parametrize(
    ("moment_", "in_force"),
    [
        (dt.datetime(2026, 3, 31, 22, 59, tzinfo=dt.UTC), "1.0"),  # 23:59 in London, where the clocks went forward
        (dt.datetime(2026, 3, 31, 23, 0, tzinfo=dt.UTC), "2.0"),  # midnight
    ],
)
def test_a_version_takes_effect_at_midnight_on_the_clock_of_the_practice(desk, moment_, in_force):
    desk.publish("First.")
    desk.publish("Second.", effective_on=day(4, 1))

    assert desk.page.versions.in_force_on(timezone.localdate(moment_)).first().number == in_force


def test_before_its_day_a_coming_version_is_read_and_the_old_one_is_current(desk):
    first, second = desk.publish("First."), desk.publish("Second.", effective_on=day(4, 1))

    before, after = (reading_of(desk.tom, second, first, day(3, 31)), reading_of(desk.tom, second, second, day(4, 1)))

    assert (before.is_current, before.is_scheduled, before.can_be_signed_now) == (False, True, True)
    assert (after.is_current, after.is_scheduled, after.can_be_signed_now) == (True, False, True)
    assert reading_of(desk.tom, first, first, day(3, 31)).scheduled == second


def test_who_signs_before_the_day_is_compliant_before_and_after(desk):
    make_requirement(policy=desk.page)
    desk.sign(desk.tom, desk.publish("First."))
    second = desk.publish("Second.", at=THURSDAY, effective_on=day(4, 1))
    assert statuses(desk, day(3, 31), day(4, 1)) == ["compliant", "due"]

    desk.sign(desk.tom, second, at=moment(2026, 3, 20))

    assert statuses(desk, day(3, 31), day(4, 1)) == ["compliant", "compliant"]


def test_nothing_is_asked_again_of_who_signed_the_coming_version_only(desk):
    make_requirement(policy=desk.page)
    first, second = desk.publish("First."), desk.publish("Second.", effective_on=day(4, 1))

    signature = desk.sign(desk.tom, second)

    assert signature_of(desk.tom, first, day(3, 20)) == signature
    assert statuses(desk, day(3, 20), day(4, 1)) == ["compliant", "compliant"]


def test_an_archived_policy_is_asked_of_nobody_from_that_day_and_what_was_owed_before_stays(desk):
    make_requirement(policy=desk.page, due_within_days=1)
    desk.publish("First.")

    archive(desk)

    assert statuses(desk, day(3, 4), day(3, 5), day(6, 1)) == ["overdue", "not asked", "not asked"]


def test_brought_back_it_is_asked_again_with_the_time_of_a_new_requirement(desk):
    make_requirement(policy=desk.page, due_within_days=14)
    desk.publish("First.")
    archive(desk)

    bring_back(desk, moment(2026, 6, 1))

    assert statuses(desk, day(5, 31), day(6, 1), day(6, 15), day(6, 16)) == ["not asked", "due", "due", "overdue"]


def test_who_had_signed_owes_nothing_when_it_is_brought_back(desk):
    make_requirement(policy=desk.page)
    desk.sign(desk.tom, desk.publish("First."))
    archive(desk)

    bring_back(desk, moment(2026, 6, 1))

    assert statuses(desk, day(6, 1), day(12, 1)) == ["compliant", "compliant"]


def test_archived_and_brought_back_on_one_day_it_was_never_gone(desk):
    make_requirement(policy=desk.page, due_within_days=1)
    desk.publish("First.")
    archive(desk)

    bring_back(desk, THURSDAY)

    assert statuses(desk, day(3, 4), day(3, 5)) == ["overdue", "overdue"]


def test_what_was_known_before_it_was_archived_is_what_it_was(desk):
    make_requirement(policy=desk.page, due_within_days=1)
    desk.publish("First.")
    archive(desk, moment(2026, 6, 1))

    cells = training_matrix(desk.practice, day(6, 2), people=[desk.tom], known_on=day(5, 31)).rows[0].cells

    assert [cell.status.value for cell in cells] == ["overdue"]


def test_nobody_signs_what_is_archived_and_everybody_can_read_it(desk):
    version = desk.publish("First.")
    archive(desk)

    with pytest.raises(Refused) as refused:
        signing.sign(person=desk.tom, version=version, typed_name="Tom Ellis", method="password", at=THURSDAY)

    reading = reading_of(desk.tom, version, version, THURSDAY.date())
    assert refused.value.refusal == Refusal.ARCHIVED
    assert (reading.is_archived, reading.can_be_signed_now) == (True, False)
    assert not Attestation.objects.exists()


def test_two_clicks_archive_once_and_the_record_says_who_and_why(desk):
    first = archive(desk)

    assert archive(desk) == first
    event = AuditEvent.objects.about(first.key).get()
    assert (event.verb, event.actor, first.reason) == ("policies.archived", str(desk.ruth.key), "Merged.")


def test_nothing_is_archived_when_its_event_cannot_be_recorded(desk, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        archive(desk)

    assert not PolicyArchived.objects.exists()


def test_a_minor_version_is_a_notice_to_everybody_whose_signature_stands(desk):
    signature = desk.sign(desk.tom, desk.publish("First."))

    minor = desk.publish("First!", material=False, at=THURSDAY)

    assert [notice.person for notice in Notice.objects.filter(about=minor.key)] == [desk.tom]
    assert [(each.version, each.told_on) for each in minors_since(signature)] == [(minor, THURSDAY.date())]


def test_who_has_left_and_who_took_their_signature_back_are_not_told(desk):
    version = desk.publish("First.")
    leaver = make_member("Zoe Park", practice=desk.practice, ended_on=day(3, 4)).person
    desk.sign(leaver, version)

    minor = desk.publish("First!", material=False, at=THURSDAY)

    assert not Notice.objects.filter(about=minor.key).exists()


def test_a_policy_with_every_version_signed_asks_for_minor_ones_too(desk):
    make_requirement(policy=desk.page)
    desk.page.every_version_signed = True
    first = desk.publish("First.")
    desk.sign(desk.tom, first)

    minor = desk.publish("First!", material=False, at=THURSDAY)

    assert (minor.number, minor.asks_again, signature_of(desk.tom, minor, day(3, 5))) == ("1.1", True, None)
    assert statuses(desk, day(3, 4), day(3, 5)) == ["compliant", "due"]
    assert desk.tom in [member.person for member in not_signed(minor, day(3, 5))]
    assert not Notice.objects.filter(about=minor.key).exists()


def test_the_setting_of_today_does_not_change_what_earlier_versions_asked(desk):
    make_requirement(policy=desk.page)
    desk.sign(desk.tom, desk.publish("First."))
    desk.publish("First!", material=False, at=THURSDAY)

    desk.page.every_version_signed = True
    desk.page.save()

    assert statuses(desk, day(3, 6)) == ["compliant"]


def test_an_open_page_of_a_version_is_stale_once_every_version_is_signed(desk):
    desk.page.every_version_signed = True
    first, minor = desk.publish("First."), desk.publish("First!", material=False)

    with pytest.raises(signing.Superseded):
        desk.sign(desk.tom, first)

    assert signing.newer_material_version(first, day(3, 3)) == minor


def test_the_text_of_an_earlier_version_is_a_new_version_and_the_draft_is_left_alone(desk, client):
    first = desk.publish("First.")
    desk.publish("Second.")
    desk.draft("A draft.")
    sign_in(client, desk.olu)
    confirm(client)
    address = reverse("policies:publish_again", args=[first.key])

    client.post(address, decision(client.get(address).context["form"], change="minor"))

    asked = ApprovalAsked.objects.get()
    desk.page.refresh_from_db()
    assert (asked.snapshot, asked.restores, asked.revision) == (first.snapshot, first, None)
    assert str(desk.page.get_latest_revision_as_object().clauses[0].value["text"]) == "<p>A draft.</p>"


def test_an_earlier_text_is_approved_like_any_other(desk, client):
    first = desk.publish("First.")
    desk.publish("Second.")
    sign_in(client, desk.olu)
    confirm(client)
    address = reverse("policies:publish_again", args=[first.key])
    client.post(address, decision(client.get(address).context["form"]))
    asked = ApprovalAsked.objects.get()

    sign_in(client, desk.ruth)
    confirm(client)
    client.post(reverse("policies:approve", args=[asked.key]), {"snapshot": asked.snapshot_id})

    newest = desk.page.versions.latest("pk")
    assert (newest.number, newest.snapshot, newest.approved_by) == ("3.0", first.snapshot, desk.ruth)


def test_the_newest_version_is_not_published_again(desk, client):
    version = desk.publish("First.")
    sign_in(client, desk.olu)
    confirm(client)

    assert client.get(reverse("policies:publish_again", args=[version.key])).status_code == 404


def test_a_policy_is_archived_and_brought_back_on_its_pages(desk, client):
    desk.publish("First.")
    sign_in(client, desk.ruth)

    client.post(reverse("policies:archive", args=[desk.page.key]), {"reason": "Merged."})
    archived = state_of(desk.page, timezone.localdate())
    client.post(reverse("policies:bring_back", args=[desk.page.key]), {"reason": "Needed."})

    assert [archived, state_of(desk.page, timezone.localdate())] == [State.ARCHIVED, State.CURRENT]


def test_without_a_reason_nothing_is_archived(desk, client):
    desk.publish("First.")
    sign_in(client, desk.ruth)

    answer = client.post(reverse("policies:archive", args=[desk.page.key]), {"reason": " "})

    assert list(answer.context["form"].errors) == ["reason"]
    assert not PolicyArchived.objects.exists()


@pytest.mark.parametrize("name", ["archive", "bring_back", "publish_again"])
def test_visitors_staff_and_the_neighbours_change_nothing(desk, client, name):
    first = desk.publish("First.")
    desk.publish("Second.")
    address = reverse(f"policies:{name}", args=[first.key if name == "publish_again" else desk.page.key])
    neighbour = make_member("Zoe Park", practice=make_practice("Harbour View Surgery"))
    give_duty(neighbour.person, neighbour.practice, Duty.PRACTICE_MANAGER)

    statuses_ = [client.post(address, {"reason": "Mine."}).status_code]
    for person in (desk.tom, neighbour.person):
        sign_in(client, person)
        confirm(client)
        statuses_.append(client.post(address, {"reason": "Mine."}).status_code)

    assert statuses_ == [302, 404, 404]
    assert not (PolicyArchived.objects.exists() or ApprovalAsked.objects.exists())


@pytest.mark.parametrize(
    ("signs", "states"),
    [
        ({}, (State.DRAFT,)),
        ({"in_consultation": True}, (State.CONSULTATION,)),
        ({"waits_for_approval": True, "is_in_force": True}, (State.APPROVAL, State.CURRENT)),
        ({"is_scheduled": True, "is_in_force": True}, (State.SCHEDULED, State.CURRENT)),
        ({"is_archived": True, "is_in_force": True}, (State.ARCHIVED,)),
    ],
)
def test_the_states_of_a_policy(signs, states):
    nothing = dict.fromkeys(
        ("is_archived", "in_consultation", "waits_for_approval", "is_scheduled", "is_in_force"), False
    )

    assert states_of(Signs(**{**nothing, **signs})) == states


def test_a_policy_that_waits_for_approval_cannot_be_deleted(desk, client):
    desk.draft("New.")
    asked_by(desk.olu, desk.page, "New.", at=TUESDAY)
    sign_in(client, desk.olu, superuser=True)

    client.post(reverse("wagtailadmin_pages:delete", args=[desk.page.pk]))

    desk.page.refresh_from_db()
    assert desk.page.pk is not None
