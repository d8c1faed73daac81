"""What fits on one page when a module is done: how to explain it, and one thing to remember of each lesson."""

from dataclasses import dataclass

LONG = 1_400  # characters


@dataclass(frozen=True)
class Card:
    """A module's recap."""

    title: str
    explained: tuple[tuple[str, str], ...]
    remember: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether it fits on one page in small print only."""
        words = [*(words for _, words in self.explained), *self.remember]
        return sum(map(len, words)) > LONG


def card_from(content: dict) -> Card | None:
    """The card in a version's content; nothing where its authors wrote none."""
    recap = content.get("recap")
    if not recap:
        return None
    return Card(
        title=content["title"],
        explained=tuple((to, recap[to]) for to in ("colleague", "patient", "inspector") if recap.get(to)),
        remember=tuple(lesson["remember"] for lesson in content["lessons"] if lesson["remember"]),
    )
