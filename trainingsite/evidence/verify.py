#!/usr/bin/env python3
"""Check this evidence pack without a network, and without the system that made it.

    python verify.py                 Is everything here as it was signed?
    python verify.py --key KEY       ... and was it signed with the public key I was given?
    python verify.py --seal FILE     ... and does it agree with the seal that I kept?

It needs Python 3.8 or later and nothing else, and changes nothing. It prints one line a check, and exits with 0
when all is well and with 1 when something is wrong. HOW-TO-CHECK.html explains each check in plain words.

This file cannot vouch for itself: whoever changed the pack could have changed it too. Read it (it is meant to be
read), or run it from a copy that you took from a pack you trust.
"""

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path

MANIFEST, EVENTS, SEALS, ITSELF = "manifest.json", "events.jsonl", "seals.json", "verify.py"
REGISTER, ATTESTATIONS, COMPLETIONS = "policies/register.csv", "attestations.csv", "completions.csv"

# The columns that tie a row to the event that vouches for it.
RECORD, DIGEST, EVENT = "Record", "SHA-256 of the record", "Event"
PERSON, MOMENT, TEXT, FILE = "Person ID", "At (UTC)", "SHA-256 of the text", "File"

# Which table must have a row for an event that is shown in full.
TABLE_OF = {
    "policies.published": REGISTER,
    "policies.signed": ATTESTATIONS,
    "policies.witnessed": ATTESTATIONS,
    "policies.declined": ATTESTATIONS,
    "policies.withdrawn": ATTESTATIONS,
    "policies.voided": ATTESTATIONS,
    "modules.completed": COMPLETIONS,
    "scenarios.passed": COMPLETIONS,
}
EVENT_TAG = b"practice-training/event/1"
GENESIS = "0" * 64
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, csv.Error)


# 1. Signatures: Ed25519, as in RFC 8032, section 5.1.7

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
NEUTRAL = (0, 1, 1, 0)


def decoded_point(data):
    """The point of the curve that 32 bytes stand for; a ValueError when there is none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= PRIME:
        raise ValueError("not the encoding of a point")
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    x = PRIME - x if x % 2 != sign else x
    return x, y, 1, x * y % PRIME


def added(first, second):
    """The sum of two points in extended coordinates."""
    a = (first[1] - first[0]) * (second[1] - second[0]) % PRIME
    b = (first[1] + first[0]) * (second[1] + second[0]) % PRIME
    c = 2 * first[3] * second[3] * CURVE % PRIME
    d = 2 * first[2] * second[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(number, point):
    """The point added to itself that many times."""
    total = NEUTRAL
    while number:
        if number & 1:
            total = added(total, point)
        point = added(point, point)
        number >>= 1
    return total


def same_point(first, second):
    return not (
        (first[0] * second[2] - second[0] * first[2]) % PRIME or (first[1] * second[2] - second[1] * first[2]) % PRIME
    )


BASE = decoded_point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """Whether the signature over the message was made with the key; key and signature are hexadecimal."""
    try:
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        signer, commitment = decoded_point(key), decoded_point(signature[:32])
    except (ValueError, TypeError):
        return False
    answer = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or answer >= ORDER or same_point(times(8, signer), NEUTRAL):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same_point(times(answer, BASE), added(commitment, times(challenge, signer)))


# 2. Hash trees, as in RFC 9162, sections 2.1.1 and 2.1.3.2


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(head):
    return hashlib.sha256(b"\x00" + canonical(head)).digest()


def tree_root(leaves):
    """The root over all leaves."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node(tree_root(leaves[:cut]), tree_root(leaves[cut:]))


def root_from_path(index, size, found, path):
    """The root that one leaf and its path lead to; a ValueError when the path has the wrong length."""
    position, last = index, size - 1
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        if position & 1 or position == last:
            found = node(sibling, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node(found, sibling)
        position, last = position >> 1, last >> 1
    if last or not 0 <= index < size:
        raise ValueError("the path is too short")
    return found


# 3. Reading


def canonical(value):
    """The one way in which a value becomes bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def parsed(data):
    """The value in canonical JSON; a ValueError for any other way of writing it."""
    value = json.loads(data.decode())
    if canonical(value) != data:
        raise ValueError("not canonical JSON")
    return value


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path):
    found = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            found.update(piece)
    return found.hexdigest()


def rows_of(path):
    """The rows of a table, with the number each has in a spreadsheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, strict=True), start=2):
            if None in row or None in row.values():
                raise ValueError("row %d has not as many cells as there are columns" % number)
            yield number, row


