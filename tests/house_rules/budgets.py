"""How long things may be before they are two things."""

from tests.house_rules.sources import Source, functions

FUNCTION_LINES = 45
FILE_LINES = 400
TEMPLATE_LINES = 80
# The check of an evidence pack travels alone in it, and can import nothing of ours.
LONGER = {"evidence/verify.py": 480}


def long_functions(source: Source) -> list[str]:
    return [
        f"{source.at(function)} {function.name} has {length} lines, and {FUNCTION_LINES} are the most"
        for function in functions(source)
        if (length := function.end_lineno - function.lineno + 1) > FUNCTION_LINES
    ]


def long_file(source: Source) -> list[str]:
    most = TEMPLATE_LINES if source.path.suffix == ".html" else LONGER.get("/".join(source.path.parts[-2:]), FILE_LINES)
    length = len(source.lines)
    return [f"{source.path} has {length} lines, and {most} are the most"] if length > most else []
