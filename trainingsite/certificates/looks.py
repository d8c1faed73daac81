"""How a practice wants its certificates to look. Each change is a row, and the newest holds for what is issued next.

The logo is the practice's and is frozen. Who signs, and how their signature looks, is about a person: it is words.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, freeze_bytes, keep_words, read_words, record
from trainingsite.audit.chain import digest
from trainingsite.audit.models import Words
from trainingsite.certificates.look_table import LOGO, CertificateLook
from trainingsite.certificates.pdf import PLAIN, Look
from trainingsite.people.models import Person, Practice

SIGNER, SIGNATURE = "certificate-look", "certificate-look-signature"
PNG, JPEG = "image/png", "image/jpeg"


def look_of(practice: Practice) -> Look:
    """How a certificate of the practice looks that is issued now; plain where nothing was set. Two queries."""
    row = newest_look(practice)
    return said_by(row) if row else PLAIN


def newest_look(practice: Practice) -> CertificateLook | None:
    """The row that holds now, with whoever set it."""
    return CertificateLook.objects.at(practice).select_related("logo", "set_by").order_by("-pk").first()


def said_by(row: CertificateLook) -> Look:
    """What the row says; words of it that were erased are not printed any more."""
    words = {kept.kind: read_words(kept) for kept in Words.objects.about(row.key)}
    signer = words.get(SIGNER, {})
    return Look(
        logo=bytes(row.logo.body) if row.logo else b"",
        signature=words.get(SIGNATURE, b""),
        signed_by=signer.get("signed_by", ""),
        signed_as=signer.get("signed_as", ""),
    )


def changed(before: Look, *, logo: bytes | None, signature: bytes | None, signed_by: str, signed_as: str) -> Look:
    """The look with these changes: a picture that is not given stays as it is; an empty one is taken away."""
    return Look(
        logo=before.logo if logo is None else logo,
        signature=before.signature if signature is None else signature,
        signed_by=signed_by,
        signed_as=signed_as,
    )


@transaction.atomic
def set_look(
    *,
    practice: Practice,
    logo: bytes | None = None,
    signature: bytes | None = None,
    signed_by: str,
    signed_as: str,
    by: Person,
    at: dt.datetime,
) -> CertificateLook | None:
    """Let the practice's certificates look like this from now on; None if they do already."""
    # Two managers at once: the second builds on what the first has set.
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    before = look_of(practice)
    wanted = changed(before, logo=logo, signature=signature, signed_by=signed_by, signed_as=signed_as)
    if wanted == before:
        return None
    row = CertificateLook(practice=practice, set_by=by, set_at=at, set_on=timezone.localdate(at))
    if wanted.logo:
        row.logo = freeze_bytes(kind=LOGO, body=wanted.logo)
    _keep_signer(row, wanted, at)
    row.save(force_insert=True)
    record(
        chains=[practice.chain], verb="certificates.look_set", actor=by.key, subject=practice.key, at=at, rows=[row]
    )  # fmt: skip
    return row


def _keep_signer(row: CertificateLook, look: Look, at: dt.datetime) -> None:
    """Keep who signs and their signature as words; the row vouches for both."""
    said = {"signed_by": look.signed_by, "signed_as": look.signed_as}
    if look.signature:
        said["signature"] = digest(look.signature)
        keep_words(about=row.key, kind=SIGNATURE, words=look.signature, media_type=kind_of(look.signature), at=at)
    if any(said.values()):
        kept = keep_words(about=row.key, kind=SIGNER, words=said, at=at)
        row.words_key, row.words_commitment = kept.key, commitment(kept)


def kind_of(picture: bytes) -> str:
    """The media type of a picture that was looked at: there are only two."""
    return PNG if picture.startswith(b"\x89PNG") else JPEG
