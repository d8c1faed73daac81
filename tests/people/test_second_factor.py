"""Second factors: who must have one, setting it up, living without the phone."""

import datetime as dt
from base64 import b32decode

import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import MONDAY, PASSWORD, give_duty, make_member, make_person
from tests.people.pages import heading_of
from tests.people.phones import code_of, confirmed, make_known_person, make_phone, verified, wrong_code
from trainingsite.audit.models import AuditEvent
from trainingsite.people import second_factor
from trainingsite.people.models import Duty, Responsibility

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.urls")]
TODAY = dt.date(2026, 3, 2)
ADD, CODES, NEW_CODES = (
    "/account/second-step/phone/",
    "/account/second-step/recovery-codes/",
    "/account/second-step/recovery-codes/new/",
)
REMOVE = "/account/second-step/remove/"


@pytest.fixture
def ann(client):
    """A practice manager, signed in with a password alone, who has just been asked again who she is."""
    member = make_member(make_known_person("Ann Lee"), "Practice manager")
    give_duty(member.person, member.practice, Duty.PRACTICE_MANAGER)
    client.force_login(member.person)
    confirmed(client, member.person)
    return member.person


def phone_that_took(page) -> TOTPDevice:
    """A phone into which somebody typed the key that the page shows."""
    key = page.context["phone"].key_by_hand.replace(" ", "").upper()
    return TOTPDevice(key=b32decode(key + "=" * (-len(key) % 8)).hex())


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("duty", "needs"),
    [
        (Duty.PRACTICE_MANAGER, True),
        (Duty.REGISTERED_MANAGER, True),
        (Duty.IG_LEAD, True),
        (Duty.POLICY_OWNER, True),
        (Duty.STAFF_REPRESENTATIVE, False),
        (Duty.ACCOUNT_HOLDER, False),
    ],
)
def test_duties_over_other_peoples_records_need_a_second_factor(duty, needs):
    member = make_member()
    give_duty(member.person, member.practice, duty)

    assert second_factor.needs_second_factor(member.person, TODAY) is needs


def test_a_duty_that_ended_needs_none_any_more():
    member = make_member()
    Responsibility.objects.create(
        duty=Duty.PRACTICE_MANAGER,
        person=member.person,
        practice=member.practice,
        started_on=dt.date(2025, 1, 6),
        ended_on=TODAY - dt.timedelta(days=1),
    )

    assert not second_factor.needs_second_factor(member.person, TODAY)


def test_administrators_and_authors_need_a_second_factor_and_others_do_not():
    administrator, author, receptionist = make_person(is_superuser=True), make_person(), make_person()
    author.groups.add(Group.objects.get(name="Editors"))

    assert [second_factor.needs_second_factor(person, TODAY) for person in (administrator, author, receptionist)] == [
        True,
        True,
        False,
    ]


def test_whoever_needs_one_is_told_so_on_signing_in(client):
    member = make_member(make_known_person("Ann Lee"))
    give_duty(member.person, member.practice, Duty.PRACTICE_MANAGER)

    response = client.post("/account/sign-in/?next=/desk/", {"username": member.person.username, "password": PASSWORD})

    assert response.url == "/account/second-step/?next=/desk/"


def test_a_desk_sends_somebody_without_a_phone_to_set_one_up(client, ann):
    sent = client.get("/desk/")

    assert sent.url == "/account/second-step/?next=/desk/"
    assert client.get(sent.url).context["add"] == f"{ADD}?next=/desk/"


def test_a_desk_asks_somebody_with_a_phone_for_its_code(client, ann):
    phone = make_phone(ann)

    sent = client.get("/desk/")
    led_back = client.post(sent.url, {"code": code_of(phone)})

    assert (sent.url, led_back.url) == ("/account/sign-in/code/?next=/desk/", "/desk/")
    assert client.get("/desk/").content == b"desk"


def test_a_phone_that_is_not_confirmed_opens_no_desk(client, ann):
    phone = verified(client, ann)
    phone.confirmed = False
    phone.save()

    assert client.get("/desk/").url == "/account/second-step/?next=/desk/"


def test_setting_up_a_phone_asks_again_who_is_there(client):
    client.force_login(make_known_person())

    assert client.get(f"{ADD}?next=/desk/").url == "/account/confirm/?next=/account/second-step/phone/%3Fnext%3D/desk/"


def test_a_phone_that_took_the_key_turns_the_second_step_on(client, ann):
    phone = phone_that_took(client.get(ADD))

    shown = client.post(f"{ADD}?next=/desk/", {"code": code_of(phone)})
    codes = client.get(shown.url)

    assert len(codes.context["codes"]) == 10
    assert codes.context["go_on"] == "/desk/"
    assert client.get("/desk/").content == b"desk"
    assert events() == ["people.second_factor_added", "people.recovery_codes_made"]


def test_the_qr_code_carries_the_key_that_is_shown_for_typing(client, ann):
    page = client.get(ADD)

    assert page.context["phone"].address.split("secret=")[1].split("&")[0].lower() == (
        page.context["phone"].key_by_hand.replace(" ", "")
    )


