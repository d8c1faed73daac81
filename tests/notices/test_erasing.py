"""Old messages lose their words; that they were sent, and how far they came, is kept."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_person, make_practice, moment
from tests.policies.test_question_pages import sign_in
from trainingsite.desk.timetable import erase_old_messages
from trainingsite.notices.actions import put
from trainingsite.notices.models import Notice
from trainingsite.reminders.models import Digest, Prompt, TeamWeek

pytestmark = pytest.mark.django_db
NOW = moment(2028, 3, 31)
LAST_KEPT, FIRST_ERASED = moment(2026, 3, 31, 0), moment(2026, 3, 30, 23, 59)


def told(at, state=Notice.State.SENT, person=None):
    person = person or make_person()
    return put(
        person=person, kind="receipt", about=person.key, subject="You signed", body="Words.", html_body="<p>Words.</p>",
        at=at, state=state, problem="550 tom@surgery.example", sent_to="tom@surgery.example", settled_at=at,
    )  # fmt: skip


def test_the_words_of_messages_older_than_two_years_are_erased_and_the_rest_is_kept():
    old, kept = told(FIRST_ERASED), told(LAST_KEPT)

    said = [erase_old_messages(NOW), erase_old_messages(NOW)]

    old.refresh_from_db()
    kept.refresh_from_db()
    assert said == ["the words of 1 old messages erased", "the words of 0 old messages erased"]
    assert (old.body, old.html_body, old.problem, old.sent_to, old.erased_at) == ("", "", "", "", NOW)
    assert (old.subject, old.kind, old.state, old.for_day) == ("You signed", "receipt", "sent", dt.date(2026, 3, 30))
    assert (kept.body, kept.erased_at) == ("Words.", None)


def test_how_long_they_are_kept_is_for_the_installation_to_say(settings):
    settings.MESSAGES_KEPT_MONTHS = 1
    told(moment(2028, 2, 28))

    assert erase_old_messages(NOW) == "the words of 1 old messages erased"


def test_one_that_is_being_sent_is_left_alone():
    told(FIRST_ERASED, state=Notice.State.SENDING)

    assert erase_old_messages(NOW) == "the words of 0 old messages erased"


def test_what_old_messages_said_of_others_goes_with_them():
    ruth, practice = make_person("Ruth Bell"), make_practice()
    week = TeamWeek.objects.create(practice=practice, week_begins_on=dt.date(2026, 3, 30))
    for at in (FIRST_ERASED, LAST_KEPT):
        notice = told(at, person=make_person())
        Digest.objects.create(person=notice.person, week=week, content={"overdue": ["Tom Ellis"]}, notice=notice)
        Prompt.objects.create(
            person=ruth, kind="question_left", about=notice.person.key, planned_on=at.date(), for_day=at.date(),
            title="A question", text="Tom Ellis asked", notice=notice,
        )  # fmt: skip

    erase_old_messages(NOW)

    assert list(Digest.objects.order_by("pk").values_list("content", flat=True)) == [{}, {"overdue": ["Tom Ellis"]}]
    assert list(Prompt.objects.order_by("pk").values_list("text", flat=True)) == ["", "Tom Ellis asked"]


def test_the_person_is_told_that_the_words_were_erased(client):
    tom = make_person("Tom Ellis")
    told(FIRST_ERASED, person=tom)
    erase_old_messages(NOW)
    sign_in(client, tom)

    page = client.get(reverse("desk:messages")).content.decode()

    assert "Its words were erased on 31 March 2028, because it was old. That it was sent is kept." in page


def test_one_that_waited_for_years_is_not_handed_out_without_words():
    erased = told(FIRST_ERASED, state=Notice.State.WAITING)

    erase_old_messages(NOW)

    erased.refresh_from_db()
    assert timezone.localdate(erased.erased_at) == dt.date(2028, 3, 31)
