"""The administrator's page of one person: what is kept and until when, holds, and what they asked."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.evidence.keeping.pages import PAGE, person_page
from tests.evidence.keeping.scenes import leaver
from tests.factories import make_member
from trainingsite.audit.models import AccessEntry
from trainingsite.evidence.keeping import finding
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping_tables import (
    ErasureAsked,
    KeptClass,
    RetentionHold,
)

pytestmark = pytest.mark.django_db


def test_one_person_is_found_by_a_part_of_the_name(client, both, ruth):
    answer = client.get(f"{PAGE}people/", {"q": "h am"})

    assert answer.context["found"] == [ruth]


def test_the_page_of_somebody_who_works_here_says_once_that_no_period_has_begun(client, both):
    html = client.get(person_page(make_member("Tom Ellis").person)).content.decode()

    assert html.count("no period has begun") == 1
    assert ("When it can be erased" in html, html.count("Kept")) == (False, 0)


def test_each_kind_is_told_with_its_day_and_the_word_for_it_once(client, both):
    tom = leaver("Tom Ellis", left_on=timezone.localdate() - dt.timedelta(days=700))

    told = [standing.in_words for _, standing in client.get(person_page(tom)).context["standings"]]

    assert told[0] == "The period is over"
    assert all(words.startswith("Not before ") for words in told[1:])


def test_somebody_of_whom_everything_was_erased_has_nothing_to_hold_back(client, both, ruth, proposal):
    approve(proposal=proposal, by=both[0], at=timezone.now())
    erase_what_was_approved(timezone.now())

    page = client.get(person_page(ruth))

    assert (page.context["is_erased"], "Hold everything back" in page.content.decode()) == (True, False)


def test_a_long_list_of_people_found_says_that_there_are_more(client, both):
    for number in range(finding.SHOWN):
        leaver(f"Tom Ellis{number}")

    pages = [client.get(f"{PAGE}people/", {"q": typed}).content.decode() for typed in ("Tom", "Tom Ellis7")]

    assert ["type more of the name" in page for page in pages] == [True, False]


def test_the_page_of_a_person_says_what_can_go_and_the_look_is_noted(client, both, ruth):
    answer = client.get(person_page(ruth))

    assert [standing.is_due for _, standing in answer.context["standings"]] == [True] * len(KeptClass)
    assert AccessEntry.objects.filter(verb="evidence.retention_opened", subject=str(ruth.key)).count() == 1


def test_somebody_is_held_back_with_a_reason_and_let_go_again(client, both, ruth):
    client.post(person_page(ruth, "hold/"), {"because": "A complaint is open"})
    held = client.get(person_page(ruth))
    client.post(person_page(ruth, "lift/"))

    assert [each.because for each in held.context["holds"]] == ["A complaint is open"]
    assert (held.context["is_held"], RetentionHold.objects.standing().exists()) == (True, False)


def test_a_hold_without_a_reason_is_asked_for_one(client, both, ruth):
    answer = client.post(person_page(ruth, "hold/"), {"because": " "})

    assert (answer.status_code, list(answer.context["hold_form"].errors)) == (400, ["because"])
    assert not RetentionHold.objects.exists()


def test_a_request_to_be_erased_is_noted_and_answered(client, both, ruth):
    answer = client.post(person_page(ruth, "asked/"), {"asked_on": "2026-01-05"}, follow=True)

    assert answer.context["asked"] == [ErasureAsked.objects.get()]
    assert "To be erased, once a second person approves it" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "soon", "2999-01-01"])
def test_a_request_of_no_day_or_a_later_one_is_asked_for_the_day(client, both, ruth, typed):
    answer = client.post(person_page(ruth, "asked/"), {"asked_on": typed})

    assert (answer.status_code, list(answer.context["asked_form"].errors)) == (400, ["asked_on"])
    assert not ErasureAsked.objects.exists()
