"""What came of asking staff about a policy's draft, as a pack shows it: no comment and nobody's name is in it."""

from collections.abc import Iterator
from functools import partial

from trainingsite.audit.actions import thaw
from trainingsite.audit.models import Snapshot
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pages import page
from trainingsite.evidence.parts import Content
from trainingsite.evidence.register import Entry
from trainingsite.policies.consultations import ConsultationClosed
from trainingsite.policies.consulting.outcome import told


class Outcomes:
    """What staff were asked about the drafts of some versions, and what came of it."""

    def __init__(self, asked: Asked, entries: list[Entry]):
        self.asked = asked
        behind = [entry.version.consultation_id for entry in entries if entry.version.consultation_id]
        closings = ConsultationClosed.objects.filter(consultation__in=behind).select_related("snapshot")
        self.frozen = {closed.consultation_id: closed.snapshot for closed in closings}

    def of(self, entry: Entry) -> Iterator[tuple[str, Content]]:
        """The outcome as it was frozen, and as it can be read; nothing where staff were not asked."""
        snapshot = self.frozen.get(entry.version.consultation_id)
        if snapshot is not None:
            yield f"{entry.name}-consultation.json", bytes(snapshot.body)
            yield f"{entry.name}-consultation.html", partial(self._page, entry, snapshot)

    def _page(self, entry: Entry, snapshot: Snapshot) -> bytes:
        return page("consultation", self.asked, entry=entry, outcome=told(thaw(snapshot)))
