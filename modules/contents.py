"""What is where in a module's content, frozen or draft."""

from collections.abc import Iterator


def blocks_in(lesson: dict) -> Iterator[dict]:
    """A lesson's blocks, those for some staff only after the block that holds them."""
    for block in lesson["blocks"]:
        yield block
        if block["type"] == "some_staff":
            yield from block["value"]["blocks"]


def posts_in(content: dict) -> Iterator[dict]:
    """The posts that lessons show and questions ask about."""
    for lesson in content["lessons"]:
        yield from (block["value"] for block in blocks_in(lesson) if block["type"] == "post")
    for question in content["questions"]:
        yield from question["post"]


def check_up_lesson(content: dict) -> dict | None:
    """The lesson that walks through a privacy check-up; none in most modules."""
    return next((lesson for lesson in content["lessons"] if has_check_up(lesson)), None)


def has_check_up(lesson: dict) -> bool:
    return any(block["type"] == "walk_through" for block in lesson["blocks"])
