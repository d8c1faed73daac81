"""How an author in Wagtail is told no: in words, with what exists or what to mend, and with nothing lost."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.models import Page

MOST_LINES = 20


def refuse(request, opening: str, lines: Sequence[str], closing: str, to: str, page_id: int) -> HttpResponse:
    """Say why not, line by line, and lead to the page where it can be put right."""
    shown = [*lines[:MOST_LINES], *([f"… and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else [])]
    items = format_html_join("", "<li>{}</li>", ((line,) for line in shown))
    messages.error(request, format_html("{}<ul>{}</ul>{}", opening, items, closing))
    return redirect(to, page_id)


def keep_as_draft(page: Page) -> None:
    """Wagtail saves a new page as live before it asks whether it may be published."""
    if page.first_published_at is None:
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)


def refuse_publication(request, page: Page, lines: Sequence[str]) -> HttpResponse:
    """The draft is kept as it was typed; what staff see stays as it is."""
    keep_as_draft(page)
    return refuse(
        request,
        f"“{page.title}” is saved as a draft and not published. Please mend this first:",
        lines,
        "Staff see nothing of it until then." if not page.live else "Staff keep what they have until then.",
        "wagtailadmin_pages:edit",
        page.pk,
    )


def refuse_deletion(request, page: Page, lines: Sequence[str]) -> HttpResponse:
    """The page stays, with everything that people did with it."""
    return refuse(
        request,
        f"“{page.get_admin_display_title()}” was not deleted, because the record needs it. There is:",
        lines,
        "Unpublish it instead: staff no longer find it, and the record stays whole.",
        "wagtailadmin_explore",
        page.get_parent().pk,
    )


def refuse_copy(request, page: Page, lines: Sequence[str]) -> HttpResponse:
    """A copy would have the same address."""
    return refuse(
        request,
        f"“{page.get_admin_display_title()}” was not copied. Each of these has a key that no other page can have:",
        lines,
        "Add a new page instead, with a key of its own.",
        "wagtailadmin_explore",
        page.get_parent().pk,
    )
