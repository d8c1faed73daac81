"""What nobody may sign: each attempt is told why, signs nothing, and is in the record without a word of anybody's."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import TUESDAY, make_member, make_policy, make_policy_version, make_practice, moment
from tests.policies.test_views import confirm, form_for, sign_address
from trainingsite.audit.models import AuditEvent
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


def refused():
    """What the record says of the one attempt that was refused."""
    event = AuditEvent.objects.get(verb="policies.signing_refused")
    data = json.loads(bytes(event.body))["data"]
    return event.chain.key, event.actor, event.subject, data["version"], data["why"]


@pytest.fixture
def reader(client):
    member = make_member("Tom Ellis")
    client.force_login(member.person)
    confirm(client)
    return member


def test_signing_for_a_colleague_is_refused_and_on_record(client, reader):
    version, ann = make_policy_version(), make_member("Ann Lee", practice=reader.practice).person

    answer = client.post(sign_address(version), form_for(version, ann, typed_name="Ann Lee"))

    assert (answer.status_code, "was opened by somebody else" in answer.content.decode()) == (409, True)
    assert refused() == (
        version.practice.chain, str(reader.person.key), str(ann.key), str(version.key), "for_somebody_else",
    )  # fmt: skip
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("forged", ["", "nobody", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"])
def test_a_forged_person_is_refused_and_names_nobody(client, reader, forged):
    version = make_policy_version()

    answer = client.post(sign_address(version), {**form_for(version, reader.person), "person": forged})

    assert answer.status_code == 409
    assert refused()[2:] == ("", str(version.key), "for_somebody_else")


def test_a_colleague_at_another_practice_is_not_given_away_by_a_forged_person(client, reader):
    version = make_policy_version()
    stranger = make_member("Una Far", practice=make_practice("Harbour View Surgery")).person

    client.post(sign_address(version), form_for(version, stranger))

    assert refused()[2] == ""


def test_the_text_of_a_draft_cannot_be_signed(client, reader):
    page = make_policy(clauses=("Be kind.",))
    version = make_policy_version(page)

    answer = client.post(sign_address(version), form_for(version, reader.person, snapshot="f" * 64))

    assert answer.status_code == 409
    assert refused()[2:] == (str(reader.person.key), str(version.key), "another_text")


def test_a_policy_that_was_never_published_has_no_address_to_sign_at(client, reader):
    page = make_policy()

    answers = [client.post(f"/policies/versions/{key}/sign/") for key in (page.translation_key, reader.person.key)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Attestation.objects.exists()


def test_a_leaver_is_refused_and_it_is_in_the_practices_chain(client):
    leaver = make_member("Tom Ellis", ended_on=moment(2026, 1, 30).date())
    version = make_policy_version(practice=leaver.practice)
    client.force_login(leaver.person)
    confirm(client)

    answer = client.post(sign_address(version), form_for(version, leaver.person))

    assert answer.status_code == 403
    assert refused() == (
        version.practice.chain, str(leaver.person.key), str(leaver.person.key), str(version.key), "not_a_member",
    )  # fmt: skip


def test_somebody_whose_account_is_closed_while_they_sign_signs_nothing():
    member, version = make_member("Tom Ellis"), make_policy_version()
    type(member.person).objects.filter(pk=member.person.pk).update(is_active=False)

    with pytest.raises(actions.Refused, match="Your account has been closed"):
        actions.sign(
            person=member.person, version=version, typed_name="Tom Ellis", method="password", at=TUESDAY
        )  # fmt: skip
    assert refused()[4] == "closed_account"
    assert not Attestation.objects.exists()


def test_a_closed_account_is_sent_to_sign_in_from_the_signing_page(client, reader):
    version = make_policy_version()
    type(reader.person).objects.filter(pk=reader.person.pk).update(is_active=False)

    answer = client.post(sign_address(version), form_for(version, reader.person))

    assert answer.url.split("?")[0] == reverse("people:sign_in")
    assert not Attestation.objects.exists()


def test_the_record_of_a_refusal_holds_nobodys_words(client, reader):
    version, ann = make_policy_version(), make_member("Ann Lee", practice=reader.practice).person

    client.post(sign_address(version), form_for(version, ann, typed_name="Ann Lee"))

    body = bytes(AuditEvent.objects.get(verb="policies.signing_refused").body).decode()
    assert [word for word in ("Ann", "Lee", "Tom", "Ellis") if word in body] == []


def test_on_a_shared_computer_the_page_one_person_opened_is_not_signed_by_the_next(client, reader):
    version = make_policy_version()
    opened = client.get(sign_address(version)).context["form"].initial
    client.post(reverse("people:sign_out"))
    next_one = make_member("Ann Lee", practice=reader.practice).person
    client.force_login(next_one)
    confirm(client)

    answer = client.post(sign_address(version), {**opened, "typed_name": "Ann Lee", "agreed": "on"})

    assert answer.status_code == 409
    assert not Attestation.objects.exists()


def test_a_confirmation_of_one_person_does_not_serve_the_next_on_the_same_computer(client, reader):
    version = make_policy_version()
    client.force_login(make_member("Ann Lee", practice=reader.practice).person)

    assert client.get(sign_address(version)).url.startswith(reverse("people:confirm"))


def test_a_signature_that_is_not_refused_leaves_no_refusal(client, reader):
    version = make_policy_version()

    client.post(sign_address(version), form_for(version, reader.person))

    assert Attestation.objects.get().person == reader.person
    assert not AuditEvent.objects.filter(verb="policies.signing_refused").exists()


def test_a_scheduled_version_can_be_signed_on_its_page_before_its_day(client, reader):
    page = make_policy()
    make_policy_version(page)
    coming = make_policy_version(page, clauses=("New.",), at=timezone.now(), effective_on=moment(2099, 1, 1).date())

    client.post(sign_address(coming), form_for(coming, reader.person))

    assert Attestation.objects.get().version == coming
