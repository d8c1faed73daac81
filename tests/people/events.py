"""What a chain tells of, for tests to compare."""

import json

from trainingsite.audit.models import AuditEvent


def told(chain: str, *, data: bool = False) -> list:
    """The verbs of the chain's events in their order; with what each says, if asked."""
    events = AuditEvent.objects.of(chain).values_list("verb", "body")
    return [(verb, json.loads(bytes(body)).get("data")) if data else verb for verb, body in events]
