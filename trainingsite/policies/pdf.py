"""A version of a policy as PDF, to print or to keep; the page at its address is the accessible twin."""

from collections.abc import Iterator

from django.utils import timezone
from lxml import html

from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Bullets, Document, Facts, Heading, Paragraph, render
from trainingsite.policies.models import PolicyVersion

LISTS = {"ul", "ol"}


def policy_pdf(version: PolicyVersion, content: dict, address: str) -> bytes:
    """The frozen text with its version and fingerprint; the same bytes whenever it is drawn."""
    published_on = timezone.localdate(version.published_at)
    about = About(
        title=f"{content['title']}, version {version.number}",
        author=content["practice"],
        subject=f"Version {version.number}, in force from {long_date(version.effective_on)}",
        dated_on=published_on,
    )
    footer = f"{content['practice']}: {content['title']}, version {version.number}"
    return render(Document(about, [*_blocks(version, content, address)], footer))


def _blocks(version: PolicyVersion, content: dict, address: str) -> Iterator[Block]:
    yield Heading(content["title"], 1)
    yield Paragraph(content["summary"])
    yield Facts(
        [
            ("Practice", content["practice"]),
            ("Version", f"{version.number}, in force from {long_date(version.effective_on)}"),
            ("SHA-256 of the text", version.snapshot_id),
            ("On screen", address),
        ]
    )
    yield from _clauses(content["clauses"])
    if content["declaration"]:
        yield Heading("The statement people sign")
        yield from blocks_of(content["declaration"])
    if content["sources"]:
        yield Heading("What this policy is built on")
        yield Bullets([f"{source['body']}: {source['title']}" for source in content["sources"]])


def _clauses(clauses: list[dict]) -> Iterator[Block]:
    """The clauses, and a heading before those about hot topics, which come last."""
    in_annex = False
    for clause in clauses:
        if clause.get("annex") and not in_annex:
            in_annex = True
            yield Heading("Hot topics")
        yield Heading(f"{clause['number']}. {clause['title']}", 3 if in_annex else 2)
        yield from blocks_of(clause["html"])


def blocks_of(text: str) -> Iterator[Block]:
    """Frozen HTML as the blocks of a report: its paragraphs, lists and headings."""
    for part in html.fragment_fromstring(text, create_parent="div"):
        if part.tag in LISTS:
            yield Bullets([_words(item) for item in part.iter("li")])
        elif part.tag in {"h3", "h4"}:
            yield Heading(_words(part), 3)
        else:
            yield Paragraph(_words(part))


def _words(part) -> str:
    return " ".join(part.text_content().split())
