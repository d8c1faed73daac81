"""A social media post as HTML: lessons, knowledge checks and stories show the same one."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def initials(name: str) -> str:
    """What stands for a face: the first letters of two words at most."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def post_html(post) -> SafeString:
    """The post with its picture in words, what people did with it, and their replies."""
    return render_to_string("scenarios/post.html", {"post": post, "initials": initials(_name(post))})


def _name(post) -> str:
    return post["name"] if isinstance(post, dict) else post.name
