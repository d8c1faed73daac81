"""What a check of the record finds."""

from collections.abc import Generator, Iterator

# What is wrong, a sentence each; and at the end, what was checked.
Findings = Generator[str, None, str]


class Check:
    """One check; read its findings to run it, and then its result."""

    def __init__(self, name: str, findings: Findings):
        self.name = name
        self.result = ""
        self._findings = findings

    def __iter__(self) -> Iterator[str]:
        self.result = yield from self._findings
