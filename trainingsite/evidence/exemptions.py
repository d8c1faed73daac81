"""Who was released from what in the period: the reason from the list, until when, and on whose word."""

from collections.abc import Iterator

from django.utils import timezone

from trainingsite.compliance.exemptions import titled
from trainingsite.compliance.models import Exemption
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.table_files import by_person
from trainingsite.formats.sheets import Row

HEADINGS = ("Person", "Exempt from", "From", "To", "Reason", "Approved by", "Recorded on")


def exemption_rows(asked: Asked) -> Iterator[Row]:
    """Each exemption that held on a day of the period, as it is known now, person by person."""
    held = Exemption.objects.known().at(asked.practice).between(asked.from_on, asked.on)
    rows = held.select_related("person", "approved_by").order_by(*by_person(asked), "started_on", "pk")
    for released in titled(rows):
        found = released.exemption
        yield (
            asked.name_of(found.person), released.title, found.started_on, found.ended_on, found.get_reason_display(),
            asked.name_of(found.approved_by), timezone.localdate(found.recorded_at),
        )  # fmt: skip
