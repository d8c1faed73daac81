"""What a pack's readers are shown, read once for the summary, the spreadsheet and the pages."""

from dataclasses import dataclass, field, replace

from trainingsite.compliance.matrix import Matrix, training_matrix
from trainingsite.desk.reports.sealed import Behind
from trainingsite.evidence import register
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.frameworks.reading import framework_on
from trainingsite.evidence.frameworks.shown import FrameworkShown, StatementShown
from trainingsite.evidence.parts import Failure
from trainingsite.evidence.plans import Plans
from trainingsite.evidence.register import Entry
from trainingsite.evidence.wording import audiences

# What lies in these folders is in a pack only where the part was asked for; everything else always is.
PART_OF_FOLDER = {
    "people/": "people",
    "policies/": "policies",
    "training/": "training",
    "certificates/": "certificates",
}


@dataclass(frozen=True)
class PackFacts:
    """How a practice stood on the day, and what the pack can show of it.

    ``audiences`` says for whom each requirement of the matrix is, in its order; ``signatures`` how many stand, by
    version. ``failures`` and ``files`` are the lists that the contents fill in while they write: what is made from the
    facts last can name what is in the pack (each path with its SHA-256 and size), and what is not.
    """

    matrix: Matrix
    audiences: list[str]
    entries: list[Entry]
    in_force: set[int]
    signatures: dict[int, int]
    plans: Plans
    behind: Behind
    framework: FrameworkShown
    failures: list[Failure] = field(default_factory=list)
    files: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def of(
        cls, asked: Asked, *, failures: list[Failure] | None = None, files: dict[str, dict] | None = None
    ) -> "PackFacts":
        """Read everything that more than one file of a pack is made from."""
        entries = register.entries_in(asked)
        matrix = in_order(asked, training_matrix(asked.practice, asked.on))
        return cls(
            matrix=matrix,
            audiences=audiences(matrix),
            entries=entries,
            in_force=register.in_force(entries, asked),
            signatures=register.signatures_on(entries, asked.on),
            plans=Plans(asked),
            behind=Behind.of(asked.practice),
            framework=in_this_pack(asked, framework_on(asked.on)),
            failures=[] if failures is None else failures,
            files={} if files is None else files,
        )


def in_order(asked: Asked, matrix: Matrix) -> Matrix:
    """The matrix with its people by name; by their codes where no names may be in the pack, not even their order."""
    return matrix if asked.names else replace(matrix, rows=sorted(matrix.rows, key=lambda row: row.person.key))


def in_this_pack(asked: Asked, framework: FrameworkShown) -> FrameworkShown:
    """The framework with only those supports that somebody finds in this pack."""

    def kept(statements: tuple[StatementShown, ...]) -> tuple[StatementShown, ...]:
        return tuple(
            replace(
                statement,
                supports=tuple(each for each in statement.supports if is_in(asked, each.file)),
                below=kept(statement.below),
            )
            for statement in statements
        )

    return replace(
        framework,
        expectations=kept(framework.expectations),
        regulations=kept(framework.regulations),
        questions=kept(framework.questions),
    )


def is_in(asked: Asked, file: str) -> bool:
    """Whether the pack has what a mapping names: a file, or a folder of a part."""
    return file not in PART_OF_FOLDER or asked.wants(PART_OF_FOLDER[file])
