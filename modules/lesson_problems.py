"""What stops a module's lessons from being published: groups nobody knows, pictures nobody can see."""

from collections.abc import Collection, Iterator

from modules.contents import blocks_in, posts_in
from scenarios.pictures import fault_in


def lesson_problems(content: dict, known_groups: Collection[str]) -> list[str]:
    """A sentence for each thing to mend."""
    groups = [sentence for lesson in content["lessons"] for sentence in _groups(lesson, known_groups)]
    return [*groups, *_pictures(content)]


def _groups(lesson: dict, known: Collection[str]) -> Iterator[str]:
    for block in blocks_in(lesson):
        if block["type"] != "some_staff":
            continue
        if not block["value"]["groups"]:
            yield f"Lesson “{lesson['title']}”: a part for some staff only says for none of them."
        for key in sorted(set(block["value"]["groups"]) - set(known)):
            yield f"Lesson “{lesson['title']}”: there is no staff group or job role with the key “{key}”."


def _pictures(content: dict) -> Iterator[str]:
    for post in posts_in(content):
        if sentence := fault_in(post.get("drawing") or "", post.get("picture") or ""):
            yield f"The post by {post['name']}: {sentence}"
