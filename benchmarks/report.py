"""The answer of a benchmark: one JSON object a line on stdout, and everything else on stderr."""

import json
import statistics
import sys
from collections.abc import Sequence


def say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


def write_row(name: str, unit: str, values: Sequence[float], *, database: str, people: int) -> None:
    """The median of the runs, and how far they lie apart."""
    row = {
        "name": name,
        "value": rounded(statistics.median(values)),
        "unit": unit,
        "database": database,
        "people": people,
        "runs": len(values),
        "min": rounded(min(values)),
        "max": rounded(max(values)),
    }
    print(json.dumps(row), flush=True)


def rounded(value: float) -> float:
    """Three figures that mean something."""
    return float(f"{value:.4g}")
