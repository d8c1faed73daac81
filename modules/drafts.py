"""What authors see of a module before it is published."""

from modules.drawing import outline_from, posts_of
from modules.freezing import drawings_in, lesson_content, module_content
from modules.lessons import lesson_from
from modules.questions import answer_html
from modules.rules import Kind, right_answer


def draft_module(page, lessons) -> dict:
    """The module's page as it would be, and its questions with the right answers marked."""
    content = module_content(page, lessons)
    posts = posts_of(content["questions"], content.get("drawings", {}))
    questions = [
        {**question, "post": posts.get(question["id"], ""), "answer": _answer(question)}
        for question in content["questions"]
    ]
    return {"outline": outline_from(content), "questions": questions}


def _answer(question: dict) -> str:
    """Where everything goes, or the text with what is to be marked; options to choose from are listed one by one."""
    return answer_html(question, right_answer(question)) if question["kind"] in (Kind.SORT, Kind.MARK) else ""


def draft_lesson(lesson, module, lessons) -> dict:
    """The lesson as it would stand among the module's published ones: in its place, or last if it is new."""
    others = [lesson if other.pk == lesson.pk else other for other in lessons]
    placed = others if lesson in others else [*others, lesson]
    content = {"title": module.title, "lessons": [lesson_content(one) for one in placed], "questions": []}
    shown = lesson_from({**content, "drawings": drawings_in(content)}, lesson.slug)
    return {"key": module.key, "lesson": shown, "html": shown.html_for([])}
