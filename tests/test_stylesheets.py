"""Nothing leaves the site: what our stylesheets and scripts name is here."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tools import nhsuk_stylesheet
from tools.nhsuk_stylesheet import outside_addresses

STATIC = settings.BASE_DIR / "trainingsite" / "static"
OURS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
BASE = (settings.BASE_DIR / "trainingsite" / "templates" / "base.html").read_text()
XML_NAME = "http://www.w3.org/2000/svg"


def test_our_copy_of_the_nhs_uk_stylesheet_is_the_installed_one_without_its_fonts():
    # After an upgrade of wagtail-nhsuk-frontend: python -m tools.nhsuk_stylesheet, then look at the pages.
    assert nhsuk_stylesheet.COPY.read_text() == nhsuk_stylesheet.copy()


def test_the_packaged_stylesheet_would_ask_another_host():
    assert outside_addresses(nhsuk_stylesheet.packaged())


@pytest.mark.parametrize(
    "line",
    [
        "a{src:url(https://assets.nhs.uk/a.woff2)}",
        'a{background:url("//cdn.example/a.png")}',
        "@import 'https://cdn.example/a.css';",
    ],
)
def test_the_rule_about_stylesheets_notices_another_host(line):
    assert len(outside_addresses(line)) == 1


def test_the_rule_about_stylesheets_lets_pass_what_is_here():
    assert outside_addresses("a{mask:url('data:image/svg+xml,x');background:url(../a.png)}") == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_we_serve_names_another_host(path):
    text = path.read_text().replace(XML_NAME, "")

    assert re.findall(r"https?://[^\s\"')]+", text) == []
    assert outside_addresses(text) == []


def test_every_page_is_styled_by_what_is_here():
    named = re.findall(r"{% static '([^']+)' %}", BASE)

    assert [name for name in named if not finders.find(name)] == []
    assert re.findall(r"(?:href|src)=\"(?:https?:)?//", BASE) == []
    assert [name for name in named if name.startswith("wagtailnhsukfrontend")] == []


def test_there_is_something_to_look_at():
    assert {path.name for path in OURS} >= {"nhsuk-frontend.css", "shell.css", "components.css", "page.js"}
