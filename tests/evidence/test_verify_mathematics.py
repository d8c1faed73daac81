"""The signatures and trees that verify.py checks with nothing but the standard library."""

import hashlib

import pytest

from trainingsite.audit import merkle
from trainingsite.audit.chain import canonical
from trainingsite.audit.seals import SigningKey
from trainingsite.evidence.verify import ORDER, PRIME, is_signed, root_from_path

KEY = SigningKey(bytes.fromhex("07" * 32))

# RFC 8032, section 7.1: public key, message, and the halves of the signature.
VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip
OF_A_SMALL_GROUP = ["01" + "00" * 31, "00" * 32, (PRIME + 1).to_bytes(32, "little").hex()]


@pytest.mark.parametrize(("key", "message", "first", "second"), VECTORS)
def test_the_signatures_of_the_standard_are_accepted(key, message, first, second):
    assert is_signed(key, bytes.fromhex(message), first + second)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 1000])
def test_what_our_key_signed_is_accepted_and_nothing_else(length):
    message = b"a" * length

    signature = KEY.sign(message)

    assert is_signed(KEY.public_hex, message, signature)
    assert not is_signed(KEY.public_hex, message + b"\x00", signature)


def test_a_signature_with_any_bit_turned_is_refused():
    signature = int(KEY.sign(b"head"), 16)

    turned = [f"{signature ^ (1 << bit):0128x}" for bit in range(0, 512, 7)]

    assert [is_signed(KEY.public_hex, b"head", text) for text in turned] == [False] * len(turned)


def test_a_second_way_of_writing_the_same_signature_is_refused():
    signature = KEY.sign(b"head")
    other = int.from_bytes(bytes.fromhex(signature[64:]), "little") + ORDER

    assert not is_signed(KEY.public_hex, b"head", signature[:64] + other.to_bytes(32, "little").hex())
    assert not is_signed(KEY.public_hex, b"head", signature.upper())


@pytest.mark.parametrize("key", [*OF_A_SMALL_GROUP, "", "xx", "0" * 63])
def test_a_key_that_anybody_could_sign_for_is_refused(key):
    assert not is_signed(key, b"head", "01" + "00" * 63)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 8, 13])
def test_every_leaf_leads_to_the_root(size):
    heads = [canonical(["chain", number]) for number in range(size)]

    found = [
        root_from_path(place, size, hashlib.sha256(b"\x00" + head).digest(), merkle.inclusion_path(place, heads))
        for place, head in enumerate(heads)
    ]

    assert found == [merkle.root(heads)] * size


@pytest.mark.parametrize(("index", "size", "more"), [(0, 4, [b"\x00" * 32]), (0, 9, []), (4, 4, []), (-1, 4, [])])
def test_a_path_of_the_wrong_length_leads_nowhere(index, size, more):
    heads = [canonical(["chain", number]) for number in range(4)]
    path = merkle.inclusion_path(0, heads) + more

    with pytest.raises(ValueError, match="its path is too"):
        root_from_path(index, size, hashlib.sha256(b"\x00" + heads[0]).digest(), path)
