"""What a network's numbers mean at a practice that adopted some of its versions. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.policies.rules import Asking, Number, generation_of


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a network's policy: its number, and whether everybody signs again because of it."""

    number: Number
    material: bool
    asks_everybody: bool


def taken_together(steps: Iterable[Step], *, adopted: Number | None, wanted: Number) -> tuple[bool, bool]:
    """Whether adopting a version is material at a practice, and asks everybody again: by it, or by one it skipped.

    The first version a practice adopts is material: nobody there signed anything yet.
    """
    if adopted is None:
        return True, True
    passed = [step for step in steps if adopted < step.number <= wanted]
    return any(step.material for step in passed), any(step.asks_everybody for step in passed)


def counts_as(signed: Number, *, adopted: Iterable[Number], askings: list[Asking]) -> Number | None:
    """The version of this practice that a signature at another practice counts for; None if it counts for none.

    It counts where the practice adopted the same version, or one between which and it nobody is asked again.
    """
    generation = generation_of(askings, signed)
    same = sorted(number for number in adopted if generation_of(askings, number) == generation)
    before = [number for number in same if number <= signed]
    return before[-1] if before else next(iter(same), None)
