"""The graph in a frozen version, or in a page as its author has it now."""

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict
from scenarios.freezing import frozen_stream


def post_from(value: dict) -> Post:
    replies = tuple(Reply(**reply) for reply in value.get("replies") or [])
    return Post(**{**value, "replies": replies, "drawing": value.get("drawing") or ""})


def option_from(value: dict) -> Option:
    return Option(**{**value, "verdict": Verdict(value["verdict"]), "cites": tuple(value.get("cites") or [])})


def step_from(value: dict) -> Step:
    """A step as the engine knows it; an author's block holds its post, if any, as a list of one."""
    post = value.get("post")
    post = post[0] if isinstance(post, list) and post else post
    options = tuple(option_from(option) for option in value["options"])
    return Step(id=value["id"], text=value["text"], post=post_from(post) if post else None, options=options)


def graph_from(value: dict) -> Graph:
    """The graph in a frozen version or an author's page, as plain values."""
    endings = tuple(
        Ending(id=end["id"], title=end["title"], text=end["text"], outcome=Outcome(end["outcome"]))
        for end in value["endings"]
    )
    return Graph(
        id=value["id"], title=value["title"], summary=value["summary"], roles=tuple(value["roles"]),
        pass_mark=value["pass_mark"], start=value["start"],
        steps=tuple(step_from(step) for step in value["steps"]), endings=endings,
    )  # fmt: skip


def graph_of(page) -> Graph:
    """The graph of a scenario's page as the author has it now."""
    return graph_from(
        {
            "id": page.key,
            "title": page.title,
            "summary": page.summary,
            "roles": page.roles,
            "pass_mark": page.pass_mark,
            "start": page.start,
            "steps": frozen_stream(page.steps),
            "endings": frozen_stream(page.endings),
        }
    )
