"""The signing sheets as PDF: one page of A4 a person, with room for a signature."""

from collections.abc import Iterable, Iterator
from datetime import date

from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Document, Facts, Heading, PageBreak, Paragraph, render
from trainingsite.people.models import Membership
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.pdf import blocks_of

LINE = "_" * 52


def signing_sheets(
    version: PolicyVersion, content: dict, members: Iterable[Membership], address: str, printed_on: date
) -> bytes:
    """A sheet for each of the people; each names the version and the fingerprint of the text."""
    about = About(
        title=f"Signing sheets: {content['title']}, version {version.number}",
        author=content["practice"],
        dated_on=printed_on,
    )
    blocks: list[Block] = []
    for member in members:
        blocks += [*([PageBreak()] if blocks else []), *_sheet(version, content, member, address, printed_on)]
    return render(Document(about, blocks, f"{content['practice']}: {content['title']}, version {version.number}"))


def _file(content: dict) -> Iterator[tuple[str, str]]:
    if "document" in content:
        yield "The file", content["document"]["name"]
        yield "SHA-256 of the file", content["document"]["sha256"]


def _sheet(version, content, member, address, printed_on) -> Iterator[Block]:
    yield Heading(content["title"], 1)
    yield Paragraph(f"A statement to sign on paper. Read the policy first: ask for a printed copy, or go to {address}")
    yield Facts(
        [
            ("Name", member.person.name),
            ("Job", member.job_role.name),
            ("Practice", content["practice"]),
            ("Version", f"{version.number}, in force from {long_date(version.effective_on)}"),
            ("SHA-256 of the text", version.snapshot_id),
            *_file(content),
            ("Printed on", long_date(printed_on)),
        ]
    )
    yield Heading("The statement you sign")
    yield from blocks_of(content["declaration"])
    for label in ("Your signature", "Your full name, in capitals", "The date you sign"):
        yield Paragraph(" ")
        yield Paragraph(f"{label}:")
        yield Paragraph(LINE)
    yield Paragraph(
        "Not sure, or not happy with it? You need not sign: ask or object first, to whomever you choose. This sheet is "
        "worth nothing once the policy changes. One colleague scans it and another checks it; neither is you.",
        quiet=True,
    )
