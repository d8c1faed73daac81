"""The page for reminding people: who would get what before it is sent, who is left out and why, and who may send."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    GO_LIVE,
    give_duty,
    give_leave,
    make_job_role,
    make_member,
    make_network,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Membership, Person, Responsibility
from trainingsite.reminders.models import MessageChoice, Nudge
from trainingsite.reminders.rules import LeftOut

pytestmark = pytest.mark.django_db
PAGE = "/compliance/x99999/remind/"


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    """A practice that has asked for one training since it went live, and nobody has it."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    make_requirement(make_programme("Induction", practice), outside_training=make_outside_training())
    return practice


@pytest.fixture
def ann(client, practice):
    """The practice manager, signed in with a second step; she has only just begun, and nothing of hers is late."""
    person = make_member(make_known_person("Ann Lee"), practice=practice, started_on=timezone.localdate()).person
    give_duty(person, practice, Duty.PRACTICE_MANAGER)
    verified(client, person)
    return person


@pytest.fixture
def tom(practice):
    return mailed("Tom Ellis", practice)


@pytest.fixture
def zoe(practice):
    return mailed("Zoe Park", practice)


def mailed(name, practice, **more):
    return make_member(make_person(name, email=f"{name.split()[0].lower()}@surgery.example"), practice=practice, **more)


def names(candidates):
    return [each.person.name for each in candidates]


def chosen(client, **query):
    return client.get(PAGE, query).context["chosen"]


def send(client, *people, batch=None, address=PAGE):
    data = {"person": [str(person.key) for person in people], "batch": batch or uuid.uuid4()}
    return client.post(address, data, follow=True)


def test_before_anything_is_sent_the_page_shows_who_would_get_what_in_which_words(client, ann, tom, zoe):
    answer = client.get(PAGE)

    context = answer.context
    assert [(each.person.name, each.items) for each in context["chosen"].ready] == [("Tom Ellis", 1), ("Zoe Park", 1)]
    assert context["ticked"] == {str(tom.person.key), str(zoe.person.key)}
    assert context["message"].subject == "Your training: 1 thing waits for you"
    assert "Hello Tom,\n\nAnn Lee asked us to remind you." in context["message"].text
    assert (Notice.objects.count(), mail.outbox) == (0, [])


def test_what_is_shown_is_what_is_sent(client, ann, tom, zoe):
    message = client.get(PAGE, {"show": str(zoe.person.key)}).context["message"]

    send(client, zoe.person)

    notice = Notice.objects.get()
    assert (notice.person, notice.subject, notice.body) == (zoe.person, message.subject, message.text)


def test_only_who_is_ticked_is_sent_a_message(client, ann, tom, zoe):
    answer = send(client, tom.person)

    nudge = Nudge.objects.get()
    assert (nudge.person, nudge.sender, nudge.practice) == (tom.person, ann, tom.practice)
    assert [each.person for each in answer.context["chosen"].sent] == [tom.person]
    assert names(answer.context["chosen"].ready) == ["Zoe Park"]


def test_afterwards_the_page_says_how_far_each_message_has_come(client, ann, tom):
    address = send(client, tom.person).redirect_chain[-1][0]
    Notice.objects.update(state=Notice.State.BOUNCED)

    assert "came back undelivered" in client.get(address).content.decode()


def test_a_double_click_sends_one_and_shows_one(client, ann, tom):
    batch = uuid.uuid4()
    send(client, tom.person, batch=batch)

    answer = send(client, tom.person, batch=batch)

    assert (Notice.objects.count(), len(answer.context["chosen"].sent)) == (1, 1)


def test_a_page_that_was_left_open_sends_nothing_twice_and_says_why(client, ann, tom, zoe):
    send(client, tom.person)

    answer = send(client, tom.person)

    [left] = answer.context["chosen"].left_out
    assert (Notice.objects.count(), left.why_not, answer.context["chosen"].sent) == (1, LeftOut.HEARD, ())
    assert left.reason.startswith("Ann Lee had them reminded already")


def test_nobody_ticked_is_said_and_sends_nothing(client, ann, tom):
    answer = client.post(PAGE, {"batch": uuid.uuid4()})

    assert (answer.status_code, answer.context["form"].errors["person"]) == (400, ["Tick at least one person"])
    assert (Notice.objects.count(), answer.context["ticked"]) == (0, set())


@pytest.mark.parametrize("said", ["not a key", "00000000-0000-0000-0000-000000000000"])
def test_a_tick_that_is_nobody_of_the_practice_sends_nothing(client, ann, tom, said):
    answer = client.post(PAGE, {"person": [said, str(tom.person.key)], "batch": uuid.uuid4()})

    assert (answer.status_code, Notice.objects.count()) == (400, 0)


