"""Reading what a page says."""

import re


def heading_of(response) -> str:
    """The words of the page's one main heading."""
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    return heading


def title_of(response) -> str:
    return re.search(r"<title>(.*?)</title>", response.content.decode())[1]
