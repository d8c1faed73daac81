"""Addresses with a NUL in them, which PostgreSQL takes in no text: every page answers them as it does any other."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from tests.certificates.scenes import Scene, make_scene
from tests.certificates.signing_in import sign_in
from tests.evidence.asking.scene import asking_for
from tests.factories import make_person
from trainingsite.evidence.models import PackRun
from trainingsite.readable_addresses import readable_addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def manager(client, scene):
    return sign_in(client, scene.ruth)


@pytest.fixture
def administrator(client):
    return sign_in(client, make_person("Ada Byron", is_superuser=True, is_staff=True))


@pytest.mark.parametrize("address", ["/verify/%00/", "/verify/A%00B/", "/verify/%00%00%00/"])
def test_whoever_checks_a_number_with_a_nul_is_told_that_no_certificate_has_it(client, scene, address):
    answer = client.get(address)

    assert (answer.status_code, answer.templates[0].name) == (404, "certificates/unknown.html")
    assert b"\0" not in answer.content


def test_a_certificate_is_found_by_its_number_though_a_nul_slipped_into_it(client, scene):
    serial = scene.certificate.serial

    answer = client.get(f"/verify/{serial[:4]}%00{serial[4:]}/")

    assert (answer.status_code, answer.url) == (302, reverse("certificates:verify", args=[serial]))


@pytest.mark.parametrize("page", ["%00.pdf", "%00/new-name/", "%00/reissue/", "%00/revoke/"])
def test_there_is_no_certificate_whose_number_is_a_nul(client, manager, page):
    answer = client.get(f"/certificates/{page}")

    assert (answer.status_code, answer.templates[0].name) == (404, "404.html")


def test_a_practice_whose_code_is_a_nul_is_none_so_the_form_begins_with_the_first(client, scene, manager):
    answer = client.get("/evidence/?practice=%00")

    assert (answer.status_code, answer.context["form"].initial["practice"]) == (200, scene.practice.ods_code)


def test_a_pack_of_a_practice_whose_code_is_a_nul_is_refused_in_the_form(client, scene, manager):
    answer = client.post(reverse("evidence:ask"), asking_for(scene, practice="\0"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["practice"])
    assert not PackRun.objects.exists()


def test_nobody_is_called_by_a_nul(client, scene, administrator):
    answer = client.get("/admin/settings/retention/people/?q=%00")

    assert (answer.status_code, answer.context["found"]) == (200, [])


def test_what_only_looks_like_a_nul_stays_as_it_was_typed():
    request = readable_addresses(lambda request: request)(RequestFactory().get("/verify/?serial=%2500&more=0%00"))

    assert request.GET.dict() == {"serial": "%00", "more": "0\ufffd"}
