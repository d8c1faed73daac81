"""A seal vouches for the heads of all chains, and anybody with the public key can check it."""

import json
import stat

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured

from tests.audit.rows import MONDAY
from trainingsite.audit.actions import record
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.merkle import root, root_from_path
from trainingsite.audit.models import AuditEvent, Seal
from trainingsite.audit.seals import chain_heads, inclusion_of, leaves_of, seal, signing_key


def make_chains(count: int, events: int = 2) -> list[str]:
    keys = [f"practice:{number}" for number in range(count)]
    for _ in range(events):
        record(chains=keys, verb="policies.signed", at=MONDAY)
    return keys


def public_key(sealed: Seal) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(sealed.public_key))


def test_the_signature_of_a_seal_holds(db):
    make_chains(3)
    sealed = Seal.objects.get(pk=seal(at=MONDAY).pk)

    public_key(sealed).verify(bytes.fromhex(sealed.signature), bytes(sealed.body))

    assert json.loads(bytes(sealed.body)) == {
        "key_id": sealed.key_id,
        "root": sealed.root,
        "sealed_at": "2026-01-05T09:00:00.000000+00:00",
        "size": 3,
        "v": 1,
    }


def test_the_signature_does_not_hold_for_another_root(db):
    make_chains(1)
    sealed = seal(at=MONDAY)
    forged = canonical({**json.loads(sealed.body), "root": "0" * 64})

    with pytest.raises(InvalidSignature):
        public_key(sealed).verify(bytes.fromhex(sealed.signature), forged)


def test_a_seal_holds_the_head_of_every_chain(db):
    keys = make_chains(3, events=2)

    heads = json.loads(bytes(seal(at=MONDAY).heads))

    assert heads == chain_heads()
    assert [head[:2] for head in heads] == [[key, 2] for key in keys]
    assert {head[2] for head in heads} == set(AuditEvent.objects.filter(seq=2).values_list("hash", flat=True))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_chain_finds_its_way_to_the_sealed_root(db, count):
    keys = make_chains(count)
    sealed = seal(at=MONDAY)

    for key in keys:
        place = inclusion_of(sealed, key)
        path = [bytes.fromhex(node) for node in place.path]
        assert root_from_path(place.index, place.size, canonical(place.head), path).hex() == sealed.root


def test_a_chain_that_began_later_has_no_place_in_a_seal(db):
    make_chains(1)
    sealed = seal(at=MONDAY)

    record(chains=["practice:later"], verb="policies.signed", at=MONDAY)

    assert inclusion_of(sealed, "practice:later") is None


def test_a_record_that_is_still_empty_can_be_sealed(db):
    sealed = seal(at=MONDAY)

    assert (json.loads(bytes(sealed.heads)), sealed.root) == ([], root([]).hex())
    assert leaves_of([]) == []


def test_a_key_is_known_by_the_digest_of_its_public_part():
    key = signing_key()

    assert key.key_id == digest(bytes.fromhex(key.public_hex))[:16]


@pytest.mark.parametrize("text", ["secret", "11" * 31, "zz" * 32])
def test_a_key_that_is_none_is_refused_with_a_sentence(settings, text):
    settings.SEAL_KEY = text

    with pytest.raises(ImproperlyConfigured, match="SEAL_KEY must be 64 hexadecimal characters"):
        signing_key()


def test_a_laptop_makes_its_own_key_once_and_keeps_it_from_others(settings, tmp_path):
    settings.SEAL_KEY, settings.SEAL_KEY_FILE = "", str(tmp_path / "keys" / "seal.key")

    first, again = signing_key(), signing_key()

    assert first.seed == again.seed
    assert stat.S_IMODE((tmp_path / "keys" / "seal.key").stat().st_mode) == 0o600
