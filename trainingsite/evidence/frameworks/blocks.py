"""A regulator's framework in a report: what is looked for, what of the record supports an answer, and where to look."""

from collections.abc import Iterable, Iterator

from trainingsite.evidence.frameworks.shown import FrameworkShown, StatementShown
from trainingsite.evidence.frameworks.tables import Certainty, Statement
from trainingsite.formats.pdf import Column, Strong

WHAT_IT_MEANS = (
    "A record here supports an answer. Whether a regulation is met is for the regulator to judge. Which record supports"
    " which statement is our own reading, and the words are ours."
)
LOOKED_FOR, SUPPORTED_BY, SEE = "Looked for", "Supported by", "See"
NOTHING = "Nothing in this pack"
STRONG = {Statement.Kind.REGULATION.label, Statement.Kind.KEY_QUESTION.label}


def columns(first: str) -> list[Column]:
    return [Column(first, 2.6), Column(SUPPORTED_BY, 3.4), Column(SEE, 2.2)]


# What was not read at its source carries a mark, and below the table stands once what the mark means.
MARKS = {
    Certainty.MEMORY.label: ("*", "* Named from memory, not checked."),
    Certainty.SECOND_HAND.label: ("\u2020", "\u2020 Read second-hand, in somebody else's account of it."),
}


def row(statement: StatementShown) -> tuple[Strong | str, str, str]:
    """One statement: by its name, with what supports it first, and the files that show it."""
    main = [support.record for support in statement.supports if support.main]
    also = [support.record for support in statement.supports if not support.main]
    supported = in_a_line(main + also) or NOTHING
    name = marked(statement)
    return Strong(name) if statement.kind in STRONG else name, supported, ", ".join(statement.files)


def in_a_line(records: list[str]) -> str:
    """Each record once, as they stand in one sentence."""
    said = "; ".join(record[:1].lower() + record[1:] for record in dict.fromkeys(records))
    return said[:1].upper() + said[1:]


def marked(statement: StatementShown) -> str:
    """Its name, with a mark where that was not read at its source."""
    mark, _ = MARKS.get(statement.certainty, ("", ""))
    return f"{statement.heading}{mark}"


def notes(statements: Iterable[StatementShown]) -> str:
    """What the marks of these mean, each said once; nothing where there are none."""
    used = {statement.certainty for statement in statements}
    return " ".join(note for certainty, (_, note) in MARKS.items() if certainty in used)


def standings(shown: FrameworkShown) -> Iterator[str]:
    """Of each framework: where it stands, since when, and where we have that from."""
    for part in shown.parts:
        source = f"{part.certainty}: {part.source}" if part.source else part.certainty
        said = source.replace(f"{Certainty.READ.label}: ", "Source: ")
        yield f"{part.title}: {part.standing.lower()}. {part.dates} {part.note}".strip() + f" {said}."
