"""Who has not signed in yet: the list, sending invitations, printing codes, and who is let in."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories import give_duty, make_member, make_person, make_practice
from tests.people.pages import heading_of
from tests.people.phones import confirmed, make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.desk.timetable import send_messages
from trainingsite.notices.models import Notice
from trainingsite.people.invitations import invite, new_link
from trainingsite.people.models import Duty, Invitation, Person, SignInCode
from trainingsite.people.sign_in_codes import waiting_code

pytestmark = pytest.mark.django_db
PAGE = "/compliance/y11111/people/invitations/"
SEND, CODES = f"{PAGE}send/", f"{PAGE}codes/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    return make_practice(ods_code="Y11111")


@pytest.fixture
def ruth(client, practice):
    """The practice's manager, who has just shown who she is."""
    return manager_in(client, practice)


@pytest.fixture
def tom(practice):
    return make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice).person


@pytest.fixture
def ada(practice):
    """A cleaner without an e-mail address."""
    return make_member(make_person("Ada Cole"), "Cleaner", practice=practice).person


def manager_in(client, practice, *duties, name="Ruth Adeyemi"):
    person = make_member(make_known_person(name), "Practice manager", practice=practice).person
    give_duty(person, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    verified(client, person)
    confirmed(client, person)
    return person


def names(lines):
    return [line.person.name for line in lines]


def tick(kind, *people):
    return {f"{kind}-person": [str(person.key) for person in people]}


def said(response):
    return [str(message) for message in response.context["messages"]]


def state_on(client):
    [line] = client.get(PAGE).context["waiting"].lines
    return line.state.words


def test_everybody_who_has_not_signed_in_yet_is_listed_by_the_way_they_can_be_reached(client, ruth, practice, tom, ada):
    kim = make_member(make_person("Kim Ward", email="desk@x.example"), practice=practice).person
    make_member(make_person("Lee Ward", email="Desk@x.example"), practice=practice)
    Person.objects.filter(pk=kim.pk).update(is_staff=True)
    make_member(make_person("Ola In", last_login=timezone.now()), practice=practice)

    waiting = client.get(PAGE).context["waiting"]

    assert [names(waiting.by_mail), names(waiting.on_paper), names(waiting.others)] == [
        ["Tom Ellis"],
        ["Ada Cole", "Lee Ward"],
        ["Kim Ward"],
    ]


def test_that_somebody_looked_is_noted(client, ruth, practice, tom):
    client.get(PAGE)

    entry = AccessEntry.objects.get(verb="desk.invitations_opened")
    assert (entry.actor, entry.subject) == (str(ruth.key), str(practice.key))


def test_one_button_invites_everybody_ticked(client, ruth, practice, tom):
    kim = make_member(make_person("Kim Ward", email="kim@x.example"), practice=practice).person
    make_member(make_person("Lee Ward", email="lee@x.example"), practice=practice)

    page = client.post(SEND, tick("mail", tom, kim), follow=True)

    assert {each.person for each in Invitation.objects.all()} == {tom, kim}
    assert said(page) == ["2 invitations are on their way."]


def test_nothing_is_mailed_while_the_manager_waits(client, ruth, tom):
    client.post(SEND, tick("mail", tom))
    assert mail.outbox == []

    send_messages(timezone.now())
    assert [message.to for message in mail.outbox] == [["tom@surgery.example"]]


def test_a_double_click_invites_once(client, ruth, tom):
    pages = [client.post(SEND, tick("mail", tom), follow=True) for _ in range(2)]

    assert Invitation.objects.count() == 1
    assert said(pages[1]) == ["1 person had been invited a few minutes ago, so nothing was sent again."]


def test_everybody_in_the_list_at_once(client, ruth, practice, tom):
    make_member(make_person("Kim Ward", email="kim@x.example"), practice=practice)

    client.post(SEND, {"mail-everybody": "on"})

    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tick at least one person"),
        ({"mail-person": ["nonsense"]}, "Somebody you ticked is no longer in this list"),
    ],
)
def test_a_list_that_is_not_in_order_changes_nothing(client, ruth, tom, sent, sentence):
    page = client.post(SEND, sent)

    assert page.status_code == 400
    assert page.context["wrong"].errors["person"][0].startswith(sentence)
    assert not Invitation.objects.exists()


