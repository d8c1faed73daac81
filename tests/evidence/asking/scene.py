"""Packs that were asked for, in whatever state a test wants them, and managers who come for them."""

import datetime as dt
import io

from django.urls import reverse
from django.utils import timezone

from tests.evidence.scenes import FROM, ON
from tests.factories import give_duty, make_member
from tests.people.phones import make_known_person, verified
from trainingsite.audit.models import AccessEntry
from trainingsite.evidence import shelf
from trainingsite.evidence.actions import EXPORTED, EXPORTED_WITHOUT_NAMES
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.purposes import ALWAYS, INSPECTION
from trainingsite.people.models import Person, Practice

HOME, ASK = reverse("evidence:home"), reverse("evidence:ask")
A_WEEK = dt.timedelta(days=7)
State = PackRun.State


def asking_for(scene, **changes) -> dict:
    usual = {"purpose": "inspection", "on": "2026-03-31", "from_on": "2025-04-01", "parts": ["policies"]}
    return {"practice": scene.practice.ods_code, **usual, **changes}


def make_manager(practice: Practice, name: str = "Ruth Okafor", duty: str = "practice_manager") -> Person:
    person = make_known_person(name)
    make_member(person, "Practice manager", practice=practice)
    give_duty(person, practice, duty)
    return person


def sign_in_with(client, duty: str, practice: Practice) -> Person:
    """Somebody of the practice with this duty, signed in with a phone."""
    person = make_manager(practice, duty=duty)
    verified(client, person)
    return person


def make_run(practice: Practice, by: Person, state: str = State.WAITING, **fields) -> PackRun:
    """A pack that was asked for; one that is done has a summary on the shelf."""
    at = timezone.now()
    begun = {} if state == State.WAITING else {"begun": 1, "heartbeat_at": at}
    usual = {"on": ON, "from_on": FROM, "purpose": INSPECTION.key, "parts": sorted(ALWAYS | {"policies"})}
    run = PackRun.objects.create(
        practice=practice, asked_by=by, asked_at=at, state=state, **{**usual, **begun, **fields}
    )  # fmt: skip
    if state == State.DONE:
        put_on_the_shelf(run, "summary.pdf", b"%PDF-1.4 of the practice")
        PackRun.objects.filter(pk=run.pk).update(expires_at=fields.get("expires_at", at + A_WEEK))
        run.refresh_from_db()
    return run


def put_on_the_shelf(run: PackRun, name: str, content: bytes) -> None:
    run.files = {**run.files, name: shelf.put(run, name, io.BytesIO(content))}
    run.save(update_fields=["files"])


def taken_from_the_shelf(run: PackRun, name: str = "pack.zip") -> bytes:
    with shelf.take(run, name) as file:
        return file.read()


def address_of(run: PackRun, name: str = "summary.pdf") -> str:
    return reverse("evidence:file", args=[run.key, name])


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def nothing_was_taken() -> bool:
    return not AccessEntry.objects.filter(verb__in=[EXPORTED, EXPORTED_WITHOUT_NAMES]).exists()
