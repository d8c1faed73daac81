"""The steps before an inspection that the record can tell of: who was told, and what was taken to be handed over."""

import datetime as dt

import pytest
from django.utils import timezone

from modules.models import ModuleVersion
from tests.desk.dashboard.scenes import a_practice, address, requirement, sign_in_manager, the
from tests.desk.dashboard.test_inspection import note, steps, today
from tests.desk.reports.scenes import taken
from tests.factories import complete, make_outside_training, make_requirement
from trainingsite.audit.actions import note_access
from trainingsite.compliance.models import Programme
from trainingsite.formats.dates import long_date
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    return a_practice()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


TELLING = "Everybody has been told what they are asked for"


def telling(client, practice):
    parts = client.get(address("inspection", practice)).context["parts"]
    return next(step for _, of_part in parts for step in of_part if step.title == TELLING)


@pytest.mark.parametrize(
    ("state", "done"),
    [(None, False), ("waiting", False), ("failed", False), ("bounced", False), ("sent", True), ("handed_over", True)],
)
def test_everybody_is_told_once_a_message_has_reached_whoever_is_late(client, practice, state, done):
    complete(sign_in_manager(client, practice), ModuleVersion.objects.get(), at=timezone.now())
    note(client, practice)

    if state:
        notice = Notice.objects.create(
            person=the("Tom"), kind="reminders", subject="It waits", for_day=today(), state=state
        )
        NoticeItem.objects.create(notice=notice, about=requirement().line)

    said = "They have." if done else "1 thing is due or overdue that nobody was told of."
    assert (telling(client, practice).said, telling(client, practice).done) == (said, done)


def test_who_was_not_told_of_what_they_are_late_with_is_behind_the_link(client, practice, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    complete(sign_in_manager(client, practice), ModuleVersion.objects.get(), at=timezone.now())
    note(client, practice)

    [tell] = telling(client, practice).actions

    assert [each.person for each in client.get(tell.address).context["chosen"].asked_for] == [the("Tom")]


@pytest.mark.parametrize(("within", "done"), [(92, False), (93, True)])
def test_nobody_has_to_be_told_yet_of_what_is_due_in_more_than_three_months(client, practice, within, done):
    complete(the("Tom"), ModuleVersion.objects.get(), at=timezone.now())
    training = make_outside_training()
    make_requirement(Programme.objects.get(), started_on=today(), outside_training=training, due_within_days=within)
    complete(sign_in_manager(client, practice), ModuleVersion.objects.get(), at=timezone.now())
    note(client, practice)

    later = "They have, of everything that is due within three months."
    said = later if done else "2 things are due or overdue that nobody was told of."
    assert (telling(client, practice).said, telling(client, practice).done) == (said, done)


TO_PRINT = {"training-matrix": "Print the training matrix", "policy-register": "Print the policy register"}


def take(client, practice, report: str, ending: str, **query) -> None:
    answer = client.get(address("report_file", practice, report, ending, **query))
    assert (answer.status_code, len(taken(answer)) > 0) == (200, True)


@pytest.mark.parametrize(("report", "step"), TO_PRINT.items())
@pytest.mark.parametrize(
    ("ending", "in_days", "done"),
    [("pdf", 0, True), ("xlsx", 0, True), ("csv", 0, False), ("pdf", -1, False), ("pdf", 1, False)],
)
def test_a_report_is_ticked_once_it_was_taken_to_be_handed_over_as_it_stands(
    client, practice, report, step, ending, in_days, done
):
    sign_in_manager(client, practice)
    note(client, practice)
    before = steps(client, practice)[step]

    take(client, practice, report, ending, on=(today() + days(in_days)).isoformat())

    assert (before, steps(client, practice)[step]) == (False, done)


@pytest.mark.parametrize("query", [{"search": "Tom"}, {"role": "receptionist"}, {"known_on": "2026-01-05"}])
def test_a_part_of_the_matrix_is_not_what_an_inspector_asks_for(client, practice, query):
    sign_in_manager(client, practice)
    note(client, practice)

    take(client, practice, "training-matrix", "pdf", **query)

    assert steps(client, practice)["Print the training matrix"] is False


def test_a_report_that_was_taken_before_the_notice_or_showed_a_day_to_come_is_not_ticked(client, practice):
    entry = {"actor": sign_in_manager(client, practice).key, "verb": "desk.report_exported", "subject": practice.key}
    note(client, practice, noticed_on=(today() - days(3)).isoformat())
    for shows, at in ((5, 5), (3, 4), (1, 2)):  # as at which day, and taken on which day: so many days ago
        words = report_words(today() - days(shows))
        note_access(**entry, detail=words, at=timezone.now() - days(at))
    note_access(**entry, detail="Policy register, as at yesterday, as CSV", at=timezone.now())
    before = steps(client, practice)["Print the training matrix"]

    note_access(**entry, detail=report_words(today() - days(2)), at=timezone.now() - days(1))

    assert (before, steps(client, practice)["Print the training matrix"]) == (False, True)


def report_words(day: dt.date) -> str:
    return f"Training matrix, as at {long_date(day)}, as PDF, everybody and everything"
