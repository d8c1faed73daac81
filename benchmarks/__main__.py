"""Usage: python -m benchmarks [--database postgresql|sqlite] [GROUP...]; without a group, all of them."""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.report import say
from benchmarks.site import Wrong, served
from tools.postgres import PostgresUnavailable, stop_on_signals

GROUPS = sorted(path.stem for path in (Path(__file__).parent / "rows").glob("[a-z]*.py"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--database", default="postgresql", choices=["postgresql", "sqlite"])
    chosen = parser.parse_args()
    if unknown := set(chosen.groups) - set(GROUPS):
        parser.error(f"there is no group {', '.join(sorted(unknown))}: choose from {', '.join(GROUPS)}")
    stop_on_signals()
    try:
        with served(chosen.database) as site:
            for group in chosen.groups or GROUPS:
                say(f"Measuring {group} on {site.database}, {site.people} people")
                importlib.import_module(f"benchmarks.rows.{group}").measure(site)
    except (Wrong, PostgresUnavailable) as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
