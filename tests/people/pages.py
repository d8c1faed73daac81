"""Reading what a page says."""

import re


def heading_of(response) -> str:
    """The words of the page's one main heading."""
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    return heading


def title_of(response) -> str:
    return re.search(r"<title>(.*?)</title>", response.content.decode())[1]


def hidden_in(response) -> list[tuple[str, str]]:
    """What the page's main form carries along unseen."""
    main = response.content.decode().split("<main", 1)[1]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    return [(name, value) for name, value in hidden if name != "csrfmiddlewaretoken"]
