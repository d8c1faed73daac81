"""What somebody could do to a pack who knows how it is made, but has not the installation's key."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from trainingsite.audit import merkle
from trainingsite.audit.chain import GENESIS, canonical, digest, link
from trainingsite.audit.seals import SigningKey
from trainingsite.evidence import verify

FORGER = SigningKey(bytes.fromhex("42" * 32))


@dataclass(frozen=True)
class Forgery:
    """A pack in a folder, to be changed."""

    folder: Path

    @cached_property
    def events(self) -> list[dict]:
        """The events, to be changed in place and written back."""
        return [json.loads(line) for line in (self.folder / verify.EVENTS).read_text().splitlines()]

    def write_events(self) -> None:
        lines = b"".join(canonical(event) + b"\n" for event in self.events)
        (self.folder / verify.EVENTS).write_bytes(lines)

    def chain_anew(self) -> None:
        """Give every event its number and hashes again, as if this had always been the history."""
        previous = GENESIS
        for seq, event in enumerate(self.events, start=1):
            if "body" in event:
                event["body"] = canonical({**json.loads(event["body"]), "seq": seq}).decode()
            body_digest = digest(event["body"].encode()) if "body" in event else event["digest"]
            event |= {"seq": seq, "previous": previous, "hash": link(previous, body_digest)}
            previous = event["hash"]
        self.write_events()

    def change_rows(self, name: str, change: Callable[[list[dict]], list[dict]]) -> None:
        """Write a table back with its rows changed."""
        path = self.folder / name
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(change(rows))
        path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")

    def sign_anew(self) -> None:
        """List the files as they are now, and sign the manifest with the forger's own key."""
        path, head = self.folder / verify.MANIFEST, self.events[-1]
        manifest = json.loads(path.read_bytes())
        del manifest["signature"]
        for name in manifest["files"]:
            sha256, size = verify.measured(self.folder / name)
            manifest["files"][name] = {"sha256": sha256, "size": size}
        manifest["chain"] |= {"events": head["seq"], "head": head["hash"]}
        manifest |= {"public_key": FORGER.public_hex, "key_id": FORGER.key_id}
        path.write_bytes(canonical({**manifest, "signature": FORGER.sign(canonical(manifest))}))

    def seal_anew(self) -> None:
        """Put in the place of the seals one of the forger's own, over the history as it is now."""
        chain, head = json.loads((self.folder / verify.MANIFEST).read_bytes())["chain"]["key"], self.events[-1]
        heads = [[chain, head["seq"], head["hash"]]]
        body = canonical(
            {
                "key_id": FORGER.key_id,
                "root": merkle.root([canonical(head) for head in heads]).hex(),
                "sealed_at": "2026-03-04T09:00:00.000000+00:00",
                "size": 1,
                "v": 1,
            }
        )
        seal = {"body": body.decode(), "head": heads[0], "index": 0, "path": [], "public_key": FORGER.public_hex}
        (self.folder / verify.SEALS).write_bytes(canonical([{**seal, "signature": FORGER.sign(body)}]) + b"\n")
