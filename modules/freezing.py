"""What a module's pages become when they are frozen, or shown to their author before that."""

from modules.contents import posts_in
from scenarios.freezing import frozen, frozen_stream
from scenarios.pictures import drawings_named


def lesson_content(lesson) -> dict:
    """One lesson as it is frozen."""
    return {
        "key": lesson.slug,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "topics": list(lesson.topics),
        "you_will": list(lesson.you_will),
        "remember": lesson.remember,
        "blocks": [{"type": block.block_type, "value": frozen(block.value)} for block in lesson.body],
    }


def module_content(page, lessons) -> dict:
    """Everything the module shows and asks, as it is frozen."""
    content = {
        "kind": "module",
        "key": page.key,
        "title": page.title,
        "summary": page.summary,
        "pass_mark": page.pass_mark,
        "check_minutes": page.check_minutes,
        "outcomes": frozen_stream(page.outcomes),
        "guidance": frozen_stream(page.guidance),
        "lessons": [lesson_content(lesson) for lesson in lessons],
        "questions": frozen_stream(page.questions),
    }
    extras = {
        "recap": next(iter(frozen_stream(page.recap)), {}),
        "drawings": drawings_in(content),
        "grants_certificate": page.grants_certificate,
    }
    return {**content, **{name: extra for name, extra in extras.items() if extra}}


def drawings_in(content: dict) -> dict[str, str]:
    """The drawings that the posts of a module show: inside what is frozen, so that its hash covers them."""
    return drawings_named(post.get("drawing") for post in posts_in(content))
