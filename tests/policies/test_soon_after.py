"""Signatures made soon after a new way into the account: they say so until the signer confirms them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import TUESDAY
from tests.policies.asking import Surgery
from tests.policies.test_paper import countersign, upload
from tests.policies.test_question_pages import sign_in
from tests.policies.test_saying_no import sign
from tests.policies.test_views import confirm as show_who_it_is
from trainingsite.audit.models import AuditEvent
from trainingsite.people.credentials import issue
from trainingsite.policies.models import Attestation, SignatureConfirmed
from trainingsite.policies.paper.actions import PaperRefused
from trainingsite.policies.soon_after import TooSoon, confirm, marked

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MARK = "(within 7 days of: password reset by e-mail; not confirmed yet)"


@pytest.fixture
def surgery():
    return Surgery()


@pytest.fixture
def signature(surgery):
    """Signed two days after the password was reset."""
    issue(person=surgery.tom, kind="reset", at=TUESDAY - 2 * DAY)
    return sign(surgery.tom, surgery.version)


def test_a_signature_soon_after_a_reset_is_marked_and_one_later_is_not(surgery, signature):
    issue(person=surgery.olu, kind="reset", at=TUESDAY - 7 * DAY)
    issue(person=surgery.ravi, kind="reset", at=TUESDAY + DAY)
    for person in (surgery.olu, surgery.ravi, surgery.ruth):
        sign(person, surgery.version)

    found = marked(Attestation.objects.order_by("pk").select_related("confirmed"))

    assert [bool(each.soon_after) for each in found] == [True, False, False, False]


def test_once_confirmed_it_is_marked_no_more_and_the_confirmation_is_an_event(signature):
    said = confirm(signature=signature, at=TUESDAY + 6 * DAY)

    [found] = marked(Attestation.objects.select_related("confirmed"))
    event = AuditEvent.objects.by_act(said.act).get()
    assert (found.soon_after, event.verb) == (None, "policies.signature_confirmed")


def test_nothing_is_confirmed_while_the_way_in_is_new(signature):
    with pytest.raises(TooSoon, match="You can confirm it from 8 March 2026"):
        confirm(signature=signature, at=TUESDAY)
    assert not SignatureConfirmed.objects.exists()


def test_two_clicks_confirm_once(signature):
    assert confirm(signature=signature, at=TUESDAY + 6 * DAY) == confirm(signature=signature, at=TUESDAY + 6 * DAY)


def test_whoever_gave_somebody_a_way_in_does_not_countersign_for_them(surgery):
    issue(person=surgery.tom, kind="manager_code", by=surgery.ravi, at=TUESDAY - 60 * DAY)

    with pytest.raises(PaperRefused, match="You gave them a way into their account"):
        countersign(upload(surgery), surgery.ravi)


def test_the_receipt_asks_the_signer_whether_it_was_them(client, surgery, signature):
    sign_in(client, surgery.tom)
    show_who_it_is(client)
    receipt = reverse("policies:receipt", args=[signature.key])
    before = "Was this you?" in client.get(receipt).content.decode()

    client.post(reverse("policies:confirm", args=[signature.key]))

    assert (before, "Was this you?" in client.get(receipt).content.decode()) == (True, False)


def test_the_managers_page_says_so_too(client, surgery, signature):
    sign_in(client, surgery.ruth, verified=True)
    address = reverse("desk:person", args=[surgery.practice.ods_code.lower(), surgery.tom.key])
    before = MARK in client.get(address).content.decode()
    confirm(signature=signature, at=timezone.now())

    assert (before, MARK in client.get(address).content.decode()) == (True, False)


def test_nobody_confirms_anothers_signature_and_nobody_without_showing_who_they_are(client, surgery, signature):
    address = reverse("policies:confirm", args=[signature.key])
    visitor = client.post(address)
    sign_in(client, surgery.ruth, verified=True)
    show_who_it_is(client)
    manager = client.post(address)
    sign_in(client, surgery.tom)
    asked = client.post(address)

    assert visitor.url.split("?")[0] == reverse("people:sign_in")
    assert (manager.status_code, "Confirm that it is you" in asked.content.decode()) == (404, True)
    assert not SignatureConfirmed.objects.exists()
