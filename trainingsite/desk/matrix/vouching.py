"""The events of a practice's chain that vouch for what happened about one requirement of one person."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from trainingsite.audit.models import AuditEvent, Record
from trainingsite.compliance import recognising
from trainingsite.desk.your_data.looks import names_of
from trainingsite.people.models import Person, Practice

VERBS = {
    "modules.completed": "Module completed and passed",
    "scenarios.passed": "Scenario passed",
    "policies.signed": "Policy signed",
    "policies.queried": "Question or objection put",
    "policies.answered": "Question or objection answered",
    "policies.declined": "Policy declined",
    "policies.withdrawn": "Signature withdrawn",
    "policies.voided": "Signature made void",
    "policies.witnessed": "Signature on paper countersigned",
    "policies.signature_confirmed": "Signature confirmed by the signer",
    "compliance.prior_learning_accepted": "Training done elsewhere accepted",
    "compliance.training_elsewhere_withdrawn": "Training done elsewhere taken back",
    "compliance.exempted": "Exemption given",
    "compliance.exemption_changed": "Exemption changed",
    "compliance.exemption_ended": "Exemption ended early",
    "compliance.exemption_withdrawn": "Exemption taken back",
    recognising.VERB: "What was done before, recognised here",
    "certificates.issued": "Certificate issued",
    "certificates.reissued": "Certificate issued anew, in place of another",
    "certificates.revoked": "Certificate revoked",
}
ANOTHER_PRACTICE = "Another practice"
# Of these one is told of several things: their bytes say which.
EXEMPTING = [verb for verb in VERBS if verb.startswith("compliance.exempt")]
TOLD_BY_THEIR_BYTES = [recognising.VERB, *EXEMPTING]


@dataclass(frozen=True)
class Vouching:
    """An event as a page shows it."""

    event: AuditEvent
    by: str

    @property
    def words(self) -> str:
        """The verb in words; one that is not known here is read as it stands."""
        return VERBS.get(self.event.verb) or self.event.verb.partition(".")[2].replace("_", " ").capitalize()

    @property
    def zone(self) -> str:
        """The name of the zone in which the time is told."""
        return f"{timezone.localtime(self.event.at):%Z}"


def vouching_for(
    practice: Practice, person: Person, line: uuid.UUID, records: Iterable[Record], theirs: Iterable[Record]
) -> list[Vouching]:
    """The events about these records, and about the person's exemptions from the requirement, in three queries.

    In the order of the chain and not of time: a clock may have been put back. Of what another practice did, who
    acted for it is not ours to know.
    """
    records = list(records)
    acts, keys = {record.act for record in records}, {str(record.key) for record in records}
    by_bytes = Q(subject=str(person.key), verb__in=TOLD_BY_THEIR_BYTES)
    events = AuditEvent.objects.of(practice.chain).filter(Q(act__in=acts) | by_bytes)
    found = [event for event in events if event.act in acts or is_told_in(event, keys, str(line))]
    acts_of_others = {record.act for record in theirs}
    ours = [event for event in found if event.act not in acts_of_others or event.actor == event.subject]
    names = names_of({event.actor for event in ours})
    return [Vouching(event, names.get(event.actor, "") if event in ours else ANOTHER_PRACTICE) for event in found]


def is_told_in(event: AuditEvent, keys: set[str], line: str) -> bool:
    """Whether the bytes of an event name one of these records, or this requirement."""
    content = json.loads(bytes(event.body))
    named = {row["key"] for row in content.get("rows", ())}
    return bool(named & keys) or content.get("data", {}).get("requirement") == line
