#!/usr/bin/env python3
"""Check this evidence pack without a network, and without the system that made it.

    python verify.py                 Is everything here as it was signed?
    python verify.py --key KEY       ... and was it signed with the public key I was given?
    python verify.py --seal FILE     ... and does it agree with the seal that I kept?

It needs Python 3.8 or later and nothing else, and changes nothing. It prints one line a check, and exits with 0
when all is well and with 1 when something is wrong. HOW-TO-CHECK.html explains each check in plain words. It checks
packs of its own format only: an older pack brought its own verify.py.

This file cannot vouch for itself: read it, or run a copy of it that you took from a pack you trust.
"""

import sys

if sys.version_info < (3, 8):  # noqa: UP036 -- whoever checks a pack may have one that is older than ours
    sys.exit("This check needs Python 3.8 or later, and this one is older. Nothing was checked.")
if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]  # this folder: a csv.py laid into the pack would be read in the place of Python's own

import argparse
import csv
import hashlib
import json
from collections import namedtuple
from pathlib import Path

FORMAT = "practice-training/evidence-pack/2"
MANIFEST, EVENTS, SEALS, ITSELF = "manifest.json", "events.jsonl", "seals.json", "verify.py"
REGISTER, ATTESTATIONS, COMPLETIONS, PLANS = "policies/register.csv", "attestations.csv", "completions.csv", "plans.csv"
CERTIFICATES, POLICIES, TRAINING = "certificates/certificates.csv", "policies", "training"

# The columns that tie a row to the event that vouches for it.
RECORD, DIGEST, EVENT = "Record", "SHA-256 of the record", "Event"
PERSON, MOMENT, TEXT, FILE = "Person ID", "At (UTC)", "SHA-256 of the text", "File"
SERIAL, PDF, HOLDS = "Serial", "SHA-256 of the PDF", "What the record holds"

# Which table has a row for an event that is shown in full.
TABLE_OF = {
    **{f"policies.{word}": ATTESTATIONS for word in ("signed", "witnessed", "declined", "withdrawn", "voided")},
    **dict.fromkeys(("modules.completed", "scenarios.passed", "compliance.prior_learning_accepted"), COMPLETIONS),
    **dict.fromkeys(("policies.published", "policies.adopted"), REGISTER),
    **{f"compliance.plan{word}": PLANS for word in ("ned", "_changed", "_done", "_dropped")},
    "certificates.issued": CERTIFICATES,
}
# What the row of such an event says was done.
WHAT = "What"
WORD_FOR = {
    "policies.signed": "Signed",
    "policies.witnessed": "Signed on paper, witnessed",
    "policies.declined": "Declined",
    "policies.withdrawn": "Withdrawn",
    "policies.voided": "Voided",
    "modules.completed": "Module",
    "scenarios.passed": "Scenario",
}
EVENT_TAG, GENESIS = b"practice-training/event/1", "0" * 64
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, csv.Error)


# 1. Signatures: Ed25519, RFC 8032, section 5.1.7.

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
    """The sum of two points, in extended coordinates."""
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
        point, number = added(point, point), number >> 1
    return total


def is_same(first, second):
    """Whether two points are one: their coordinates are fractions."""
    return all((first[axis] * second[2] - second[axis] * first[2]) % PRIME == 0 for axis in (0, 1))


BASE = decoded_point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """Whether the signature over the message was made with the key; both are hexadecimal, in small letters."""
    try:
        signer, signed = bytes.fromhex(key), bytes.fromhex(signature)
        point, commitment = decoded_point(signer), decoded_point(signed[:32])
    except (ValueError, TypeError):
        return False
    answer = int.from_bytes(signed[32:], "little")
    if len(signed) != 64 or signed.hex() != signature or answer >= ORDER or is_same(times(8, point), NEUTRAL):
        return False
    challenge = int.from_bytes(hashlib.sha512(signed[:32] + signer + message).digest(), "little") % ORDER
    return is_same(times(answer, BASE), added(commitment, times(challenge, point)))


# 2. Trees of hashes: RFC 9162, section 2.1.3.2.
def root_from_path(index, size, found, path):
    """The root that one leaf and its path lead to; a ValueError when they cannot belong to a tree of that size."""
    position, last = index, size - 1
    for sibling in path:
        if last == 0:
            raise ValueError("its path is too long")
        if position & 1 or position == last:
            pair = sibling + found
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            pair = found + sibling
        found = hashlib.sha256(b"\x01" + pair).digest()
        position, last = position >> 1, last >> 1
    if last or not 0 <= index < size:
        raise ValueError("its path is too short")
    return found


