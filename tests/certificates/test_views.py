"""Getting, downloading and verifying certificates in the browser's terms."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import (
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.models import AccessEntry
from trainingsite.certificates.actions import claim
from trainingsite.certificates.models import Certificate
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def finisher():
    """Somebody who has just finished a programme."""
    member, page = make_member("Tom Ellis"), make_module("Boundaries")
    make_requirement(make_programme("Induction", grants_certificate=True), module=page)
    complete(member.person, make_module_version(page), at=timezone.now())
    return member


@pytest.fixture
def certificate(finisher):
    programme = finisher.practice.adoptions.get().programme
    return claim(person=finisher.person, practice=finisher.practice, programme=programme, at=timezone.now())


def get_address(member):
    return reverse("certificates:get", args=[member.practice.key, member.practice.adoptions.get().programme.key])


def download(certificate):
    return reverse("certificates:download", args=[certificate.serial])


def sign_in_with_second_factor(client, person):
    """Sign in as somebody who gave a second factor."""
    client.force_login(person)
    device = TOTPDevice.objects.create(user=person, confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()


def test_it_is_got_with_a_post_and_shown_on_its_own_page(client, finisher):
    client.force_login(finisher.person)

    refused, answer, again = client.get(get_address(finisher)), *(client.post(get_address(finisher)) for _ in "ab")

    verify = reverse("certificates:verify", args=[Certificate.objects.get().serial])
    assert (refused.status_code, answer.url, again.url) == (405, verify, verify)


def test_nobody_gets_one_at_a_practice_where_they_do_not_work(client, finisher):
    stranger = make_member("Ann Lee", practice=make_practice("Harbour View Surgery"))
    client.force_login(stranger.person)

    assert client.post(get_address(finisher)).status_code == 404
    assert not Certificate.objects.exists()


def test_the_holder_downloads_the_pdf(client, finisher, certificate):
    client.force_login(finisher.person)

    answer = client.get(download(certificate))

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert not AccessEntry.objects.exists()


def test_a_manager_downloads_it_and_that_is_noted(client, certificate):
    manager = make_member("Ann Lee", practice=certificate.practice)
    give_duty(manager.person, certificate.practice, Duty.PRACTICE_MANAGER)
    sign_in_with_second_factor(client, manager.person)

    assert client.get(download(certificate)).status_code == 200
    assert AccessEntry.objects.get().verb == "certificates.downloaded"


def test_colleagues_other_managers_and_visitors_do_not(client, certificate):
    assert client.get(download(certificate)).status_code == 302
    colleague = make_member("Zoe Park", practice=certificate.practice)
    elsewhere = make_member("Ann Lee", practice=make_practice("Harbour View Surgery"))
    give_duty(elsewhere.person, elsewhere.practice, Duty.PRACTICE_MANAGER)

    for person in (colleague.person, elsewhere.person):
        sign_in_with_second_factor(client, person)
        assert client.get(download(certificate)).status_code == 404


def test_anyone_may_verify_it_and_sees_no_more_than_is_printed(client, certificate):
    answer = client.get(reverse("certificates:verify", args=[certificate.serial]))

    html = answer.content.decode()
    assert "This certificate is valid" in html
    assert [word in html for word in ("Tom Ellis", "Induction", "Download", certificate.person.username)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_serial_typed_another_way_leads_to_the_same_page(client, certificate):
    typed = certificate.serial.lower().replace("-", "")

    assert client.get(reverse("certificates:ask"), {"serial": typed}).url == f"/verify/{certificate.serial}/"
    assert client.get(f"/verify/{typed}/").url == f"/verify/{certificate.serial}/"


@pytest.mark.parametrize("serial", ["0000-0000-0000-0000-0", "nonsense", "x" * 300])
def test_an_unknown_serial_says_so(client, certificate, serial):
    answer = client.get(f"/verify/{serial}/")

    assert answer.status_code == 404
    assert "We do not know this certificate" in answer.content.decode()
