"""A policy that is a file, as it is frozen: its bytes by their fingerprint, and its text page by page."""

from trainingsite.audit.actions import freeze_bytes, frozen_bytes, thawed
from trainingsite.audit.chain import digest
from trainingsite.policies.files.checking import CONTROLS, NotAPolicyFile, minutes_for
from trainingsite.policies.files.drafts import bytes_of, text_of

KIND = "document"
CHANGED = "The file was replaced at this very moment. Look at it again, then publish"


def file_content(page) -> dict:
    """What the frozen content says of the page's file, instead of clauses. Raises NotAPolicyFile."""
    body = bytes_of(page.document)
    text, fingerprint = text_of(body), digest(body)
    document = {
        "name": page.document.filename,
        "sha256": fingerprint,
        "bytes": len(body),
        "pages": len(text.pages),
    }
    typed = "\n".join(CONTROLS.sub(" ", line).rstrip() for line in page.text_of_file.splitlines()).strip()
    if typed:
        return {"document": {**document, "typed": True}, "pages": [typed], "minutes": minutes_for([typed])}
    if text.is_silent:
        return {"document": {**document, "silent": True}, "pages": []}
    pages = _published_before(page, fingerprint) or list(text.pages)
    return {"document": document, "pages": pages, "minutes": minutes_for(pages)}


def _published_before(page, fingerprint: str) -> list[str]:
    """The text that was frozen with the same file last: a newer reader of PDF files makes no new version."""
    published = (page.versions, page.network_versions) if page.pk else ()
    last = next((each for rows in published if (each := rows.order_by("-major", "-minor").first())), None)
    content = thawed(last.snapshot_id) if last else {}
    document = content.get("document", {})
    same = document.get("sha256") == fingerprint and not document.get("typed")
    return content["pages"] if same else []


def keep_file(page, content: dict) -> None:
    """Keep the bytes that the content names, where no change of the file on disk reaches them."""
    body = bytes_of(page.document)
    if digest(body) != content["document"]["sha256"]:
        raise NotAPolicyFile(CHANGED)
    freeze_bytes(kind=KIND, body=body)


def frozen_file(content: dict) -> bytes:
    """The very bytes of the file that the content names."""
    return frozen_bytes(content["document"]["sha256"])
