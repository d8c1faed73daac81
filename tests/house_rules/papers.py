"""What the documents must say: every table has its word, every decision its page."""

import re
from collections.abc import Iterable

ADR_NAME = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")
ADR_MENTION = re.compile(r"\bADR[ -](\d{4})\b")
SETTING = re.compile(r"""environment\.\w+\(\s*["'](\w+)["']""")
ADR_HEADINGS = ["Context", "Decision", "Consequences"]


def undefined_words(model_names: Iterable[str], glossary: str) -> list[str]:
    """Models that no row of the glossary's tables names."""
    defined = {name for row in glossary.splitlines() if row.startswith("|") for name in re.findall(r"`(\w+)`", row)}
    return [f"{name} is not in docs/glossary.md" for name in model_names if name not in defined]


def adr_faults(pages: dict[str, str]) -> list[str]:
    """What is wrong with the decision pages, given as file name and text."""
    found = [f"{name} is not called NNNN-title.md" for name in pages if not ADR_NAME.match(name)]
    numbers = sorted(match[1] for name in pages if (match := ADR_NAME.match(name)))
    wanted = [f"{number:04}" for number in range(1, len(numbers) + 1)]
    if numbers != wanted:
        found.append(f"the numbers are {', '.join(numbers)}, not {', '.join(wanted)}")
    for name, text in sorted(pages.items()):
        found += page_faults(name, text)
    return found


def page_faults(name: str, text: str) -> list[str]:
    found = []
    if not text.startswith(f"# {name[:4]} "):
        found.append(f"{name} does not begin with its own number")
    if re.findall(r"^## (.+)$", text, re.M) != ADR_HEADINGS:
        found.append(f"{name} does not have exactly the headings {', '.join(ADR_HEADINGS)}")
    return found


def mentions_of_no_adr(texts: dict[str, str], numbers: set[str]) -> list[str]:
    """Where a file speaks of a decision that has no page."""
    return [
        f"{name} mentions ADR {number}, which does not exist"
        for name, text in texts.items()
        for number in ADR_MENTION.findall(text)
        if number not in numbers
    ]


def undocumented_settings(texts: Iterable[str], operations: str) -> list[str]:
    """Settings that are read from the environment and have no line in the operations page."""
    read = {name for text in texts for name in SETTING.findall(text)}
    documented = set(re.findall(r"^\| `(\w+)` \|", operations, re.M))
    return [f"{name} is not in docs/operations.md" for name in sorted(read - documented)]
