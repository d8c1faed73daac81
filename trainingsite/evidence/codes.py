"""The codes that stand for people where no name may: short, and no two people of a pack have the same."""

import uuid
from collections.abc import Iterable, Iterator
from itertools import pairwise

from trainingsite.people.models import Person, Practice

SHORTEST, STEP = 8, 4  # characters of a key: 0 to 9 and a to f, none of which looks like another


class Codes:
    """The beginning of each person's key, and more of it for those whose keys begin alike.

    Whoever is not known is called by the whole of their key, which nobody shares.
    """

    def __init__(self, keys: Iterable[uuid.UUID]):
        self.lengths = dict(lengths_of(sorted({key.hex for key in keys})))

    @classmethod
    def at(cls, practice: Practice) -> "Codes":
        """The codes of everybody who ever worked at a practice, on whatever day they left."""
        return cls(Person.objects.filter(memberships__practice=practice).values_list("key", flat=True).distinct())

    def of(self, person: Person) -> str:
        key = person.key.hex
        return key[: self.lengths.get(key, len(key))]


def lengths_of(ordered: list[str]) -> Iterator[tuple[str, int]]:
    """How much of each key tells it from its neighbours in the order, and so from all others."""
    alike = [0, *(in_common(*pair) for pair in pairwise(ordered)), 0]
    for place, key in enumerate(ordered):
        needed = max(alike[place], alike[place + 1]) + 1
        yield key, SHORTEST + STEP * -(-max(needed - SHORTEST, 0) // STEP)


def in_common(one: str, other: str) -> int:
    """With how many characters both begin."""
    return next(place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