# 3. Reading and telling.
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


def measured(path):
    """The SHA-256 and the size of a file, which is never held whole."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            found.update(piece)
    return found.hexdigest(), path.stat().st_size


class Report:
    """Says what was found, a line at a time, and counts what is wrong.

    Whatever would steer the screen is spelt out: the name of a file must not rub out what is said of it.
    """

    wrongs = 0

    def say(self, text):
        sys.stdout.write("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text) + "\n")

    def wrong(self, where, what):
        self.wrongs += 1
        self.say(f"WRONG  {where}: {what}")


def tried(check, *facts):
    """The fault that a check finds, or None; what cannot be read is a fault too."""
    try:
        return check(*facts)
    except UNREADABLE as error:
        return f"cannot be read ({error})"


def check_each(name, items, check, report):
    """Tell what is wrong with each line, row or seal in a file."""
    try:
        for place, item in items:
            fault = tried(check, item)
            if fault:
                report.wrong(f"{name}, {place}", fault)
    except UNREADABLE as error:
        report.wrong(name, f"cannot be read ({error})")


def lines_of(path):
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            yield f"line {number}", line


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, strict=True), start=2):
            yield f"row {number}", row


def seals_of(path):
    for number, seal in enumerate(json.loads(path.read_bytes().decode("utf-8-sig")), start=1):
        yield f"seal {number}", seal


# 4. The checks.
# What a manifest says: each file's hash and size, where the chain ends, the key, what was asked for, what is not
# there, and the hashes of what was taught.
Signed = namedtuple("Signed", "files end key parts missing taught")


def check_manifest(pack, report):
    """What the manifest says; None when it cannot be believed, or is of a pack that this check does not know."""
    try:
        manifest = parsed((pack / MANIFEST).read_bytes())
        key, files, chain = manifest["public_key"], manifest["files"], manifest["chain"]
        listed = {name: (entry["sha256"], entry["size"]) for name, entry in files.items()}
        body = canonical({name: value for name, value in manifest.items() if name != "signature"})
        if manifest["key_id"] != sha256(bytes.fromhex(key))[:16] or not is_signed(key, body, manifest["signature"]):
            raise ValueError("its signature does not fit")
        if manifest["format"] != FORMAT:
            what = f"this pack has the format {manifest['format']}, and this check is for {FORMAT}. Nothing need be"
            return report.wrong(MANIFEST, f"{what} wrong with it: run the {ITSELF} that came in the pack itself")
        end, parts = (chain["key"], chain["events"], chain["head"]), manifest["asked"]["parts"]
        missing = {entry["path"]: entry["why"] for entry in manifest["not_included"]}
        taught = {found for name, (found, _) in listed.items() if name.startswith(f"{TRAINING}/")}
    except UNREADABLE as error:
        return report.wrong(MANIFEST, f"was changed, or is missing ({error})")
    report.say(f"ok     {MANIFEST} is canonical, and its signature fits")
    for name, why in missing.items():
        report.say(f"note   {name} could not be put into the pack: {why}")
    return Signed(listed, end, key, parts, missing, taught)


def check_key(key, wanted, report):
    """Whether the key is the one that the checker brings; a key that came with the pack confirms nothing."""
    if not wanted:
        report.say(f"note   The key is unconfirmed. It is {key}: ask the practice for theirs, and use --key.")
    elif "".join(wanted.split()).lower() == key:
        report.say(f"ok     {MANIFEST} was signed with the key you were given")
    else:
        report.wrong(MANIFEST, f"was signed with {key}, which is not the key you were given")


def check_files(pack, listed, brought, report):
    """Every file is here as it was listed, and nothing else is."""
    found = {}
    for path in pack.rglob("*"):
        name = path.relative_to(pack).as_posix()
        is_brought = path.resolve() == brought and name not in listed
        if path.is_symlink() or not (path.is_dir() or is_brought):
            found[name] = path
    faults = {name: tried(file_fault, found.get(name), listed[name]) for name in listed if name != ITSELF}
    faults.update({name: f"{MANIFEST} does not list it" for name in found if name not in listed and name != MANIFEST})
    for name in sorted(filter(faults.get, faults)):
        report.wrong(name, faults[name])
    if not any(faults.values()):
        report.say(f"ok     {len(faults)} files are as they were listed, and there are no others")
    report.say(f"note   {ITSELF} cannot vouch for itself. Its SHA-256 was {listed.get(ITSELF, '?')[0]}.")


def file_fault(path, wanted):
    if path and not path.is_symlink() and measured(path) == wanted:
        return None
    return f"was changed: its SHA-256 or its size is not the one in {MANIFEST}" if path else "is missing"


class History:
    """What the chain says: the hash of each event, and what those shown in full vouch for."""

    def __init__(self, chain):
        self.chain, self.last, self.hashes, self.vouched, self.verbs = chain, 0, {0: GENESIS}, {}, {}

    def take(self, line):
        """Take the next event; a sentence when something is wrong with it."""
        wanted, previous = self.last + 1, self.hashes.get(self.last)
        self.last, event = wanted, json.loads(line)
        shown = "body" in event
        digest = sha256(event["body"].encode()) if shown else event["digest"]
        self.last = seq = int(event["seq"])
        self.hashes[seq] = event["hash"]
        if seq != wanted:
            return f"event {seq} stands where event {wanted} belongs: events were dropped, inserted or swapped"
        if event["previous"] != previous:
            return f"event {seq} does not follow the event before it"
        if event["hash"] != sha256(EVENT_TAG + bytes.fromhex(previous) + bytes.fromhex(digest)):
            return f"event {seq} was changed: its content does not fit its hash"
        if set(event) != {"seq", "previous", "hash", "body" if shown else "digest"}:
            return f"event {seq} has more to it than an event has"
        return self.fault_in_what_it_says(parsed(event["body"].encode())) if shown else None

    def fault_in_what_it_says(self, body):
        if (body["chain"], body["seq"]) != (self.chain, self.last):
            return f"event {self.last} belongs to another place, or to another chain"
        self.verbs[self.last] = body["verb"]
        text = body.get("data", {}).get("snapshot", "")
        for row in body.get("rows", []):
            self.vouched[str(self.last), row["key"]] = (row["digest"], body["subject"], body["at"], text)
        return None


def check_events(pack, end, report):
    """The whole chain, from its first event to the last one there was when the pack was made."""
    history, before = History(end[0]), report.wrongs
    check_each(EVENTS, lines_of(pack / EVENTS), history.take, report)
    if (history.last, history.hashes.get(history.last)) != end[1:]:
        report.wrong(EVENTS, f"does not end with event {end[1]}, as {MANIFEST} says: it was cut off or added to")
    if report.wrongs == before:
        report.say(f"ok     {EVENTS}: {end[1]} events without a gap, {len(history.verbs)} of them in full")
    return history


def check_table(pack, name, history, texts, signed, report):
    """Each row has its event and its text, and each event that is shown in full has its row."""
    before, used, records = report.wrongs, set(), set()

    def fault_in(row):
        used.add(row[EVENT])
        if row[RECORD] in records:
            return "another row before it is about the same record"
        records.add(row[RECORD])
        return row_fault(pack, name, row, history, texts, signed)

    check_each(name, rows_of(pack / name), fault_in, report)
    for seq, verb in history.verbs.items():
        if TABLE_OF.get(verb) == name and str(seq) not in used:
            report.wrong(name, f"the row that event {seq} ({verb}) vouches for is missing")
    if report.wrongs == before:
        report.say(f"ok     {name}: each row has its event")
    if "" in used and name == COMPLETIONS:
        report.say(f"note   {name}: rows without an event were recorded elsewhere; nothing here vouches for them")


def row_fault(pack, name, row, history, texts, signed):
    """What is about nobody in particular is its own subject; what was completed elsewhere has no event here."""
    if name == COMPLETIONS and TRAINING in signed.parts and row[TEXT] and row[TEXT] not in signed.taught:
        return "what was taught is not in the pack"
    if name == COMPLETIONS and row[EVENT] == "":
        return None
    says = (row[DIGEST], row.get(PERSON) or row[RECORD], row[MOMENT], row.get(TEXT, ""))
    if history.vouched.get((row[EVENT], row[RECORD])) != says:
        return f"event {row[EVENT]} does not vouch for what this row says"
    verb = history.verbs[int(row[EVENT])]
    if TABLE_OF.get(verb) != name or row.get(WHAT) != WORD_FOR.get(verb, row.get(WHAT)):
        return f"event {row[EVENT]} says that something else was done ({verb})"
    if name == CERTIFICATES:
        return certificate_fault(pack, row, signed)
    if name == REGISTER:
        texts.add(row[TEXT])
        return text_fault(pack / row[FILE], row, signed) if POLICIES in signed.parts else None
    if name == ATTESTATIONS and row[TEXT] not in texts:
        return "it is about a text that is not in the pack"
    return None


def certificate_fault(pack, row, signed):
    """The row and the PDF are what the record says, and the record is the one that the event vouches for."""
    holds = parsed(row[HOLDS].encode())
    if sha256(row[HOLDS].encode()) != row[DIGEST]:
        return "what the record holds was changed: it does not fit its hash"
    said = (row[SERIAL], row[PDF], row[RECORD], row["Issued on"], row["Valid until"])
    if said != tuple(holds.get(name, "") for name in ("serial", "pdf_sha256", "key", "issued_on", "valid_until")):
        return "it does not say what the record holds"
    if row[FILE] in signed.missing or measured(pack / row[FILE])[0] == row[PDF]:
        return None
    return f"{row[FILE]} is not the certificate that was issued"


def text_fault(text, row, signed):
    """What was published is here: the text and, where the policy is a file, that file beside it."""
    if measured(text)[0] != row[TEXT]:
        return f"{row[FILE]} is not the text that was published"
    document, file = parsed(text.read_bytes()).get("document"), text.with_suffix(".pdf")
    name = f"{POLICIES}/{file.name}"
    changed = document and name not in signed.missing and measured(file)[0] != document["sha256"]
    return f"{name} is not the file that was published" if changed else None


def sealed_head(seal, chain):
    """When a seal was made, and the place and hash of the chain's head in it; a ValueError when it is not sound."""
    key, text, head = seal["public_key"], seal["body"].encode(), seal["head"]
    body, path = parsed(text), [bytes.fromhex(sibling) for sibling in seal["path"]]
    if body["key_id"] != sha256(bytes.fromhex(key))[:16] or not is_signed(key, text, seal["signature"]):
        raise ValueError("its signature does not fit")
    leaf = hashlib.sha256(b"\x00" + canonical(head)).digest()
    if head[0] != chain or root_from_path(seal["index"], body["size"], leaf, path).hex() != body["root"]:
        raise ValueError("the head of this pack's chain is not in it")
    return body["sealed_at"], head[1], head[2]


