"""A seal for every night of the years, over the chains as they stood: as the timetable would have made them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from benchmarks.country.shared import at_nine
from trainingsite.audit import merkle
from trainingsite.audit.actions import plain
from trainingsite.audit.chain import canonical
from trainingsite.audit.models import AuditEvent, Chain, Seal
from trainingsite.audit.seals import leaves_of, signing_key


def seal_every_night(chains: Iterable[Chain], since: dt.date, today: dt.date) -> None:
    """Put in the seals from a day on; a chain is in them from its first event."""
    chains, signer = list(chains), signing_key()
    waiting = {chain.key: steps_of(chain) for chain in chains}
    following = {key: next(steps, None) for key, steps in waiting.items()}
    heads: dict[str, list] = {}
    seals = []
    for days in range((today - since).days):
        at = at_nine(since + dt.timedelta(days=days)) - dt.timedelta(hours=6)
        for key in waiting:
            while following[key] and following[key][0] < at:
                heads[key] = [key, *following[key][1:]]
                following[key] = next(waiting[key], None)
        if heads:
            seals.append(sealed(sorted(heads.values()), at, signer))
    Seal.objects.bulk_create(seals, batch_size=500)


def steps_of(chain: Chain) -> Iterator[tuple[dt.datetime, int, str]]:
    """When each event of a chain came, with its number and hash."""
    yield from AuditEvent.objects.of(chain.key).values_list("at", "seq", "hash").iterator(chunk_size=2000)


def sealed(heads: list[list], at: dt.datetime, signer) -> Seal:
    root = merkle.root(leaves_of(heads)).hex()
    body = canonical({"key_id": signer.key_id, "root": root, "sealed_at": plain(at), "size": len(heads), "v": 1})
    return Seal(
        sealed_at=at, key_id=signer.key_id, public_key=signer.public_hex, root=root, heads=canonical(heads), body=body,
        signature=signer.sign(body),
    )  # fmt: skip
