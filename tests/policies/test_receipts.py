"""Receipts: as PDF for the signer, and checked by anybody without learning whose they are."""

import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import make_policy_version, moment
from tests.policies.asking import Surgery
from tests.policies.test_paper import countersign, upload
from tests.policies.test_question_pages import sign_in
from tests.policies.test_saying_no import decline, sign, void, withdraw
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Surgery()


@pytest.fixture
def signature(surgery):
    return sign(surgery.tom, surgery.version)


def address(name, signature):
    return reverse(f"policies:{name}", args=[signature.key])


def text_of(body):
    return " ".join(PdfReader(io.BytesIO(body)).pages[0].extract_text().split())


def test_the_signer_downloads_the_receipt_with_everything_it_is_known_by(client, surgery, signature):
    sign_in(client, surgery.tom)

    answer = client.get(address("receipt_pdf", signature))

    text = text_of(answer.content)
    wanted = ["Tom Ellis, Receptionist", "3 March 2026 at 09:00 (GMT)", str(signature.key), "I agree to follow it."]
    assert answer["Content-Type"] == "application/pdf"
    assert [words in text for words in wanted] == [True] * 4
    assert address("check", signature) in text.replace(" ", "")


def test_the_same_receipt_is_the_same_bytes(client, surgery, signature):
    sign_in(client, surgery.tom)

    assert (
        client.get(address("receipt_pdf", signature)).content == client.get(address("receipt_pdf", signature)).content
    )


def test_the_receipt_of_a_sheet_says_who_vouches_for_it(client, surgery):
    witnessed = countersign(upload(surgery), surgery.ravi).attestation
    sign_in(client, surgery.tom)

    text = text_of(client.get(address("receipt_pdf", witnessed)).content)

    assert "Ravi Shah; uploaded by Ruth Adeyemi" in text


def test_nobody_else_downloads_it(client, surgery, signature):
    visitor = client.get(address("receipt_pdf", signature))
    sign_in(client, surgery.ruth, verified=True)

    assert visitor.url.split("?")[0] == reverse("people:sign_in")
    assert client.get(address("receipt_pdf", signature)).status_code == 404


def test_anybody_checks_a_receipt_and_does_not_learn_whose_it_is(client, surgery, signature):
    answer = client.get(address("check", signature))

    html = answer.content.decode()
    shown = ["This signature stands", "Social media policy", "1.0", "Millbrook Lane Surgery", "3 March 2026"]
    assert (answer.status_code, [words in html for words in shown]) == (200, [True] * 5)
    assert [word for word in ("Tom", "Ellis", "Receptionist", surgery.tom.username) if word in html] == []


def test_a_signature_taken_back_or_made_void_is_shown_as_such(client, surgery, signature):
    withdraw(signature)
    other = sign(surgery.olu, surgery.version)
    void(other, surgery.ruth)

    pages = [client.get(address("check", each)).content.decode() for each in (signature, other)]

    assert ["This signature does not count any more" in page for page in pages] == [True, True]
    assert ["Withdrawn on 5 March 2026" in pages[0], "Voided on 5 March 2026" in pages[1]] == [True, True]


def test_a_signature_of_an_older_version_says_that_the_policy_has_changed(client, surgery, signature):
    make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 9))

    html = client.get(address("check", signature)).content.decode()

    assert "The policy has changed since: version 2.0 is in force" in html


def test_neither_an_unknown_receipt_nor_what_is_no_signature_is_known(client, surgery):
    declined = decline(surgery.tom, surgery.version)
    unknown = reverse("policies:check", args=[uuid.uuid4()])

    answers = [client.get(page) for page in (unknown, address("check", declined))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ["We do not know this receipt" in answer.content.decode() for answer in answers] == [True, True]


def test_the_mailed_receipt_names_the_address_where_it_can_be_checked(surgery, signature):
    assert address("check", signature) in Notice.objects.get(about=signature.key).body
