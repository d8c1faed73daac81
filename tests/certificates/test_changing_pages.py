"""Who may issue a certificate anew or revoke it, and what the pages show."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.certificates.scenes import WEDNESDAY, make_manager, make_scene, rename
from tests.certificates.signing_in import sign_in
from tests.factories import give_duty, make_member, make_practice
from trainingsite.audit.models import AccessEntry
from trainingsite.certificates.changing.actions import revoke as revoke_it
from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db
SAID = {"reason": "not_completed", "words": "The check was done by a colleague."}
PAGES = ["reissue", "revoke", "new_name"]


@pytest.fixture
def scene():
    scene = make_scene()
    rename(scene.tom)
    return scene


def address(name, certificate):
    return reverse(f"certificates:{name}", args=[certificate.serial])


def untouched():
    return (Certificate.objects.count(), CertificateRevocation.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_asked_to_sign_in(client, scene, name):
    answers = [client.get(address(name, scene.certificate)), client.post(address(name, scene.certificate), SAID)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(answer.url.startswith("/account/sign-in/") for answer in answers)
    assert untouched()


@pytest.mark.parametrize("name", PAGES)
def test_colleagues_and_managers_elsewhere_find_no_such_page(client, scene, name):
    colleague = make_member("Zoe Park", practice=scene.practice).person
    elsewhere = make_manager("Ann Lee", make_practice("Harbour View Surgery"))
    lead = make_member("Owen Bell", practice=scene.practice).person
    give_duty(lead, scene.practice, Duty.POLICY_OWNER)

    for person in (colleague, elsewhere, lead):
        sign_in(client, person)
        answers = [client.get(address(name, scene.certificate)), client.post(address(name, scene.certificate), SAID)]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert untouched()


def test_a_holder_cannot_use_the_managers_pages(client, scene):
    sign_in(client, scene.tom)

    answers = [client.post(address(name, scene.certificate), SAID).status_code for name in ("reissue", "revoke")]

    assert (answers, untouched()) == ([404, 404], True)


def test_a_manager_cannot_use_the_holders_page(client, scene):
    sign_in(client, scene.ruth)

    assert client.post(address("new_name", scene.certificate)).status_code == 404
    assert untouched()


@pytest.mark.parametrize("name", ["reissue", "revoke"])
def test_a_manager_without_a_second_factor_is_asked_for_one(client, scene, name):
    client.force_login(scene.ruth)

    answer = client.post(address(name, scene.certificate), SAID)

    assert answer.url.startswith(reverse("people:second_factor"))
    assert untouched()


def test_the_holder_gets_the_new_one_and_is_led_to_it(client, scene):
    client.force_login(scene.tom)
    page = client.get(address("new_name", scene.certificate))

    answer = client.post(address("new_name", scene.certificate))

    new = Certificate.objects.standing().get()
    assert (page.context["why_not"], page.status_code) == ("", 200)
    assert (answer.url, new.supersedes) == (f"/verify/{new.serial}/", scene.certificate)


@pytest.mark.parametrize(("name", "unprintable"), [("Tom 🎉 Marsh", "🎉"), ("محمد الأنصاري", ""), ("Zoë Źdźbło", "")])
def test_the_page_says_beforehand_which_characters_the_file_cannot_show(client, scene, name, unprintable):
    rename(scene.tom, name, at=WEDNESDAY + dt.timedelta(hours=1))
    client.force_login(scene.tom)

    page = client.get(address("new_name", scene.certificate))

    assert page.context["unprintable"] == unprintable
    assert ("The PDF cannot show" in page.content.decode()) is bool(unprintable)


def test_a_double_click_of_the_holder_leads_to_the_same_new_one(client, scene):
    client.force_login(scene.tom)

    answers = [client.post(address("new_name", scene.certificate)).url for _ in "ab"]

    assert answers == [f"/verify/{Certificate.objects.standing().get().serial}/"] * 2


def test_with_the_name_on_record_the_page_says_why_there_is_nothing_to_do(client):
    scene = make_scene()
    client.force_login(scene.tom)

    page, answer = (send(address("new_name", scene.certificate)) for send in (client.get, client.post))

    assert page.context["why_not"] == "It has the name already that is on record now."
    assert "Issue the new certificate" not in page.content.decode()
    assert (answer.url, untouched()) == (f"/verify/{scene.certificate.serial}/", True)


def test_a_manager_issues_it_for_them_and_comes_back_to_their_record(client, scene):
    sign_in(client, scene.ruth)
    page = client.get(address("reissue", scene.certificate))

    answer = client.post(address("reissue", scene.certificate))

    assert "Tom Ellis" not in page.content.decode()
    ods = scene.practice.ods_code.lower()
    assert answer.url == reverse("desk:person", kwargs={"ods": ods, "person_key": scene.tom.key})
    assert Certificate.objects.standing().get().supersedes == scene.certificate


def test_that_a_manager_looked_is_noted(client, scene):
    sign_in(client, scene.ruth)

    for name in ("reissue", "revoke"):
        client.get(address(name, scene.certificate))

    noted = AccessEntry.objects.values_list("verb", "actor", "subject")
    assert list(noted) == [("certificates.opened", str(scene.ruth.key), str(scene.certificate.key))] * 2


def test_a_manager_revokes_it_with_a_reason_and_words(client, scene):
    sign_in(client, scene.ruth)

    answer = client.post(address("revoke", scene.certificate), SAID)

    revocation = CertificateRevocation.objects.get()
    assert (revocation.revoked_by, revocation.reason) == (scene.ruth, "not_completed")
    assert answer.url.endswith(f"/{scene.tom.key}/")


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, {"reason", "words"}),
        ({"reason": "because", "words": "So."}, {"reason"}),
        ({"reason": "asked_for", "words": "  "}, {"words"}),
        ({"reason": "asked_for", "words": "x" * 1001}, {"words"}),
    ],
)
def test_nothing_is_revoked_without_both_and_nothing_typed_is_lost(client, scene, sent, problem):
    sign_in(client, scene.ruth)

    answer = client.post(address("revoke", scene.certificate), sent)

    assert (answer.status_code, set(answer.context["form"].errors)) == (400, problem)
    assert answer.context["form"]["words"].value() == sent.get("words")
    assert untouched()


def test_of_two_managers_the_second_reads_that_it_was_done(client, scene):
    sign_in(client, scene.ruth)
    revoke_it(certificate=scene.certificate, by=scene.ruth, at=WEDNESDAY, **SAID)

    page = client.get(address("revoke", scene.certificate))
    answer = client.post(address("revoke", scene.certificate), SAID)

    assert (page.context["revocation"].reason, answer.status_code) == ("not_completed", 409)
    assert CertificateRevocation.objects.count() == 1
