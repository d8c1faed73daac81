"""What came of asking staff about a policy's draft, as a pack shows it: no comment and nobody's name is in it."""

from collections.abc import Iterator

from trainingsite.audit.actions import thaw
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pages import page
from trainingsite.evidence.register import Entry
from trainingsite.policies.consultations import ConsultationClosed
from trainingsite.policies.consulting.outcome import told


def outcomes(asked: Asked, entries: list[Entry]) -> Iterator[tuple[str, bytes]]:
    """For each version whose draft staff were asked about: the outcome as it can be read, and as it was frozen."""
    behind = [entry.version.consultation_id for entry in entries if entry.version.consultation_id]
    closings = ConsultationClosed.objects.filter(consultation__in=behind).select_related("snapshot")
    frozen = {closed.consultation_id: closed.snapshot for closed in closings}
    for entry in entries:
        snapshot = frozen.get(entry.version.consultation_id)
        if snapshot is not None:
            outcome = told(thaw(snapshot))
            yield f"{entry.name}-consultation.html", page("consultation", asked, entry=entry, outcome=outcome)
            yield f"{entry.name}-consultation.json", bytes(snapshot.body)
