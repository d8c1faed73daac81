"""Acts that happened at many practices, written into their chains together: as ``audit.actions.record`` writes each."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from trainingsite.audit.actions import plain, row_digest
from trainingsite.audit.chain import GENESIS, canonical, digest, link
from trainingsite.audit.models import AuditEvent, Chain, Record, Words


class Chance(random.Random):
    """What falls out by chance, the same for the same seed: numbers, keys and salts."""

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)


@dataclass
class Act:
    """One thing that happened, with the records it made."""

    at: dt.datetime
    verb: str
    actor: str
    subject: str
    key: uuid.UUID
    rows: Sequence[Record] = ()
    data: dict = field(default_factory=dict)

    def content(self) -> dict:
        """What the events of the act say, in whichever chain."""
        said = {
            "act": str(self.key), "verb": self.verb, "actor": self.actor, "subject": self.subject,
            "at": plain(self.at), "v": 1,
        }  # fmt: skip
        if self.data:
            said["data"] = self.data
        if self.rows:
            said["rows"] = [
                {"table": row._meta.label_lower, "key": str(row.key), "digest": row_digest(row)} for row in self.rows
            ]
        return said


def events_in(chain: Chain, acts: Iterable[Act]) -> Iterator[AuditEvent]:
    """The whole of a chain: its acts in the order in which they happened."""
    previous = GENESIS
    for seq, act in enumerate(sorted(acts, key=lambda act: (act.at, act.key)), start=1):
        body = canonical({**act.content(), "chain": chain.key, "seq": seq})
        event = AuditEvent(
            chain=chain, seq=seq, act=act.key, verb=act.verb, actor=act.actor, subject=act.subject, at=act.at,
            recorded_at=act.at, body=body, previous=previous, hash=link(previous, digest(body)),
        )  # fmt: skip
        previous = event.hash
        yield event


def words_about(record: Record, kind: str, words: dict, at: dt.datetime, chance: Chance) -> Words:
    """Words of a record, with their commitment in it, not kept yet."""
    kept = Words(
        key=chance.key(), about=record.key, kind=kind, salt=chance.randbytes(16), body=canonical(words), kept_at=at
    )
    record.words_key, record.words_commitment = kept.key, digest(kept.salt + kept.body)
    return kept
