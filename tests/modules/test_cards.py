"""The card of a module: one page to keep."""

import pytest

from modules.cards import card_from
from modules.models import LessonPage
from tests.factories import make_module, make_module_version
from tests.modules.goes import address

pytestmark = pytest.mark.django_db

RECAP = {"colleague": "Keep it off.", "patient": "Ring us.", "inspector": "We teach it."}


def card_version(**fields):
    page = make_module(recap=[("recap", {**RECAP, **fields})])
    LessonPage.objects.child_of(page).filter(slug="lesson-2").update(remember="Ask Ruth first.")
    return make_module_version(page)


def test_the_card_says_how_to_explain_it_and_what_to_remember(client, learner):
    card_version()

    card = client.get(address("card")).context["card"]

    assert card.explained == (("colleague", "Keep it off."), ("patient", "Ring us."), ("inspector", "We teach it."))
    assert card.remember == ("Ask Ruth first.",)


def test_the_card_names_the_version_it_was_made_from(client, learner):
    card_version()

    assert client.get(address("card")).content.count(b"Boundaries, version 1, published 2 March 2026.") == 1


@pytest.mark.parametrize("name", ["module"])
def test_the_module_leads_to_its_card(client, learner, name):
    card_version()

    assert client.get(address(name)).content.decode().count(f'href="{address("card")}"') == 1


def test_a_module_without_a_recap_has_no_card_and_does_not_lead_to_one(client, learner):
    make_module_version()

    assert client.get(address("card")).status_code == 404
    assert address("card") not in client.get(address("module")).content.decode()


def test_a_version_from_before_there_were_cards_has_none():
    assert card_from({"title": "Boundaries", "lessons": []}) is None


def test_a_visitor_is_sent_to_sign_in(client):
    card_version()

    assert client.get(address("card")).status_code == 302