def test_somebody_of_another_practice_cannot_be_ticked(client, ruth, tom):
    other = make_practice("Hill Top")
    stranger = make_member(make_person("Una Lake", email="una@hill.example"), practice=other).person

    assert client.post(SEND, tick("mail", stranger)).status_code == 400
    assert client.post(CODES, tick("paper", stranger)).status_code == 400
    assert not Invitation.objects.exists()
    assert not SignInCode.objects.exists()


def test_each_state_is_said_in_words(client, ruth, practice, tom):
    now = timezone.now()
    assert state_on(client) == "Not invited yet"

    sent = invite(person=tom, practice=practice, by=ruth, at=now - 15 * DAY)
    assert state_on(client).startswith("Invited on ")

    Invitation.objects.update(invited_at=now, ends_at=now + 14 * DAY)
    assert state_on(client) == "The invitation is on its way"

    send_messages(now)
    assert state_on(client).split(", ")[1].startswith("good until ")

    Notice.objects.filter(about=sent.key).update(state="bounced", problem="Mailbox full")
    assert state_on(client).endswith(" did not arrive: Mailbox full")


def test_an_old_invitation_and_a_chosen_password_show(client, ruth, practice, tom):
    now = timezone.now()
    invite(person=tom, practice=practice, by=ruth, at=now - 15 * DAY)
    assert "the link ended on" in state_on(client)

    Invitation.objects.update(used_at=now, closed_at=now)
    assert state_on(client).endswith("has not signed in with it yet")


def test_whoever_the_e_mail_did_not_reach_can_have_a_code(client, ruth, practice, tom):
    sent = invite(person=tom, practice=practice, by=ruth, at=timezone.now())
    of = {"person": tom, "kind": "invitation", "about": sent.key, "for_day": timezone.localdate()}
    Notice.objects.create(**of, subject="Your invitation", body="Welcome.", state="failed")

    waiting = client.get(PAGE).context["waiting"]
    assert [names(waiting.by_mail), names(waiting.on_paper)] == [["Tom Ellis"], ["Tom Ellis"]]


def test_codes_are_printed_one_slip_a_person_and_work_once(client, ruth, practice, ada):
    lee = make_member(make_person("Lee Ward"), practice=practice).person

    page = client.post(CODES, tick("paper", ada, lee))

    slips = page.context["slips"]
    assert [slip.person for slip in slips] == [ada, lee]
    assert len({slip.given.code for slip in slips}) == 2
    assert (slips[0].given.ends_at - timezone.now()).days == 13
    enter = {"username": ada.username, "code": slips[0].given.code}
    assert Client().post("/account/sign-in/given-code/", enter).url == "/account/password/by-code/"
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_slip_that_is_made_again_ends_the_one_before(client, ruth, ada):
    first = waiting_after(client, ada)

    assert waiting_after(client, ada) != first
    assert SignInCode.objects.filter(used_at=None).count() == 1
    assert state_on(client).startswith("Has a code on paper, good until ")


def waiting_after(client, person):
    client.post(CODES, tick("paper", person))
    return waiting_code(person, timezone.now())


def test_not_too_many_codes_at_once(client, ruth, practice):
    for number in range(31):
        make_member(make_person(f"Kim Ward{number}"), practice=practice)

    page = client.post(CODES, {"paper-everybody": "on"})

    assert page.context["wrong"].errors == {
        "person": ["Tick 30 people or fewer: each code takes a moment to make"]
    }  # fmt: skip
    assert not SignInCode.objects.exists()


