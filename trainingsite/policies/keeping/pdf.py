"""A receipt as PDF; the page at its address is the accessible twin."""

from collections.abc import Iterator

from trainingsite.formats.canvas import About
from trainingsite.formats.pdf import Block, Document, Facts, Heading, Paragraph, render
from trainingsite.policies.models import Attestation
from trainingsite.policies.pdf import blocks_of
from trainingsite.policies.receipts import moment_of


def receipt_pdf(signature: Attestation, words: dict, address: str) -> bytes:
    """What was signed, by whom and when, and where it can be checked; the same bytes whenever it is drawn."""
    version = signature.version
    about = About(
        title=f"Receipt: {version.title}, version {version.number}",
        author=signature.practice.name,
        subject=f"Receipt {signature.key}",
        dated_on=signature.attested_on,
    )
    return render(Document(about, [*_blocks(signature, words, address)], f"Receipt {signature.key}"))


def _blocks(signature: Attestation, words: dict, address: str) -> Iterator[Block]:
    version = signature.version
    yield Heading(f"Receipt: {version.title}", 1)
    yield Facts(
        [
            ("Version", version.number),
            ("Practice", signature.practice.name),
            ("When", moment_of(signature)),
            *_signer(signature, words),
            ("How", signature.get_method_display()),
            ("Receipt", str(signature.key)),
            ("SHA-256 of the text", version.snapshot_id),
            ("Check it at", address),
        ]
    )
    if "declaration" in words:
        yield Heading("What was signed")
        yield from blocks_of(words["declaration"])
    yield Paragraph(
        "Whoever checks it sees the policy, the version, the practice, the day and whether it stands: never"
        " whose signature it is. A signature taken back later is shown there.",
        quiet=True,
    )


def _signer(signature: Attestation, words: dict) -> Iterator[tuple[str, str]]:
    """Who signed, as they were called then, and of paper who vouches for it; nothing once the words are erased."""
    if "typed_name" in words:
        yield "Signed as", f"{words['typed_name']}, {words['job_role']}"
    if "witnessed_by" in words:
        yield "Signed by", f"{words['recorded_name']}, {words['job_role']}"
        uploader = signature.sheet_decision.sheet.uploaded_by
        yield "Witnessed by", f"{signature.acted_by.name}; uploaded by {uploader.name}"
