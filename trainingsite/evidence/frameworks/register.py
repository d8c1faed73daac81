"""The three tables of the framework as the administrator's pages know them: each with its form and its words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.evidence.frameworks.forms import FrameworkForm, MappingForm, SaidForm, StatementForm
from trainingsite.evidence.frameworks.shown import FrameworkShown
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Said, Statement

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """One of the tables: what it is called on the page, and the form in which a row of it is said."""

    key: str
    model: type[Said]
    form_class: type[SaidForm]
    noun: str

    def said_of(self, code: str) -> list[Said]:
        """Every version of one row, oldest first."""
        return list(self.model.objects.of_code(code).select_related("set_by"))

    def form(self, data, *, before: Said | None, today: dt.date, **initial) -> SaidForm:
        codes = {} if self.model is Framework else {"codes": codes_known()}
        return self.form_class(data, before=before, today=today, **codes, **initial)

    def given(self, asked) -> dict[str, str]:
        """What the address already says of a new row."""
        return {name: asked[name] for name in ("framework", "under", "statement") if name in asked}


REGISTER = {
    kept.key: kept
    for kept in (
        Kept("framework", Framework, FrameworkForm, "framework"),
        Kept("statement", Statement, StatementForm, "statement"),
        Kept("mapping", Mapping, MappingForm, "support"),
    )
}


def newest(model: type[Said]) -> list[Said]:
    """The last version of each row, whatever day it holds from."""
    last = {row.code: row for row in model.objects.order_by("code", "number")}
    return sorted(last.values(), key=lambda row: (row.position, row.code))


def codes_known() -> dict[str, Choices]:
    """What a statement may belong to and stand below, and what a record may support."""
    statements = newest(Statement)
    questions = [row for row in statements if row.kind == Statement.Kind.KEY_QUESTION]
    return {
        "framework": [(row.code, row.title) for row in newest(Framework)],
        "question": [(row.code, row.title) for row in questions],
        "statement": [(row.code, heading(row)) for row in statements],
    }


def heading(row: Statement) -> str:
    return f"{row.get_kind_display()}: {row.reference} {row.title}".replace(":  ", ": ")


def not_shown(shown: FrameworkShown) -> Iterator[tuple[str, Said]]:
    """Each row that a pack as at the day does not show, with its table: it begins later, ended, or was dropped."""
    there = {
        "framework": {part.key for part in shown.parts},
        "statement": {statement.key for statement in shown.statements()},
        "mapping": {support.key for statement in shown.statements() for support in statement.supports},
    }
    for key, kept in REGISTER.items():
        for row in newest(kept.model):
            if row.code not in there[key]:
                yield key, row
