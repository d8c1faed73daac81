"""Who may download an evidence pack, and what they get."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.evidence.scenes import Scene, a_practice_with_a_history, unpacked, verify
from tests.factories import give_duty, make_member, make_person
from tests.people.pages import heading_of, title_of
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry, AuditEvent
from trainingsite.evidence.actions import EXPORTED
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db

HOME, DOWNLOAD = reverse("evidence:home"), reverse("evidence:download")


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def asking_for(scene, **changes) -> dict[str, str]:
    return {"practice": scene.practice.ods_code, "on": "2026-03-31", "from_on": "2025-04-01", **changes}


def sign_in_with(client, duty, practice):
    """Somebody of the practice with this duty, signed in with a phone."""
    person = make_known_person("Ruth Okafor")
    make_member(person, "Practice manager", practice=practice)
    give_duty(person, practice, duty)
    verified(client, person)
    return person


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def nothing_was_taken() -> bool:
    return not AccessEntry.objects.filter(verb=EXPORTED).exists()


@pytest.mark.parametrize("duty", [Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.IG_LEAD])
def test_who_opens_the_desk_downloads_a_pack_that_is_whole(client, scene, tmp_path, duty):
    sign_in_with(client, duty, scene.practice)

    response = client.post(DOWNLOAD, asking_for(scene))

    name = f"evidence-{scene.practice.ods_code.lower()}-2026-03-31.zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Type"] == "application/zip"
    assert "no-store" in response.headers["Cache-Control"]
    assert verify(unpacked(content_of(response), tmp_path)).returncode == 0


def test_the_download_is_noted_and_is_no_event(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    events = AuditEvent.objects.count()

    content_of(client.post(DOWNLOAD, asking_for(scene)))

    entry = AccessEntry.objects.get(verb=EXPORTED)
    assert (entry.actor, entry.subject) == (str(ruth.key), str(scene.practice.key))
    assert AuditEvent.objects.count() == events


def test_the_pack_says_in_its_manifest_who_asked(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    with ZipFile(io.BytesIO(content_of(client.post(DOWNLOAD, asking_for(scene))))) as pack:
        manifest = pack.read("manifest.json")

    assert manifest.count(b'"asked":{"by":"Ruth Okafor","from":"2025-04-01","on":"2026-03-31"}') == 1


def test_the_page_offers_today_and_the_year_before(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    response = client.get(HOME)

    today = timezone.localdate()
    assert (response.status_code, heading_of(response)) == (200, "Evidence pack")
    assert response.context["form"].initial["on"] == today
    assert 364 <= (today - response.context["form"].initial["from_on"]).days <= 365


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_asked_to(client, scene, method):
    address, data = (HOME, None) if method == "get" else (DOWNLOAD, asking_for(scene))

    response = getattr(client, method)(address, data)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:sign_in"))
    assert nothing_was_taken()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_manager_without_a_second_factor_is_asked_for_one(client, scene, method):
    person = make_known_person("Ruth Okafor")
    make_member(person, "Practice manager", practice=scene.practice)
    give_duty(person, scene.practice, Duty.PRACTICE_MANAGER)
    client.force_login(person)
    address, data = (HOME, None) if method == "get" else (DOWNLOAD, asking_for(scene))

    response = getattr(client, method)(address, data)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:second_factor"))
    assert nothing_was_taken()


@pytest.mark.parametrize("duty", [Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_who_does_not_open_the_desk_gets_nothing(client, scene, duty):
    sign_in_with(client, duty, scene.practice)

    assert client.get(HOME).status_code == 404
    assert client.post(DOWNLOAD, asking_for(scene)).status_code == 404
    assert nothing_was_taken()


def test_a_superuser_who_manages_no_practice_gets_nothing(client, scene):
    verified(client, make_person("Ada Min", is_superuser=True, is_staff=True))

    assert client.post(DOWNLOAD, asking_for(scene)).status_code == 404
    assert nothing_was_taken()


def test_a_manager_of_another_practice_gets_nothing_of_this_one(client, scene):
    other = a_practice_with_a_history("Quayside Practice")
    sign_in_with(client, Duty.PRACTICE_MANAGER, other.practice)

    response = client.post(DOWNLOAD, asking_for(scene))

    page = response.content.decode()
    assert (response.status_code, "Choose one of your practices" in page, "Millbrook" in page) == (400, True, False)
    assert nothing_was_taken()
    assert content_of(client.post(DOWNLOAD, asking_for(other)))[:2] == b"PK"


def test_a_manager_whose_duty_has_ended_gets_nothing(client, scene):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    duty = Responsibility.objects.get(person=ruth)
    correct(duty, by="", at=timezone.now(), ended_on=timezone.localdate() - dt.timedelta(days=1))

    assert client.post(DOWNLOAD, asking_for(scene)).status_code == 404
    assert nothing_was_taken()


def test_the_address_of_the_download_is_for_posting_alone(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    assert (client.get(DOWNLOAD).status_code, client.post(HOME).status_code) == (405, 405)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": ""}, "Type a date, for example 31/03/2026"),
        ({"on": "2026-02-30"}, "Type a date that exists, for example 31/03/2026"),
        ({"on": "2999-01-01"}, "Choose today or a day before: what has not happened cannot be shown"),
        ({"on": "1066-10-14", "from_on": "1066-10-14"}, "Choose a day after 1990"),
        ({"from_on": "2026-04-01"}, "The period must begin on or before the day the pack is as at"),
        ({"practice": ""}, "Choose one of your practices"),
    ],
)
def test_a_question_that_makes_no_sense_comes_back_with_what_was_typed(client, scene, changes, said):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    response = client.post(DOWNLOAD, asking_for(scene, **changes))

    form = response.context["form"]
    assert (response.status_code, title_of(response)[:6]) == (400, "Error:")
    assert said in [error for errors in form.errors.values() for error in errors]
    assert [form[name].value() for name in changes] == list(changes.values())
    assert nothing_was_taken()


def test_dates_may_be_typed_as_people_do(client, scene):
    sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)

    content_of(client.post(DOWNLOAD, asking_for(scene, on="31/03/2026", from_on="01/04/2025")))

    assert AccessEntry.objects.get(verb=EXPORTED).detail == "from 2025-04-01 to 2026-03-31"


def test_a_manager_of_two_practices_chooses(client, scene):
    other = a_practice_with_a_history("Quayside Practice")
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, scene.practice)
    give_duty(ruth, other.practice, Duty.PRACTICE_MANAGER)

    response = client.get(HOME, {"practice": other.practice.ods_code.lower()})

    assert [str(practice) for practice in response.context["form"].fields["practice"].queryset] == [
        "Millbrook Lane Surgery", "Quayside Practice",
    ]  # fmt: skip
    assert response.context["form"].initial["practice"] == other.practice.ods_code
