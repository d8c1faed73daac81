"""The pages on which people decline, take a signature back or make one void, and who may open them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_policy_version, make_practice
from tests.policies.asking import Surgery
from tests.policies.test_question_pages import sign_in
from tests.policies.test_saying_no import sign
from tests.policies.test_views import confirm
from trainingsite.people.models import Duty
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def surgery():
    return Surgery()


def enter(client, person, *, verified=False):
    sign_in(client, person, verified=verified)
    confirm(client)


def sent(version, person, **changes):
    return {"person": person.key, "snapshot": version.snapshot_id, "reason": "", **changes}


def address(name, row):
    return reverse(f"policies:{name}", args=[row.key])


def test_the_policy_leads_to_declining_until_one_has_declined_or_signed(client, surgery):
    link, page = f'href="{address("decline", surgery.version)}"', address("version", surgery.version)
    enter(client, surgery.tom)
    before = link in client.get(page).content.decode()

    client.post(address("decline", surgery.version), sent(surgery.version, surgery.tom))

    html = client.get(page).content.decode()
    assert (before, link in html, "You declined to sign this on" in html) == (True, False, True)
    assert f'href="{address("sign", surgery.version)}"' in html


def test_declining_asks_again_who_is_there(client, surgery):
    sign_in(client, surgery.tom)

    assert client.get(address("decline", surgery.version)).url.startswith(reverse("people:confirm"))


def test_the_page_says_what_declining_means(client, surgery):
    enter(client, surgery.tom)

    html = client.get(address("decline", surgery.version)).content.decode()

    assert "You are shown as “declined”, not as overdue." in html


@pytest.mark.parametrize("name", ["decline", "sign"])
def test_a_page_opened_by_somebody_else_says_nothing_in_ones_name(client, surgery, name):
    enter(client, surgery.ravi)

    answer = client.post(address(name, surgery.version), sent(surgery.version, surgery.tom))

    assert answer.status_code == 409
    assert not Attestation.objects.exists()


def test_a_material_change_while_somebody_decided_records_nothing_and_keeps_the_reason(client, surgery):
    enter(client, surgery.tom)
    make_policy_version(surgery.version.page, clauses=("New.",), at=timezone.now())

    answer = client.post(address("decline", surgery.version), sent(surgery.version, surgery.tom, reason="It gags us."))

    assert (answer.status_code, answer.context["form"]["reason"].value()) == (409, "It gags us.")
    assert not Attestation.objects.exists()


def test_who_has_signed_is_led_to_the_receipt_instead_of_declining(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    enter(client, surgery.tom)

    answer = client.post(address("decline", surgery.version), sent(surgery.version, surgery.tom))

    assert answer.url == address("receipt", signature)


def test_a_signature_is_taken_back_on_the_receipt_which_then_says_so(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    enter(client, surgery.tom)
    assert f'href="{address("withdraw", signature)}"' in client.get(address("receipt", signature)).content.decode()

    client.post(address("withdraw", signature), sent(surgery.version, surgery.tom, reason="In a hurry."))

    html = client.get(address("receipt", signature)).content.decode()
    assert ["You took this signature back" in html, "In a hurry." in html] == [True, True]
    assert address("withdraw", signature) not in html


def test_taking_back_needs_a_reason(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    enter(client, surgery.tom)

    answer = client.post(address("withdraw", signature), sent(surgery.version, surgery.tom))

    assert (answer.status_code, answer.context["form"].errors) == (400, {"reason": ["Say why"]})
    assert Attestation.objects.latest().signed().exists()


def test_nobody_takes_back_anothers_signature(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    enter(client, surgery.ruth, verified=True)

    answer = client.post(address("withdraw", signature), sent(surgery.version, surgery.ruth, reason="No."))

    assert answer.status_code == 404
    assert Attestation.objects.latest().signed().exists()


def test_a_manager_makes_a_signature_void_and_the_signer_reads_why(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    sign_in(client, surgery.ruth, verified=True)
    client.post(address("void", signature), sent(surgery.version, surgery.ruth, reason="Signed at your desk."))

    sign_in(client, surgery.tom)

    html = client.get(address("receipt", signature)).content.decode()
    assert ["Ruth Adeyemi made this signature void" in html, "Signed at your desk." in html] == [True, True]


def test_only_those_who_open_the_practices_desk_make_a_signature_void_and_never_their_own(client, surgery):
    signature, own = sign(surgery.tom, surgery.version), sign(surgery.ruth, surgery.version)
    stranger = surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))
    found = []

    for person, shown in [
        (surgery.tom, signature),
        (surgery.olu, signature),
        (stranger, signature),
        (surgery.ruth, own),
    ]:
        sign_in(client, person, verified=True)
        form = sent(surgery.version, person, reason="No.")
        found.append(client.post(address("void", shown), form).status_code)

    assert found == [404, 404, 404, 404]
    assert Attestation.objects.latest().signed().count() == 2


def test_making_void_needs_the_second_factor(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    sign_in(client, surgery.ruth)

    answer = client.post(address("void", signature), sent(surgery.version, surgery.ruth, reason="No."))

    assert answer.url.startswith(reverse("people:second_factor"))
    assert Attestation.objects.latest().signed().exists()


def test_visitors_are_sent_to_sign_in(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    pages = [address("decline", surgery.version), address("withdraw", signature), address("void", signature)]

    answers = [client.post(page, {"reason": "No."}) for page in pages]

    assert {answer.url.split("?")[0] for answer in answers} == {reverse("people:sign_in")}
    assert Attestation.objects.count() == 1


def test_a_signature_somebody_took_back_meanwhile_is_not_made_void_and_nothing_breaks(client, surgery):
    signature = sign(surgery.tom, surgery.version)
    enter(client, surgery.tom)
    client.post(address("withdraw", signature), sent(surgery.version, surgery.tom, reason="In a hurry."))
    sign_in(client, surgery.ruth, verified=True)

    answer = client.post(address("void", signature), sent(surgery.version, surgery.ruth, reason="No."))

    assert answer.status_code == 409
    assert not Attestation.objects.filter(kind="voided").exists()
