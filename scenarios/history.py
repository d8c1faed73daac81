"""The versions of a page, for its authors to look at: what went out when, by whom, and why. Nothing can be changed."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from trainingsite.audit.models import Version


@dataclass(frozen=True)
class Row:
    """One version, with what was counted in it."""

    version: Version
    figures: str


def exploration_in_words(content: dict) -> str:
    """What exploring the graph found, as it was kept with the version."""
    found = content["exploration"]
    ways = f"{found['ways']:,}{'' if found['complete'] else ' or more'}"
    return (
        f"{_counted(len(found['steps']), 'step')}, {_counted(len(found['endings']), 'ending')}, "
        f"{ways} {'way' if ways == '1' else 'ways'} through, "
        f"{found['shortest']} to {_counted(found['longest'], 'decision')} long"
    )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


@require_safe
def show_versions(request, page: Page, rows: list[Row]):
    """Every version of a page, newest first, to whoever may edit it."""
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "scenarios/admin/versions.html", {"page": page, "rows": rows})
