"""The privacy notice names whom to ask, is shown and not agreed to, and is shown again when it changes."""

import datetime as dt

import pytest

from tests.factories import MONDAY, TUESDAY, give_duty, make_member, make_person, make_practice
from trainingsite.people import privacy
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 10)


def named(person) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (controller.practice.name, [(each.duty, each.name, each.contact) for each in controller.contacts])
        for controller in privacy.controllers_of(person, DAY)
    ]


def test_the_data_protection_officer_comes_first_with_where_to_write():
    practice = make_practice("Millbrook Lane Surgery")
    tom = make_member("Tom Ellis", practice=practice).person
    give_duty(make_person("Ann Lee", email="ann@surgery.example"), practice, Duty.PRACTICE_MANAGER)
    Responsibility.objects.create(
        duty=Duty.DATA_PROTECTION_OFFICER, holder_name="Imelda Farthingale", contact="dpo@icb.example",
        practice=practice, started_on=dt.date(2025, 1, 6),
    )  # fmt: skip

    assert named(tom) == [
        (
            "Millbrook Lane Surgery",
            [
                ("Data protection officer", "Imelda Farthingale", "dpo@icb.example"),
                ("Practice manager", "Ann Lee", "ann@surgery.example"),
            ],
        )
    ]


def test_each_practice_of_a_shared_person_is_a_controller_of_its_own():
    tom = make_member("Tom Ellis", practice=make_practice("Millbrook Lane Surgery")).person
    make_member(tom, practice=make_practice("Copper Street Practice"))
    give_duty(make_person("Ann Lee"), make_practice("Somewhere else"), Duty.IG_LEAD)

    assert named(tom) == [("Copper Street Practice", []), ("Millbrook Lane Surgery", [])]


def test_who_gave_the_duty_up_is_not_named():
    practice = make_practice()
    tom = make_member("Tom Ellis", practice=practice).person
    Responsibility.objects.create(
        duty=Duty.IG_LEAD, person=make_person("Ann Lee"), practice=practice,
        started_on=dt.date(2025, 1, 6), ended_on=dt.date(2026, 3, 9),
    )  # fmt: skip

    assert named(tom)[0][1] == []


def test_the_page_names_them_for_whoever_is_signed_in_and_nobody_else(client):
    practice = make_practice()
    tom = make_member("Tom Ellis", practice=practice).person
    give_duty(make_person("Ann Lee"), practice, Duty.IG_LEAD)

    visitor = client.get("/account/privacy/")
    client.force_login(tom)
    signed_in = client.get("/account/privacy/")

    assert (visitor.context["controllers"], b"Ann Lee" in visitor.content) == ([], False)
    assert [each.name for each in signed_in.context["controllers"][0].contacts] == ["Ann Lee"]


def test_the_notice_is_no_form_to_agree_to(client):
    person = make_person()
    client.force_login(person)

    page = client.get("/account/privacy/").content.decode().lower()

    assert [word for word in ("i agree", "i consent", "accept the", 'type="checkbox"') if word in page] == []


def test_a_material_change_shows_it_again(monkeypatch):
    before, after = make_person(privacy_notice_seen_at=MONDAY), make_person(privacy_notice_seen_at=TUESDAY)

    monkeypatch.setattr(privacy, "MATERIALLY_CHANGED_AT", TUESDAY)

    assert [privacy.needs_to_see_the_notice(person) for person in (before, after)] == [True, False]


def test_as_long_as_it_stands_it_is_shown_once():
    new, known = make_person(), make_person(privacy_notice_seen_at=MONDAY)

    assert [privacy.needs_to_see_the_notice(person) for person in (new, known)] == [True, False]


def test_having_been_shown_it_again_is_remembered(client, monkeypatch):
    person = make_person(privacy_notice_seen_at=MONDAY)
    monkeypatch.setattr(privacy, "MATERIALLY_CHANGED_AT", TUESDAY)
    client.force_login(person)

    client.post("/account/privacy/")
    person.refresh_from_db()

    assert person.privacy_notice_seen_at > TUESDAY
