"""A graph as plain values, for JSON and YAML."""

from scenarios.engine import Ending, Graph, Option, Post, Step


def as_plain(graph: Graph) -> dict:
    """Strings, numbers, lists and dictionaries in the order an author writes them; what is empty is left out."""
    return {
        "id": graph.id,
        "title": graph.title,
        "summary": graph.summary,
        "roles": list(graph.roles),
        "pass_mark": graph.pass_mark,
        "start": graph.start,
        "steps": [_plain_step(step) for step in graph.steps],
        "endings": [_plain_ending(ending) for ending in graph.endings],
    }


def _plain_step(step: Step) -> dict:
    post = {"post": _plain_post(step.post)} if step.post else {}
    return {"id": step.id, "text": step.text, **post, "options": [_plain_option(option) for option in step.options]}


def _plain_post(post: Post) -> dict:
    values = {
        "name": post.name,
        "handle": post.handle,
        "text": post.text,
        "picture": post.picture,
        "drawing": post.drawing,
        "reactions": post.reactions,
        "replies": [{"name": reply.name, "text": reply.text} for reply in post.replies],
    }
    return {key: value for key, value in values.items() if value or key in ("name", "text")}


def _plain_option(option: Option) -> dict:
    critical = {"critical": True} if option.critical else {}
    return {
        "id": option.id,
        "text": option.text,
        "to": option.to,
        "points": option.points,
        "verdict": option.verdict.value,
        **critical,
        "feedback": option.feedback,
        "cites": list(option.cites),
    }


def _plain_ending(ending: Ending) -> dict:
    options = {"options": [_plain_option(option) for option in ending.options]} if ending.options else {}
    return {
        "id": ending.id,
        "title": ending.title,
        "text": ending.text,
        "outcome": ending.outcome.value,
        **options,
    }
