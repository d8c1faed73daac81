"""Modules written as YAML, loaded as pages and published."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction
from wagtail.models import Page

from modules.models import LessonPage, ModulePage
from modules.versions import publish_module
from scenarios.wording import html_of

STARTER = Path(__file__).parent / "starter"
MARKDOWN = {"text", "inset"}
MARKDOWN_WITHIN = {"warning", "details"}


def load_modules(shelf: Page, *, at: dt.datetime, folder: Path = STARTER) -> Iterator[str]:
    """Add each module that is missing, publish it, and say so; a module that is there stays as it is."""
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        if not ModulePage.objects.filter(key=content["key"]).exists():
            load_module(content, shelf, at=at)
            yield f"Module “{content['title']}” added and published"


@transaction.atomic
def load_module(content: dict, shelf: Page, *, at: dt.datetime) -> ModulePage:
    """Make the page of a module with its lessons, and publish it."""
    page = shelf.add_child(instance=module_page(content))
    for lesson in content["lessons"]:
        page.add_child(instance=lesson_page(lesson))
    publish_module(page=page, reason="Starter content.", at=at)
    return page


def module_page(content: dict) -> ModulePage:
    """The page as its authors edit it."""
    in_lessons = sum(lesson["minutes"] for lesson in content["lessons"])
    return ModulePage(
        title=content["title"],
        slug=content["key"],
        key=content["key"],
        summary=content["summary"],
        check_minutes=content["minutes"] - in_lessons,
        pass_mark=content["pass_mark"],
        grants_certificate=content.get("grants_certificate", False),
        outcomes=[("outcome", outcome) for outcome in content["outcomes"]],
        guidance=[("source", source) for source in content["guidance"]],
        questions=[("question", question_value(question)) for question in content["check"]["questions"]],
        recap=[("recap", content["recap"])] if content.get("recap") else [],
        reviewed_on=content.get("reviewed_on"),
        review_months=content.get("review_months"),
    )


def lesson_page(lesson: dict) -> LessonPage:
    """One lesson of it."""
    return LessonPage(
        title=lesson["title"],
        slug=lesson["key"],
        minutes=lesson["minutes"],
        topics=lesson.get("topics", []),
        you_will=lesson["you_will"],
        remember=lesson["remember"],
        body=[block_value(kind, value) for block in lesson["blocks"] for kind, value in block.items()],
    )


def block_value(kind: str, value) -> tuple[str, object]:
    """A block of a lesson, its Markdown turned into HTML."""
    if kind in MARKDOWN:
        return kind, html_of(value)
    if kind in MARKDOWN_WITHIN:
        return kind, {**value, "text": html_of(value["text"])}
    if kind == "some_staff":
        within = [block_value(inner, part) for block in value["blocks"] for inner, part in block.items()]
        return kind, {**value, "blocks": within}
    return kind, value


def question_value(question: dict) -> dict:
    """A question as its block keeps it: the post, if there is one, in a list."""
    post = question.get("post")
    options = [{"right": False, "place": "", **option} for option in question["options"]]
    return {**question, "post": [post] if post else [], "options": options}
