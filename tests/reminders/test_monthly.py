"""Once a month those who may open a desk get the way to it: a link, never the data, once."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    GO_LIVE,
    give_duty,
    give_leave,
    make_member,
    make_network,
    make_outside_training,
    make_person,
    make_practice,
    make_requirement,
    moment,
)
from tests.notices.mail_servers import mail_server
from tests.policies.test_signing_at_once import at_once
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.models import MONTHLY_LINK, Notice
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Responsibility
from trainingsite.reminders.actions import choose_monthly_link
from trainingsite.reminders.models import MonthlyLink
from trainingsite.reminders.monthly import send_monthly_links

pytestmark = pytest.mark.django_db
FIRST = moment(2026, 4, 1)  # a Wednesday


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL, settings.SITE_URL = "smtp://mail.example:25", "https://training.example"


@pytest.fixture
def practice():
    practice = make_practice(ods_code="X99999")
    make_requirement(outside_training=make_outside_training(), started_on=GO_LIVE)
    make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice)
    return practice


@pytest.fixture
def ann(practice):
    return manager(practice)


def manager(practice, name="Ann Lee", *duties, **more):
    more = {"email": f"{name.split()[0].lower()}@surgery.example", **more}
    person = make_member(make_person(name, **more), "Practice manager", practice=practice).person
    give_duty(person, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    return person


def work(at):
    """One run of the job, and the post after it; answers how many messages were planned."""
    planned = send_monthly_links(at)
    deliver_waiting(at=at)
    return planned


def told():
    return [notice.person.first_name for notice in Notice.objects.filter(kind=MONTHLY_LINK).order_by("pk")]


def test_it_is_a_link_to_a_page_behind_sign_in_and_says_nothing_about_anybody(ann, client, settings):
    with mail_server() as post:
        post.take(settings)
        send_monthly_links(FIRST)
        deliver_waiting(at=FIRST)

    [message] = post.messages
    texts = [part.get_content() for part in message.iter_parts()]
    assert message["To"] == "ann@surgery.example"
    assert ["https://training.example/compliance/x99999/" in text for text in texts] == [True, True]
    said = [word for word in ("Tom", "Ellis", "Basic life support", "overdue", "%") for text in texts if word in text]
    assert said == []
    assert client.get("/compliance/x99999/").url.startswith("/account/sign-in/")


def test_it_goes_out_once_a_month_however_often_the_job_runs(ann):
    for day in range(1, 31):
        for hour in (7, 8, 12, 17, 18):
            work(moment(2026, 4, day, hour))

    assert list(Notice.objects.values_list("for_day", flat=True)) == [dt.date(2026, 4, 1)]


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (moment(2026, 3, 1, 10), 0),  # a Sunday
        (moment(2026, 3, 2, 7, 59), 0),
        (moment(2026, 3, 2, 8), 1),
        (moment(2027, 1, 1, 10), 0),  # New Year's Day, a Friday
        (moment(2027, 1, 4, 10), 1),
        (moment(2026, 4, 1, 18), 0),
    ],
)
def test_it_waits_for_the_first_working_day_in_working_hours(ann, at, number):
    assert send_monthly_links(at) == number


def test_after_four_days_of_standstill_it_still_goes_out_for_the_month_once(ann):
    for at in (moment(2026, 4, 8), moment(2026, 4, 9), moment(2026, 5, 1)):
        work(at)

    assert list(Notice.objects.order_by("pk").values_list("for_day", flat=True)) == [
        dt.date(2026, 4, 8), dt.date(2026, 5, 1),
    ]  # fmt: skip


def test_what_did_not_go_out_in_working_hours_is_sent_on_the_next_day_and_once(ann, settings):
    send_monthly_links(FIRST)
    with mail_server() as post:
        post.take(settings)
        send_monthly_links(moment(2026, 4, 2))
        deliver_waiting(at=moment(2026, 4, 2))
        send_monthly_links(moment(2026, 4, 7))
        deliver_waiting(at=moment(2026, 4, 7))

    assert [message["To"] for message in post.messages] == ["ann@surgery.example"]
    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "sent"]


@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.IG_LEAD])
def test_whoever_may_open_the_desk_gets_it(practice, duty):
    manager(practice, "Ruth Bell", duty)

    send_monthly_links(FIRST)

    assert told() == ["Ruth"]


@pytest.mark.parametrize("duty", [Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_whoever_may_not_does_not(practice, duty):
    manager(practice, "Ruth Bell", duty)

    assert send_monthly_links(FIRST) == 0


def test_a_manager_who_has_gone_or_cannot_sign_in_gets_none(practice, ann):
    shut_out = manager(practice, "Sam Okoro", is_active=False)
    held = Responsibility.objects.get(person=ann)
    correct(held, by="", at=moment(2026, 3, 30), ended_on=dt.date(2026, 3, 31))

    assert (send_monthly_links(FIRST), shut_out.is_active) == (0, False)


def test_a_duty_that_ended_while_the_site_stood_still_brings_no_link(ann):
    correct(Responsibility.objects.get(), by="", at=FIRST, ended_on=dt.date(2026, 4, 2))

    assert send_monthly_links(moment(2026, 4, 8)) == 0


def test_whoever_becomes_manager_in_the_middle_of_the_month_waits_for_the_next(practice):
    member = make_member(make_person("Ruth Bell", email="ruth@surgery.example"), practice=practice)
    give_duty(member.person, practice, Duty.PRACTICE_MANAGER, started_on=dt.date(2026, 4, 15))

    assert [send_monthly_links(moment(2026, 4, 16)), send_monthly_links(moment(2026, 5, 1))] == [0, 1]


def test_a_manager_on_leave_gets_it_when_they_are_back(practice, ann):
    give_leave(ann.memberships.get(), dt.date(2026, 3, 30), dt.date(2026, 4, 14))

    sent = [work(moment(2026, 4, day)) for day in (1, 14, 15, 16)]

    assert sent == [0, 0, 1, 0]


def test_a_manager_of_two_practices_gets_one_message_with_both(practice, ann):
    harbour = make_practice("Harbour View Surgery", ods_code="X99998")
    give_duty(ann, harbour, Duty.IG_LEAD)

    send_monthly_links(FIRST)

    text = Notice.objects.get().body
    assert [f"https://training.example/compliance/{ods}/" in text for ods in ("x99999", "x99998")] == [True, True]


def test_a_network_lead_gets_one_link_to_the_networks(practice):
    lead = make_person("Uma Shah", email="uma@network.example")
    for name in ("Millbrook PCN", "Harbour PCN"):
        network = make_network(name, practice)
        Responsibility.objects.create(
            duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=GO_LIVE, recorded_at=moment(2025, 1, 6)
        )

    send_monthly_links(FIRST)

    text = Notice.objects.get().body
    assert text.count("https://training.example/compliance/networks/") == 1
    assert "x99999" not in text


def test_who_switched_it_off_gets_none_and_one_who_switched_it_on_again_does(practice, ann):
    choose_monthly_link(person=ann, wanted=False)
    before = send_monthly_links(FIRST)

    choose_monthly_link(person=ann, wanted=True)

    assert (before, send_monthly_links(moment(2026, 4, 2))) == (0, 1)


def test_without_an_address_and_without_mail_nothing_is_planned(practice, ann, settings):
    manager(practice, "Sam Okoro", email="")
    settings.EMAIL_URL = ""
    without_mail = send_monthly_links(FIRST)

    settings.EMAIL_URL = "smtp://mail.example:25"

    assert (without_mail, send_monthly_links(FIRST), told()) == (0, 1, ["Ann"])


def test_after_a_restore_it_is_not_sent_a_second_time(ann):
    call_command("note_restored", "--sent-until", "2026-04-01 14:00")

    assert send_monthly_links(moment(2026, 4, 2)) == 0


def test_after_a_restore_to_before_the_first_hour_it_is_not_lost(ann):
    call_command("note_restored", "--sent-until", "2026-04-01 07:30")

    assert send_monthly_links(FIRST) == 1


def test_the_database_takes_no_second_link_of_a_month(ann):
    send_monthly_links(FIRST)

    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyLink.objects.create(person=ann, month_begins_on=dt.date(2026, 4, 1))


def test_finding_whom_to_send_it_takes_as_many_queries_for_many_as_for_one(practice):
    counts = []
    for number in (1, 3, 30):
        for n in range(number):
            manager(practice, f"Pat {number} {n}", email=f"p{number}-{n}@surgery.example")
        send_monthly_links(FIRST)
        with CaptureQueriesContext(connection) as queries:
            send_monthly_links(FIRST)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_four_processes_at_once_send_one(ann):
    sent = at_once(lambda _: send_monthly_links(FIRST))

    assert (sum(sent), Notice.objects.count()) == (1, 1)
