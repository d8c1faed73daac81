"""framework.csv: each statement with what supports it, one row for each."""

from collections.abc import Iterator

from trainingsite.evidence.frameworks.shown import FrameworkShown, PartShown, StatementShown, Support
from trainingsite.formats.sheets import Row

HEADINGS = (
    "Kind", "Number", "Title", "In our words", "How sure we are of that", "Source",
    "Supported by", "How", "Why", "How sure we are that it supports it", "Where in this pack",
)  # fmt: skip
FRAMEWORK, MAIN, ALSO = "Framework", "Supports", "Also supports"


def framework_rows(shown: FrameworkShown) -> Iterator[Row]:
    """How each framework stood, then each statement with its supports; one that nothing supports is there too."""
    for part in shown.parts:
        yield _of_part(part)
    for statement in shown.statements():
        for support in statement.supports or (None,):
            yield *_of_statement(statement), *_of_support(support)


def _of_part(part: PartShown) -> Row:
    said = f"{part.standing}. {part.dates} {part.note}".strip()
    return FRAMEWORK, "", part.title, said, part.certainty, part.source, "", "", "", "", ""


def _of_statement(statement: StatementShown) -> Row:
    return (
        statement.kind, statement.number, statement.title, statement.about, statement.certainty, statement.source,
    )  # fmt: skip


def _of_support(support: Support | None) -> Row:
    if support is None:
        return "", "", "", "", ""
    return (
        support.record, MAIN if support.main else ALSO, support.reason, support.certainty, support.file,
    )  # fmt: skip
