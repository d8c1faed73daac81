"""The framework as it stood on a day, put together from its rows: three queries, however many rows there are."""

import datetime as dt
from collections import defaultdict

from trainingsite.evidence.frameworks.shown import FrameworkShown, PartShown, StatementShown, Support
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Said, Statement

Kind = Statement.Kind


def framework_on(day: dt.date) -> FrameworkShown:
    """What a pack as at the day shows: the statements of the frameworks in use, and of every framework how it stood."""
    parts = holding(Framework, day)
    in_use = {part.code for part in parts if in_use_on(part, day)}
    rows = [row for row in holding(Statement, day) if row.framework in in_use]
    supports = supports_by_statement(holding(Mapping, day))
    below = defaultdict(list)
    for row in rows:
        if row.under:
            below[row.under].append(statement_shown(row, supports))
    first = defaultdict(list)
    for row in rows:
        if not row.under:
            first[row.kind].append(statement_shown(row, supports, below[row.code]))
    return FrameworkShown(
        on=day,
        expectations=tuple(first[Kind.EXPECTATION]),
        regulations=tuple(first[Kind.REGULATION]),
        questions=tuple(first[Kind.KEY_QUESTION]),
        parts=tuple(part_shown(part) for part in parts),
    )


def holding(model: type[Said], day: dt.date) -> list:
    """Of each code the row that holds on the day, in the order in which they are shown."""
    last = {row.code: row for row in model.objects.begun_by(day)}
    return sorted((row for row in last.values() if not row.dropped), key=lambda row: (row.position, row.code))


def in_use_on(part: Framework, day: dt.date) -> bool:
    """Whether answers are looked for under it that day: a draft or what has ended is only named."""
    if part.standing in (Framework.Standing.DRAFT, Framework.Standing.ENDED):
        return False
    begun = part.in_force_from is None or part.in_force_from <= day
    return begun and (part.in_force_until is None or day <= part.in_force_until)


def supports_by_statement(rows: list[Mapping]) -> dict[str, list[Support]]:
    """What supports each statement: first the main ones, in their order."""
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: not row.main):
        found[row.statement].append(
            Support(
                key=row.code,
                record=row.get_record_kind_display(),
                file=row.file,
                reason=row.reason,
                certainty=row.get_certainty_display(),
                main=row.main,
            )
        )
    return found


def statement_shown(
    row: Statement, supports: dict[str, list[Support]], below: list[StatementShown] = ()
) -> StatementShown:
    return StatementShown(
        key=row.code,
        kind=row.get_kind_display(),
        number=row.reference,
        title=row.title,
        about=row.about,
        certainty=row.get_certainty_display(),
        source=row.source,
        supports=tuple(supports.get(row.code, ())),
        below=tuple(below),
    )


def part_shown(row: Framework) -> PartShown:
    return PartShown(
        key=row.code,
        title=row.title,
        standing=row.get_standing_display(),
        dates=row.dates,
        note=row.note,
        certainty=row.get_certainty_display(),
        source=row.source,
    )
