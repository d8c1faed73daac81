"""Serials nobody can guess, and typing that is forgiven."""

import re

from hypothesis import given
from hypothesis import strategies as st

from trainingsite.certificates.serials import ALPHABET, LENGTH, check_character, grouped, new_serial, read_serial

bodies = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_serial_has_eighty_bits_grouped_and_a_check_character():
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{4}}[{ALPHABET}]", new_serial())
    assert len(ALPHABET) ** LENGTH == 2**80
    assert len({new_serial() for _ in range(1000)}) == 1000


@given(bodies)
def test_it_is_read_however_it_is_typed(body):
    serial = grouped(body + check_character(body))

    typed = serial.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_serial(typed) == serial


@given(bodies, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(body, place, character):
    serial = body + check_character(body)
    wrong = serial[:place] + character + serial[place + 1 :]

    assert (read_serial(wrong) is None) == (wrong != serial)


def test_anything_else_is_no_serial():
    assert [read_serial(typed) for typed in ("", "ABC", "U" * 17, "é" * 17, "0" * 400)] == [None] * 5
