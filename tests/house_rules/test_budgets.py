"""The budgets notice what is over them, and leave alone what is not."""

from pathlib import Path

import pytest

from tests.house_rules.budgets import long_file, long_functions
from tests.house_rules.sources import Source


def function_of(lines: int) -> Source:
    return Source(Path("people/actions.py"), "def move():\n" + "    step()\n" * (lines - 1))


def test_the_rule_about_functions_notices_one_of_46_lines():
    assert long_functions(function_of(46)) == ["people/actions.py:1 move has 46 lines, and 45 are the most"]


def test_a_function_of_45_lines_is_within_the_budget():
    assert long_functions(function_of(45)) == []


@pytest.mark.parametrize(
    ("name", "most"),
    [("people/models.py", 400), ("people/sign_in.html", 80), ("evidence/verify.py", 480), ("people/verify.py", 400)],
)
def test_the_rule_about_files_notices_one_line_too_many(name, most):
    assert long_file(Source(Path(name), "x\n" * (most + 1))) == [
        f"{name} has {most + 1} lines, and {most} are the most"
    ]
    assert long_file(Source(Path(name), "x\n" * most)) == []
