"""What authors see of a module before it is published."""

from modules.drawing import lesson_from, outline_from, posts_of
from modules.freezing import lesson_content, module_content


def draft_module(page, lessons) -> dict:
    """The module's page as it would be, and its questions with the right answers marked."""
    content = module_content(page, lessons)
    posts = posts_of(content["questions"])
    questions = [{**question, "post": posts.get(question["id"], "")} for question in content["questions"]]
    return {"outline": outline_from(content), "questions": questions}


def draft_lesson(lesson, module, lessons) -> dict:
    """The lesson as it would stand among the module's published ones: in its place, or last if it is new."""
    others = [lesson if other.pk == lesson.pk else other for other in lessons]
    placed = others if lesson in others else [*others, lesson]
    content = {"title": module.title, "lessons": [lesson_content(one) for one in placed]}
    return {"key": module.key, "lesson": lesson_from(content, lesson.slug)}