def test_who_is_ticked_at_another_practice_is_not_reminded(client, ann, tom):
    stranger = mailed("Sam Okoro", make_practice("Orchard House"))

    answer = client.post(PAGE, {"person": [str(stranger.person.key)], "batch": uuid.uuid4()})

    assert (answer.status_code, Notice.objects.count(), b"Okoro" in answer.content) == (400, 0, False)


def test_people_are_named_in_the_address(client, ann, tom, zoe):
    page = chosen(client, person=[str(zoe.person.key)])

    assert (names(page.ready), page.problem) == (["Zoe Park"], "")


def test_who_is_named_and_does_not_work_here_is_not_shown_and_it_is_said(client, ann, tom):
    stranger = mailed("Sam Okoro", make_practice("Orchard House"))

    answer = client.get(PAGE, {"person": [str(stranger.person.key), "nonsense"]})

    page = answer.context["chosen"]
    assert (names(page.ready), b"Okoro" in answer.content) == (["Tom Ellis"], False)
    assert page.problem == "Nobody you asked for works here that day. These are the people who are overdue."


def test_a_group_there_is_not_is_said_and_the_overdue_are_shown(client, ann, tom):
    page = chosen(client, who="everybody")

    assert (names(page.ready), page.problem) == (
        ["Tom Ellis"], "There is no such group of people. These are the people who are overdue.",
    )  # fmt: skip


def test_overdue_not_yet_told_and_open_are_three_groups(client, ann, tom, zoe):
    """Tom was told, Zoe was not; of Uma, who has only just begun, nothing is overdue."""
    mailed("Uma Shah", ann.memberships.get().practice, started_on=timezone.localdate() - dt.timedelta(days=3))
    told = Notice.objects.create(
        person=tom.person, kind="reminders", about=tom.person.key, for_day=dt.date(2025, 3, 3), subject="x", body="x",
        state=Notice.State.SENT, queued_at=moment(2025, 3, 3), settled_at=moment(2025, 3, 3),
    )  # fmt: skip
    line = chosen(client).everybody[-1].reminders[0].requirement_line
    NoticeItem.objects.create(notice=told, about=line)

    shown = {who: names(chosen(client, who=who).ready) for who in ("overdue", "untold", "open")}

    assert shown == {
        "overdue": ["Tom Ellis", "Zoe Park"],
        "untold": ["Zoe Park", "Uma Shah"],
        "open": ["Tom Ellis", "Zoe Park", "Uma Shah"],
    }


def test_who_cannot_be_mailed_is_sent_to_the_list_to_hand_out(client, ann, practice):
    make_member("Ada Cole", "Cleaner", practice=practice)

    answer = client.get(PAGE)

    page = answer.context["chosen"]
    assert (names(page.ready), [(one.person.name, one.why_not) for one in page.on_paper]) == (
        [], [("Ada Cole", LeftOut.NO_ADDRESS)],
    )  # fmt: skip
    assert "/compliance/x99999/hand-out/" in answer.content.decode()


def test_a_site_without_mail_says_so_for_everybody(client, ann, tom, settings):
    settings.EMAIL_URL = ""

    assert [one.why_not for one in chosen(client).on_paper] == [LeftOut.NO_MAIL]


def test_who_is_on_leave_is_named_with_the_reason_and_cannot_be_ticked_through(client, ann, tom, zoe):
    today = timezone.localdate()
    give_leave(tom, today - dt.timedelta(days=40), today + dt.timedelta(days=40))

    send(client, tom.person, zoe.person)

    page = chosen(client)
    assert [(one.person.name, one.why_not) for one in page.left_out] == [
        ("Zoe Park", LeftOut.HEARD), ("Tom Ellis", LeftOut.ON_LEAVE),
    ]  # fmt: skip
    assert [notice.person for notice in Notice.objects.all()] == [zoe.person]


def test_a_manager_does_not_remind_themselves(client, ann, practice):
    correct(ann.memberships.get(), by="", at=moment(2025, 1, 6), started_on=GO_LIVE)

    assert [(one.person, one.why_not) for one in chosen(client).left_out] == [(ann, LeftOut.ONESELF)]


def test_nothing_to_do_is_said_calmly(client, ann):
    assert "There is nobody to remind. All is well." in client.get(PAGE).content.decode()


def test_the_sender_is_named_on_both_peoples_pages(client, ann, tom):
    send(client, tom.person)

    record = client.get(f"/compliance/x99999/people/{tom.person.key}/").content.decode()
    client.force_login(tom.person)
    own = client.get("/account/messages/").content.decode()

    said = "1 thing waits for you (asked for by Ann Lee, waiting to be sent)"
    assert [said in page for page in (record, own)] == [True, True]


def test_another_practice_is_not_told_who_was_reminded_here(client, ann, tom):
    orchard = make_practice("Orchard House", ods_code="X99998")
    make_member(tom.person, practice=orchard)
    send(client, tom.person)
    sam = make_member(make_known_person("Sam Okoro"), practice=orchard).person
    give_duty(sam, orchard, Duty.PRACTICE_MANAGER)
    verified(client, sam)

    record = client.get(f"/compliance/x99998/people/{tom.person.key}/").content.decode()
    page = client.get("/compliance/x99998/remind/", {"person": [str(tom.person.key)]}).content.decode()

    assert ["Ann Lee" in html for html in (record, page)] == [False, False]


