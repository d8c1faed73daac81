"""What the tests of the starter content read: its YAML files, and the tables of docs/features/starter-content.md."""

from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/features/starter-content.md"


def read_yaml(path: Path) -> dict:
    return yaml.safe_load(path.read_text())


def by_key(folder: str) -> dict[str, dict]:
    """What each YAML file of the folder says, by the file's name."""
    return {path.stem: read_yaml(path) for path in sorted((ROOT / folder).glob("*.yaml"))}


MODULES = by_key("modules/starter")
SCENARIOS = by_key("scenarios/starter")
POLICY = read_yaml(ROOT / "trainingsite/policies/starter/social-media.yaml")
PUBLIC_PAGE = read_yaml(ROOT / "trainingsite/policies/starter/public-page.yaml")
PROGRAMMES = {
    programme["key"]: programme for programme in read_yaml(ROOT / "trainingsite/compliance/starter.yaml")["programmes"]
}
LESSONS = {
    f"{key}/{lesson['key']}": lesson for key, module in MODULES.items() for lesson in module["lessons"]
}  # fmt: skip


def table(first_heading: str) -> list[dict[str, str]]:
    """The rows of the page's table whose first column has that heading."""
    lines = PAGE.read_text().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    headings, rows = cells(lines[start]), []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(headings, cells(line), strict=True)))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def listed(cell: str) -> set[str]:
    return {word.strip() for word in cell.split(",")}


def texts(said) -> Iterator[str]:
    """Every text in a piece of YAML."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for part in said.values() if isinstance(said, dict) else said:
            yield from texts(part)


def cites(said) -> Iterator[str]:
    """Every source that a lesson or a scenario cites."""
    if isinstance(said, dict):
        yield from said.get("cites", [])
    if isinstance(said, dict | list):
        for part in said.values() if isinstance(said, dict) else said:
            yield from cites(part)
