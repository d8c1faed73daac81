"""A notice of an inspection sent again: a double click says it once, and after going back nothing is dropped unsaid."""

import datetime as dt

import pytest

from tests.desk.dashboard.scenes import a_practice, address, note, sign_in_manager, today, typed_notice
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.desk.inspection.views import THERE_ALREADY
from trainingsite.desk.sent_again import CHANGED, OVER
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    return a_practice()


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def in_days(number: int) -> str:
    return (today() + dt.timedelta(days=number)).isoformat()


def say(client, practice, name, *, number=1, **said):
    prefix, line = ("end" if name == "end_inspection" else "correct"), InspectionNotice.objects.get(number=1).line
    sent = {"number": number, "noticed_on": today().isoformat(), **said}
    return client.post(address(name, practice, line), {f"{prefix}-{key}": value for key, value in sent.items()})


def test_after_going_back_another_day_of_the_notice_is_kept_for_putting_it_right(client, practice):
    sign_in_manager(client, practice)
    sent = typed_notice(reply_by=in_days(1))
    client.post(address("inspection", practice), sent)

    answer = client.post(address("inspection", practice), {**sent, "reply_by": in_days(9)})
    correcting = answer.context["correcting"]

    assert (answer.status_code, said(answer), InspectionNotice.objects.count()) == (409, [THERE_ALREADY], 1)
    assert (correcting["reply_by"].value(), correcting["number"].value()) == (today() + dt.timedelta(days=9), 1)


@pytest.mark.parametrize("name", ["correct_inspection", "end_inspection"])
def test_a_double_click_on_what_is_said_of_a_notice_says_it_once(client, practice, name):
    sign_in_manager(client, practice)
    note(client, practice)

    answers = [say(client, practice, name, reason="They rang", reply_by=in_days(1)) for _ in range(2)]

    urls = [answer.url for answer in answers]
    assert (urls, InspectionNotice.objects.count()) == ([address("inspection", practice)] * 2, 2)


@pytest.mark.parametrize(
    ("name", "form", "prefix"), [("correct_inspection", "correcting", "correct"), ("end_inspection", "ending", "end")]
)
def test_what_is_said_after_going_back_is_not_done_and_can_be_sent_from_the_page_that_comes(
    client, practice, name, form, prefix
):
    sign_in_manager(client, practice)
    note(client, practice)
    say(client, practice, "correct_inspection", reason="The letter says so", reply_by=in_days(1))
    client.get(address("inspection", practice))

    late = say(client, practice, name, reason="The letter says so", reply_by=in_days(9))
    data = late.context[form].data

    assert (late.status_code, said(late), InspectionNotice.objects.count()) == (409, [CHANGED], 2)
    assert late.context["notice"].row.reply_by == today() + dt.timedelta(days=1)
    assert (data[f"{prefix}-reply_by"], data[f"{prefix}-number"], late.context[form].errors) == (in_days(9), "2", {})
    sent = {key.removeprefix(f"{prefix}-"): value for key, value in data.items()}
    assert (say(client, practice, name, **sent).status_code, InspectionNotice.objects.count()) == (302, 3)


@pytest.mark.parametrize("reason", ["They rang again", ""])
def test_of_a_notice_that_is_over_nothing_more_is_said(client, practice, reason):
    sign_in_manager(client, practice)
    note(client, practice)
    say(client, practice, "end_inspection", reason="They rang")
    client.get(address("inspection", practice))

    late = say(client, practice, "correct_inspection", reason=reason, reply_by=in_days(9))

    assert (late.status_code, said(late), [each.kind for each in late.context["before"]]) == (409, [OVER], ["ended"])


def test_what_was_typed_of_a_notice_that_is_over_is_not_put_into_the_next_one(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)
    line = InspectionNotice.objects.get().line
    say(client, practice, "end_inspection", reason="They rang")
    note(client, practice)

    sent = {"correct-number": 1, "correct-noticed_on": today().isoformat(), "correct-reason": "It is in May"}
    late = client.post(address("correct_inspection", practice, line), sent)

    assert (late.status_code, said(late)[-1], late.context["correcting"].is_bound) == (409, OVER, False)
    assert late.context["notice"].row.line != line


def test_a_correction_that_makes_no_sense_is_shown_with_the_notice_as_it_is_now(client, practice):
    sign_in_manager(client, practice)
    note(client, practice)
    say(client, practice, "correct_inspection", reason="The letter says so", reply_by=in_days(1))

    late = say(client, practice, "correct_inspection", reason="", reply_by=in_days(9))

    assert (late.status_code, late.context["notice"].row.number) == (400, 2)
    assert late.context["correcting"].errors == {"reason": ["Say why it is corrected"]}