class Report:
    """Says what was found, a line at a time, and counts what is wrong."""

    def __init__(self, say):
        self.say, self.wrongs, self.said = say, 0, set()

    def good(self, text):
        self.say("ok     " + text)

    def note(self, text):
        self.say("note   " + text)

    def wrong(self, where, what):
        line = "WRONG  %s: %s" % (where, what)
        if line not in self.said:
            self.said.add(line)
            self.wrongs += 1
            self.say(line)


# 4. The checks


def check_manifest(pack, report):
    """The manifest, or None when nothing can be read from it."""
    try:
        manifest = parsed((pack / MANIFEST).read_bytes())
        signature = manifest["signature"]
        body = canonical({name: value for name, value in manifest.items() if name != "signature"})
        signed = is_signed(manifest["public_key"], body, signature)
        files = {name: (entry["sha256"], entry["size"]) for name, entry in manifest["files"].items()}
        chain = (manifest["chain"]["key"], manifest["chain"]["events"], manifest["chain"]["head"])
    except OSError as error:
        return report.wrong(MANIFEST, "cannot be read (%s)" % error.strerror)
    except UNREADABLE:
        return report.wrong(MANIFEST, "was changed: it is not the canonical JSON of a manifest")
    if not signed or manifest.get("key_id") != sha256(bytes.fromhex(manifest["public_key"]))[:16]:
        return report.wrong(MANIFEST, "was changed: its signature does not fit")
    report.good("%s: canonical, and its signature fits" % MANIFEST)
    return {"files": files, "chain": chain, "key": manifest["public_key"], "created_at": str(manifest["created_at"])}


def check_key(manifest, wanted, report):
    key = manifest["key"]
    if not wanted:
        report.note("key: unconfirmed. The pack was signed with %s." % key)
        report.note("key: ask the practice for its public key, and run this again with --key KEY.")
    elif "".join(wanted.split()).lower() == key:
        report.good("key: the pack was signed with the key you were given")
    else:
        report.wrong("key", "the pack was signed with %s, which is not the key you were given" % key)


def check_files(pack, manifest, ignored, report):
    """Every file is here as it was listed, and nothing else is."""
    found, folders = {}, set()
    for path in pack.rglob("*"):
        name = path.relative_to(pack).as_posix()
        if "__pycache__" in path.parts or path.resolve() in ignored:
            continue
        if path.is_dir() and not path.is_symlink():
            folders.add(name)
        else:
            found[name] = path
    listed = manifest["files"]
    for name in sorted(set(found) - set(listed) - {MANIFEST}):
        report.wrong(name, "does not belong to the pack: it is not listed in " + MANIFEST)
    for name in sorted(folders):
        if not any(listed_name.startswith(name + "/") for listed_name in list(listed) + sorted(found)):
            report.wrong(name + "/", "does not belong to the pack")
    as_listed = [name for name in sorted(listed) if name != ITSELF and is_as_listed(name, found, listed[name], report)]
    report.good("files: %d of %d are as they were listed" % (len(as_listed), len(set(listed) - {ITSELF})))
    if ITSELF in listed:
        report.note("%s: cannot vouch for itself. Its SHA-256 was %s." % (ITSELF, listed[ITSELF][0]))
    return set(as_listed)


def is_as_listed(name, found, wanted, report):
    if name not in found:
        report.wrong(name, "is missing")
        return False
    try:
        size, digest = found[name].stat().st_size, sha256_of_file(found[name])
    except OSError as error:
        report.wrong(name, "cannot be read (%s)" % error.strerror)
        return False
    if found[name].is_symlink() or (digest, size) != wanted:
        report.wrong(name, "was changed: its SHA-256 or size is not the one listed in " + MANIFEST)
        return False
    return True


class History:
    """What the chain says: the hash of each event, and what the events shown in full vouch for."""

    def __init__(self):
        self.hashes, self.vouched, self.verbs = [GENESIS], {}, {}

    def take(self, line, chain):
        """Take the next event; a sentence when something is wrong with it."""
        seq = len(self.hashes)
        event = json.loads(line)
        shown = "body" in event
        if set(event) != {"seq", "previous", "hash", "body" if shown else "digest"}:
            raise ValueError("not an event")
        digest = sha256(event["body"].encode()) if shown else event["digest"]
        linked = sha256(EVENT_TAG + bytes.fromhex(event["previous"]) + bytes.fromhex(digest))
        previous, was = self.hashes[-1], event["seq"]
        self.hashes.append(event["hash"])
        if was != seq:
            return "event %s stands where event %d belongs: events were dropped, inserted or swapped" % (was, seq)
        if event["previous"] != previous:
            return "event %d does not follow the event before it" % seq
        if event["hash"] != linked:
            return "event %d was changed: its content does not fit its hash" % seq
        return self.note_what_it_vouches_for(seq, event["body"], chain) if shown else None

    def note_what_it_vouches_for(self, seq, text, chain):
        body = parsed(text.encode())
        if (body["chain"], body["seq"]) != (chain, seq):
            return "event %d belongs to another place or another chain" % seq
        self.verbs[seq] = body["verb"]
        for row in body.get("rows", []):
            text_digest = body.get("data", {}).get("snapshot", "")
            self.vouched[seq, row["key"]] = (row["digest"], body["subject"], body["at"], text_digest)
        return None


