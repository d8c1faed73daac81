"""Signatures on paper: the sheet is uploaded by one colleague and countersigned by another, and counts from then."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import SITE_CHAIN, commitment, keep_words, key_of_page, read_words, record
from trainingsite.audit.models import Words
from trainingsite.notices import actions as notices
from trainingsite.people.credentials import was_issued_by
from trainingsite.people.identities import is_row_of
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person
from trainingsite.policies import actions, receipts
from trainingsite.policies.models import Attestation, PolicyVersion, SheetDecision, SigningSheet
from trainingsite.policies.paper.countersigning import who_may_countersign
from trainingsite.policies.paper.rules import PaperRefusal, may_countersign, may_upload
from trainingsite.policies.rules import Wish
from trainingsite.policies.versions import content_of

SCAN, REASON = "scan", "reason"
Kind = SheetDecision.Kind


class PaperRefused(Exception):
    """A sheet cannot be taken or countersigned, and why."""

    def __init__(self, refusal: PaperRefusal):
        self.refusal = refusal
        super().__init__(refusal.sentence)


class AlreadyDecided(Exception):
    """Somebody was faster: the sheet has its decision."""

    def __init__(self, decision: SheetDecision):
        self.decision = decision
        super().__init__(str(decision))


@transaction.atomic
def upload(
    *,
    token: uuid.UUID,
    person: Person,
    version: PolicyVersion,
    signed_on: dt.date,
    scan: bytes,
    media_type: str,
    by: Person,
    at: dt.datetime,
) -> SigningSheet:
    """Keep the scan of what ``person`` signed on paper; it waits for a second colleague.

    ``token`` is the sent page's: two clicks keep one sheet, and other content is judged anew. Raises PaperRefused.
    """
    key = key_of_page(by.key, token, version.key, person.key, signed_on, scan)
    if sent := SigningSheet.objects.at(version.practice).filter(key=key).first():
        return sent
    waits = SigningSheet.objects.by(person).at(version.practice).filter(version=version).waiting().exists()
    _raise_if(may_upload(by_signer=by.pk == person.pk, waits=waits, standing=_standing(person, version, at)))
    sheet = SigningSheet(
        key=key, person=person, practice=version.practice, version=version, signed_on=signed_on,
        uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept = keep_words(about=key, kind=SCAN, words=scan, media_type=media_type, at=at)
            sheet.words_key, sheet.words_commitment = kept.key, commitment(kept)
            sheet.save(force_insert=True)
    except IntegrityError:
        return SigningSheet.objects.at(version.practice).get(key=key)
    _tell_second_people(sheet, at)
    _record("sheet_uploaded", sheet, by, at, rows=[sheet])
    return sheet


@transaction.atomic
def countersign(*, sheet: SigningSheet, by: Person, at: dt.datetime) -> SheetDecision:
    """Witness the signature on the sheet: from now on it counts. Raises PaperRefused and AlreadyDecided."""
    if decided := _decided(sheet, Kind.COUNTERSIGNED, by):
        return decided
    person, version = sheet.person, sheet.version
    standing = _standing(person, version, at)
    _raise_if(
        may_countersign(
            by_signer=is_row_of(by, person.pk),
            by_uploader=is_row_of(by, sheet.uploaded_by_id),
            by_issuer=was_issued_by(by, person),
            standing=standing,
        )
    )
    job = actions.job_on(person, version, timezone.localdate(at))
    previous = actions.last_word(person, version)
    said = actions.word(
        person, version, Attestation.Kind.WITNESSED, previous, at, method=Attestation.Method.PAPER, acted_by=by
    )
    words = {
        "declaration": content_of(version)["declaration"],
        "recorded_name": person.name,
        "job_role": job.role,
        "practice": version.practice.name,
        "signed_on": sheet.signed_on.isoformat(),
        "uploaded_by": sheet.uploaded_by.name,
        "witnessed_by": by.name,
        "language": "en-GB",
    }
    said = actions.say(said, words, tell=receipts.for_paper)
    return _decide(sheet, Kind.COUNTERSIGNED, by, at, attestation=said)


@transaction.atomic
def send_back(*, sheet: SigningSheet, by: Person, reason: str, at: dt.datetime) -> SheetDecision:
    """Say why the sheet cannot be countersigned; whoever uploaded it is told. Raises AlreadyDecided."""
    if decided := _decided(sheet, Kind.SENT_BACK, by, reason):
        return decided
    if by.pk == sheet.person_id:
        raise PaperRefused(PaperRefusal.OWN_SHEET)
    key = uuid.uuid4()
    kept = keep_words(about=key, kind=REASON, words={"reason": reason}, at=at)
    notices.queue(
        person=sheet.uploaded_by, kind="sheet_sent_back", about=sheet.key, at=at,
        subject=f"A signing sheet was sent back: {sheet.version.title}",
        body=(
            f"{by.name} looked at the sheet that {sheet.person.name} signed for the {sheet.version.title}, version"
            f" {sheet.version.number}, and sent it back. What they wrote:\n\n{reason}"
        ),
    )  # fmt: skip
    return _decide(sheet, Kind.SENT_BACK, by, at, key=key, words_key=kept.key, words_commitment=commitment(kept))


def _tell_second_people(sheet: SigningSheet, at: dt.datetime) -> None:
    for colleague in who_may_countersign(sheet, timezone.localdate(at)):
        notices.queue(
            person=colleague, kind="sheet", about=sheet.key, at=at,
            subject=f"A signing sheet waits for a second person: {sheet.version.title}",
            body=(
                f"{sheet.uploaded_by.name} uploaded a sheet that {sheet.person.name} signed on paper. It counts once"
                " somebody else has looked at it. Sign in and open “Sheets to countersign”."
            ),
        )  # fmt: skip


def _standing(person: Person, version: PolicyVersion, at: dt.datetime) -> Wish:
    """What is known of the signer's wish to sign, as if they signed here and now."""
    day = timezone.localdate(at)
    signature = actions.standing_signature(actions.last_word(person, version))
    wish = actions.wish_to_sign(version, actions.job_on(person, version, day), signature, day)
    return replace(wish, is_active=True)  # who signs on paper needs no account


