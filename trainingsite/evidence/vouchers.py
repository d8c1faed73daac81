"""Which events vouch for which rows: a pack shows those events in full, and names them in the rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from trainingsite.audit.actions import plain, row_digest
from trainingsite.audit.models import AuditEvent, Record
from trainingsite.evidence.verify import TABLE_OF

AT_ONCE = 500  # what rows have in common, such as a page with fifty columns, is read once for so many of them
# What verify.py reads in an event's body stands in columns too: to find it there is a tenth of the work.
OF_EVENT = "act", "chain__key", "seq", "verb", "at", "body"
ELSEWHERE, NOWHERE = "", "none"
# How canonical bytes name a row that they vouch for. Who did it, and to whom, stands there under other names.
AS_A_ROW = b'"key":"%s"'


@dataclass(frozen=True, slots=True)
class Voucher:
    """What ties a record to its event: the record's digest, and the event's number and moment.

    Without a number, another chain vouches for the record. Where no event does at all the number says so, and
    the check of the pack finds it.
    """

    digest: str
    event: str
    at: str = ""


class Vouchers:
    """The events of one chain that vouch for the rows of a pack; it gathers those that have been named."""

    def __init__(self, chain_key: str):
        self.chain_key = chain_key
        self.named: set[int] = set()

    def for_each(self, records: Iterable[Record], table: str) -> Iterator[tuple[Record, Voucher]]:
        """Each record of one of the pack's tables with its voucher."""
        for batch in in_batches(records):
            here, anywhere = self._events_of(batch, table)
            for record in batch:
                key, digest = str(record.key), row_digest(record)
                if key in here:
                    seq, at = here[key]
                    self.named.add(seq)
                    yield record, Voucher(digest, str(seq), at)
                else:
                    yield record, Voucher(digest, ELSEWHERE if key in anywhere else NOWHERE)

    def _events_of(self, records: Sequence[Record], table: str) -> tuple[dict[str, tuple[int, str]], set[str]]:
        """By record: number and moment of its event in this chain; and the records that any chain speaks of."""
        here, anywhere, keys = {}, set(), defaultdict(list)
        for record in records:
            keys[record.act].append(str(record.key))
        events = AuditEvent.objects.filter(act__in=list(keys)).order_by("seq")
        for act, chain_key, seq, verb, at, body in events.values_list(*OF_EVENT):
            spoken_of = [key for key in keys[act] if AS_A_ROW % key.encode() in bytes(body)]
            anywhere.update(spoken_of)
            if chain_key == self.chain_key and TABLE_OF.get(verb) == table:
                here.update(dict.fromkeys(spoken_of, (seq, plain(at))))
        return here, anywhere


def in_batches(items: Iterable, size: int = AT_ONCE) -> Iterator[list]:
    """The items some hundred at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
