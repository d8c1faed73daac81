"""Reading, reviewing and signing a policy in the browser's terms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, make_member, make_person, make_policy, make_policy_version, make_practice, moment
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """Somebody signed in who has just shown who they are."""
    member = make_member("Tom Ellis")
    client.force_login(member.person)
    return member


def confirm(client):
    client.post(reverse("people:confirm") + "?next=/", {"confirm_step": "check", "confirm_password": PASSWORD})


def sign_address(version):
    return reverse("policies:sign", args=[version.key])


def form_for(version, signer, **changes):
    return {"person": signer.key, "snapshot": version.snapshot_id, "typed_name": "Tom Ellis", "agreed": "on", **changes}


def test_a_visitor_is_sent_to_sign_in_and_sees_nothing_of_the_policy(client):
    version = make_policy_version(make_policy(clauses=("Only for our own people.",)))
    addresses = [reverse("policies:read", args=[version.page.key]), reverse("policies:version", args=[version.key])]

    answers = [client.get(address) for address in [*addresses, sign_address(version)]]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert not any(b"Only for our own people" in answer.content for answer in answers)


def test_somebody_from_another_practice_does_not_find_it(client):
    version = make_policy_version(make_policy(clauses=("Only for our own people.",)))
    stranger = make_member("Ann Lee", practice=make_practice("Harbour View Surgery"))
    client.force_login(stranger.person)
    confirm(client)

    addresses = [
        reverse("policies:read", args=[version.page.key]),
        reverse("policies:version", args=[version.key]),
        sign_address(version),
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_nobody_sees_anothers_receipt(client, reader):
    version = make_policy_version()
    confirm(client)
    client.post(sign_address(version), form_for(version, reader.person))
    receipt = reverse("policies:receipt", args=[Attestation.objects.get().key])
    assert client.get(receipt).status_code == 200

    client.force_login(make_member("Ann Lee", practice=reader.practice).person)
    assert client.get(receipt).status_code == 404


def test_reading_signs_nothing_and_records_nothing(client, reader):
    version = make_policy_version(make_policy(clauses=("Be kind to each other.",)))

    answer = client.get(reverse("policies:read", args=[version.page.key]))

    assert "Be kind to each other." in answer.content.decode()
    assert not Attestation.objects.exists()


def test_the_password_is_asked_for_again_before_signing(client, reader):
    version = make_policy_version()

    answer = client.get(sign_address(version))

    assert answer.url == reverse("people:confirm") + "?next=" + sign_address(version)


def test_a_signature_leads_to_its_receipt_and_going_back_makes_no_second_one(client, reader):
    version = make_policy_version()
    confirm(client)

    first = client.post(sign_address(version), form_for(version, reader.person))
    again = client.post(sign_address(version), form_for(version, reader.person))

    receipt = reverse("policies:receipt", args=[Attestation.objects.get().key])
    assert (first.url, again.url) == (receipt, receipt)
    assert client.get(sign_address(version)).url == receipt


def test_an_empty_form_says_what_to_do_and_keeps_what_was_typed(client, reader):
    version = make_policy_version()
    confirm(client)

    answer = client.post(sign_address(version), form_for(version, reader.person, typed_name="T. Ellis", agreed=""))

    assert answer.context["form"].errors == {"agreed": ["Tick the box to say that you sign the statement"]}
    assert 'value="T. Ellis"' in answer.content.decode()
    assert not Attestation.objects.exists()


def test_anothers_name_is_not_a_signature(client, reader):
    version = make_policy_version()
    confirm(client)

    answer = client.post(sign_address(version), form_for(version, reader.person, typed_name="Ann Lee"))

    assert answer.context["form"].errors == {"typed_name": ["Type your name as it is in your record: Tom Ellis"]}
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("changes", [{"person": "somebody else"}, {"snapshot": "0" * 64}])
def test_a_page_opened_by_somebody_else_or_for_another_text_cannot_be_signed(client, reader, changes):
    version = make_policy_version()
    confirm(client)
    if "person" in changes:
        changes = {"person": make_person("Ann Lee").key}

    answer = client.post(sign_address(version), form_for(version, reader.person, **changes))

    assert answer.status_code == 409
    assert not Attestation.objects.exists()


def test_a_material_change_while_the_page_was_open_shows_the_difference_and_keeps_the_name(client, reader):
    page = make_policy(clauses=("Be kind.",))
    old = make_policy_version(page)
    confirm(client)
    new = make_policy_version(page, clauses=("Be kind, always.",), at=timezone.now())

    answer = client.post(sign_address(old), form_for(old, reader.person))

    html = answer.content.decode()
    assert answer.status_code == 409
    assert ["Be " in html, "kind, always." in html, 'value="Tom Ellis"' in html] == [True, True, True]
    assert [change.title for change in answer.context["changes"]] == ["Clause 1"]
    assert f'action="{sign_address(new)}"' in html
    assert not Attestation.objects.exists()


def test_a_minor_change_while_the_page_was_open_changes_nothing_for_the_signer(client, reader):
    page = make_policy(clauses=("Be kind.",))
    shown = make_policy_version(page)
    confirm(client)
    make_policy_version(page, clauses=("Be kind!",), material=False, at=timezone.now())

    client.post(sign_address(shown), form_for(shown, reader.person))

    assert Attestation.objects.get().version == shown


def test_a_leaver_who_can_still_see_the_policy_is_told_why_they_cannot_sign(client):
    leaver = make_member("Tom Ellis", ended_on=moment(2026, 1, 30).date())
    version = make_policy_version(practice=leaver.practice)
    client.force_login(leaver.person)
    confirm(client)

    answer = client.post(sign_address(version), form_for(version, leaver.person))

    assert answer.status_code == 403
    assert "You do not work at this practice today" in answer.content.decode()


def test_a_manager_cannot_sign_for_somebody(client, reader):
    version = make_policy_version()
    other = make_member("Ann Lee", practice=reader.practice)
    confirm(client)

    answer = client.post(sign_address(version), form_for(version, other.person, typed_name="Ann Lee"))

    assert answer.status_code == 409
    assert not Attestation.objects.exists()


def test_the_page_takes_as_many_queries_for_three_clauses_as_for_one(client, reader, django_assert_num_queries):
    one = make_policy_version(make_policy(clauses=("One.",)))
    three = make_policy_version(make_policy(title="Phones", clauses=("One.", "Two.", "Three.")))
    for version in (one, three):
        client.get(reverse("policies:read", args=[version.page.key]))

    with django_assert_num_queries(8):
        client.get(reverse("policies:read", args=[one.page.key]))
    with django_assert_num_queries(8):
        client.get(reverse("policies:read", args=[three.page.key]))


def test_a_page_for_patients_offers_staff_nothing_to_sign_or_to_object_to(client, reader):
    version = make_policy_version(make_policy(title="Our pages and you", public=True, declaration=""))
    confirm(client)

    signing = client.get(sign_address(version))
    reading = client.get(reverse("policies:version", args=[version.key])).content.decode()

    assert (signing.status_code, str(signing.context["refused"])) == (
        403, "This page is written for patients: nobody signs it.",
    )  # fmt: skip
    assert reading.count(reverse("policies:ask", args=[version.key])) == 0


def test_a_signature_takes_fourteen_statements_with_its_event_and_its_receipt(client, reader):
    version, other = make_policy_version(), make_policy_version(make_policy(title="Phones at work"))
    confirm(client)
    client.post(sign_address(other), form_for(other, reader.person))

    with CaptureQueriesContext(connection) as queries:
        client.post(sign_address(version), form_for(version, reader.person))

    assert Attestation.objects.count() == 2
    assert len(queries) == 14
