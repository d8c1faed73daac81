"""Slips that a manager asks for: what is open of somebody's goes on paper, whether or not a message about it waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk.dashboard.scenes import a_practice, address, requirement, sign_in_manager, the
from tests.factories import give_leave, make_member, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.notices.actions import put
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.models import Membership
from trainingsite.reminders.models import Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return a_practice()


@pytest.fixture
def manager(client, practice):
    return sign_in_manager(client, practice)


def shown(client, practice, **asked):
    slips = client.get(address("hand_out", practice, **asked)).context["slips"]
    return [(slip.person.name, [item.title for item in slip.items]) for slip in slips]


def give(client, practice, person, lines=None):
    lines = [requirement().line] if lines is None else lines
    return client.post(address("handed_over", practice, person.key), {"line": lines})


def cell_of(practice, person):
    today = timezone.localdate()
    [row] = [row for row in remembered_matrix(practice, today, today).rows if row.person == person]
    return row.cells[0]


def test_who_is_overdue_has_a_slip_though_no_message_waits(client, practice, manager):
    assert shown(client, practice) == []
    assert shown(client, practice, who="overdue") == [("Tom Ellis", ["Boundaries"])]
    assert shown(client, practice, person=the("Tom").key) == [("Tom Ellis", ["Boundaries"])]


def test_a_slip_says_where_to_sign_in(client, practice, manager, settings):
    settings.SITE_URL = "https://training.example.nhs.uk"

    answer = client.get(address("hand_out", practice, who="overdue"))

    assert answer.content.count(b"Sign in at <strong>https://training.example.nhs.uk</strong> as <strong>") == 1


def test_the_button_on_the_overview_leads_to_that_slip(client, practice, manager, settings):
    settings.EMAIL_URL = ""

    [overdue, *_] = client.get(address("practice", practice)).context["week"].kinds

    [slip] = client.get(overdue.items[0].action.address).context["slips"]
    assert (slip.person.name, [item.title for item in slip.items]) == ("Tom Ellis", ["Boundaries"])
    assert overdue.for_all.address == address("hand_out", practice, who="overdue")


def test_what_was_given_on_paper_counts_as_told(client, practice, manager):
    assert cell_of(practice, the("Tom")).told == "no"

    give(client, practice, the("Tom"))

    notice = Notice.objects.by(the("Tom")).get()
    assert (notice.state, notice.handed_over_by) == ("handed_over", manager)
    assert cell_of(practice, the("Tom")).told == "yes"
    assert AccessEntry.objects.get(verb="desk.handed_over").subject == str(the("Tom").key)
    assert shown(client, practice, who="overdue") == []


def test_a_second_click_notes_nothing_more(client, practice, manager):
    for _ in range(2):
        give(client, practice, the("Tom"))

    assert Notice.objects.by(the("Tom")).count() == Reminder.objects.by(the("Tom")).count() == 1


def test_what_waits_and_what_is_open_stand_on_one_slip(client, practice, manager, settings):
    settings.EMAIL_URL = ""
    put(person=the("Tom"), kind="answer", about=the("Tom").key, subject="An answer", body="", at=timezone.now())

    [slip] = client.get(address("hand_out", practice, who="overdue")).context["slips"]

    assert ([item.title for item in slip.items], slip.others) == (["Boundaries"], ["An answer"])


def test_what_a_message_that_was_given_says_is_not_noted_twice(client, practice, manager, settings):
    settings.EMAIL_URL = ""
    tom, line = the("Tom"), requirement().line
    waiting = put(person=tom, kind="reminders", about=tom.key, subject="Waits", body="", at=timezone.now())
    NoticeItem.objects.create(notice=waiting, about=line)

    client.post(address("handed_over", practice, tom.key), {"notice": waiting.pk, "line": line})

    assert [(notice.pk, notice.state) for notice in Notice.objects.by(tom)] == [(waiting.pk, "handed_over")]


def test_who_is_away_has_no_slip_and_cannot_be_noted_as_told(client, practice, manager):
    today = timezone.localdate()
    give_leave(Membership.objects.get(person=the("Tom")), today - dt.timedelta(days=2), today + dt.timedelta(days=2))

    give(client, practice, the("Tom"))

    assert shown(client, practice, person=the("Tom").key) == []
    assert not Notice.objects.by(the("Tom")).exists()


def test_nothing_is_noted_that_is_not_open(client, practice, manager):
    give(client, practice, the("Tom"), ["not-a-line", "8d2cb5a4-0000-4000-8000-000000000000"])

    assert not Notice.objects.by(the("Tom")).exists()


def test_the_page_stays_with_whom_was_asked_for(client, practice, manager):
    asked = {"who": "overdue"}
    sent = client.post(address("handed_over", practice, the("Tom").key, **asked), {"line": requirement().line})

    assert sent.url == address("hand_out", practice, **asked)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"person": "nobody"}, "Nobody you asked for works here that day. These are the people who are overdue."),
        ({"who": "everybody"}, "There is no such group of people. These are the people who are overdue."),
    ],
)
def test_what_cannot_be_asked_for_is_said(client, practice, manager, asked, sentence):
    assert client.get(address("hand_out", practice, **asked)).context["chosen"].problem == sentence


def test_nobody_of_another_practice_is_given_or_noted(client, practice, manager):
    olu = make_member("Olu Ade", practice=make_practice("Orchard House")).person

    assert shown(client, practice, person=olu.key) == [("Tom Ellis", ["Boundaries"])]
    assert give(client, practice, olu).status_code == 404


def test_a_colleague_sees_no_slips_and_notes_nothing(client, practice, manager):
    make_member("Cat Roe", practice=practice)
    client.force_login(the("Cat"))

    answers = [client.get(address("hand_out", practice, who="overdue")), give(client, practice, the("Tom"))]

    assert [answer.url.split("?")[0] for answer in answers] == ["/account/second-step/"] * 2
    assert not Notice.objects.exists()


def test_asked_for_slips_take_as_many_queries_for_thirty_as_for_one(client, practice, manager):
    client.get(address("hand_out", practice, who="overdue"))  # what the header shows is remembered
    counts = []
    for more in (0, 2, 27):
        for each in range(more):
            make_member(f"Person {more} {each}", practice=practice)
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(shown(client, practice, who="overdue")), len(queries)))

    assert [people for people, _ in counts] == [1, 3, 30]
    assert len({taken for _, taken in counts}) == 1
