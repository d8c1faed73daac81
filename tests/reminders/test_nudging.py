"""A manager has people reminded: in the words of a reminder, once a person a day, with the sender's name."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    MONDAY,
    give_leave,
    make_job_role,
    make_member,
    make_outside_training,
    make_person,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.notices.mail_servers import mail_server
from tests.policies.asking import ask
from trainingsite.compliance.actions import exempt
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Requirement
from trainingsite.notices.actions import deliver_waiting, put
from trainingsite.notices.models import Notice
from trainingsite.people.models import Membership, Person
from trainingsite.reminders.models import MessageChoice, Nudge, Reminder
from trainingsite.reminders.nudging import nudge, nudges_of, sending_day, who_may_be_nudged
from trainingsite.reminders.rules import LeftOut
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db
BEGUN = dt.date(2026, 1, 5)
TODAY = MONDAY.date()
NEXT_DAY = moment(2026, 3, 3, 10)


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    """A practice at which basic life support has been overdue since the beginning of February."""
    practice = make_practice()
    make_programme("Induction", practice)
    make_requirement(outside_training=make_outside_training(), started_on=BEGUN)
    return practice


@pytest.fixture
def ann(practice):
    return make_member(
        make_person("Ann Lee", email="ann@surgery.example"), "Practice manager", practice=practice
    ).person


@pytest.fixture
def tom(practice):
    return make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice)


def send(people, by, at=MONDAY, practice=None, **more):
    practice = practice or by.memberships.first().practice
    return nudge(practice=practice, people=people, by=by, at=at, **more)


def why_not(practice, person, day=TODAY, by=None):
    [found] = who_may_be_nudged(practice, day, [person], by=by)
    return found.why_not


def names(candidates):
    return [each.person.name for each in candidates]


def test_a_nudge_arrives_in_the_words_of_a_reminder_with_the_name_of_who_asked(practice, ann, tom, settings):
    with mail_server() as post:
        post.take(settings)
        nudged = send([tom.person], ann)
        deliver_waiting(at=MONDAY)

    [message] = post.messages
    text = message.get_body(("plain",)).get_content()
    assert (names(nudged.sent), nudged.left_out) == (["Tom Ellis"], [])
    assert (message["To"], message["Subject"]) == ("tom@surgery.example", "Your training: 1 thing waits for you")
    assert "Ann Lee asked us to remind you. If it is done by now, there is nothing more to do." in text
    assert "- Basic life support: was due on 2 February 2026" in text


def test_who_sent_it_is_kept_and_how_far_it_came(practice, ann, tom):
    send([tom.person], ann)
    Notice.objects.update(state=Notice.State.BOUNCED)

    [kept] = nudges_of(tom.person, practice)

    assert (kept.sender, kept.for_day, kept.notice.state) == (ann, TODAY, "bounced")


def test_of_one_requirement_only_what_told_of_it_is_answered(practice, ann, tom):
    send([tom.person], ann)
    line = Reminder.objects.get(person=tom.person).requirement_line

    assert len(nudges_of(tom.person, practice, line)) == 1
    assert nudges_of(tom.person, practice, uuid.uuid4()) == []
    assert nudges_of(tom.person, make_practice("Harbour View Surgery"), line) == []


def test_who_was_reminded_by_name_counts_as_told(practice, ann, tom):
    send([tom.person], ann)
    Notice.objects.update(state=Notice.State.SENT)

    [row] = training_matrix(practice, TODAY, people=[tom.person]).rows

    assert row.cells[0].told == "yes"


def test_a_second_nudge_on_the_same_day_sends_nothing_and_says_who_was_first(practice, ann, tom):
    zoe = make_member("Zoe Park", "IG lead", practice=practice).person
    send([tom.person], ann)

    again = send([tom.person], zoe, at=moment(2026, 3, 2, 17))

    [left] = again.left_out
    assert (left.why_not, left.reason) == (
        LeftOut.HEARD, "Ann Lee had them reminded already, and one message a day is the most.",
    )  # fmt: skip
    assert Notice.objects.count() == 1


def test_a_double_click_sends_one_and_sees_what_the_first_click_did(practice, ann, tom):
    batch = uuid.uuid4()
    send([tom.person], ann, batch=batch)

    again = send([tom.person], ann, batch=batch)

    assert (names(again.sent), again.left_out, Notice.objects.count()) == (["Tom Ellis"], [], 1)


def test_on_the_next_day_they_may_be_reminded_again(practice, ann, tom):
    send([tom.person], ann)
    Notice.objects.update(state=Notice.State.SENT, settled_at=MONDAY)

    send([tom.person], ann, at=NEXT_DAY)

    assert list(Nudge.objects.order_by("for_day").values_list("for_day", flat=True)) == [TODAY, NEXT_DAY.date()]


def test_after_an_automatic_message_of_the_day_there_is_no_nudge(practice, ann, tom):
    remind(MONDAY)

    assert [each.why_not for each in send([tom.person], ann).left_out] == [LeftOut.HEARD]


def test_after_a_nudge_there_is_no_automatic_message_that_day_nor_the_same_again_on_the_next(practice, ann, tom):
    send([tom.person], ann)
    Notice.objects.update(state=Notice.State.SENT, settled_at=MONDAY)

    remind(moment(2026, 3, 2, 11))
    remind(NEXT_DAY)

    assert Notice.objects.by(tom.person).count() == 1


def test_a_nudge_takes_the_place_of_what_was_planned_for_the_day(practice, ann, tom):
    line = who_may_be_nudged(practice, TODAY, [tom.person])[0].reminders[0]
    line.save()

    send([tom.person], ann)

    [kept] = Reminder.objects.by(tom.person)
    assert (kept.notice, kept.kind) == (Nudge.objects.get().notice, line.kind)


def test_what_no_longer_went_out_yesterday_is_said_by_the_nudge(practice, ann, tom):
    send([tom.person], ann)

    send([tom.person], ann, at=NEXT_DAY)

    states = list(Notice.objects.order_by("for_day").values_list("state", flat=True))
    assert states == ["replaced", "waiting"]
    assert Reminder.objects.get().notice == Notice.objects.get(state="waiting")


def test_in_the_evening_and_at_the_weekend_it_goes_out_on_the_next_working_day(practice, ann, tom):
    friday_evening, saturday = moment(2026, 4, 2, 19), moment(2026, 4, 4, 11)  # Good Friday is the 3rd of April

    send([tom.person], ann, at=friday_evening)
    again = send([tom.person], ann, at=saturday)

    tuesday = dt.date(2026, 4, 7)  # after Easter Monday
    assert (sending_day(friday_evening), sending_day(saturday)) == (tuesday, tuesday)
    assert [each.why_not for each in again.left_out] == [LeftOut.HEARD]
    assert Notice.objects.get().for_day == tuesday


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (moment(2026, 3, 2, 6), dt.date(2026, 3, 2)),  # before work: the same day
        (moment(2026, 3, 2, 17, 59), dt.date(2026, 3, 2)),
        (moment(2026, 3, 2, 18), dt.date(2026, 3, 3)),
        (moment(2026, 3, 28, 23, 59), dt.date(2026, 3, 30)),  # the night the clocks go forward
        (moment(2026, 10, 24, 12), dt.date(2026, 10, 26)),  # and back
    ],
)
def test_the_day_on_which_a_nudge_goes_out(at, day):
    assert sending_day(at) == day


def test_nobody_is_told_at_night_what_was_asked_for_in_the_evening(practice, ann, tom, settings):
    send([tom.person], ann, at=moment(2026, 3, 2, 19))

    with mail_server() as post:
        post.take(settings)
        deliver_waiting(at=moment(2026, 3, 2, 20))
        at_night = len(post.messages)
        deliver_waiting(at=moment(2026, 3, 3, 8))

    assert (at_night, len(post.messages)) == (0, 1)


def test_who_is_on_leave_is_left_alone_however_short_it_is(practice, tom):
    give_leave(tom, TODAY, TODAY)

    assert why_not(practice, tom.person) is LeftOut.ON_LEAVE
    assert why_not(practice, tom.person, dt.date(2026, 3, 3)) is None


def test_who_can_no_longer_sign_in_is_not_reminded(practice, tom):
    Person.objects.filter(pk=tom.person.pk).update(is_active=False)

    assert why_not(practice, tom.person) is LeftOut.SIGN_IN_CLOSED


def test_open_ended_leave_and_leave_that_was_entered_late_count(practice, tom):
    give_leave(tom, dt.date(2026, 2, 27))

    assert why_not(practice, tom.person) is LeftOut.ON_LEAVE


def test_who_is_exempt_is_not_reminded(practice, ann, tom):
    exempt(
        person=tom.person, practice=practice, requirement=Requirement.objects.get(), reason="short_stay",
        approved_by=ann, started_on=TODAY, at=MONDAY,
    )  # fmt: skip

    assert why_not(practice, tom.person) is LeftOut.EXEMPT


def test_who_has_asked_a_question_is_not_reminded_of_what_they_asked_about(tom):
    version = make_policy_version(practice=make_practice("Harbour View Surgery"), at=moment(2026, 1, 5))
    make_requirement(make_programme("Policies", version.practice), policy=version.page, started_on=BEGUN)
    ruth = make_member(make_person("Ruth Bell", email="ruth@surgery.example"), practice=version.practice).person
    before = why_not(version.practice, ruth)

    ask(ruth, version, tom.person, at=moment(2026, 2, 27))

    assert (before, why_not(version.practice, ruth)) == (None, LeftOut.QUERIED)


def test_what_waits_at_another_practice_is_not_in_the_message(practice, ann, tom):
    orchard = make_practice("Orchard House")
    make_requirement(
        make_programme("At Orchard House", orchard), outside_training=make_outside_training("Fire safety"),
        started_on=BEGUN,
    )  # fmt: skip
    make_member(tom.person, practice=orchard)

    send([tom.person], ann, practice=practice)

    assert list(Reminder.objects.by(tom.person).values_list("title", flat=True)) == ["Basic life support"]
    assert "Fire safety" not in Notice.objects.get().body


def test_who_has_left_or_is_yet_to_come_is_not_here(practice, ann):
    gone = make_member("Sam Okoro", practice=practice, ended_on=dt.date(2026, 3, 2))
    on_their_last_day = why_not(practice, gone.person)

    nudged = send([gone.person], ann, at=NEXT_DAY)

    assert on_their_last_day is LeftOut.NO_ADDRESS
    assert [(each.person, each.why_not) for each in nudged.left_out] == [(gone.person, LeftOut.NOT_HERE)]


def test_who_was_refused_by_the_mail_server_is_not_written_to_at_that_address_again(practice, ann, settings):
    tom = make_member(make_person("Tom Ellis", email="nobody@surgery.example"), practice=practice).person
    with mail_server() as post:
        post.take(settings)
        send([tom], ann)
        deliver_waiting(at=MONDAY)

    refused = why_not(practice, tom, NEXT_DAY.date())
    tom.email = "tom.ellis@surgery.example"
    tom.save()

    assert (refused, why_not(practice, tom, NEXT_DAY.date())) == (LeftOut.CAME_BACK, None)


def test_colleagues_who_share_a_mailbox_get_one_each_which_says_only_that_something_waits(practice, ann, settings):
    desk = [
        make_member(make_person(name, email="desk@surgery.example"), practice=practice).person
        for name in ("Tom Ellis", "Zoe Park", "Sam Okoro")
    ]
    with mail_server() as post:
        post.take(settings)
        send(desk, ann)
        deliver_waiting(at=MONDAY)

    subjects = sorted(message["Subject"] for message in post.messages)
    assert subjects == ["A message for Sam Okoro", "A message for Tom Ellis", "A message for Zoe Park"]
    assert [text for text in map(str, post.messages) if "Basic life support" in text] == []


def test_who_chose_another_day_of_the_week_is_reached_and_it_is_said(practice, ann, tom):
    MessageChoice.objects.create(person=tom.person, weekdays=[2])

    [found] = who_may_be_nudged(practice, TODAY, [tom.person])

    assert (found.why_not, found.is_their_day) == (None, False)


def test_nudges_count_in_what_anybody_is_told_in_a_week(practice, ann, tom):
    for day in (2, 3, 4):
        send([tom.person], ann, at=moment(2026, 3, day))
        Notice.objects.update(state=Notice.State.SENT, settled_at=moment(2026, 3, day))

    left = send([tom.person], ann, at=moment(2026, 3, 5)).left_out

    assert [each.why_not for each in left] == [LeftOut.HEARD_OFTEN]


def test_nothing_is_sent_when_it_cannot_be_kept_who_asked(practice, ann, tom, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Nudge.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError):
        send([tom.person], ann)

    assert (Notice.objects.count(), Reminder.objects.count()) == (0, 0)


def test_the_database_takes_no_second_nudge_of_a_day(practice, ann, tom):
    send([tom.person], ann)
    other = put(person=tom.person, kind="other", about=tom.person.key, subject="x", body="x", at=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(
            person=tom.person, practice=practice, sender=ann, nudged_at=MONDAY, for_day=TODAY, notice=other
        )


def test_nobody_writes_another_sender_into_the_log(practice, ann, tom):
    send([tom.person], ann)

    with pytest.raises(DatabaseError), transaction.atomic():
        Nudge.objects.update(sender=tom.person)


def crowd(practice, number):
    """So many people with an address of their own, made in few steps."""
    role, hidden = make_job_role(), make_password(None)
    people = Person.objects.bulk_create(
        Person(username=f"p{n}", first_name="Pat", last_name=f"Number {n}", email=f"p{n}@x.example", password=hidden)
        for n in range(number)
    )
    joined = {"job_role": role, "practice": practice, "started_on": BEGUN, "recorded_at": moment(2026, 1, 5)}
    Membership.objects.bulk_create(Membership(person=person, **joined) for person in people)
    return people


def test_sending_to_three_hundred_takes_hardly_more_queries_than_sending_to_one(ann, practice):
    counts = []
    for number, at in ((1, MONDAY), (3, NEXT_DAY), (300, moment(2026, 3, 4))):
        Person.objects.filter(username__startswith="p").update(username=F("key"))
        people = crowd(practice, number)
        with CaptureQueriesContext(connection) as queries:
            nudged = send(people, ann, at=at)
        assert len(nudged.sent) == number
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[2] - counts[0] < 20  # many rows go in by so many at once, and not one by one