def test_a_mistyped_first_code_turns_nothing_on_and_keeps_the_key(client, ann):
    page = client.get(ADD)
    phone = phone_that_took(page)

    again = client.post(ADD, {"code": wrong_code(phone)})

    assert again.context["form"].errors == {"code": ["That code is not right. Wait for the next one and enter that."]}
    assert again.context["phone"].key == page.context["phone"].key
    assert not second_factor.has_second_factor(ann)


@pytest.mark.parametrize("code", ["", "abcdef", "1", "²²²²²²"])
def test_what_is_no_code_turns_nothing_on(client, ann, code):
    client.get(ADD)

    assert client.post(ADD, {"code": code}).context["form"].errors["code"]
    assert not second_factor.has_second_factor(ann)


def test_the_first_code_does_not_sign_in_as_well(client, ann):
    phone = phone_that_took(client.get(ADD))
    code = code_of(phone)
    client.post(ADD, {"code": code})

    assert second_factor.check_code(person=ann, code=code, at=MONDAY).device is None


def test_another_phone_takes_the_place_of_the_first(client, ann):
    old = make_phone(ann)
    new = phone_that_took(client.get(ADD))

    client.post(ADD, {"code": code_of(new)})

    assert [phone.key for phone in second_factor.phones_of(ann)] == [new.key]
    assert second_factor.check_code(person=ann, code=code_of(old), at=MONDAY).device is None


def test_recovery_codes_are_shown_once(client, ann):
    make_phone(ann)
    shown = client.post(NEW_CODES)

    first, second = client.get(shown.url), client.get(CODES)

    assert (len(first.context["codes"]), second.url) == (10, "/account/")


def test_a_recovery_code_signs_in_once(client, ann):
    make_phone(ann)
    code = second_factor.make_recovery_codes(person=ann, at=MONDAY)[0]

    checks = [second_factor.check_code(person=ann, code=code, at=MONDAY).method for _ in range(2)]

    assert checks == ["recovery_code", None]
    assert second_factor.recovery_codes_left(ann) == 9
    assert events() == ["people.recovery_codes_made", "people.recovery_code_used"]


def test_signing_in_with_a_recovery_code_says_how_many_are_left(client):
    person = make_known_person()
    make_phone(person)
    code = second_factor.make_recovery_codes(person=person, at=MONDAY)[0]
    client.post("/account/sign-in/", {"username": person.username, "password": PASSWORD})

    client.post("/account/sign-in/code/", {"code": code.upper()})

    [message] = client.get("/account/").context["messages"]
    assert str(message) == "You used a recovery code; it will not work again. You have 9 left."
    assert client.get("/desk/").content == b"desk"


def test_new_recovery_codes_end_the_old_ones(client, ann):
    make_phone(ann)
    old = second_factor.make_recovery_codes(person=ann, at=MONDAY)[0]

    client.post(NEW_CODES)

    assert second_factor.check_code(person=ann, code=old, at=MONDAY).method is None
    assert second_factor.recovery_codes_left(ann) == 10


def test_nobody_without_a_phone_gets_recovery_codes(client, ann):
    client.post(NEW_CODES)

    assert second_factor.recovery_codes_left(ann) == 0


def test_removing_the_second_step_forgets_phone_and_codes_and_closes_the_desk(client, ann):
    verified(client, ann)
    confirmed(client, ann)
    second_factor.make_recovery_codes(person=ann, at=MONDAY)

    client.post(REMOVE)

    assert (second_factor.has_second_factor(ann), second_factor.recovery_codes_left(ann)) == (False, 0)
    assert client.get("/desk/").url == "/account/second-step/?next=/desk/"


def test_looking_at_the_page_removes_nothing(client, ann):
    make_phone(ann)

    assert heading_of(client.get(REMOVE)) == "Remove the second step"
    assert second_factor.has_second_factor(ann)


@pytest.mark.parametrize("address", [ADD, NEW_CODES, REMOVE])
def test_the_locks_of_an_account_are_changed_only_by_who_was_asked_again(client, address):
    person = make_known_person()
    phone = verified(client, person)

    response = client.post(address, {"code": code_of(phone)})

    assert heading_of(response) == "Confirm that it is you"
    assert [kept.key for kept in second_factor.phones_of(person)] == [phone.key]
    assert events() == []


def test_nothing_is_removed_when_its_event_cannot_be_recorded(ann, monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    make_phone(ann)
    monkeypatch.setattr(second_factor, "record", fail)
    with pytest.raises(ConnectionError):
        second_factor.remove(person=ann, at=MONDAY)

    assert second_factor.has_second_factor(ann)


def test_wagtail_wants_the_second_factor_of_authors_too(client):
    author = make_known_person()
    author.groups.add(Group.objects.get(name="Editors"))
    client.force_login(author)

    before = client.get("/admin/")
    verified(client, author)

    assert before.url == "/account/second-step/?next=/admin/"
    assert client.get("/admin/").status_code == 200


def test_wagtail_is_closed_to_people_who_write_nothing(client):
    verified(client, make_known_person())

    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/password_reset/", "/admin/pages/"])
def test_wagtail_has_no_door_of_its_own(client, address):
    assert client.get(address).url == f"/account/sign-in/?next={address}"
