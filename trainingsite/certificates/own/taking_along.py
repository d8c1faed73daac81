"""What somebody holds, as the PDF says it that they hand to others."""

import datetime as dt
from collections.abc import Iterable

from trainingsite.certificates.held import HeldCertificate, Holding, Line
from trainingsite.certificates.standing import Standing
from trainingsite.certificates.statement import Held, Section, StatementFacts

HANDED_ON = (Standing.VALID, Standing.EXPIRED)


def statement_of(name: str, holding: Holding, day: dt.date) -> StatementFacts:
    """The facts of the PDF.

    A certificate that was superseded or revoked is left out: what stands beside its successor would say
    what the holder was called before.
    """
    handed_on = [held for held in holding.certificates if held.standing in HANDED_ON]
    sections = [
        Section("Certificates", [certificate(held) for held in handed_on]),
        Section("Training completed", lines(holding.completions), "Modules that have no certificate of their own."),
        Section("Scenarios passed", lines(holding.scenarios)),
        Section("Policies signed", lines(holding.signatures)),
        Section("Training done elsewhere", lines(holding.elsewhere), "Accepted on proof, or recorded by a practice."),
    ]
    return StatementFacts(name, day, [section for section in sections if section.rows])


def certificate(held: HeldCertificate) -> Held:
    """A certificate with what verifies it."""
    return Held(
        title=held.title,
        practice=held.row.practice.name,
        on=held.row.issued_on,
        valid_until=held.row.valid_until,
        standing="" if held.is_good else held.standing.label,
        serial=held.row.serial,
        verify_url=held.verify_url,
    )


def lines(done: Iterable[Line]) -> list[Held]:
    return [Held(title=line.title, practice=line.where, on=line.on) for line in done]
