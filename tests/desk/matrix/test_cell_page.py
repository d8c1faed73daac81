"""The record behind one cell: what was done and what counts, told in words, and who may open it."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.matrix.signing_in import sign_in, sign_in_manager
from tests.desk.matrix.surgery import other_people, tom
from tests.desk.matrix.test_matrix_page import address as matrix_address
from tests.factories import (
    complete,
    give_leave,
    make_member,
    make_outside_training,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.actions import accept_prior_learning, exempt
from trainingsite.compliance.models import Requirement
from trainingsite.desk.matrix.behind import behind
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.policies import actions as signing
from trainingsite.policies.questions import actions as asking
from trainingsite.policies.saying_no import actions as saying_no
from trainingsite.reminders.models import Nudge, Reminder

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 2)


def address(practice, person, line=None, **query):
    line = line or Requirement.objects.get().line
    return reverse("desk:cell", args=[practice.ods_code.lower(), person.key, line], query=query)


def found(practice, person, day, line=None, today=None):
    return behind(practice, person, line or Requirement.objects.get().line, day, today or timezone.localdate())


def steps(record):
    return [(step.on, step.words) for step in record.steps]


def test_a_module_done_here_shows_its_version_its_status_over_time_and_its_event(client, practice):
    complete(tom(practice), ModuleVersion.objects.get(), at=moment(2026, 3, 3))
    sign_in_manager(client, practice)

    record = client.get(address(practice, tom(practice))).context["found"]

    assert steps(record) == [(dt.date(2026, 3, 3), "Completed version 1: done here")]
    assert record.why == "Done on 3 March 2026. It stands until it is asked for anew."
    assert [(each.first, str(each.standing.status)) for each in record.stretches] == [
        (dt.date(2025, 1, 6), "due"), (dt.date(2025, 2, 4), "overdue"), (dt.date(2026, 3, 3), "compliant"),
    ]  # fmt: skip
    assert [(event.words, event.by) for event in record.events] == [("Module completed and passed", "Tom Ellis")]


def test_every_event_says_its_zone_and_the_page_never_a_try(client, practice):
    complete(tom(practice), ModuleVersion.objects.get(), at=moment(2026, 7, 3, 14, 5))
    sign_in_manager(client, practice)

    html = client.get(address(practice, tom(practice))).content.decode()

    assert re.findall(r"3 July 2026, 14:05 \((\w+)\)", html) == ["BST"]
    assert [word for word in ("attempt", "2 of 2", "100") if word in html] == []


def test_as_at_a_day_before_it_was_done_the_record_says_overdue(practice):
    complete(tom(practice), ModuleVersion.objects.get(), at=moment(2026, 3, 3))

    record = found(practice, tom(practice), MARCH)

    assert (record.cell.status, record.steps) == ("overdue", [])
    assert record.why == "Was due 3 February 2025: within 28 days of 6 January 2025, when it first fell on them."


@pytest.fixture
def signed(practice):
    """A policy that Tom signed, took back, signed again, and that Ann made void."""
    version = make_policy_version(practice=practice, at=moment(2026, 1, 5))
    make_requirement(make_programme("Policies", practice), policy=version.page)
    ann, person = make_member("Ann Lee", practice=practice).person, tom(practice)
    first = sign(person, version, moment(2026, 1, 6))
    saying_no.withdraw(signature=first, reason="I misread it.", method="password", at=moment(2026, 1, 7))
    second = sign(person, version, moment(2026, 1, 8))
    saying_no.void(signature=second, by=ann, reason="Signed from a shared screen.", at=moment(2026, 1, 9))
    return version


def sign(person, version, at):
    return signing.sign(person=person, version=version, typed_name=person.name, method="password", at=at)


def policy_line(version):
    return Requirement.objects.get(policy=version.page).line


def test_a_signature_withdrawn_signed_again_and_made_void_keeps_its_history(practice, signed):
    record = found(practice, tom(practice), MARCH, policy_line(signed))

    assert steps(record) == [
        (dt.date(2026, 1, 6), "Signed, version 1.0"),
        (dt.date(2026, 1, 7), "Withdrawn, version 1.0"),
        (dt.date(2026, 1, 8), "Signed again, version 1.0"),
        (dt.date(2026, 1, 9), "Voided, version 1.0 by Ann Lee"),
    ]
    assert [event.event.verb for event in record.events] == [
        "policies.signed", "policies.withdrawn", "policies.signed", "policies.voided",
    ]  # fmt: skip
    assert record.why.endswith("when what was done before was taken back or made void.")


@pytest.mark.parametrize(
    ("day", "status", "rows"), [(5, "due", 0), (6, "compliant", 1), (7, "due", 2), (8, "compliant", 3), (9, "due", 4)]
)
def test_on_any_day_the_signature_stands_as_it_stood(practice, signed, day, status, rows):
    record = found(practice, tom(practice), dt.date(2026, 1, day), policy_line(signed))

    assert (record.cell.status, len(record.steps)) == (status, rows)


def test_of_a_question_the_page_says_that_it_was_put_and_nothing_of_what_it_says(client, practice):
    version = make_policy_version(practice=practice, at=moment(2026, 1, 5))
    make_requirement(make_programme("Policies", practice), policy=version.page)
    ann = make_member("Ann Lee", practice=practice).person
    asking.ask(
        token=uuid.uuid4(), person=tom(practice), version=version, to=ann, purpose="question",
        text="May I post about my divorce?", at=moment(2026, 1, 6),
    )  # fmt: skip
    sign_in_manager(client, practice)

    answer = client.get(address(practice, tom(practice), policy_line(version)))

    record = answer.context["found"]
    assert (record.cell.status, steps(record)) == (
        "queried", [(dt.date(2026, 1, 6), "Asked a question, version 1.0")]
    )  # fmt: skip
    assert b"divorce" not in answer.content


@pytest.fixture
def fire_safety(practice):
    training = make_outside_training("Fire safety")
    make_requirement(make_programme("Statutory", practice), outside_training=training, refresher_months=12)
    return training


def outside_line():
    return Requirement.objects.get(outside_training__isnull=False).line


def test_training_done_elsewhere_says_on_whose_word(practice, fire_safety):
    ann = make_member("Ann Lee", practice=practice).person
    accept_prior_learning(
        person=tom(practice), outside_training=fire_safety, completed_on=dt.date(2026, 2, 28),
        basis="prior_learning", accepted_by=ann, at=timezone.now(),
    )  # fmt: skip

    record = found(practice, tom(practice), MARCH, outside_line())

    today = timezone.localdate()
    assert steps(record) == [
        (dt.date(2026, 2, 28), f"Done elsewhere, accepted by Ann Lee on {today.day} {today:%B %Y}")
    ]
    assert record.why == "Due 28 February 2027: 12 months after it was last done on 28 February 2026."


def test_an_exemption_that_counts_is_listed_with_who_approved_it_and_its_event(practice, fire_safety):
    ann, line = make_member("Ann Lee", practice=practice).person, outside_line()
    exempt(
        person=tom(practice), practice=practice, requirement=Requirement.objects.get(line=line), reason="short_stay",
        approved_by=ann, started_on=dt.date(2026, 2, 2), ended_on=dt.date(2026, 3, 9), at=moment(2026, 2, 2),
    )  # fmt: skip

    record = found(practice, tom(practice), MARCH, line)

    given = [(each.exemption.started_on, each.exemption.approved_by.name) for each in record.exemptions]
    assert given == [(dt.date(2026, 2, 2), "Ann Lee")]
    assert record.why.startswith("Exempt from 2 February 2026 to 9 March 2026.")
    assert [event.words for event in record.events] == ["Exemption given"]
    assert found(practice, tom(practice), MARCH, Requirement.objects.get(module__isnull=False).line).events == []


@pytest.mark.parametrize(("last", "listed"), [(dt.date(2026, 3, 9), 1), (dt.date(2026, 2, 9), 0), (None, 1)])
def test_leave_is_listed_where_it_is_long_enough_to_stop_the_clock(practice, last, listed):
    give_leave(practice.memberships.get(person=tom(practice)), dt.date(2026, 2, 2), last)

    record = found(practice, tom(practice), MARCH)

    assert (len(record.leaves), record.cell.status == "on_leave") == (listed, bool(listed))


def test_who_left_and_came_back_has_both_times_on_one_page(practice):
    member = make_member("Zoe Park", practice=practice, ended_on=dt.date(2025, 6, 30))
    make_member(member.person, practice=practice, started_on=dt.date(2026, 2, 2))

    away, back = (found(practice, member.person, day) for day in (dt.date(2025, 9, 1), MARCH))

    assert (away.stay, away.cell.status) == (None, "not_required")
    assert back.why == "Due 2 March 2026: within 28 days of 2 February 2026, when it first fell on them."
    assert [str(each.standing.status) for each in back.stretches][:3] == ["due", "overdue", "not_required"]


def test_a_leaver_on_the_due_date_is_due_and_the_day_after_nothing_is_asked(client, practice):
    zoe = make_member("Zoe Park", practice=practice, started_on=dt.date(2026, 2, 2), ended_on=MARCH).person
    sign_in_manager(client, practice)

    last, after = (found(practice, zoe, MARCH + dt.timedelta(days=days)) for days in (0, 1))

    assert (last.cell.status, after.cell.status, after.stay) == ("due", "not_required", None)
    html = client.get(address(practice, zoe, on="2026-03-03")).content.decode()
    assert "did not work at Millbrook Lane Surgery on that day, so nothing was asked of them here" in html


def test_a_job_that_no_longer_asks_for_it_says_until_when_it_did(practice):
    page = Requirement.objects.get().module
    make_requirement(make_programme("Desk", practice), module=page, job_roles=["receptionist"])
    zoe = make_member("Zoe Park", practice=practice, ended_on=dt.date(2026, 1, 31)).person
    make_member(zoe, "Practice nurse", practice=practice, started_on=dt.date(2026, 2, 1))

    record = found(practice, zoe, MARCH, Requirement.objects.get(programme__key="desk").line)

    assert (record.stay.job_role.name, record.why) == (
        "Practice nurse", "Not required: it fell on them until 31 January 2026, and no job or duty asks for it now."
    )  # fmt: skip


def test_messages_say_when_why_and_how_far_and_not_what(client, practice):
    line, ruth = Requirement.objects.get().line, sign_in_manager(client, practice)
    sent = tell(tom(practice), line, MARCH, state="sent", body="Dear Tom, your password is badger")
    remind(practice, tom(practice), line, MARCH, kind="start", notice=sent)
    failed = tell(tom(practice), line, dt.date(2026, 3, 9), state="bounced")
    Nudge.objects.create(
        person=tom(practice), practice=practice, sender=ruth, nudged_at=timezone.now(), for_day=MARCH, notice=failed
    )
    remind(practice, tom(practice), line, dt.date(2026, 3, 16), kind="3_days_before", notice=None)

    answer = client.get(address(practice, tom(practice)))

    assert [(each.on.day, each.why, each.how_far) for each in answer.context["found"].told] == [
        (2, "it begins", "sent"),
        (9, "reminded by Ruth Amin", "came back undelivered"),
        (16, "3 days before it is due", "not sent yet"),
    ]
    assert b"badger" not in answer.content


def tell(person, line, day, **fields):
    notice = Notice.objects.create(person=person, kind="reminders", subject="It waits", for_day=day, **fields)
    NoticeItem.objects.create(notice=notice, about=line)
    return notice


def remind(practice, person, line, day, **fields):
    return Reminder.objects.create(
        person=person, practice=practice, requirement_line=line, planned_on=day, for_day=day, title="It", **fields
    )


@pytest.mark.parametrize("who", ["nobody", "network lead", "policy owner", "team leader", "neighbour"])
def test_who_does_not_manage_the_practice_does_not_see_the_record(client, practice, who):
    complete(tom(practice), ModuleVersion.objects.get(), at=moment(2026, 3, 3))
    sign_in(client, other_people(practice)[who])

    answer = client.get(address(practice, tom(practice)))

    assert (answer.status_code, b"Completed version" in answer.content) == (404, False)


@pytest.mark.parametrize("how", ["signed out", "without a second factor"])
def test_a_visitor_without_both_factors_does_not_see_the_record(client, practice, how):
    manager = sign_in_manager(client, practice)
    client.logout()
    if how == "without a second factor":
        client.force_login(manager)

    answer = client.get(address(practice, tom(practice)))

    assert (answer.status_code, b"Tom Ellis" in answer.content) == (302, False)


def test_nobody_of_another_practice_and_nothing_never_asked_here_is_found(client, practice):
    neighbour = make_practice("Harbour View Surgery", ods_code="X99998")
    sam = make_member("Sam Okoro", practice=neighbour).person
    theirs = make_requirement(make_programme("Theirs", neighbour), outside_training=make_outside_training())
    line = Requirement.objects.get(module__isnull=False).line
    sign_in_manager(client, practice)

    asked = [(sam, line), (tom(practice), theirs.line), (tom(practice), uuid.uuid4())]

    assert [client.get(address(practice, *each)).status_code for each in asked] == [404, 404, 404]


def test_opening_the_record_is_noted_with_what_it_was_about(client, practice):
    manager = sign_in_manager(client, practice)

    client.get(address(practice, tom(practice)))

    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject, entry.detail) == (
        str(manager.key), "desk.cell_opened", str(tom(practice).key), "Boundaries, Millbrook Lane Surgery"
    )  # fmt: skip


def test_the_way_back_keeps_what_was_chosen_and_nothing_else(client, practice):
    sign_in_manager(client, practice)
    before = "http://testserver" + matrix_address(practice, role="receptionist", page="2", evil="x")

    backs = [
        client.get(address(practice, tom(practice)), headers={"Referer": referer}).context["back"]
        for referer in (before, "http://testserver/elsewhere/?role=receptionist", "")
    ]

    plain = matrix_address(practice)
    assert backs == [f"{plain}?role=receptionist", plain, plain]


def test_what_a_manager_may_do_is_offered_today_and_not_about_oneself(client, practice, fire_safety):
    manager = sign_in_manager(client, practice)

    offered = {
        who.name: [step.words for step in client.get(address(practice, who, outside_line())).context["steps_to_take"]]
        for who in (manager, tom(practice))
    }

    assert offered == {
        manager.name: ["Remind them", "Plan what to do about it"],
        "Tom Ellis": [
            "Remind them", "Record training done elsewhere", "Exempt them", "Plan what to do about it",
        ],
    }  # fmt: skip
    assert client.get(address(practice, tom(practice), outside_line(), on="2026-03-02")).context["steps_to_take"] == []


@pytest.mark.parametrize("typed", ["2026-02-30", "9999-12-31", "1066-10-14"])
def test_a_day_that_makes_no_sense_gets_a_sentence(client, practice, typed):
    sign_in_manager(client, practice)

    answer = client.get(address(practice, tom(practice), on=typed))

    assert (answer.status_code, answer.context["day"], len(answer.context["form"].errors["on"])) == (
        200, timezone.localdate(), 1
    )  # fmt: skip
