"""A name that changes while somebody is about to sign: the one they have now is asked for, and nothing is lost."""

import pytest
from django.urls import reverse

from tests.factories import make_member, make_policy_version
from tests.people.phones import confirmed, make_known_person
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.people.names import change_name
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_policy_version()


@pytest.fixture
def tina(client, version):
    person = make_member(make_known_person("Tina O'Neill"), practice=version.practice).person
    client.force_login(person)
    confirmed(client, person)
    return person


def signed_as(client, person, version, typed_name):
    sent = {"person": person.key, "snapshot": version.snapshot_id, "typed_name": typed_name, "agreed": "on"}
    return client.post(reverse("policies:sign", args=[version.key]), sent)


def test_the_name_before_signs_nothing_once_it_has_changed(client, tina, version):
    client.get(reverse("policies:sign", args=[version.key]))
    change_name(person=tina, first_name="Tina", last_name="Marsh", by=tina, at=version.published_at)

    page = signed_as(client, tina, version, "Tina O'Neill")

    assert page.context["form"].errors["typed_name"] == ["Type your name as it is in your record: Tina Marsh"]
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("typed", ["tina oneill", "TINA O’NEILL", " Tína O'Neill "])
def test_small_differences_sign_and_are_kept_as_they_were_typed(client, tina, version, typed):
    signed_as(client, tina, version, typed)

    kept = read_words(Words.objects.get(about=Attestation.objects.get().key))
    assert (kept["typed_name"], kept["recorded_name"]) == (typed.strip(), "Tina O'Neill")
