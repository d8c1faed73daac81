"""What is handed out on paper, one's own messages, and the page of scheduled work: who may open them, what they say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    give_duty,
    give_leave,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.models import AccessEntry
from trainingsite.formats.dates import long_date
from trainingsite.notices.actions import put
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.notices.rules import week_of
from trainingsite.people.models import Duty
from trainingsite.reminders import jobs
from trainingsite.reminders.models import Digest, MessageChoice, Reminder, TeamWeek
from trainingsite.reminders.telling import tell

pytestmark = pytest.mark.django_db
TITLE, PRIVATE = "Basic life support", "The words of a colleague who would like help"


@pytest.fixture
def practice():
    """A practice that asks for basic life support, with a manager."""
    practice = make_practice("Millbrook Lane Surgery")
    make_programme("Induction", practice)
    make_requirement(outside_training=make_outside_training(TITLE), started_on=timezone.localdate())
    return practice


@pytest.fixture
def ruth(practice):
    ruth = make_person("Ruth Bell")
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    return ruth


@pytest.fixture
def tom(practice):
    """Somebody without an address, for whom a reminder waits, and a message that is private."""
    tom = make_member("Tom Ellis", practice=practice).person
    remind_at(practice)
    put(person=tom, kind="help_wanted", about=tom.key, subject="A colleague asks", body=PRIVATE, at=timezone.now())
    return tom


def remind_at(practice):
    """What is told on a working day, on whatever day the test is run."""
    now = timezone.now()
    for reminder in Reminder.objects.bulk_create(
        a_start(practice, member.person) for member in practice.memberships.all()
    ):
        tell(reminder.person_id, now)


def a_start(practice, person):
    today, requirement = timezone.localdate(), practice.adoptions.get().programme.requirements.get()
    return Reminder(
        person=person, practice=practice, requirement_line=requirement.line, kind="start", planned_on=today,
        for_day=today, title=requirement.title, due_on=today + dt.timedelta(days=28),
    )  # fmt: skip


def address(practice, *person, name="hand_out"):
    return reverse(f"desk:{name}", args=[practice.ods_code.lower(), *[each.key for each in person]])


def shown(response):
    return [(slip.person.name, [item.title for item in slip.items], slip.others) for slip in response.context["slips"]]


def give(client, practice, person, notices=None):
    found = Notice.objects.by(person) if notices is None else notices
    return client.post(address(practice, person, name="handed_over"), {"notice": [notice.pk for notice in found]})


def test_each_person_has_one_slip_and_the_words_of_private_messages_are_not_on_it(client, practice, ruth, tom):
    sign_in(client, ruth, verified=True)

    response = client.get(address(practice))

    assert shown(response) == [("Tom Ellis", [TITLE], ["A colleague asks"])]
    assert PRIVATE not in response.content.decode()
    assert AccessEntry.objects.get().verb == "desk.hand_out_opened"


def test_who_handed_it_over_and_when_is_kept(client, practice, ruth, tom):
    sign_in(client, ruth, verified=True)

    give(client, practice, tom)

    assert set(Notice.objects.by(tom).values_list("state", "handed_over_by")) == {("handed_over", ruth.pk)}
    assert AccessEntry.objects.get(verb="desk.handed_over").subject == str(tom.key)
    page = client.get(address(practice))
    assert shown(page) == []
    assert [(each.person, each.by, each.on) for each in page.context["given"]] == [(tom, ruth, timezone.localdate())]


def test_what_came_after_the_page_was_printed_stays_on_the_list(client, practice, ruth, tom):
    sign_in(client, ruth, verified=True)
    printed = list(Notice.objects.by(tom))
    put(person=tom, kind="answer", about=tom.key, subject="You have an answer", body="", at=timezone.now())

    give(client, practice, tom, printed)

    assert shown(client.get(address(practice))) == [("Tom Ellis", [], ["You have an answer"])]


def test_a_second_click_changes_nothing(client, practice, ruth, tom):
    sign_in(client, ruth, verified=True)
    give(client, practice, tom)
    settled = Notice.objects.by(tom).first().settled_at

    give(client, practice, tom)

    assert Notice.objects.by(tom).first().settled_at == settled


def test_the_person_and_their_manager_see_by_whom_it_was_handed_over_and_when(client, practice, ruth, tom):
    sign_in(client, ruth, verified=True)
    give(client, practice, tom)
    record = client.get(reverse("desk:person", args=[practice.ods_code.lower(), tom.key])).context["record"]
    sign_in(client, tom)

    own = client.get(reverse("desk:messages")).context["notices"]

    said = f"handed over on paper by Ruth Bell on {long_date(timezone.localdate())}"
    assert {notice.how_far for notice in [*own, *record.notices]} == {said}
    assert (len(own), len(record.notices)) == (2, 2)


def test_a_manager_without_an_address_is_told_on_paper_where_to_look(client, practice, ruth, tom):
    week = TeamWeek.objects.create(practice=practice, week_begins_on=week_of(timezone.localdate()))
    make_member(ruth, practice=practice)
    content = {"overdue": ["Tom Ellis: late"], "failed": [], "remarks": []}
    Digest.objects.create(person=ruth, week=week, content=content, as_at=timezone.localdate())
    tell(ruth.pk, timezone.now())
    sign_in(client, ruth, verified=True)

    others = {name: others for name, _, others in shown(client.get(address(practice)))}

    assert others["Ruth Bell"] == ["Your team’s training this week, on the manager’s desk"]


def test_nobody_on_leave_is_on_the_list_until_they_are_back(client, practice, ruth, tom):
    give_leave(tom.memberships.get(), timezone.localdate())
    sign_in(client, ruth, verified=True)

    assert shown(client.get(address(practice))) == []


def test_with_mail_only_those_are_listed_whom_it_does_not_reach(client, practice, ruth, tom, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    ann = make_member(make_person("Ann Lee", email="ann@surgery.example"), practice=practice).person
    olu = make_member(make_person("Olu Ade", email="olu@surgery.example"), practice=practice).person
    for person in (ann, olu):
        put(person=person, kind="receipt", about=person.key, subject="You signed", body="", at=timezone.now())
    Notice.objects.by(olu).update(state=Notice.State.FAILED, problem="550 No such mailbox")
    sign_in(client, ruth, verified=True)

    names = [name for name, _, _ in shown(client.get(address(practice)))]

    assert names == ["Olu Ade", "Tom Ellis"]


def test_of_somebody_who_is_shared_only_this_practices_matters_are_shown(client, practice, ruth, tom):
    other = make_practice("Orchard House")
    make_member(tom, practice=other)
    fire_safety = make_outside_training("Fire safety")
    make_requirement(make_programme("Refresher", other), outside_training=fire_safety, started_on=timezone.localdate())
    theirs = a_start(other, tom)
    theirs.notice = Notice.objects.get(kind="reminders")
    theirs.save()
    sign_in(client, ruth, verified=True)

    assert shown(client.get(address(practice))) == [("Tom Ellis", [TITLE], ["A message waits for you on this site"])]


def test_the_list_takes_as_many_queries_for_thirty_people_as_for_one(client, practice, ruth):
    sign_in(client, ruth, verified=True)
    client.get(address(practice))  # what the header shows is remembered
    counts = []
    for people in (1, 2, 27):
        for number in range(people):
            make_member(f"Person {number}", practice=practice)
        Reminder.objects.all().delete()
        NoticeItem.objects.all().delete()
        Notice.objects.all().delete()
        remind_at(practice)
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(client.get(address(practice)).context["slips"]), len(queries)))

    assert [people for people, _ in counts] == [1, 3, 30]
    assert len({taken for _, taken in counts}) == 1


def outsiders(practice):
    """Whoever may not see the list: a colleague, the manager of another practice, a manager of this one last year."""
    elsewhere = make_practice("Orchard House")
    colleague, neighbour, former = make_person("Ann Lee"), make_person("Nell Shaw"), make_person("Olu Ade")
    make_member(colleague, practice=practice)
    give_duty(neighbour, elsewhere, Duty.PRACTICE_MANAGER)
    return [colleague, neighbour, former]


def test_nobody_else_sees_the_list_or_says_that_something_was_handed_over(client, practice, ruth, tom):
    answers = []
    for person in outsiders(practice):
        sign_in(client, person, verified=True)
        answers += [client.get(address(practice)).status_code, give(client, practice, tom).status_code]

    assert answers == [404] * 6
    assert set(Notice.objects.by(tom).values_list("state", flat=True)) == {"waiting"}


def test_a_manager_says_nothing_about_people_of_another_practice(client, practice, ruth, tom):
    olu = make_member("Olu Ade", practice=make_practice("Orchard House")).person
    put(person=olu, kind="receipt", about=olu.key, subject="You signed", body="", at=timezone.now())
    sign_in(client, ruth, verified=True)

    assert give(client, practice, olu).status_code == 404
    assert Notice.objects.by(olu).get().state == "waiting"


def test_the_list_asks_for_the_second_step_and_sends_visitors_to_the_door(client, practice, ruth, tom):
    as_visitor = client.get(address(practice)).url
    sign_in(client, ruth)

    assert as_visitor.startswith("/account/sign-in/")
    assert client.get(address(practice)).url.startswith("/account/second-step/")


def test_people_read_their_own_messages_and_choose_a_day(client, practice, tom):
    olu = make_member("Olu Ade", practice=practice).person
    put(person=olu, kind="answer", about=olu.key, subject="For Olu alone", body="", at=timezone.now())
    sign_in(client, tom)

    page = client.get(reverse("desk:messages"))
    client.post(reverse("desk:messages"), {"days": "2"})

    assert [notice.subject for notice in page.context["notices"]] == [
        "A colleague asks",
        "Your training: 1 thing waits for you",
    ]
    assert MessageChoice.objects.get().weekdays == [2]
    assert client.get(reverse("desk:messages")).context["form"]["days"].value() == "2"


@pytest.mark.parametrize("sent", [{}, {"days": "6"}, {"days": "today"}])
def test_a_day_that_is_none_is_refused_in_words(client, tom, sent):
    sign_in(client, tom)

    response = client.post(reverse("desk:messages"), sent)

    assert (response.status_code, MessageChoice.objects.exists()) == (400, False)


def test_visitors_have_no_messages(client):
    assert client.get(reverse("desk:messages")).url == "/account/sign-in/?next=/account/messages/"


def test_the_administrator_sees_what_each_job_did_and_which_is_silent(client, practice, ruth):
    now = timezone.now()
    for name, ago in (("messages", dt.timedelta(minutes=4)), ("certificates", dt.timedelta(minutes=4))):
        run = jobs.claim(name, None, now - ago)
        jobs.finish(run, did=f"{name} done", at=now - ago)
    TeamWeek.objects.create(practice=practice, week_begins_on=now.date() - dt.timedelta(now.weekday()), nobody_for=1)
    admin = make_person("Site Admin", is_superuser=True)
    sign_in(client, admin, verified=True)

    page = client.get(reverse("desk:jobs"))

    words = {job.name: job.word for job in page.context["jobs"]}
    assert (words["messages"], words["certificates"], words["seal"]) == ("Silent", "Well", "Not yet run")
    assert [week.practice for week in page.context["unaddressed"]] == [practice]


def test_managers_and_visitors_do_not_see_the_jobs(client, ruth):
    as_visitor = client.get(reverse("desk:jobs")).url
    sign_in(client, ruth, verified=True)

    assert as_visitor.startswith("/account/sign-in/")
    assert client.get(reverse("desk:jobs")).status_code == 404
