"""The policies of a pack: each version as a page, on paper, as it was frozen, and what changed in it."""

from collections.abc import Container, Iterator
from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.urls import reverse

from trainingsite.audit.actions import frozen_bytes
from trainingsite.audit.models import Snapshot
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.consultations import Outcomes
from trainingsite.evidence.pages import page
from trainingsite.evidence.parts import Content, NotIncluded
from trainingsite.evidence.register import Entry
from trainingsite.policies.audiences import names_in
from trainingsite.policies.changes import changes_between
from trainingsite.policies.files.frozen import frozen_file
from trainingsite.policies.pdf import policy_pdf
from trainingsite.policies.versions import content_of

GONE = "The file that this policy is was erased, or is missing from the record."
BESIDE = {"paper": ".pdf", "changes": "-changes.html", "consultation": "-consultation.html"}


def policy_files(asked: Asked, entries: list[Entry], written: Container[str]) -> Iterator[tuple[str, Content]]:
    """Everything about each version; its page comes last, so that it leads only to what is there."""
    outcomes = Outcomes(asked, entries)
    for entry in entries:
        yield entry.text, frozen_bytes(entry.version.snapshot_id)
        yield f"{entry.name}.pdf", partial(paper, entry)
        if entry.before:
            yield f"{entry.name}-changes.html", partial(changes, asked, entry)
        yield from outcomes.of(entry)
        yield f"{entry.name}.html", partial(policy, asked, entry, written)


def policy(asked: Asked, entry: Entry, written: Container[str]) -> bytes:
    """One version of a policy as it was published, with its dates and the way to what lies beside it."""
    content = content_of(entry.version)
    beside = {
        what: PurePosixPath(f"{entry.name}{ending}").name
        for what, ending in BESIDE.items()
        if f"{entry.name}{ending}" in written
    }
    return page("policy", asked, entry=entry, content=content, for_whom=names_in(content), beside=beside)


def paper(entry: Entry) -> bytes:
    """The version as PDF: drawn from its text, or the very file that it is. Raises NotIncluded."""
    content, version = content_of(entry.version), entry.version
    if "document" not in content:
        return policy_pdf(version, content, settings.SITE_URL + reverse("policies:version", args=[version.key]))
    try:
        return frozen_file(content)
    except Snapshot.DoesNotExist:
        raise NotIncluded(GONE) from None


def changes(asked: Asked, entry: Entry) -> bytes:
    """What is different from the version before it, word for word."""
    found = changes_between(content_of(entry.before), content_of(entry.version))
    return page("changes", asked, entry=entry, changes=found)
