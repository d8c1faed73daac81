"""What may be imported where, and what modules and migrations may be called."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house_rules.sources import Source, functions

# Decisions are made in these, and in whatever of ours they import.
PURE = {"rules", "engine", "explore", "chain", "merkle"}
# Parts of the standard library that answer differently on another day or machine.
WORLDLY = {"os", "pathlib", "secrets", "socket", "sqlite3", "subprocess", "tempfile", "time", "urllib"}
CLOCKS = {"now", "utcnow", "today"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
REASON = re.compile(r"# noqa: PLC0415 -- \w+")

Modules = dict[str, Source]


def modules(all_sources: Iterable[Source]) -> Modules:
    """Our sources under the names they are imported by."""
    return {".".join(source.path.with_suffix("").parts): source for source in all_sources}


def imported(node: ast.AST) -> list[str]:
    """The modules or members that an import statement names, in full."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return []


def harmless(name: str) -> bool:
    """Whether a name is of the part of the standard library that only computes."""
    first = name.split(".")[0]
    return first in sys.stdlib_module_names and first not in WORLDLY


def impurities(source: Source, ours: Modules) -> list[str]:
    """What a module that decides knows of the world, through whatever of ours it imports too."""
    if source.path.stem not in PURE:
        return []
    found, seen, waiting = [], set(), [source]
    while waiting:
        looked_at = waiting.pop()
        seen.add(looked_at.path)
        found += clocks(looked_at)
        for node in ast.walk(looked_at.tree):
            for name in imported(node):
                part = ours.get(name) or ours.get(name.rpartition(".")[0])
                if part is None and not harmless(name):
                    found.append(f"{looked_at.at(node)} imports {name}, and {source.path} decides")
                elif part is not None and part.path not in seen:
                    waiting.append(part)
    return found


def clocks(source: Source) -> list[str]:
    """Where the day is looked up instead of being given."""
    return [
        f"{source.at(node)} reads the clock: {ast.unparse(node)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def hidden_imports(source: Source) -> list[str]:
    """Imports inside functions that do not say why they are there."""
    found = {
        f"{source.at(node)} imports inside {function.name} without '# noqa: PLC0415 -- reason'"
        for function in functions(source)
        for node in ast.walk(function)
        if imported(node) and not REASON.search(source.lines[node.lineno - 1])
    }
    return sorted(found)


def names_that_say_nothing(paths: Iterable[Path]) -> list[str]:
    return [
        f"{path} is called after nothing: name it for what it holds"
        for path in paths
        if NAMES_THAT_SAY_NOTHING & {Path(part).stem for part in path.parts}
    ]


def nameless_migrations(paths: Iterable[Path]) -> list[str]:
    return [f"{path} does not say what it does" for path in paths if "_auto_" in path.name]


def apps_outside(apps: list[str], layers: list[str]) -> list[str]:
    """Where the installed apps and the layers of the import contract disagree."""
    in_layers = [name for layer in layers for name in members(layer) if name != "trainingsite.urls"]
    missing = [f"{app} is installed and in no layer" for app in apps if app not in in_layers]
    unknown = [f"{name} is a layer and not installed" for name in in_layers if name not in apps]
    swapped = [] if missing or unknown or apps == in_layers else ["settings list the apps in another order"]
    return missing + unknown + swapped


def members(layer: str) -> Iterator[str]:
    """The modules that share one layer."""
    return (name.strip() for name in layer.split("|"))
