"""What is in a pack, in the order in which it is written: nothing is built before its turn."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from trainingsite.audit.chain import canonical
from trainingsite.compliance.matrix import training_matrix
from trainingsite.evidence import (
    attestations,
    completions,
    consultations,
    exemptions,
    gaps,
    pages,
    plans,
    register,
    sealed,
    verify,
)
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.chain_segment import ChainSegment
from trainingsite.evidence.matrix_table import matrix_headings, matrix_rows
from trainingsite.evidence.summary import summary
from trainingsite.evidence.vouchers import Vouchers
from trainingsite.evidence.workbook import workbook
from trainingsite.formats.sheets import csv_chunks
from trainingsite.policies.files.frozen import frozen_file
from trainingsite.policies.versions import content_of

Pieces = Iterable[bytes]


class Contents:
    """The files of one pack but for its manifest; ``files`` and ``chain`` are complete once all have been written."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.vouchers = Vouchers(asked.practice.chain)
        self.chain = ChainSegment(asked, self.vouchers.named)
        self.files: dict[str, dict] = {}
        self.plans = plans.Plans(asked)

    def entries(self) -> Iterator[tuple[str, Pieces]]:
        """Each file's path and its content, measured as it is written."""
        for path, content in self._unmeasured():
            yield path, self._measured(path, (content,) if isinstance(content, bytes) else content)

    def _measured(self, path: str, pieces: Pieces) -> Iterator[bytes]:
        found, size = sha256(), 0
        for piece in pieces:
            found.update(piece)
            size += len(piece)
            yield piece
        self.files[path] = {"sha256": found.hexdigest(), "size": size}

    def _unmeasured(self) -> Iterator[tuple[str, Pieces | bytes]]:
        asked, matrix = self.asked, training_matrix(self.asked.practice, self.asked.on)
        versions = register.entries_in(asked)
        in_force = register.in_force(versions, asked)
        yield "index.html", pages.index(asked, matrix, versions, self.plans)
        yield "summary.pdf", summary(asked, matrix, versions, self.plans)
        signatures = attestations.signature_rows(asked, in_force)
        yield "matrix.xlsx", workbook(asked, matrix, register.policy_rows(versions), signatures, self.plans)
        yield "matrix.csv", csv_chunks(matrix_headings(matrix), matrix_rows(matrix))
        yield "gaps.csv", csv_chunks(gaps.HEADINGS, gaps.gap_rows(matrix, self.plans.by_gap))
        yield "exemptions.csv", csv_chunks(exemptions.HEADINGS, exemptions.exemption_rows(asked))
        yield from policies(asked, versions)
        yield from consultations.outcomes(asked, versions)
        yield from self._tables(matrix, versions, in_force)
        yield verify.EVENTS, self.chain.lines()
        yield verify.SEALS, canonical(sealed.entries_for(asked)) + b"\n"
        yield "HOW-TO-CHECK.html", pages.how_to_check(asked)
        yield verify.ITSELF, Path(verify.__file__).read_bytes()

    def _tables(self, matrix, versions, in_force) -> Iterator[tuple[str, Pieces]]:
        """The tables whose rows have events; written before the chain, which shows the events they name."""
        done = completions.Completions(self.asked, matrix)
        yield verify.REGISTER, csv_chunks(register.HEADINGS, register.register_rows(versions, self.vouchers))
        yield (
            verify.ATTESTATIONS,
            csv_chunks(attestations.HEADINGS, attestations.attestation_rows(self.asked, in_force, self.vouchers)),
        )
        yield verify.COMPLETIONS, csv_chunks(completions.HEADINGS, done.rows(self.vouchers))
        yield verify.PLANS, csv_chunks(plans.HEADINGS, self.plans.rows(self.vouchers))


def policies(asked: Asked, versions: list[register.Entry]) -> Iterator[tuple[str, bytes]]:
    """Each version as it can be read, the frozen bytes that were published and signed, and the file that it is."""
    for entry in versions:
        yield f"{entry.name}.html", pages.policy(asked, entry)
        yield f"{entry.name}.json", bytes(entry.version.snapshot.body)
        if "document" in (content := content_of(entry.version)):
            yield f"{entry.name}.pdf", frozen_file(content)
