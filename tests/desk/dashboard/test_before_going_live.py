"""The desk of a practice that is not live yet: it opens with the day on which there is first something to show."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.compliance.claiming import make_claim
from tests.desk.dashboard.scenes import address, sign_in_manager, the
from tests.desk.networks.scene import sign_in_lead
from tests.factories import (
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_network,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Duty, Practice

pytestmark = pytest.mark.django_db

IN_A_FORTNIGHT, IN_TWO_YEARS = dt.timedelta(days=14), dt.timedelta(days=730)


def today() -> dt.date:
    return timezone.localdate()


def live() -> dt.date:
    return today() + IN_A_FORTNIGHT


def about_to_begin(live_on: dt.date) -> Practice:
    """Its people are there, and its induction begins on the day it goes live."""
    practice = make_practice("New Surgery", ods_code="N12345", went_live_on=live_on)
    induction = make_programme("Induction", practice, started_on=live_on, grants_certificate=True)
    page = make_module("Boundaries")
    make_module_version(page)
    make_requirement(induction, started_on=live_on, module=page)
    make_member("Tom Ellis", practice=practice, started_on=today() - dt.timedelta(days=30))
    return practice


@pytest.fixture
def practice() -> Practice:
    return about_to_begin(live())


PAGES = ("practice", "matrix", "trends", "reports")
OTHERS = ("plans", "inspection", "target", "remind", "hand_out", "who_is_told", "exemptions")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("ahead", [IN_A_FORTNIGHT, IN_TWO_YEARS])
def test_a_page_opens_with_the_day_the_practice_goes_live_and_says_so(client, page, ahead):
    live_on = today() + ahead
    practice = about_to_begin(live_on)
    sign_in_manager(client, practice)

    answer = client.get(address(page, practice))

    said = f"As at {live_on:%A} {long_date(live_on)}, the day the practice goes live: nothing is asked"
    assert (answer.status_code, answer.context["day"], said in answer.content.decode()) == (200, live_on, True)


@pytest.mark.parametrize("page", OTHERS)
def test_the_pages_that_are_about_today_open_too(client, practice, page):
    sign_in_manager(client, practice)

    assert client.get(address(page, practice)).status_code == 200


def test_a_later_day_leads_back_to_the_first_one_and_not_to_today(client, practice):
    sign_in_manager(client, practice)
    later = live() + IN_A_FORTNIGHT

    html = client.get(address("matrix", practice, on=later.isoformat())).content.decode()

    assert (f"Show {long_date(live())}, the day the practice goes live" in html, "Show today" in html) == (True, False)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("today", "There is nothing to show before {}, so this is the day you go live"),
        ("9999-12-31", "Choose a day before 2100; this is the day you go live"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence_and_the_first_day(client, practice, typed, sentence):
    sign_in_manager(client, practice)

    context = client.get(address("trends", practice, on=today().isoformat() if typed == "today" else typed)).context

    assert (context["day"], context["form"].errors["on"]) == (live(), [sentence.format(long_date(live()))])


def test_who_has_to_set_the_practice_up_sees_what_waits_today(client, practice):
    sign_in_manager(client, practice)
    make_claim(the("Tom"), practice=practice, at=timezone.now())

    answer = client.get(address("practice", practice))

    shown = [words in answer.content.decode() for words in ("1 claim of earlier training", "All is well")]
    assert (answer.context["week"].is_now, shown) == (True, [True, False])
    assert [[item.action for item in kind.items] for kind in answer.context["week"].kinds] == [[None, None]]


def test_a_practice_without_people_is_shown_how_to_begin_before_it_is_live(client, practice):
    manager = sign_in_manager(client, practice)
    empty = make_practice("Newer Surgery", ods_code="N12346", went_live_on=live())
    give_duty(manager, empty, Duty.PRACTICE_MANAGER)

    html = client.get(address("practice", empty)).content.decode()

    assert ("Begin with the people." in html, "Choose another day." in html) == (True, False)


def test_there_is_no_trend_yet_and_the_page_says_from_when(client, practice):
    sign_in_manager(client, practice)

    answer = client.get(address("trends", practice))

    assert [week.on for week in answer.context["everything"].weeks] == [live()]
    assert f"The practice goes live on {long_date(live())}, so there is no trend" in answer.content.decode()


def test_a_leader_sees_their_team_on_its_first_day(client, practice):
    leader = sign_in_manager(client, practice)
    make_member("Zoe Park", practice=practice, manager=leader)

    context = client.get(reverse("desk:my_team")).context

    [mate] = context["teams"][0].mates
    assert (context["day"], [line.when for line in mate.open]) == (live(), [f"by {short(live() + dt.timedelta(28))}"])


def short(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def test_its_network_is_told_when_it_goes_live(client, practice):
    network = make_network("Hill PCN", practice)
    sign_in_lead(client, network)

    answers = [
        client.get(reverse("desk:network", args=[network.key])),
        client.get(reverse("desk:network_practice", args=[network.key, "n12345"])),
    ]

    said = f"Goes live on {long_date(live())}"
    assert [(answer.status_code, said in answer.content.decode()) for answer in answers] == [(200, True)] * 2