def test_without_mail_everybody_gets_a_code(client, ruth, tom, settings):
    settings.EMAIL_URL = ""

    waiting = client.get(PAGE).context["waiting"]

    assert [names(waiting.by_mail), names(waiting.on_paper)] == [[], ["Tom Ellis"]]


def test_those_who_came_with_the_file_are_ticked(client, ruth, practice, tom):
    make_member(
        make_person("Kim Ward", email="kim@x.example"), practice=practice, started_on=timezone.localdate() - DAY
    )
    since = urlencode({"joined": (timezone.now() - 2 * DAY).isoformat()})

    ticked = {
        address: [line.person.name for line in client.get(address).context["waiting"].lines if line.ticked]
        for address in (PAGE, f"{PAGE}?{since}", f"{PAGE}?joined=nonsense")
    }

    assert list(ticked.values()) == [["Tom Ellis", "Kim Ward"], ["Kim Ward"], ["Tom Ellis", "Kim Ward"]]


def test_whoever_was_asked_long_ago_is_asked_again_first_and_nothing_ticked_is_lost(client, ruth, tom):
    confirmed(client, ruth, at=timezone.now() - DAY)

    page = client.post(SEND, tick("mail", tom))

    assert page.context["question"].kept == [("mail-person", str(tom.key))]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("duty", [Duty.ACCOUNT_HOLDER, Duty.STAFF_REPRESENTATIVE])
def test_colleagues_see_no_list_and_invite_nobody(client, practice, tom, ada, duty):
    manager_in(client, practice, duty)

    assert refused_by(client, tom, ada) == [404, 404, 404]
    assert not Invitation.objects.exists()


def test_another_practices_manager_sees_no_list_and_invites_nobody(client, practice, tom, ada):
    manager_in(client, make_practice("Hill Top"))

    assert refused_by(client, tom, ada) == [404, 404, 404]
    assert not SignInCode.objects.exists()


def test_whoever_is_signed_out_is_asked_to_sign_in(client, practice, tom, ada):
    assert refused_by(client, tom, ada) == [302, 302, 302]
    assert client.get(PAGE).url == f"/account/sign-in/?next={PAGE}"
    assert not Invitation.objects.exists()


def test_a_manager_without_a_second_step_is_led_to_it(client, practice, tom):
    ruth = make_member(make_known_person("Ruth Adeyemi"), practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    client.force_login(ruth)

    assert client.post(SEND, tick("mail", tom)).url.startswith("/account/second-step/")
    assert not Invitation.objects.exists()


def refused_by(client, tom, ada):
    answers = [client.get(PAGE), client.post(SEND, tick("mail", tom)), client.post(CODES, tick("paper", ada))]
    return [answer.status_code for answer in answers]


def test_an_administrator_invites_the_first_manager(client, practice, tom):
    give_duty(tom, practice, Duty.PRACTICE_MANAGER)
    admin = make_known_person("Ida Root", is_superuser=True, last_login=timezone.now())
    verified(client, admin)
    confirmed(client, admin)

    client.post(SEND, tick("mail", tom))

    assert Invitation.objects.get().person == tom


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_thirty(
    client, ruth, practice, tom, count, django_assert_num_queries
):
    for number in range(count - 1):
        person = make_member(make_person("Kim Ward", email=f"kim{number}@x.example"), practice=practice).person
        new_link(invite(person=person, practice=practice, by=ruth, at=timezone.now()), timezone.now())
    invite(person=tom, practice=practice, by=ruth, at=timezone.now())
    client.get(PAGE)

    with django_assert_num_queries(17):
        assert len(client.get(PAGE).context["waiting"].lines) == count


def test_the_page_says_when_there_is_nobody_left(client, ruth):
    page = client.get(PAGE)

    assert heading_of(page).endswith("Who has not signed in yet")
    assert page.content.decode().count("There is nobody to invite") == 1
