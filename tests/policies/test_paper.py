"""Signatures on paper: who may handle a sheet, and when it counts."""

import datetime as dt
import io
import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone
from pypdf import PdfReader

from tests.factories import (
    TUESDAY,
    give_duty,
    make_member,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from tests.policies.asking import Surgery
from trainingsite.audit.actions import read_words
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance.matrix import training_matrix
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Membership
from trainingsite.policies import actions as signing
from trainingsite.policies.models import Attestation, SheetDecision, SigningSheet
from trainingsite.policies.paper import actions
from trainingsite.policies.paper.countersigning import (
    not_signed,
    sheets_open_to,
    waiting_for_second,
    who_may_countersign,
)
from trainingsite.policies.paper.sheets import signing_sheets
from trainingsite.policies.versions import content_of

pytestmark = pytest.mark.django_db
LATER = moment(2026, 3, 5)
SCAN = b"%PDF-1.7 of a sheet"
SIGNED_ON = dt.date(2026, 3, 2)


@pytest.fixture
def surgery():
    return Surgery()


def upload(surgery, *, by=None, person=None, at=TUESDAY, token=None, signed_on=SIGNED_ON, scan=SCAN):
    with replaying(at):
        return actions.upload(
            token=token or uuid.uuid4(), person=person or surgery.tom, version=surgery.version,
            signed_on=signed_on, scan=scan, media_type="application/pdf", by=by or surgery.ruth, at=at,
        )  # fmt: skip


def countersign(sheet, by, *, at=LATER):
    with replaying(at):
        return actions.countersign(sheet=sheet, by=by, at=at)


def kinds():
    return list(Attestation.objects.order_by("pk").values_list("kind", flat=True))


def test_an_uploaded_sheet_keeps_the_scan_apart_and_counts_for_nothing_yet(surgery):
    sheet = upload(surgery)

    kept = Words.objects.get(about=sheet.key)
    assert (read_words(kept), kept.media_type, sheet.words_key) == (SCAN, "application/pdf", kept.key)
    assert not Attestation.objects.exists()


def test_a_second_person_makes_it_a_witnessed_signature(surgery):
    decision = countersign(upload(surgery), surgery.ravi)

    said = decision.attestation
    assert (said.person, said.kind, said.method, said.acted_by, said.attested_at) == (
        surgery.tom,
        "witnessed",
        "paper",
        surgery.ravi,
        LATER,
    )
    assert read_words(Words.objects.get(about=said.key)) == {
        "declaration": "<p>I agree to follow it.</p>",
        "recorded_name": "Tom Ellis",
        "job_role": "Receptionist",
        "practice": "Millbrook Lane Surgery",
        "signed_on": "2026-03-02",
        "uploaded_by": "Ruth Adeyemi",
        "witnessed_by": "Ravi Shah",
        "language": "en-GB",
    }


def test_it_is_shown_as_witnessed_and_compliant_from_the_countersigning_on(surgery):
    make_requirement(make_programme("Induction", surgery.practice), policy=surgery.version.page, due_within_days=14)
    countersign(upload(surgery), surgery.ravi)

    cells = [training_matrix(surgery.practice, day, people=[surgery.tom]).rows[0].cells[0] for day in (
        dt.date(2026, 3, 4), LATER.date()
    )]  # fmt: skip
    assert [(cell.status.value, cell.basis and cell.basis.value) for cell in cells] == [
        ("due", None),
        ("compliant", "witnessed"),
    ]


def test_each_step_is_an_event_about_the_signer_by_whoever_took_it(surgery):
    sheet = upload(surgery)
    countersign(sheet, surgery.ravi)

    events = AuditEvent.objects.about(surgery.tom.key).values_list("verb", "actor")
    assert list(events) == [
        ("policies.sheet_uploaded", str(surgery.ruth.key)),
        ("policies.witnessed", str(surgery.ravi.key)),
        ("policies.sheet_countersigned", str(surgery.ravi.key)),
    ]


def test_nobody_uploads_a_sheet_they_signed_themselves(surgery):
    with pytest.raises(actions.PaperRefused, match="You signed this sheet"):
        upload(surgery, person=surgery.ruth)
    assert not SigningSheet.objects.exists()


def test_whoever_uploaded_it_under_another_row_is_no_second_person(surgery):
    sheet = upload(surgery)
    again = make_member("Ruth Marsh", practice=surgery.practice).person
    give_duty(again, surgery.practice, Duty.PRACTICE_MANAGER)
    join_rows(surgery.ruth, again, surgery.olu, at=LATER)

    with pytest.raises(actions.PaperRefused):
        countersign(sheet, again)

    day = timezone.localdate(LATER)
    assert (list(waiting_for_second(again, day)), again in who_may_countersign(sheet, day)) == ([], False)


@pytest.mark.parametrize(("who", "why"), [("tom", "You signed this sheet"), ("ruth", "You uploaded this sheet")])
def test_neither_the_signer_nor_the_uploader_countersigns(surgery, who, why):
    sheet = upload(surgery)

    with pytest.raises(actions.PaperRefused, match=why):
        countersign(sheet, getattr(surgery, who))
    assert not Attestation.objects.exists()


def test_a_sheet_expires_when_a_material_version_comes(surgery):
    sheet = upload(surgery)
    make_policy_version(surgery.version.page, clauses=("New.",), at=moment(2026, 3, 4))

    with pytest.raises(actions.PaperRefused, match="Print a new one"):
        countersign(sheet, surgery.ravi)
    with pytest.raises(actions.PaperRefused, match="Print a new one"):
        upload(surgery, person=surgery.olu, at=LATER)


def test_a_sheet_stands_through_a_minor_version(surgery):
    sheet = upload(surgery)
    make_policy_version(surgery.version.page, clauses=("Be kind!",), material=False, at=moment(2026, 3, 4))

    assert countersign(sheet, surgery.ravi).attestation.version == surgery.version


def test_who_signed_on_screen_meanwhile_is_not_witnessed_as_well(surgery):
    sheet = upload(surgery)
    signing.sign(person=surgery.tom, version=surgery.version, typed_name="Tom Ellis", method="password", at=TUESDAY)

    with pytest.raises(actions.PaperRefused, match="They have signed this version already"):
        countersign(sheet, surgery.ravi)
    assert kinds() == ["signed"]


def test_who_left_before_the_sheet_was_countersigned_is_not_witnessed(surgery):
    sheet = upload(surgery)
    stay = Membership.objects.get(person=surgery.tom)
    Membership.objects.create(
        person=stay.person, practice=stay.practice, job_role=stay.job_role, started_on=stay.started_on,
        ended_on=dt.date(2026, 3, 4), line=stay.line, supersedes=stay,
    )  # fmt: skip

    with pytest.raises(actions.PaperRefused, match="They do not work at this practice today"):
        countersign(sheet, surgery.ravi)


def test_somebody_whose_account_is_closed_can_sign_on_paper(surgery):
    surgery.tom.is_active = False
    surgery.tom.save()

    assert countersign(upload(surgery), surgery.ravi).attestation.kind == "witnessed"


def test_two_clicks_upload_one_sheet_and_countersign_once(surgery):
    token = uuid.uuid4()
    sheet = upload(surgery, token=token)

    assert upload(surgery, token=token) == sheet
    assert countersign(sheet, surgery.ravi) == countersign(sheet, surgery.ravi)
    assert (kinds(), SheetDecision.objects.count()) == (["witnessed"], 1)


@pytest.mark.parametrize("other", [{"signed_on": dt.date(2026, 3, 3)}, {"scan": b"%PDF-1.7 of another"}])
def test_the_page_sent_again_with_another_day_or_scan_is_no_second_click(surgery, other):
    token = uuid.uuid4()
    upload(surgery, token=token)

    with pytest.raises(actions.PaperRefused, match="is waiting to be countersigned already"):
        upload(surgery, token=token, **other)


def test_the_page_sent_again_for_another_signer_is_another_sheet(surgery):
    token = uuid.uuid4()

    sheets = [upload(surgery, token=token, person=person) for person in (surgery.tom, surgery.olu)]

    assert [sheet.person for sheet in sheets] == [surgery.tom, surgery.olu]


def test_a_second_sheet_of_the_same_person_waits_for_the_first(surgery):
    upload(surgery)

    with pytest.raises(actions.PaperRefused, match="is waiting to be countersigned already"):
        upload(surgery, by=surgery.olu)


def test_a_sheet_that_was_sent_back_says_why_to_the_uploader_and_can_be_replaced(surgery):
    sheet = upload(surgery)
    decision = actions.send_back(sheet=sheet, by=surgery.ravi, reason="The date is missing.", at=LATER)

    told = Notice.objects.get(kind="sheet_sent_back")
    assert (told.person, told.body.endswith("The date is missing.")) == (surgery.ruth, True)
    assert read_words(Words.objects.get(about=decision.key)) == {"reason": "The date is missing."}
    assert upload(surgery) != sheet


def test_two_clicks_send_a_sheet_back_once_and_another_reason_is_not_taken_for_the_first(surgery):
    sheet = upload(surgery)
    said = {"sheet": sheet, "by": surgery.ravi, "at": LATER}

    assert actions.send_back(reason="No date.", **said) == actions.send_back(reason="No date.", **said)
    with pytest.raises(actions.AlreadyDecided):
        actions.send_back(reason="No name.", **said)


def test_what_was_sent_back_is_not_countersigned_after_all(surgery):
    sheet = upload(surgery)
    actions.send_back(sheet=sheet, by=surgery.ravi, reason="Blank.", at=LATER)

    with pytest.raises(actions.AlreadyDecided):
        countersign(sheet, surgery.olu)


def test_nothing_is_witnessed_when_the_event_cannot_be_recorded(surgery, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    sheet = upload(surgery)
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        countersign(sheet, surgery.ravi)
    assert not Attestation.objects.exists()
    assert not SheetDecision.objects.exists()


def test_those_who_could_be_the_second_person_are_told_and_no_others(surgery):
    surgery.hire("Ann Lee")
    surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))

    sheet = upload(surgery)

    assert who_may_countersign(sheet, TUESDAY.date()) == [surgery.olu, surgery.ravi]
    assert set(Notice.objects.values_list("person", flat=True)) == {surgery.olu.pk, surgery.ravi.pk}


