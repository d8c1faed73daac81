"""Who may download a file of a pack, until when, and what is noted of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.evidence.asking.scene import (
    HOME,
    State,
    address_of,
    content_of,
    make_manager,
    make_run,
    nothing_was_taken,
    put_on_the_shelf,
    sign_in_with,
    taken_from_the_shelf,
)
from tests.factories import make_person, make_practice
from tests.people.pages import heading_of
from tests.people.phones import verified
from trainingsite.audit.models import AccessEntry, AuditEvent
from trainingsite.desk.your_data.looks import looks_at
from trainingsite.evidence import shelf
from trainingsite.evidence.actions import EXPORTED, EXPORTED_WITHOUT_NAMES
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.shelf import delete_expired
from trainingsite.people.facts import correct
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db
A_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery", ods_code="A81001")


@pytest.fixture
def run(practice) -> PackRun:
    """A pack that somebody else of the practice had made."""
    return make_run(practice, make_manager(practice, "Ada Min"), State.DONE)


@pytest.mark.parametrize(
    ("name", "called", "kind"),
    [
        ("summary.pdf", "evidence-a81001-2026-03-31-summary.pdf", "application/pdf"),
        (
            "matrix.xlsx", "evidence-a81001-2026-03-31-matrix.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("pack.zip", "evidence-a81001-2026-03-31.zip", "application/zip"),
    ],
)  # fmt: skip
def test_a_manager_of_the_practice_downloads_each_file(client, run, name, called, kind):
    if name not in run.files:
        put_on_the_shelf(run, name, b"content")
    sign_in_with(client, Duty.PRACTICE_MANAGER, run.practice)

    response = client.get(address_of(run, name))

    assert response.headers["Content-Disposition"] == f'attachment; filename="{called}"'
    assert (response.headers["Content-Type"], "no-store" in response.headers["Cache-Control"]) == (kind, True)
    assert len(content_of(response)) == run.files[name]


def test_each_download_is_noted_with_its_file_and_its_pack_and_is_no_event(client, run):
    ruth = sign_in_with(client, Duty.IG_LEAD, run.practice)
    events = AuditEvent.objects.count()

    for _ in range(2):
        content_of(client.get(address_of(run)))

    entries = AccessEntry.objects.filter(verb=EXPORTED, actor=str(ruth.key), subject=str(run.practice.key))
    said = f"from 2025-04-01 to 2026-03-31, inspection: summary.pdf, pack {run.key}"
    assert [entry.detail for entry in entries] == [said, said]
    assert AuditEvent.objects.count() == events


def test_colleagues_see_among_their_data_who_took_a_pack_with_their_line(client, practice, run):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, practice)
    content_of(client.get(address_of(run)))

    [look] = looks_at(run.asked_by)

    assert (look.by, look.page) == (
        ruth.name, "An evidence pack for the Care Quality Commission, with everybody's line",
    )  # fmt: skip


def test_a_pack_without_names_is_noted_as_one(client, practice):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, practice)
    run = make_run(practice, ruth, State.DONE, purpose="assurance")

    content_of(client.get(address_of(run)))

    entry = AccessEntry.objects.get(verb=EXPORTED_WITHOUT_NAMES)
    assert entry.detail == f"from 2025-04-01 to 2026-03-31, assurance: summary.pdf, pack {run.key}"


def test_what_is_whole_can_be_taken_while_the_rest_is_being_made(client, practice):
    run = make_run(practice, sign_in_with(client, Duty.PRACTICE_MANAGER, practice), State.RUNNING)
    put_on_the_shelf(run, "summary.pdf", b"%PDF")

    assert content_of(client.get(address_of(run))) == b"%PDF"
    assert client.get(address_of(run, "pack.zip")).status_code == 404


@pytest.mark.parametrize("name", ["notes.pdf", "..", "manage.py", "1"])
def test_a_pack_hands_out_its_own_files_and_nothing_else(client, run, name):
    sign_in_with(client, Duty.PRACTICE_MANAGER, run.practice)

    assert client.get(f"/evidence/packs/{run.key}/{name}").status_code == 404
    assert nothing_was_taken()


def test_who_is_not_signed_in_is_asked_to(client, run):
    response = client.get(address_of(run))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:sign_in"))
    assert nothing_was_taken()


def test_a_manager_without_a_second_factor_is_asked_for_one(client, run):
    client.force_login(make_manager(run.practice))

    response = client.get(address_of(run))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("people:second_factor"))
    assert nothing_was_taken()


@pytest.mark.parametrize("duty", [Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_who_does_not_open_the_desk_gets_nothing(client, run, duty):
    sign_in_with(client, duty, run.practice)

    assert client.get(address_of(run)).status_code == 404
    assert nothing_was_taken()


def test_a_manager_of_another_practice_and_a_superuser_get_nothing(client, run):
    sign_in_with(client, Duty.PRACTICE_MANAGER, make_practice("Quayside Practice"))
    of_another = client.get(address_of(run))
    verified(client, make_person("Eve Lund", is_superuser=True, is_staff=True))

    assert (of_another.status_code, client.get(address_of(run)).status_code) == (404, 404)
    assert nothing_was_taken()


def test_who_asked_for_it_and_manages_the_practice_no_more_gets_nothing(client, run):
    verified(client, run.asked_by)
    content_of(client.get(address_of(run)))
    duty = Responsibility.objects.get(person=run.asked_by)
    correct(duty, by="", at=timezone.now(), ended_on=timezone.localdate() - dt.timedelta(days=1))

    assert client.get(address_of(run)).status_code == 404
    assert AccessEntry.objects.filter(verb=EXPORTED).count() == 1


def test_after_its_days_the_address_says_in_a_sentence_that_the_file_is_deleted(client, practice):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, practice)
    run = make_run(practice, ruth, State.DONE, expires_at=timezone.now() - A_MINUTE)

    response = client.get(address_of(run))

    assert (response.status_code, heading_of(response)) == (410, "This file has been deleted")
    assert [shown.state for shown in client.get(HOME).context["runs"]] == [State.EXPIRED]
    assert nothing_was_taken()


def test_the_files_of_packs_whose_days_are_over_are_deleted(practice):
    ruth = make_manager(practice)
    over = make_run(practice, ruth, State.DONE, expires_at=timezone.now() - A_MINUTE)
    kept = make_run(practice, ruth, State.DONE)

    said = delete_expired(timezone.now())

    over.refresh_from_db()
    assert (said, over.state, over.files) == ("the files of 1 evidence packs deleted", State.EXPIRED, {})
    assert (shelf.take(over, "summary.pdf"), shelf.shelf().exists(shelf.folder_of(over))) == (None, False)
    assert taken_from_the_shelf(kept, "summary.pdf") == b"%PDF-1.4 of the practice"
    assert delete_expired(timezone.now()) == "the files of 0 evidence packs deleted"


def test_a_deleted_pack_still_answers_in_a_sentence_and_another_practice_hears_nothing_of_it(client, practice):
    ruth = sign_in_with(client, Duty.PRACTICE_MANAGER, practice)
    run = make_run(practice, ruth, State.DONE, expires_at=timezone.now() - A_MINUTE)
    delete_expired(timezone.now())

    own = client.get(address_of(run)).status_code
    sign_in_with(client, Duty.PRACTICE_MANAGER, make_practice("Quayside Practice"))

    assert (own, client.get(address_of(run)).status_code) == (410, 404)


def test_a_file_that_somebody_took_from_the_shelf_is_said_to_be_gone(client, run):
    sign_in_with(client, Duty.PRACTICE_MANAGER, run.practice)
    shelf.clear(shelf.folder_of(run))

    assert client.get(address_of(run)).status_code == 410
    assert nothing_was_taken()
