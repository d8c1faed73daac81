"""Invented people: names as one hears them in a British surgery, the same for the same seed. Nobody is real."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, cycle
from pathlib import Path

import yaml

NAMES = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text())
FIRST, LAST = NAMES["first"].split(), NAMES["last"].split()
NOT_A_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class Name:
    """What one invented person is called, and signs in with."""

    first: str
    last: str
    username: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def invented_names(rng: random.Random, taken: set[str]) -> Iterator[Name]:
    """Name after name, twelve thousand of them before one comes again; sign-in names are unlike those taken."""
    firsts, lasts = (cycle(rng.sample(names, len(names))) for names in (FIRST, LAST))
    used = set(taken)
    for first, last in zip(firsts, lasts, strict=True):
        plain = f"{letters(first)}.{letters(last)}"
        username = next(name for name in chain([plain], (f"{plain}{n}" for n in count(2))) if name not in used)
        used.add(username)
        yield Name(first, last, username)


def letters(name: str) -> str:
    """A name as a sign-in name has it: small letters from a to z."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return NOT_A_LETTER.sub("", ascii_only.lower())
