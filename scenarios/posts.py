"""A social media post as HTML: lessons, knowledge checks and stories show the same one."""

import dataclasses

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Drawings = dict[str, str]


def initials(name: str) -> str:
    """What stands for a face: the first letters of two words at most."""
    letters = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join(letters[:2]).upper()


def post_html(post, drawings: Drawings) -> SafeString:
    """The post with its picture, what people did with it, and their replies.

    ``drawings`` are those that were frozen with it; a post published before there were any shows its picture in words.
    """
    values = post if isinstance(post, dict) else dataclasses.asdict(post)
    replies = [{**reply, "initials": initials(reply["name"])} for reply in values.get("replies") or ()]
    context = {
        "post": values,
        "initials": initials(values["name"]),
        # Ours, from a file, and inside what was frozen: nobody can type one.
        "drawing": mark_safe(drawings.get(values.get("drawing"), "")),
        "replies": replies,
    }
    return render_to_string("scenarios/post.html", context)
