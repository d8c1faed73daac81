"""An author says that advice was looked through and nothing in it had to change."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from modules.models import ModulePage
from modules.reviewing import Review, review_of


def review_of_page(page: ModulePage, day: dt.date) -> Review | None:
    """How the module's advice stands on the day."""
    return review_of(page.reviewed_on, page.review_months, day)


@transaction.atomic
def note_review(*, page: ModulePage, day: dt.date) -> None:
    """Date the advice anew, on what staff see and on the author's draft; no version is made."""
    ModulePage.objects.filter(pk=page.pk).update(reviewed_on=day)
    if page.latest_revision_id:
        draft = page.get_latest_revision_as_object()
        draft.reviewed_on = day
        draft.save_revision(changed=page.has_unpublished_changes)


@require_http_methods(["GET", "POST"])
def reviewed(request, page_id):
    """Ask whether the advice was looked through today; on POST, date it."""
    page = get_object_or_404(ModulePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST":
        note_review(page=page, day=timezone.localdate())
        messages.success(request, f"“{page.title}” is dated as looked through today.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "modules/reviewed.html", {"page": page})
