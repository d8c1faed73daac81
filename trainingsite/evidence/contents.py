"""What is in a pack, in the order in which it is written: nothing is built before its turn."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from hashlib import sha256
from pathlib import Path

from trainingsite.audit.chain import canonical
from trainingsite.evidence import (
    attestations,
    certificates_in,
    completions,
    exemptions,
    gaps,
    pages,
    plans,
    register,
    sealed,
    verify,
)
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.certificates_in import Certificates
from trainingsite.evidence.chain_segment import ChainSegment
from trainingsite.evidence.completions import Completions
from trainingsite.evidence.frameworks import rows as frameworks
from trainingsite.evidence.matrix_paper import matrix_pdf
from trainingsite.evidence.matrix_table import matrix_headings, matrix_rows
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.parts import STEPS, Content, Failure, Progress, Tell, ignored, made
from trainingsite.evidence.people_pages import PeoplePages
from trainingsite.evidence.policy_paper import policy_files
from trainingsite.evidence.summary import summary
from trainingsite.evidence.table_files import table
from trainingsite.evidence.taught import taught_files
from trainingsite.evidence.twice import Twice
from trainingsite.evidence.vouchers import Vouchers
from trainingsite.evidence.workbook import workbook

Pieces = Iterable[bytes]
Files = Iterator[tuple[str, Content]]


class Contents:
    """The files of one pack but for its manifest.

    ``files``, ``failures`` and ``chain`` are complete once all have been written.
    """

    def __init__(self, asked: Asked, tell: Tell = ignored):
        self.asked, self.tell = asked, tell
        self.files: dict[str, dict] = {}
        self.failures: list[Failure] = []
        self.vouchers = Vouchers(asked.practice.chain)
        self.chain = ChainSegment(asked, self.vouchers.named)

    def entries(self) -> Iterator[tuple[str, Pieces]]:
        """Each file's path and its content, measured as it is written; one that cannot be made is passed over."""
        with ExitStack() as self.kept:
            for done, (step, part) in enumerate(zip(STEPS, self._parts(), strict=True)):
                for number, (path, content) in enumerate(part, start=1):
                    self.tell(Progress(done, len(STEPS), step if number == 1 else f"{step}: file {number}"))
                    pieces = self._pieces(path, content)
                    if pieces is not None:
                        yield path, self._measured(path, pieces)

    def _pieces(self, path: str, content: Content) -> Pieces | None:
        if callable(content):
            content = made(path, content, self.failures)
        return (content,) if isinstance(content, bytes) else content

    def _measured(self, path: str, pieces: Pieces) -> Iterator[bytes]:
        found, size = sha256(), 0
        for piece in pieces:
            found.update(piece)
            size += len(piece)
            yield piece
        self.files[path] = {"sha256": found.hexdigest(), "size": size}

    def _parts(self) -> Iterator[Files]:
        """The files of each step, in their order."""
        asked, wants = self.asked, self.asked.wants
        facts = PackFacts.of(asked, failures=self.failures, files=self.files)
        done = Completions(asked, facts.matrix)
        yield policy_files(asked, facts.entries, self.files) if wants("policies") else iter(())
        yield self._tables(facts, done)
        yield taught_files(asked, done.taught) if wants("training") else iter(())
        yield self._certificates(done) if wants("certificates") else iter(())
        yield PeoplePages(asked, facts, done).files() if wants("people") else iter(())
        yield self._chain()
        yield iter([("matrix.pdf", partial(matrix_pdf, asked, facts))])
        yield self._cover(facts)
        yield self._check()

    def _tables(self, facts: PackFacts, done: Completions) -> Files:
        """The tables; those whose rows have events come before the chain, which shows the events they name."""
        asked, vouchers, in_force = self.asked, self.vouchers, facts.in_force
        yield table(asked, "matrix.csv", matrix_headings(facts.matrix), matrix_rows(asked, facts.matrix))
        yield table(asked, "gaps.csv", gaps.HEADINGS, gaps.gap_rows(asked, facts))
        yield table(asked, "exemptions.csv", exemptions.HEADINGS, exemptions.exemption_rows(asked))
        yield table(asked, "framework.csv", frameworks.HEADINGS, frameworks.framework_rows(facts.framework))
        versions = register.register_rows(asked, facts.entries, vouchers, self.files)
        yield table(asked, verify.REGISTER, register.HEADINGS, versions)
        self.said = self.kept.enter_context(closing(Twice(attestations.attestation_rows(asked, in_force, vouchers))))
        yield table(asked, verify.ATTESTATIONS, attestations.HEADINGS, self.said)
        self.completed = self.kept.enter_context(closing(Twice(done.rows(vouchers))))
        yield table(asked, verify.COMPLETIONS, completions.HEADINGS, self.completed)
        yield table(asked, verify.PLANS, plans.HEADINGS, facts.plans.rows(vouchers))

    def _certificates(self, done: Completions) -> Files:
        issued = Certificates(self.asked, done)
        yield from issued.files()
        yield table(self.asked, verify.CERTIFICATES, certificates_in.HEADINGS, issued.rows(self.vouchers))

    def _chain(self) -> Files:
        yield verify.EVENTS, self.chain.lines()
        yield verify.SEALS, canonical(sealed.entries_for(self.asked)) + b"\n"

    def _cover(self, facts: PackFacts) -> Files:
        """What is read first, made when it is known what could not be put in."""
        yield "index.html", pages.index(self.asked, facts)
        yield "summary.pdf", summary(self.asked, facts)
        yield "matrix.xlsx", workbook(self.asked, facts, self.said, self.completed)

    def _check(self) -> Files:
        yield "HOW-TO-CHECK.html", pages.how_to_check(self.asked)
        yield verify.ITSELF, Path(verify.__file__).read_bytes()
