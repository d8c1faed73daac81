"""Reminders from the plan to the message: each step once, each person once a day, everything in one message."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.compliance.actions import exempt
from trainingsite.compliance.models import OutsideTraining
from trainingsite.notices.actions import deliver_waiting, hand_over
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Absence, Duty, Membership
from trainingsite.reminders.models import Digest, MessageChoice, Reminder, TeamWeek
from trainingsite.reminders.planning import reminders_for
from trainingsite.reminders.rules import Step
from trainingsite.reminders.telling import remind, tell

pytestmark = pytest.mark.django_db
BEGUN = dt.date(2026, 3, 2)
EACH_DAY = [BEGUN + dt.timedelta(days=number) for number in range(60)]


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    """A practice that has asked for basic life support since 2 March; it is due on 30 March."""
    practice = make_practice()
    make_programme("Induction", practice)
    make_requirement(outside_training=make_outside_training(), started_on=BEGUN)
    return practice


@pytest.fixture
def tom(practice):
    return make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice)


def ask_for(title, started_on):
    return make_requirement(outside_training=make_outside_training(title), started_on=started_on)


def work_through(days, hours=(9,)):
    """The reminders and the post of these days, at these hours."""
    for day in days:
        for hour in hours:
            at = moment(day.year, day.month, day.day, hour)
            remind(at)
            deliver_waiting(at=at)


def told(person):
    """The days on which the person was told, and why."""
    steps = Reminder.objects.by(person).filter(notice__state=Notice.State.SENT).exclude(kind=Step.ALONG)
    return list(steps.order_by("for_day", "pk").values_list("for_day", "kind"))


def march(day):
    return dt.date(2026, 3, day)


def test_somebody_who_does_nothing_is_told_at_each_step_and_then_no_more(tom):
    work_through(EACH_DAY, hours=(7, 8, 13, 20))

    assert told(tom.person) == [
        (march(2), Step.START),
        (march(16), Step.FORTNIGHT_BEFORE),
        (march(27), Step.DAYS_BEFORE),
        (march(30), Step.ON_THE_DAY),
        (dt.date(2026, 4, 2), Step.DAYS_AFTER),
        (dt.date(2026, 4, 7), Step.WEEK_AFTER),  # the day itself is Easter Monday
    ]
    assert len(mail.outbox) == 6


def test_nobody_is_told_at_night_or_at_the_weekend(tom):
    for at in (moment(2026, 3, 2, 7, 59), moment(2026, 3, 2, 18), moment(2026, 3, 7, 12)):
        assert remind(at) is None

    assert not Notice.objects.exists()


def test_the_clocks_that_go_forward_move_nothing(tom):
    """On 29 March 2026 the clocks go forward: the 30th is still the day it is due, until its evening."""
    work_through([march(30)], hours=(17,))

    assert told(tom.person) == [(march(30), Step.ON_THE_DAY)]
    assert "- Basic life support: by 30 March 2026, which is today" in mail.outbox[0].body


def test_after_four_days_of_standstill_only_the_latest_step_is_told(tom):
    work_through([march(2)])
    work_through([march(31), dt.date(2026, 4, 1)])

    assert told(tom.person) == [(march(2), Step.START), (march(31), Step.ON_THE_DAY)]


def test_whoever_comes_back_from_leave_gets_one_message(tom):
    give_leave(tom, march(12), march(18))

    work_through([march(day) for day in range(2, 21)])

    assert told(tom.person) == [(march(2), Step.START), (march(19), Step.FORTNIGHT_BEFORE)]


def test_leave_that_was_entered_late_makes_no_message_wrong_that_was_sent(tom):
    """It was overdue, and told; then leave of seven weeks is entered: what is due after it is told anew."""
    work_through([march(2), march(31)])
    Absence.objects.create(
        person=tom.person, practice=tom.practice, started_on=march(9), ended_on=dt.date(2026, 4, 26),
        recorded_at=moment(2026, 4, 1),
    )  # fmt: skip

    work_through([dt.date(2026, 4, day) for day in range(1, 30)])

    assert told(tom.person)[2:] == [(dt.date(2026, 4, 27), Step.START)]
    assert "Basic life support: by" in mail.outbox[-1].body


def test_what_was_done_or_is_not_asked_is_not_told(tom, practice):
    ruth, fire_safety = make_member("Ruth Bell", practice=practice), ask_for("Fire safety", march(2))
    exempt(
        person=tom.person, practice=practice, requirement=fire_safety, reason="short_stay", approved_by=ruth.person,
        started_on=march(2), at=moment(2026, 3, 2),
    )  # fmt: skip

    planned = [reminder.title for reminder in reminders_for(practice, march(2)) if reminder.person == tom.person]

    assert planned == ["Basic life support"]


def test_what_is_done_is_told_no_more(practice, tom):
    module = make_module("Boundaries")
    make_requirement(module=module, started_on=BEGUN)
    work_through([march(2)])
    complete(tom.person, make_module_version(module), at=moment(2026, 3, 3))

    work_through([march(16)])

    assert [("Boundaries" in message.body) for message in mail.outbox] == [True, False]


def test_everything_that_waits_is_in_one_message_the_earliest_first(tom):
    ask_for("Fire safety", dt.date(2026, 2, 20))

    work_through([march(2)])

    lines = [line for line in mail.outbox[0].body.splitlines() if line.startswith("- ")]
    assert lines == ["- Fire safety: by 20 March 2026", "- Basic life support: by 30 March 2026"]
    assert Notice.objects.get().subject == "Your training: 2 things wait for you"


def test_somebody_at_two_practices_gets_one_message_a_day(tom, practice):
    other = make_practice("Orchard House")
    make_member(tom.person, practice=other)
    make_requirement(
        make_programme("Refresher", other), outside_training=make_outside_training("Fire safety"), started_on=BEGUN
    )

    work_through([march(2)])

    body = mail.outbox[0].body
    assert (len(mail.outbox), "waits for you at Millbrook Lane Surgery and Orchard House" in body) == (1, True)


def test_something_new_on_a_day_that_had_its_message_waits_for_the_next(tom):
    work_through([march(2)])
    ask_for("Fire safety", march(2))

    work_through([march(2)], hours=(15,))
    work_through([march(3)])

    assert [notice.for_day for notice in Notice.objects.order_by("pk")] == [march(2), march(3)]


def test_who_chose_wednesdays_hears_on_wednesdays(tom):
    MessageChoice.objects.create(person=tom.person, weekdays=[2])

    work_through(EACH_DAY[:30])

    days = [day for day, _ in told(tom.person)]
    assert days == [march(4), march(18)]


def test_a_message_that_could_not_go_out_on_its_day_never_goes_out_late(tom):
    """The process stopped before the post went: the next morning it is planned again, and said once."""
    remind(moment(2026, 3, 2, 17))

    deliver_waiting(at=moment(2026, 3, 2, 22))
    deliver_waiting(at=moment(2026, 3, 3, 8))
    work_through([march(3)])

    assert list(Notice.objects.order_by("pk").values_list("for_day", "state")) == [
        (march(2), "replaced"), (march(3), "sent"),
    ]  # fmt: skip
    assert told(tom.person) == [(march(3), Step.START)]


def test_somebody_without_an_address_has_one_sheet_at_a_time(practice):
    olu = make_member("Olu Ade", practice=practice).person

    work_through(EACH_DAY[:20])

    assert list(Notice.objects.by(olu).order_by("pk").values_list("for_day", "state")) == [
        (march(2), "replaced"), (march(16), "waiting"),
    ]  # fmt: skip


def test_a_sheet_that_takes_the_place_of_another_says_its_things_once(practice):
    make_member("Olu Ade", practice=practice)
    ask_for("Fire safety", march(4))

    work_through([march(day) for day in (2, 3, 4, 5, 6, 9)])

    assert list(Notice.objects.order_by("pk").values_list("for_day", "state")) == [
        (march(2), "replaced"), (march(4), "waiting"),
    ]  # fmt: skip


def test_what_another_practice_plans_later_in_the_day_waits_too(tom, practice):
    work_through([march(2)])
    Reminder.objects.create(
        person=tom.person, practice=practice, requirement_line=tom.person.key, kind=Step.START, planned_on=march(2),
        for_day=march(2), title="Fire safety",
    )  # fmt: skip

    assert (tell(tom.person.pk, moment(2026, 3, 2, 15)), Notice.objects.count()) == (0, 1)


def test_a_sheet_is_handed_over_once(practice):
    ruth = make_member("Ruth Bell", practice=practice).person
    remind(moment(2026, 3, 2))
    sheet = Notice.objects.get()

    noted = [hand_over(notice=sheet, by=ruth, at=moment(2026, 3, 2, hour)) for hour in (10, 11)]

    sheet.refresh_from_db()
    assert noted == [True, False]
    assert (sheet.state, sheet.handed_over_by, sheet.settled_at) == ("handed_over", ruth, moment(2026, 3, 2, 10))


def test_the_message_has_two_bodies_and_signs_nobody_in(tom, settings):
    settings.SITE_URL = "https://training.surgery.example"

    work_through([march(2)])

    message = mail.outbox[0]
    [(html, kind)] = [(each.content, each.mimetype) for each in message.alternatives]
    links = [word for word in message.body.split() if word.startswith("https:")]
    assert links == ["https://training.surgery.example/", "https://training.surgery.example/account/messages/"]
    assert (kind, html.count("<li>")) == ("text/html", 1)


def test_planning_takes_as_many_queries_for_thirty_people_as_for_one(practice):
    def add(people):
        for number in range(people):
            make_member(f"Person {number}", practice=practice)

    counts = []
    for more in (1, 2, 27):
        add(more)
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(reminders_for(practice, march(2))), len(queries)))

    assert [people for people, _ in counts] == [1, 3, 30]
    assert len({taken for _, taken in counts}) == 1


@pytest.fixture
def ruth(practice):
    ruth = make_member(make_person("Ruth Bell", email="ruth@surgery.example"), practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    return ruth


def lines_for(person):
    return [
        line for digest in Digest.objects.filter(person=person).order_by("pk") for line in digest.content["overdue"]
    ]


def test_on_monday_the_manager_hears_who_is_late_in_one_message(tom, ruth, practice):
    make_member("Ann Lee", practice=practice)

    work_through([dt.date(2026, 4, day) for day in (13, 14, 15, 16, 17)])

    assert (
        lines_for(ruth)
        == [
            "Ruth Bell: Basic life support, was due on 30 March 2026 (not yet told)",
            "Tom Ellis: Basic life support, was due on 30 March 2026 (not yet told)",
            "Ann Lee: Basic life support, was due on 30 March 2026 (not yet told)",
        ][1:]
    )
    assert [message.to for message in mail.outbox].count(["ruth@surgery.example"]) == 1


def test_whoever_has_left_manages_nobody_any_more(practice, ruth):
    olu = make_member("Olu Ade", practice=practice, ended_on=march(31)).person
    make_member("Tom Ellis", practice=practice, manager=olu)

    remind(moment(2026, 4, 13))

    assert (len(lines_for(ruth)), len(lines_for(olu))) == (1, 0)


def test_a_manager_who_is_there_hears_of_their_own_team_alone(practice, ruth):
    olu = make_member("Olu Ade", practice=practice).person
    make_member("Tom Ellis", practice=practice, manager=olu)

    remind(moment(2026, 4, 13))

    assert lines_for(olu) == ["Tom Ellis: Basic life support, was due on 30 March 2026 (not yet told)"]
    assert lines_for(ruth) == ["Olu Ade: Basic life support, was due on 30 March 2026 (not yet told)"]


def test_where_nobody_manages_the_practice_it_says_so_to_whoever_opens_the_desk(practice, tom):
    nell = make_member("Nell Shaw", practice=practice).person
    give_duty(nell, practice, Duty.IG_LEAD)

    outcome = remind(moment(2026, 4, 13))

    [digest] = Digest.objects.filter(person=nell)
    assert digest.content["remarks"] == [
        "Nobody holds the duty of practice manager at Millbrook Lane Surgery, so this comes to you.",
        "There is nobody else to tell how things stand with: Nell Shaw.",
    ]
    assert outcome.nobody_for == ["Nell Shaw"]


def test_where_there_is_nobody_at_all_the_run_says_so(tom):
    outcome = remind(moment(2026, 4, 13))

    assert outcome.sentence == "1 people told; nobody to tell about Tom Ellis"
    assert TeamWeek.objects.get().nobody_for == 1


def test_a_manager_on_leave_reads_the_week_when_they_are_back(practice, tom, ruth):
    give_leave(Membership.objects.get(person=ruth), dt.date(2026, 4, 13), dt.date(2026, 4, 14))

    work_through([dt.date(2026, 4, day) for day in (13, 14, 15)])

    assert Notice.objects.get(person=ruth, kind=REMINDERS).for_day == dt.date(2026, 4, 15)


def test_each_practice_more_costs_the_same_whoever_works_there(practice):
    """Everybody has been told: what is left is the looking."""
    costs = []
    for people in (0, 1, 3, 9):
        if people:
            other = make_practice(f"Practice of {people}")
            programme = make_programme(f"Induction of {people}", other)
            make_requirement(programme, outside_training=OutsideTraining.objects.get(), started_on=BEGUN)
            for number in range(people):
                make_member(f"Person {number}", practice=other)
        remind(moment(2026, 3, 2))
        with CaptureQueriesContext(connection) as queries:
            remind(moment(2026, 3, 2))
        costs.append(len(queries))

    assert [later - earlier for earlier, later in pairwise(costs)] == [costs[2] - costs[1]] * 3