@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_staff_and_team_leaders_do_not_send(client, practice, tom, duty):
    leader = make_member(make_known_person("Ruth Bell"), practice=practice).person
    correct(tom, by="", at=moment(2025, 2, 1), manager_id=leader.pk)
    if duty:
        give_duty(leader, practice, duty)
    verified(client, leader)

    refused(client, tom)


def test_the_manager_of_another_practice_and_a_network_lead_do_not_send(client, practice, tom):
    orchard = make_practice("Orchard House")
    sam, uma = make_known_person("Sam Okoro"), make_known_person("Uma Shah")
    give_duty(sam, orchard, Duty.PRACTICE_MANAGER)
    network = make_network("Millbrook PCN", practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=uma, network=network, started_on=GO_LIVE)

    for person in (sam, uma):
        verified(client, person)
        refused(client, tom)


def refused(client, tom):
    """Neither the page nor a message, for somebody of whom there would be one."""
    answers = [client.get(PAGE), client.post(PAGE, {"person": [str(tom.person.key)]})]
    assert [(answer.status_code, b"Tom Ellis" in answer.content) for answer in answers] == [(404, False)] * 2
    assert not Notice.objects.exists()


def test_without_a_second_step_and_without_signing_in_it_stays_shut(client, ann, tom):
    client.logout()
    client.force_login(ann)
    one_step = [client.get(PAGE), client.post(PAGE, {"person": [str(tom.person.key)]})]
    client.logout()
    visitor = [client.get(PAGE), client.post(PAGE, {"person": [str(tom.person.key)]})]

    assert [answer.url.split("?")[0] for answer in one_step] == ["/account/sign-in/code/"] * 2
    assert [answer.url.split("?")[0] for answer in visitor] == ["/account/sign-in/"] * 2
    assert not Notice.objects.exists()


def test_opening_the_page_is_noted_once_a_day(client, ann, tom):
    client.get(PAGE)
    client.get(PAGE)

    assert AccessEntry.objects.filter(verb="desk.remind_opened", actor=str(ann.key)).count() == 1


def test_the_page_takes_as_many_queries_for_three_hundred_as_for_one(client, practice, ann):
    counts, role, hidden = [], make_job_role(), make_password(None)
    client.get(PAGE)
    for more in (1, 2, 297):
        people = Person.objects.bulk_create(
            Person(username=f"p{more}-{n}", first_name="Pat", last_name=f"{more} {n}", email=f"p{more}-{n}@x.example",
                   password=hidden)
            for n in range(more)
        )  # fmt: skip
        joined = {"practice": practice, "job_role": role, "started_on": GO_LIVE, "recorded_at": moment(2025, 1, 6)}
        Membership.objects.bulk_create(Membership(person=person, **joined) for person in people)
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(chosen(client).ready), len(queries)))

    assert [people for people, _ in counts] == [1, 3, 300]
    assert len({taken for _, taken in counts}) == 1


def test_a_manager_chooses_whether_the_link_of_the_month_comes(client, ann):
    client.post("/account/messages/", {"days": "2"})
    without = MessageChoice.objects.get(person=ann)
    client.post("/account/messages/", {"days": "every", "monthly_link": "on"})

    assert (without.weekdays, without.monthly_link) == ([2], False)
    assert MessageChoice.objects.get(person=ann).monthly_link is True


def test_whoever_opens_no_desk_is_not_asked_about_the_link_and_loses_nothing(client, practice, tom):
    client.force_login(tom.person)

    fields = list(client.get("/account/messages/").context["form"].fields)
    client.post("/account/messages/", {"days": "2"})

    assert (fields, MessageChoice.objects.get(person=tom.person).monthly_link) == (["days"], True)


def test_ten_thousand_names_in_the_address_do_not_make_the_page_longer(client, ann, tom, zoe):
    named = [*(str(uuid.uuid4()) for _ in range(10_000)), str(tom.person.key)]

    answer = client.get(PAGE, {"person": named, "who": "x" * 9_000})

    assert (answer.status_code, answer.context["query"]) == (200, f"person={tom.person.key}")
    assert (
        answer.context["chosen"].problem == "Somebody you asked for does not work here that day. These are the others."
    )


def test_what_another_manager_sent_is_not_shown_as_ones_own(client, ann, practice, tom):
    batch = uuid.uuid4()
    send(client, tom.person, batch=batch)
    ruth = make_member(make_known_person("Ruth Bell"), practice=practice, started_on=timezone.localdate()).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    verified(client, ruth)

    assert chosen(client, sent=batch).sent == ()