def _raise_if(refusal: PaperRefusal | None) -> None:
    if refusal:
        raise PaperRefused(refusal)


def reason_of(decision: SheetDecision) -> str:
    """Why a sheet was sent back; nothing once that has been erased."""
    kept = Words.objects.about(decision.key).of_kind(REASON).first()
    return read_words(kept)["reason"] if kept else ""


def _decided(sheet: SigningSheet, kind: str, by: Person, reason: str = "") -> SheetDecision | None:
    """The same decision by the same person, taken by an earlier click. Raises AlreadyDecided for any other."""
    decision = SheetDecision.objects.by(sheet.person).filter(sheet=sheet).select_related("decided_by").first()
    if decision is None:
        return None
    if (decision.kind, decision.decided_by_id, reason_of(decision)) == (kind, by.pk, reason):
        return decision
    raise AlreadyDecided(decision)


def _decide(sheet, kind, by, at, **more) -> SheetDecision:
    decision = SheetDecision.objects.create(
        sheet=sheet, person=sheet.person, practice=sheet.practice, kind=kind, decided_by=by, decided_at=at, **more
    )
    _record(f"sheet_{kind}", sheet, by, at, rows=[decision])
    return decision


def _record(word: str, sheet: SigningSheet, by: Person, at: dt.datetime, *, rows: list) -> None:
    record(
        chains={*chains_of(sheet.person, timezone.localdate(at)), sheet.practice.chain} - {SITE_CHAIN},
        verb=f"policies.{word}", actor=by.key, subject=sheet.person.key, at=at, rows=rows,
        data={"version": str(sheet.version.key), "snapshot": sheet.version.snapshot_id},
    )  # fmt: skip