def test_a_sheet_is_open_to_those_with_a_duty_there_but_never_to_the_signer(surgery):
    stranger = surgery.hire("Una Far", Duty.PRACTICE_MANAGER, practice=make_practice("Harbour View Surgery"))
    give_duty(surgery.tom, surgery.practice, Duty.SIRO)
    sheet, day = upload(surgery), TUESDAY.date()

    people = (surgery.ruth, surgery.ravi, surgery.tom, stranger, surgery.hire("Ann Lee"))

    assert [sheet in sheets_open_to(person, day) for person in people] == [True, True, False, False, False]


def test_the_sheets_are_one_page_of_a4_a_person_with_version_and_fingerprint(surgery):
    members = not_signed(surgery.version, TUESDAY.date())

    body = signing_sheets(surgery.version, content_of(surgery.version), members, "http://example/p/", TUESDAY.date())

    pages = PdfReader(io.BytesIO(body)).pages
    texts = [page.extract_text() for page in pages]
    names = ["Ruth Adeyemi", "Olu Bright", "Tom Ellis", "Ravi Shah"]
    assert [name in text for name, text in zip(names, texts, strict=True)] == [True] * 4
    assert all(surgery.version.snapshot_id in text.replace("\n", "") for text in texts)
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


def test_who_has_signed_is_given_no_sheet(surgery):
    signing.sign(person=surgery.tom, version=surgery.version, typed_name="Tom Ellis", method="password", at=TUESDAY)

    assert surgery.tom not in [member.person for member in not_signed(surgery.version, TUESDAY.date())]
