"""The page for when notice of an inspection has come: the form, the list, and what the record can tick."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.dashboard.scenes import (
    a_practice,
    address,
    make_many,
    note,
    requirement,
    sign_in_manager,
    the,
    today,
    typed_notice,
)
from tests.factories import complete
from trainingsite.audit.actions import note_access
from trainingsite.compliance import planning
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    return a_practice()


def steps(client, practice) -> dict[str, bool | None]:
    parts = client.get(address("inspection", practice)).context["parts"]
    return {step.title: step.done for _, of_part in parts for step in of_part}


def test_a_notice_is_noted_and_the_desk_says_so(client, practice):
    sign_in_manager(client, practice)
    assert client.get(address("practice", practice)).context["notice"] is None

    note(client, practice)

    notice = client.get(address("practice", practice)).context["notice"]
    assert (notice.row.noticed_on, notice.is_from_letter, len(notice.days)) == (today(), False, 5)


@pytest.mark.parametrize(("in_days", "first"), [(1, True), (60, False)])
def test_an_inspection_before_the_day_to_reply_is_said_to_come_first(client, practice, in_days, first):
    sign_in_manager(client, practice)

    note(client, practice, inspection_on=(today() + dt.timedelta(days=in_days)).isoformat())

    answers = [client.get(address(page, practice)) for page in ("practice", "inspection")]
    assert [answer.context["notice"].inspection_is_first for answer in answers] == [first, first]
    assert [b"The inspection is before that" in answer.content for answer in answers] == [first, first]


@pytest.mark.parametrize(("email_url", "page"), [("smtp://mail.example:25", "remind"), ("", "hand_out")])
def test_who_is_late_is_told_the_way_the_site_can(client, practice, settings, email_url, page):
    settings.EMAIL_URL = email_url
    sign_in_manager(client, practice)
    note(client, practice)

    parts = client.get(address("inspection", practice)).context["parts"]

    ways = [action.address.split("?")[0] for _, steps in parts for step in steps[:1] for action in step.actions]
    assert ways[0] == address(page, practice)


def test_a_double_click_notes_one(client, practice):
    sign_in_manager(client, practice)
    sent = typed_notice()

    for _ in range(2):
        client.post(address("inspection", practice), sent)

    assert InspectionNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"noticed_on": "2026-02-30"}, "noticed_on", "Type a date that exists, for example 31/03/2026"),
        ({"noticed_on": ""}, "noticed_on", "Type a date, for example 31/03/2026"),
        ({"noticed_on": "9999-12-31"}, "noticed_on", "A notice that has come came today or before"),
        (
            {"noticed_on": "2001-01-01"},
            "noticed_on",
            "There is nothing to show before 6 January 2025. Give a later day",
        ),
        ({"inspection_on": "9999-12-31"}, "inspection_on", "That is more than a year away. Check the year"),
        ({"reply_by": "2025-02-01"}, "reply_by", "That is before the notice came. Check both days"),
    ],
)
def test_a_day_that_makes_no_sense_gets_a_sentence(client, practice, changes, field, sentence):
    sign_in_manager(client, practice)

    answer = note(client, practice, **changes)

    assert (answer.status_code, answer.context["form"].errors[field]) == (400, [sentence])
    assert not InspectionNotice.objects.exists()


def test_a_gap_is_to_be_closed_until_it_is_done_or_planned(client, practice):
    manager = sign_in_manager(client, practice)
    note(client, practice)
    before = steps(client, practice)["Every gap is closed, or has a plan"]

    planning.plan(
        token=uuid.uuid4(), practice=practice, gap=Gap(requirement().line, the("Tom")),
        steps=Steps("Sits down with the trainer", today(), manager), by=manager, at=timezone.now(),
    )  # fmt: skip

    assert (before, steps(client, practice)["Every gap is closed, or has a plan"]) == (False, True)


def test_a_gap_that_was_closed_is_in_the_list_no_more(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)
    before = client.get(address("inspection", practice)).context["gaps"]

    complete(the("Tom"), ModuleVersion.objects.get(), at=timezone.now())

    assert [each.gap.row.person for each in before] == [the("Tom")]
    assert client.get(address("inspection", practice)).context["gaps"] == []


def test_a_pack_that_was_taken_since_the_notice_came_is_ticked(client, practice):
    pack = {"actor": sign_in_manager(client, practice).key, "verb": "evidence.exported", "subject": practice.key}
    note_access(**pack, detail="from 2025-01-01 to 2026-01-01", at=timezone.now() - dt.timedelta(2))
    note(client, practice)
    assert steps(client, practice)["Get the evidence pack"] is False

    note_access(**pack, detail="from 2025-01-01 to 2026-01-01", at=timezone.now())

    assert steps(client, practice)["Get the evidence pack"] is True


def test_what_another_practice_took_ticks_nothing_here(client, practice):
    manager = sign_in_manager(client, practice)
    note(client, practice)

    note_access(actor=manager.key, verb="evidence.exported", subject=uuid.uuid4(), at=timezone.now())

    assert steps(client, practice)["Get the evidence pack"] is False


def test_whether_it_was_sent_only_the_practice_knows(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)

    assert steps(client, practice)["Send it the way the letter says"] is None


def test_a_notice_is_corrected_with_a_reason(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)
    row = InspectionNotice.objects.get()
    said = {"number": "1", "noticed_on": today().isoformat(), "inspection_on": "", "reply_by": today().isoformat()}

    for reason in ("", "The letter says so"):
        sent = {f"correct-{name}": value for name, value in {**said, "reason": reason}.items()}
        client.post(address("correct_inspection", practice, row.line), sent)

    assert [(each.kind, each.reason) for each in InspectionNotice.objects.order_by("number")] == [
        ("noted", ""),
        ("corrected", "The letter says so"),
    ]


def test_when_it_is_over_the_desk_is_quiet_and_the_notice_is_kept(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)
    row = InspectionNotice.objects.get()

    client.post(address("end_inspection", practice, row.line), {"end-number": "1", "end-reason": "It has taken place"})

    assert client.get(address("practice", practice)).context["notice"] is None
    assert [each.reason for each in client.get(address("inspection", practice)).context["before"]] == [
        "It has taken place"
    ]


@pytest.mark.parametrize("number", ["", "7", "one", "99999999999999999999"])
def test_a_forged_number_ends_nothing(client, practice, number):
    sign_in_manager(client, practice)
    note(client, practice)
    line = InspectionNotice.objects.get().line

    answer = client.post(address("end_inspection", practice, line), {"end-number": number, "end-reason": "x"})

    assert (answer.status_code, InspectionNotice.objects.count()) == (404, 1)


@pytest.mark.parametrize("others", [1, 3, 300])
def test_the_list_takes_as_many_queries_for_any_number_of_people(client, practice, django_assert_num_queries, others):
    sign_in_manager(client, practice)
    note(client, practice)
    make_many(practice, others - 1)
    client.get(address("inspection", practice))

    with django_assert_num_queries(18):
        client.get(address("inspection", practice))
