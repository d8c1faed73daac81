"""The Merkle tree is the one of RFC 9162: its own examples, and what its proofs promise (pure)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingsite.audit.merkle import inclusion_path, leaf_hash, root, root_from_path

# The leaves and roots that implementations of RFC 6962 and RFC 9162 are tested with.
KNOWN_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 21)


def leaves_of(size: int) -> list[bytes]:
    return [f"leaf {number}".encode() for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_known_trees_have_their_known_roots(size):
    assert root(KNOWN_LEAVES[:size]).hex() == KNOWN_ROOTS[size]


@pytest.mark.parametrize("size", SIZES)
def test_the_path_of_each_leaf_leads_to_the_root_and_is_no_longer_than_the_tree_is_deep(size):
    leaves = leaves_of(size)

    for index, leaf in enumerate(leaves):
        path = inclusion_path(index, leaves)
        assert root_from_path(index, size, leaf, path) == root(leaves)
        assert len(path) <= (size - 1).bit_length()


@pytest.mark.parametrize("size", SIZES)
def test_another_leaf_does_not_fit_the_path_of_any(size):
    leaves = leaves_of(size)

    for index in range(size):
        assert root_from_path(index, size, b"another leaf", inclusion_path(index, leaves)) != root(leaves)


@pytest.mark.parametrize("size", SIZES)
def test_a_leaf_does_not_fit_in_another_place(size):
    leaves = leaves_of(size)

    for index in range(1, size):
        assert root_from_path(index - 1, size, leaves[index], inclusion_path(index, leaves)) != root(leaves)


@pytest.mark.parametrize("size", SIZES)
def test_a_path_that_is_too_long_or_too_short_leads_nowhere(size):
    leaves = leaves_of(size)

    for index, leaf in enumerate(leaves):
        path = inclusion_path(index, leaves)
        assert root_from_path(index, size, leaf, [*path, bytes(32)]) is None
        assert not path or root_from_path(index, size, leaf, path[:-1]) is None


@given(st.integers(2, 20), st.data())
def test_a_path_with_one_hash_changed_leads_elsewhere(size, data):
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, leaves)
    step = data.draw(st.integers(0, len(path) - 1))
    path[step] = data.draw(st.binary(min_size=32, max_size=32).filter(lambda other: other != path[step]))

    assert root_from_path(index, size, leaves[index], path) != root(leaves)


def test_there_is_no_leaf_beyond_the_end_of_the_tree():
    assert root_from_path(3, 3, b"leaf 3", [bytes(32), bytes(32)]) is None


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_any_leaf_of_any_tree_can_be_proved(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))

    assert root_from_path(index, len(leaves), leaves[index], inclusion_path(index, leaves)) == root(leaves)


def test_an_inner_node_cannot_pass_for_a_leaf():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert leaf_hash(left + right) != root([b"a", b"b"]) == hashlib.sha256(b"\x01" + left + right).digest()
