"""The project's own files, as the rules read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SHIPPED = ("trainingsite", "modules", "scenarios")
OURS = (*SHIPPED, "tests", "tools", "benchmarks")


@dataclass(frozen=True)
class Source:
    """One file: where it is in the project, and its text."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def at(self, node: ast.AST) -> str:
        """Where a node is, as a reader finds it."""
        return f"{self.path}:{node.lineno}"


def sources(project: Path, suffix: str, folders: tuple[str, ...] = OURS) -> Iterator[Source]:
    """Our files of one kind, generated migrations left out."""
    for folder in folders:
        for path in sorted((project / folder).rglob(f"*{suffix}")):
            if "migrations" not in path.parts:
                yield Source(path.relative_to(project), path.read_text())


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
