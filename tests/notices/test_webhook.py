"""Where a mail provider reports what came back: who may, what is noted, and that it learns nothing."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import make_person
from trainingsite.notices.actions import deliver_waiting, hand_over, put
from trainingsite.notices.delivery import message_id
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db
SECRET = "a long text that nobody guesses"
FULL = "552 The mailbox is full"


@pytest.fixture(autouse=True)
def reporting(settings):
    settings.EMAIL_URL, settings.BOUNCE_SECRET = "smtp://mail.example:25", SECRET
    cache.clear()


@pytest.fixture
def tom():
    return make_person("Tom Ellis", email="Tom@Surgery.example")


def sent_to(person, hours_ago=1, subject="You signed"):
    """A message that went out so many hours ago."""
    at = timezone.now() - dt.timedelta(hours=hours_ago)
    notice = put(person=person, kind=subject, about=person.key, subject=subject, body="Thanks.", at=at)
    deliver_waiting(at=at)
    return notice


def report(client, *bounces, secret=SECRET, body=None):
    sent = json.dumps({"bounces": bounces}) if body is None else body
    return client.post(
        "/bounces/", sent, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )


def at_address(address="tom@surgery.example", hours_ago=0, **more):
    at = timezone.now() - dt.timedelta(hours=hours_ago)
    return {"address": address, "at": at.isoformat(), "reason": FULL, **more}


def states():
    return list(Notice.objects.order_by("queued_at", "pk").values_list("state", flat=True))


def test_a_message_that_is_named_is_noted_with_the_reason(client, tom):
    notice = sent_to(tom)

    response = report(client, {"message_id": message_id(notice), "reason": FULL})

    notice.refresh_from_db()
    assert (response.status_code, response.json()) == (202, {"received": 1})
    assert (notice.state, notice.problem) == ("bounced", FULL)


def test_by_its_address_the_last_message_sent_there_by_then_is_meant(client, tom):
    for hours_ago in (5, 3, 1):
        sent_to(tom, hours_ago, subject=f"Message {hours_ago}")

    report(client, at_address(hours_ago=2))

    assert states() == ["sent", "bounced", "sent"]


def test_the_same_report_sent_again_changes_nothing_more(client, tom):
    for hours_ago in (5, 3):
        sent_to(tom, hours_ago, subject=f"Message {hours_ago}")
    bounce = at_address()
    report(client, bounce)
    settled = Notice.objects.get(state="bounced").settled_at

    report(client, bounce, bounce)

    assert states() == ["sent", "bounced"]
    assert Notice.objects.get(state="bounced").settled_at == settled


def test_of_a_shared_mailbox_each_person_is_known_not_to_have_been_reached(client, tom):
    ann = make_person("Ann Lee", email="tom@surgery.example")
    for person in (tom, ann):
        sent_to(person)

    report(client, at_address())

    assert states() == ["bounced", "bounced"]


def test_a_message_that_was_handed_over_on_paper_since_stays_so(client, tom):
    notice = sent_to(tom)
    Notice.objects.update(state=Notice.State.FAILED)
    hand_over(notice=notice, by=tom, at=timezone.now())

    report(client, {"message_id": message_id(notice)})

    assert states() == ["handed_over"]


def test_the_answer_does_not_say_whether_a_message_or_an_address_is_known(client, tom):
    known = message_id(sent_to(tom))

    answers = [
        report(client, bounce)
        for bounce in (
            {"message_id": known},
            {"message_id": "<somebody@else.example>"},
            at_address(),
            at_address("nobody@surgery.example"),
        )
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b'{"received": 1}')}


def test_what_is_older_than_a_month_is_left_alone(client, tom):
    notice = sent_to(tom)
    Notice.objects.update(queued_at=timezone.now() - dt.timedelta(days=31))

    report(client, {"message_id": message_id(notice)})

    assert states() == ["sent"]


def test_without_a_secret_of_ours_there_is_no_such_address(client, tom, settings):
    settings.BOUNCE_SECRET = ""
    named = {"message_id": message_id(sent_to(tom))}

    assert (report(client, named, secret="").status_code, states()) == (404, ["sent"])


@pytest.mark.parametrize("secret", ["", "another", SECRET[:-1], f"{SECRET} ", "ä"])
def test_with_a_wrong_secret_nothing_is_noted(client, tom, secret):
    named = {"message_id": message_id(sent_to(tom))}

    assert (report(client, named, secret=secret).status_code, states()) == (401, ["sent"])


def test_who_tries_many_secrets_is_told_to_wait_and_the_provider_is_let_in_all_the_same(client, tom):
    named = {"message_id": message_id(sent_to(tom))}

    answers = [report(client, named, secret=f"guess {number}").status_code for number in range(11)]

    assert answers == [401] * 10 + [429]
    assert report(client, named).status_code == 202


def test_more_than_two_reports_a_second_are_put_off(client):
    answers = [report(client).status_code for _ in range(121)]

    assert answers == [202] * 120 + [429]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "This is not JSON."),
        ("[" * 100_000, "This is not JSON."),
        ("[]", "There is no list of bounces in this."),
        ('{"bounces": "all"}', "There is no list of bounces in this."),
        ('{"bounces": ["all"]}', "Bounce 1 is not an object of texts."),
        ('{"bounces": [{"message_id": 7}]}', "Bounce 1 is not an object of texts."),
        ('{"bounces": [{"reason": "gone"}]}', "Bounce 1 names no message."),
        ('{"bounces": [{"address": "tom@surgery.example"}]}', "Bounce 1 names no message."),
        ('{"bounces": [{"address": "a@b.example", "at": "yesterday"}]}', "The time of bounce 1 is none:"),
        ('{"bounces": [{"address": "a@b.example", "at": "2026-03-31T14:00"}]}', "The time of bounce 1 is none:"),
        (json.dumps({"bounces": [{"message_id": "x"}] * 501}), "At most 500 bounces are read at once."),
        (json.dumps({"bounces": [{"message_id": "x" * 300_000}]}), "This is too long."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client, body, problem):
    answer = report(client, body=body)

    assert (answer.status_code, answer.json()["problem"].startswith(problem)) == (400, True)


def test_of_a_report_with_a_mistake_nothing_is_noted(client, tom):
    named = {"message_id": message_id(sent_to(tom))}

    assert (report(client, named, {"reason": "gone"}).status_code, states()) == (400, ["sent"])


def test_what_no_database_keeps_is_left_out_of_the_reason(client, tom):
    notice = sent_to(tom)

    report(client, {"message_id": message_id(notice), "reason": "gone\x00 \ud800away" + "!" * 300})

    notice.refresh_from_db()
    assert notice.problem == "gone away" + "!" * 191


def test_nobody_reads_there(client):
    assert client.get("/bounces/").status_code == 405
