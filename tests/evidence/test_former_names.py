"""A former name, and a name as typed, are in no pack and on no page but the person's and the keeper's."""

import datetime as dt
import io
import re
import uuid
from html import unescape
from zipfile import ZipFile

import pytest
from django.urls import reverse

from tests.evidence.reading import is_whole, table
from tests.evidence.scenes import AT, LATER, a_practice_with_a_history
from tests.factories import (
    MONDAY,
    TUESDAY,
    give_duty,
    give_leave,
    make_member,
    make_person,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from tests.people.phones import confirmed, make_known_person, verified
from tests.policies.asking import Surgery, answer, ask
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import Chain
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.record_checks import as_recorded, vouched_for, words
from trainingsite.people.models import Duty, Person
from trainingsite.people.names import change_name
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation
from trainingsite.policies.paper import actions as paper

pytestmark = pytest.mark.django_db
FORMER, TODAY = "Perpetua Quillfeather", "Robin Marsh"
SAID_THEN = re.compile("perpetua|quillfeather", re.IGNORECASE)
WEDNESDAY, THURSDAY = moment(2026, 3, 4), moment(2026, 3, 5)


@pytest.fixture
def surgery():
    """Robin did everything here under another name: signed, witnessed, uploaded, asked, answered, held duties."""
    found = Surgery()
    found.robin = make_member(make_known_person(FORMER, username="staff7"), practice=found.practice).person
    give_duty(found.robin, found.practice, Duty.CALDICOTT_GUARDIAN, Duty.STAFF_REPRESENTATIVE)
    give_leave(found.robin.memberships.get(), dt.date(2025, 6, 2), dt.date(2025, 6, 9))
    make_requirement(policy=found.version.page)
    with replaying(TUESDAY):
        signed = {"typed_name": FORMER.upper(), "method": "password", "at": TUESDAY}
        actions.sign(person=found.robin, version=found.version, **signed)
    answer(ask(found.tom, found.version, found.robin), found.robin)
    ask(found.robin, found.version, found.ruth)
    on_paper(found, found.ravi, uploaded_by=found.robin, witnessed_by=found.ruth)
    on_paper(found, found.olu, uploaded_by=found.ruth, witnessed_by=found.robin)
    with replaying(THURSDAY):
        first, _, last = TODAY.partition(" ")
        change_name(person=found.robin, first_name=first, last_name=last, by=found.robin, at=THURSDAY)
    return found


def on_paper(surgery, person, *, uploaded_by, witnessed_by):
    with replaying(WEDNESDAY):
        sheet = paper.upload(
            token=uuid.uuid4(), person=person, version=surgery.version, signed_on=dt.date(2026, 3, 3),
            scan=b"%PDF-1.7 of a sheet", media_type="application/pdf", by=uploaded_by, at=WEDNESDAY,
        )  # fmt: skip
        paper.countersign(sheet=sheet, by=witnessed_by, at=WEDNESDAY)


def pack_of(practice) -> dict[str, bytes]:
    out = io.BytesIO()
    write_pack(Asked(practice, dt.date(2026, 3, 31), dt.date(2025, 4, 1)), out, by="Ruth Adeyemi", at=AT)
    with ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_in(name: str, body: bytes) -> str:
    """What a file of the pack says, whatever it is wrapped in."""
    if name.endswith(".xlsx"):
        with ZipFile(io.BytesIO(body)) as book:
            return " ".join(book.read(part).decode() for part in book.namelist())
    if name.endswith(".pdf"):
        from pypdf import PdfReader  # noqa: PLC0415 -- slow to load, and only here

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8", "replace")


def test_no_file_of_the_pack_says_a_former_name_or_a_name_as_typed(surgery):
    files = pack_of(surgery.practice)

    said = {name: words_in(name, body) for name, body in files.items()}
    assert [name for name, words in said.items() if SAID_THEN.search(words)] == []
    assert [row["Person"] for row in table(files, verify.ATTESTATIONS) if row["How"] != "On paper"] == [TODAY]
    notes = sorted(row["Note"] for row in table(files, verify.ATTESTATIONS) if row["Note"])
    assert notes == [
        f"Uploaded by {TODAY}, witnessed by Ruth Adeyemi",
        f"Uploaded by Ruth Adeyemi, witnessed by {TODAY}",
    ]


def found_by_links(client, start: list[str], *, most: int) -> dict[str, str]:
    """Every page and file of this site that the links lead to, and what it says."""
    waiting, seen = list(start), {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.get("Content-Type", "")
        seen[address] = words_in(".pdf" if "pdf" in kind and body[:5] == b"%PDF-" and len(body) > 99 else ".html", body)
        if "html" in kind:
            links = re.findall(r'href="(/[^"#]*)', seen[address])
            waiting += [unescape(link) for link in links if not re.match(r"/(static|media|admin|evidence)/", link)]
    return seen


def test_no_page_a_manager_can_come_to_says_a_former_name(client, surgery):
    person = surgery.ruth
    Person.objects.filter(pk=person.pk).update(privacy_notice_seen_at=MONDAY)
    verified(client, person)
    confirmed(client, person)
    ods = surgery.practice.ods_code.lower()
    desk = [reverse("desk:practice", args=[ods]), reverse("desk:person", args=[ods, surgery.robin.key])]
    more = [reverse(f"desk:{name}", args=[ods]) for name in ("help", "hand_out", "paper", "accounts")]

    pages = found_by_links(client, ["/", *desk, *more], most=120)

    assert any(TODAY in words for words in pages.values())
    # A copy of all that is held about the manager has the messages they were sent, word for word.
    said = {address for address, words in pages.items() if SAID_THEN.search(words)} - {reverse("desk:your_data")}
    assert said == set()


def test_the_person_reads_their_former_name_on_their_receipt_and_their_own_page(client, surgery):
    client.force_login(surgery.robin)
    confirmed(client, surgery.robin)
    receipt = Attestation.objects.by(surgery.robin).signed().get()

    pages = [client.get(reverse("policies:receipt", args=[receipt.key])), client.get(reverse("people:name"))]

    assert [bool(SAID_THEN.search(page.content.decode())) for page in pages] == [True, True]


def test_wagtails_log_of_people_names_nobody(client, surgery):
    ada = make_known_person("Ada Stone", is_superuser=True, is_staff=True)
    verified(client, ada)
    kept = {"username": "staff7", "first_name": "Robin", "last_name": "Fay", "email": "", "is_active": "on"}
    client.post(f"/admin/users/edit/{surgery.robin.pk}/", kept)
    client.post(f"/admin/users/edit/{surgery.robin.pk}/", {**kept, "last_name": "Roe"})

    client.get("/admin/users/")  # where Wagtail says whose account was changed, once
    log = client.get("/admin/reports/site-history/").content.decode()

    assert (Person.objects.get(username="staff7").name, "Robin Fay" in log, "Account number" in log) == (
        "Robin Roe", False, True,
    )  # fmt: skip


def test_of_two_rows_that_are_one_human_the_pack_says_the_name_of_today_and_is_whole(tmp_path):
    scene = a_practice_with_a_history()
    kept = make_member("Ann Marsh", practice=scene.practice).person
    join_rows(scene.ann, kept, make_person("Ruth Adeyemi"), at=THURSDAY)
    pack = scene.pack(at=LATER)

    with ZipFile(io.BytesIO(pack)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    signed = [row["Person"] for row in table(files, verify.ATTESTATIONS)]
    done = [row["Person"] for row in table(files, verify.COMPLETIONS)]
    assert (sorted(signed), done) == (["Ann Marsh", "Tom Ellis"], ["Ann Marsh", "Ann Marsh"])
    assert [name for name, body in files.items() if "Ann Lee" in words_in(name, body)] == []
    assert is_whole(pack, tmp_path)


def test_names_and_joinings_are_on_record_as_everything_is(surgery):
    kept = make_member("Tom Marsh", practice=surgery.practice).person
    join_rows(surgery.tom, kept, make_person("Ada Stone"), at=THURSDAY)
    chains = list(Chain.objects.values_list("key", flat=True))

    found = [*as_recorded(chains), *vouched_for(None), *words(None), *vouched_for(surgery.practice)]

    assert found == []
