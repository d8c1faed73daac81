"""What other pages say of a certificate that was superseded or revoked: never that it is held."""

import re

import pytest
from django.urls import reverse

from tests.certificates.scenes import WEDNESDAY, make_scene, rename
from tests.certificates.signing_in import sign_in
from tests.factories import complete, make_member, make_module, make_module_version
from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Standing
from trainingsite.desk.record import record_of
from trainingsite.desk.training import training_of

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.date()


@pytest.fixture
def renamed():
    scene = make_scene()
    rename(scene.tom)
    reissue(certificate=scene.certificate, by=scene.tom, at=WEDNESDAY)
    return scene


@pytest.fixture
def revoked():
    scene = make_scene()
    revoke(certificate=scene.certificate, by=scene.ruth, reason="issued_in_error", words="Sorry.", at=WEDNESDAY)
    return scene


def part_of(scene):
    [part] = training_of(scene.tom, [scene.practice], DAY).parts
    return part


def test_your_training_shows_the_new_one_only(client, renamed):
    client.force_login(renamed.tom)

    page = client.get(reverse("desk:home"))

    assert page.context["certificates"] == [Certificate.objects.standing().get()]
    assert part_of(renamed).certificate == Certificate.objects.standing().get()


def test_your_training_says_that_it_was_revoked_and_offers_no_other(client, revoked):
    client.force_login(revoked.tom)

    page = client.get(reverse("desk:home"))

    part = part_of(revoked)
    assert (part.certificate, part.revocation.reason, part.earns_certificate) == (None, "issued_in_error", False)
    assert page.context["certificates"] == []
    assert "Get your certificate" not in page.content.decode()


def test_a_click_sent_all_the_same_gets_a_sentence_and_no_certificate(client, revoked):
    client.force_login(revoked.tom)
    programme = revoked.certificate.programme

    answer = client.post(reverse("certificates:get", args=[revoked.practice.key, programme.key]), follow=True)

    [said] = [str(message) for message in answer.context["messages"]]
    assert said.startswith("Your certificate for this was revoked on 4 March 2026.")
    assert Certificate.objects.count() == 1


def test_the_record_shows_how_each_stood_on_the_day(renamed):
    before, after = (
        record_of(renamed.tom, renamed.practice, day).certificates for day in (renamed.certificate.issued_on, DAY)
    )

    assert [each.standing for each in before] == [Standing.VALID]
    assert [each.standing for each in after] == [Standing.SUPERSEDED, Standing.VALID]


def test_a_manager_is_led_from_the_record_to_the_new_one_alone(client, renamed):
    new = Certificate.objects.standing().get()
    sign_in(client, renamed.ruth)
    address = reverse("desk:person", args=[renamed.practice.ods_code.lower(), renamed.tom.key])

    html = client.get(address).content.decode()

    led = [f"/verify/{certificate.serial}/" in html for certificate in (renamed.certificate, new)]
    assert (led, f"/certificates/{new.serial}/revoke/" in html) == ([False, True], True)


def test_nor_to_the_old_one_where_it_was_revoked_before_the_name_changed(client, revoked):
    rename(revoked.tom)
    new = reissue(certificate=Certificate.objects.get(), by=revoked.ruth, at=WEDNESDAY)
    sign_in(client, revoked.ruth)
    address = reverse("desk:person", args=[revoked.practice.ods_code.lower(), revoked.tom.key])

    html = client.get(address).content.decode()

    assert re.findall(r'href="/verify/([^"/]+)/"', html) == [new.serial]
    assert re.findall(r'href="/certificates/([^"/]+)/revoke/"', html) == [new.serial]


def test_a_manager_does_not_download_what_shows_a_name_of_the_past_and_its_holder_does(client, renamed):
    address = reverse("certificates:download", args=[renamed.certificate.serial])
    got = []
    for person in (renamed.ruth, renamed.tom):
        sign_in(client, person)
        got.append(client.get(address).status_code)

    assert got == [404, 200]


def test_whoever_passes_a_module_that_grants_one_is_offered_it_and_gets_it(client):
    member = make_member("Tom Ellis")
    completion = complete(member.person, make_module_version(make_module(grants_certificate=True)))
    client.force_login(member.person)
    attempt = completion.outcome.attempt
    address = reverse("certificates:get_for_module", args=[completion.key])

    page = client.get(reverse("modules:result", args=[completion.version.page.key, attempt.key]))
    answers = [client.post(address).url for _ in "ab"]

    assert f'action="{address}"' in page.content.decode()
    assert answers == [f"/verify/{Certificate.objects.get().serial}/"] * 2


def test_a_module_that_grants_none_offers_none(client):
    member = make_member("Tom Ellis")
    completion = complete(member.person, make_module_version())
    client.force_login(member.person)

    page = client.get(reverse("modules:result", args=[completion.version.page.key, completion.outcome.attempt.key]))

    assert "Get your certificate" not in page.content.decode()


def test_nobody_gets_the_certificate_for_what_somebody_else_completed(client):
    member = make_member("Tom Ellis")
    completion = complete(member.person, make_module_version(make_module(grants_certificate=True)))
    address = reverse("certificates:get_for_module", args=[completion.key])
    visitor = client.post(address)
    client.force_login(make_member("Zoe Park", practice=member.practice).person)

    assert (visitor.status_code, client.post(address).status_code) == (302, 404)
    assert not Certificate.objects.exists()
