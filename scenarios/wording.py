"""Markdown as authors write it, turned into the HTML that is frozen."""

from functools import cache

from markdown_it import MarkdownIt


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "link", "autolink"])


def html_of(markdown: str) -> str:
    """Paragraphs, lists, headings and bold; raw HTML and links are shown as text."""
    return _renderer().render(markdown or "").strip()
