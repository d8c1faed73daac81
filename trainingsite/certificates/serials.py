"""Serials of certificates: 80 bits nobody can guess, grouped, with a check character. Pure but for the dice."""

import secrets

# Crockford's base 32: no I, L, O or U, so that nothing can be misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
FORGIVEN = str.maketrans("OIL", "011")


def new_serial() -> str:
    """A fresh serial, grouped: 16 characters of 5 bits and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return grouped(body + check_character(body))


def check_character(body: str) -> str:
    """Luhn's algorithm modulo 32: finds every single wrong character and nearly every swapped pair."""
    total, factor = 0, 2
    for character in reversed(body):
        addend = factor * ALPHABET.index(character)
        total += addend // len(ALPHABET) + addend % len(ALPHABET)
        factor = 3 - factor
    return ALPHABET[-total % len(ALPHABET)]


def grouped(serial: str) -> str:
    """The serial as it is printed: 7K2M-…"""
    return "-".join(serial[place : place + GROUP] for place in range(0, len(serial), GROUP))


def read_serial(typed: str) -> str | None:
    """The serial somebody typed, as it is printed: O is read as 0, I and L as 1; None when it cannot be one."""
    letters = "".join(character for character in typed.upper() if character.isalnum()).translate(FORGIVEN)
    if len(letters) != LENGTH + 1 or not set(letters) <= set(ALPHABET):
        return None
    return grouped(letters) if check_character(letters[:-1]) == letters[-1] else None