def check_seals(path, name, history, key, report):
    """What was sealed is still what the chain says: nothing before a seal was rewritten or cut off. Their keys."""
    before, keys = report.wrongs, []

    def fault_in(seal):
        keys.append(seal["public_key"])
        return seal_fault(seal, history)

    ours = (item for item in seals_of(path) if name == SEALS or item[1]["head"][0] == history.chain)
    check_each(name, ours, fault_in, report)
    if report.wrongs == before:
        report.say(f"ok     {name}: {len(keys)} seals fit the chain")
    for other in sorted(set(keys) - {key}):
        report.say(f"note   {name}: some seals were signed with another key than the pack: {other}")
    return keys


def check_brought(path, history, key, is_confirmed, report):
    """The seals that the checker kept fit, and vouch for the key that the pack was signed with."""
    keys = check_seals(path, str(path), history, key, report)
    if not keys:
        report.wrong(str(path), "holds no seal of this chain")
    elif key in keys:
        report.say(f"ok     {path}: the pack was signed with the same key as the seal you brought")
    elif not is_confirmed:
        why = "has another key than the pack: somebody else may have signed it, or the key was changed since"
        report.wrong(str(path), f"{why}. Ask the practice for its key, and use --key as well")


def seal_fault(seal, history):
    sealed_at, seq, hashed = sealed_head(seal, history.chain)
    if seq > history.last:
        return f"event {seq}, sealed at {sealed_at}, is missing: cut off, or the seal is newer than the pack"
    if history.hashes.get(seq) != hashed:
        return f"event {seq} is not the one that was sealed at {sealed_at}: history was rewritten"
    return None


def main(arguments=None):
    """Check the pack that this file lies in; 0 when all is well."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--key", help="the practice's public key, 64 hexadecimal characters, from somebody you trust")
    options.add_argument("--seal", type=Path, help=f"a seal that you kept, or the {SEALS} of an earlier pack")
    chosen = options.parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")
    pack, report = Path(__file__).resolve().parent, Report()
    signed = check_manifest(pack, report)
    if signed:
        check_key(signed.key, chosen.key, report)
        check_files(pack, signed.files, chosen.seal and chosen.seal.resolve(), report)
        history, texts = check_events(pack, signed.end, report), set()
        with_rows = [REGISTER, ATTESTATIONS, COMPLETIONS, PLANS] + [CERTIFICATES] * ("certificates" in signed.parts)
        for name in with_rows:
            check_table(pack, name, history, texts, signed, report)
        check_seals(pack / SEALS, SEALS, history, signed.key, report)
        if chosen.seal:
            check_brought(chosen.seal, history, signed.key, bool(chosen.key), report)
    report.say(f"The pack is not whole: {report.wrongs} found wrong." if report.wrongs else "The pack is whole.")
    return 1 if report.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
