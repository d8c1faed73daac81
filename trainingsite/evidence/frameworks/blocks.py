"""A regulator's framework in a report: what is looked for, what of the record supports an answer, and where to look."""

from collections.abc import Iterator

from trainingsite.evidence.frameworks.shown import FrameworkShown, StatementShown
from trainingsite.evidence.frameworks.tables import Certainty
from trainingsite.formats.pdf import Column, Strong

WHAT_IT_MEANS = (
    "A record here supports an answer. Whether a regulation is met is for the regulator to judge. Which record supports"
    " which statement is our own reading, and the words are ours."
)
LOOKED_FOR, SUPPORTED_BY, SEE = "Looked for", "Supported by", "See"
NOTHING = "Nothing in this pack"


def columns(first: str) -> list[Column]:
    return [Column(first, 2.6), Column(SUPPORTED_BY, 3.4), Column(SEE, 2.2)]


def row(statement: StatementShown) -> tuple[Strong | str, str, str]:
    """One statement: by its name, with what supports it first, and the files that show it."""
    main = [support.record for support in statement.supports if support.main]
    also = [support.record for support in statement.supports if not support.main]
    supported = "; ".join(dict.fromkeys(main + also)) or NOTHING
    name = marked(statement)
    return Strong(name) if statement.number or statement.below else name, supported, ", ".join(statement.files)


def marked(statement: StatementShown) -> str:
    """Its name, with a mark where even that was not read."""
    unread = statement.certainty == Certainty.MEMORY.label
    return f"{statement.heading} (name from memory, not checked)" if unread else statement.heading


def standings(shown: FrameworkShown) -> Iterator[str]:
    """Of each framework: where it stands, since when, and how sure we are of that."""
    for part in shown.parts:
        sure = part.certainty[0].lower() + part.certainty[1:]
        yield f"{part.title}: {part.standing.lower()}. {part.dates} {part.note}".strip() + f" ({sure})"