def check_events(pack, manifest, report):
    """The whole chain, from its first event to the last one known when the pack was made."""
    history, before = History(), report.wrongs
    key, count, head = manifest["chain"]
    try:
        with (pack / EVENTS).open("rb") as file:
            for number, line in enumerate(file, start=1):
                fault = event_fault(history, line, key)
                if fault:
                    report.wrong("%s, line %d" % (EVENTS, number), fault)
    except OSError:
        return history
    if (len(history.hashes) - 1, history.hashes[-1]) != (count, head):
        report.wrong(EVENTS, "does not end with the event that the manifest names: event %s" % count)
    if report.wrongs == before:
        shown = len(history.verbs)
        report.good("%s: %d events, chained without a gap; %d shown in full" % (EVENTS, count, shown))
    return history


def event_fault(history, line, chain):
    try:
        return history.take(line, chain)
    except UNREADABLE:
        return "cannot be read as an event"


def check_rows(pack, name, history, report):
    """Each row has its event, and each event that is shown in full has its row."""
    before, used, elsewhere = report.wrongs, set(), 0
    try:
        for number, row in rows_of(pack / name):
            if row[EVENT] == "" and name == COMPLETIONS:
                elsewhere += 1
                continue
            used.add(row[EVENT])
            if history.vouched.get((int(row[EVENT]), row[RECORD])) != what_it_says(row):
                where = "%s, row %d" % (name, number)
                report.wrong(where, "event %s does not vouch for what the row says" % row[EVENT])
    except OSError:
        return
    except UNREADABLE as error:
        return report.wrong(name, "cannot be read as a table (%s)" % error)
    for seq, verb in history.verbs.items():
        if TABLE_OF.get(verb) == name and str(seq) not in used:
            report.wrong(name, "the row that event %d (%s) vouches for is missing" % (seq, verb))
    if report.wrongs == before:
        report.good("%s: each of %d rows has its event" % (name, len(used)))
    if elsewhere:
        report.note("%s: %d rows were recorded elsewhere, and no event in this pack vouches for them" % (name, elsewhere))


def what_it_says(row):
    """The facts of a row that its event vouches for; a policy's version is its own subject."""
    return row[DIGEST], row.get(PERSON, row[RECORD]), row[MOMENT], row[TEXT]


def check_texts(pack, report):
    """Each version of a policy is the text that was published, and each signature is on one of them."""
    before, texts = report.wrongs, set()
    try:
        for number, row in rows_of(pack / REGISTER):
            texts.add(row[TEXT])
            if sha256((pack / row[FILE]).read_bytes()) != row[TEXT]:
                report.wrong(row[FILE], "is not the text that %s, row %d, names" % (REGISTER, number))
        for number, row in rows_of(pack / ATTESTATIONS):
            if row[TEXT] not in texts:
                report.wrong("%s, row %d" % (ATTESTATIONS, number), "is about a text that is not in the pack")
    except OSError as error:
        return report.wrong(REGISTER, "names a file that cannot be read (%s)" % error.strerror)
    except UNREADABLE:
        return report.wrong(REGISTER, "or %s cannot be read" % ATTESTATIONS)
    if report.wrongs == before:
        report.good("policies: %d texts are those that were published and signed" % len(texts))


def sealed_head(seal):
    """The head of this pack's chain in a seal, when the seal is sound; a ValueError otherwise."""
    body = parsed(seal["body"].encode())
    if body["key_id"] != sha256(bytes.fromhex(seal["public_key"]))[:16]:
        raise ValueError("its key is not the one it names")
    if not is_signed(seal["public_key"], seal["body"].encode(), seal["signature"]):
        raise ValueError("its signature does not fit")
    path = [bytes.fromhex(text) for text in seal["path"]]
    if root_from_path(seal["index"], body["size"], leaf(seal["head"]), path).hex() != body["root"]:
        raise ValueError("the head of the chain is not in it")
    return seal["head"], body["sealed_at"]
