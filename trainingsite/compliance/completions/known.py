"""What is known at a practice before a file of completions is read: people, trainings, what is there. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trainingsite.people.importing.entries import alike, roles_near
from trainingsite.people.importing.known import Colleague

KINDS = {"outside_training": "training that happens elsewhere", "module": "the module here"}


@dataclass(frozen=True, slots=True)
class Training:
    """Something that people can have done elsewhere: an outside training, or a module."""

    kind: str
    pk: int
    key: str
    title: str

    @property
    def full_key(self) -> str:
        """Its key, where another thing goes by the same title."""
        return f"{self.kind}:{self.key}"


class NoSuchTraining(Exception):
    """What a cell names is no training, or two; the sentence says what would settle it."""


class Trainings:
    """The trainings there are, found by key or title."""

    def __init__(self, trainings: Iterable[Training]):
        self.titles = {each.full_key: each.title for each in trainings}
        self.by_full_key, self.by_name = {}, defaultdict(dict)
        for each in trainings:
            self.by_full_key[each.full_key.casefold()] = each
            for name in {alike(each.key), alike(each.title)}:
                self.by_name[name][each.full_key] = each

    def called(self, name: str) -> Training:
        """The training with that name. Raises NoSuchTraining."""
        if exact := self.by_full_key.get(name.casefold()):
            return exact
        found = list(self.by_name.get(alike(name), {}).values())
        if len(found) == 1:
            return found[0]
        if found:
            ways = " or ".join(f"{each.full_key} for {KINDS[each.kind]}" for each in found)
            raise NoSuchTraining(f"“{name[:60]}” is the name of {len(found)} trainings. Write {ways}")
        near = roles_near(name, self.titles)
        if near:
            raise NoSuchTraining(f"“{name[:60]}” is no training we know. Did you mean {' or '.join(near)}?")
        raise NoSuchTraining(f"“{name[:60]}” is no training we know. Use the name it has in your programmes")


There = tuple[int, str, int, date]  # a person, the kind of training, which, and the day


@dataclass(frozen=True)
class KnownHere:
    """Everything a file of completions is compared with; ``own`` are the rows of whoever brings it.

    ``deciders`` says who else can record what is their own.
    """

    colleagues: tuple[Colleague, ...]
    trainings: Trainings
    went_live_on: date
    there: frozenset[There] = frozenset()
    taken_back: dict[There, date] = field(default_factory=dict)
    own: frozenset[int] = frozenset()
    deciders: str = ""
