"""A graph as plain values, for JSON and YAML, and back."""

from collections.abc import Mapping

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict


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


def graph_from(plain: Mapping) -> Graph:
    """The graph that ``as_plain`` wrote down."""
    return Graph(
        id=plain["id"],
        title=plain["title"],
        summary=plain["summary"],
        roles=tuple(plain["roles"]),
        pass_mark=plain["pass_mark"],
        start=plain["start"],
        steps=tuple(_step(step) for step in plain["steps"]),
        endings=tuple(_ending(ending) for ending in plain["endings"]),
    )


def _plain_step(step: Step) -> dict:
    post = {"post": _plain_post(step.post)} if step.post else {}
    return {"id": step.id, "text": step.text, **post, "options": [_plain_option(option) for option in step.options]}


def _plain_post(post: Post) -> dict:
    values = {
        "name": post.name,
        "handle": post.handle,
        "text": post.text,
        "picture": post.picture,
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


def _step(plain: Mapping) -> Step:
    post = plain.get("post")
    return Step(
        id=plain["id"],
        text=plain["text"],
        post=_post(post) if post else None,
        options=tuple(_option(option) for option in plain["options"]),
    )


def _post(plain: Mapping) -> Post:
    return Post(**{**plain, "replies": tuple(Reply(**reply) for reply in plain.get("replies", ()))})


def _option(plain: Mapping) -> Option:
    return Option(**{**plain, "verdict": Verdict(plain["verdict"]), "cites": tuple(plain.get("cites", ()))})


def _ending(plain: Mapping) -> Ending:
    return Ending(
        id=plain["id"],
        title=plain["title"],
        text=plain["text"],
        outcome=Outcome(plain["outcome"]),
        options=tuple(_option(option) for option in plain.get("options", ())),
    )
