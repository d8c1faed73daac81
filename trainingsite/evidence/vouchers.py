"""Which events vouch for which rows: a pack shows those events in full, and names them in the rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from trainingsite.audit.actions import row_digest
from trainingsite.audit.models import AuditEvent, Record
from trainingsite.evidence.verify import TABLE_OF

AT_ONCE = 500
ELSEWHERE, NOWHERE = "", "none"


class Vouchers:
    """The events of one chain that vouch for the rows of a pack; it gathers those that have been named."""

    def __init__(self, chain_key: str):
        self.chain_key = chain_key
        self.named: set[int] = set()

    def with_events(self, records: Iterable[Record], table: str) -> Iterator[tuple[Record, str, str]]:
        """Each record with its digest and the number of its event: nothing when another chain vouches for it.

        A record that no event vouches for says so, and the check of the pack finds it.
        """
        for batch in in_batches(records):
            here, anywhere = self._events_of(batch, table)
            for record in batch:
                seq = here.get(str(record.key))
                if seq:
                    self.named.add(seq)
                event = str(seq) if seq else ELSEWHERE if str(record.key) in anywhere else NOWHERE
                yield record, row_digest(record), event

    def _events_of(self, records: Sequence[Record], table: str) -> tuple[dict[str, int], set[str]]:
        """By record: the event in this chain; and the records that some event in any chain names."""
        here, anywhere = {}, set()
        events = AuditEvent.objects.filter(act__in=[record.act for record in records])
        for key, seq, body in events.order_by("seq").values_list("chain__key", "seq", "body"):
            content = json.loads(bytes(body))
            keys = [row["key"] for row in content.get("rows", [])]
            anywhere.update(keys)
            if key == self.chain_key and TABLE_OF.get(content["verb"]) == table:
                here.update(dict.fromkeys(keys, seq))
        return here, anywhere


def in_batches(items: Iterable, size: int = AT_ONCE) -> Iterator[list]:
    """The items some hundred at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
