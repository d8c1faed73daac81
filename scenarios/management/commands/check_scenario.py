"""The checks a scenario has to pass before it is published, for scenarios kept as text."""

from pathlib import Path

import yaml
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from scenarios.engine import Graph
from scenarios.pictures import unknown_drawings
from scenarios.problems import Problem, Severity, problems
from scenarios.text import MOST_BYTES, ScenarioTextError, read_scenario, text_of
from scenarios.versions import known_roles
from trainingsite.people.loading import STARTER


class Command(BaseCommand):
    help = (
        "Check scenarios written as YAML, as they are checked at publication. Prints one line a problem: "
        "error|warning CODE at STEP: sentence. Exits 1 when there is an error, or a file that cannot be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", metavar="FILE.yaml", nargs="+", type=Path)

    def handle(self, *, files: list[Path], **options):
        roles = roles_here() or starter_roles()
        if not all([self.is_sound(file, roles, named=len(files) > 1) for file in files]):
            raise SystemExit(1)

    def is_sound(self, file: Path, roles: set[str], named: bool) -> bool:
        """Print what is wrong with one file; whether there is no error in it."""
        try:
            graph = read(file)
        except ScenarioTextError as error:
            for message in error.messages:
                self.stderr.write(f"{file}: {message}")
            return False
        found = (*problems(graph, roles), *unknown_drawings(graph))
        if found and named:
            self.stdout.write(f"{file}:")
        for problem in found:
            self.stdout.write(line_for(problem))
        return not any(problem.severity is Severity.ERROR for problem in found)


def roles_here() -> set[str]:
    """The staff groups and job roles of this installation; none where there is only a copy of the program."""
    try:
        return known_roles()
    except DatabaseError:
        return set()


def starter_roles() -> set[str]:
    """Those that every installation begins with."""
    content = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    roles = (role for group in content["job_roles"].values() for role in group)
    return {each["key"] for each in (*content["staff_groups"], *roles)}


def line_for(problem: Problem) -> str:
    return f"{problem.severity} {problem.code} at {problem.where}: {problem.sentence}"


def read(file: Path) -> Graph:
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioTextError((f"The file cannot be read: {error.strerror}.",)) from error
    return read_scenario(text_of(content))
