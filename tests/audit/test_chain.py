"""A chain of events shows every change made to it behind the application's back (pure)."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingsite.audit.chain import GENESIS, Link, breaks, canonical, digest, link

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def chain_of(*bodies: str) -> list[Link]:
    links, previous = [], GENESIS
    for seq, body in enumerate(bodies, start=1):
        body_digest = digest(body.encode())
        links.append(Link(seq, previous, link(previous, body_digest), body_digest))
        previous = links[-1].hash
    return links


def sealed_again(changed: Link, body: str) -> Link:
    """A link with other content, whose own hash was made to fit."""
    body_digest = digest(body.encode())
    return replace(changed, body_digest=body_digest, hash=link(changed.previous, body_digest))


@given(PLAIN)
def test_canonical_bytes_say_what_they_were_made_from(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers()))
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(value):
    backwards = dict(reversed(value.items()))

    assert canonical(backwards) == canonical(value)


def test_canonical_bytes_are_written_without_spaces_and_in_utf_8():
    assert canonical({"name": "Zoë", "at": [1, None]}) == '{"at":[1,null],"name":"Zoë"}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_json_has_no_canonical_bytes(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(value)


def test_a_hash_is_made_from_the_version_the_hash_before_and_the_content():
    body_digest = digest(b"signed")

    expected = hashlib.sha256(b"practice-training/event/1" + bytes(32) + bytes.fromhex(body_digest)).hexdigest()

    assert link(GENESIS, body_digest) == expected


@pytest.mark.parametrize("bodies", [[], ["a"], ["a", "b", "c"]])
def test_a_chain_that_nobody_touched_is_whole(bodies):
    assert breaks(chain_of(*bodies)) == []


def test_an_event_with_other_content_is_found():
    first, second, third = chain_of("a", "b", "c")
    changed = replace(second, body_digest=digest(b"B"))

    assert breaks([first, changed, third]) == ["event 2 was changed: its content does not match its hash"]


def test_an_event_with_other_content_and_a_hash_that_fits_breaks_the_next():
    first, second, third = chain_of("a", "b", "c")

    assert breaks([first, sealed_again(second, "B"), third]) == ["event 3 does not follow the event before it"]


def test_a_deleted_event_is_found():
    first, _, third = chain_of("a", "b", "c")

    assert breaks([first, third]) == [
        "event 2 is missing: event 3 stands in its place",
        "event 3 does not follow the event before it",
    ]


def test_a_deleted_event_is_found_when_the_rest_was_numbered_again():
    first, _, third = chain_of("a", "b", "c")

    assert breaks([first, replace(third, seq=2)]) == ["event 2 does not follow the event before it"]


def test_swapped_events_are_found():
    first, second, third = chain_of("a", "b", "c")

    assert breaks([first, replace(third, seq=2), replace(second, seq=3)]) == [
        "event 2 does not follow the event before it",
        "event 3 does not follow the event before it",
    ]


def test_an_inserted_event_is_found():
    first, second = chain_of("a", "b")
    forged = replace(sealed_again(replace(second, previous=first.hash), "forged"), seq=2)

    assert breaks([first, forged, replace(second, seq=3)]) == ["event 3 does not follow the event before it"]


def test_a_chain_that_begins_anywhere_but_at_the_start_is_found():
    _, second = chain_of("a", "b")

    assert breaks([second]) == [
        "event 1 is missing: event 2 stands in its place",
        "event 2 does not follow the event before it",
    ]


def test_a_cut_off_tail_looks_whole_which_is_why_heads_leave_the_building_in_seals():
    assert breaks(chain_of("a", "b", "c")[:2]) == []


@given(st.integers(0, 5), st.sampled_from(["seq", "previous", "hash", "body_digest"]), st.data())
def test_no_change_to_any_part_of_any_event_goes_unnoticed(place, part, data):
    links = chain_of(*"abcdef")
    original = getattr(links[place], part)
    other = st.integers(0, 10) if part == "seq" else st.binary(min_size=32, max_size=32).map(bytes.hex)
    links[place] = replace(links[place], **{part: data.draw(other.filter(lambda value: value != original))})

    assert breaks(links) != []
