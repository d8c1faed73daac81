"""Publishing from Wagtail what has a version already: material or minor, why, and what that means for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page

from scenarios.changes import Change, is_scheduled, is_version, say
from scenarios.forms import ChangeForm
from scenarios.refusals import keep_as_draft, refuse_publication
from trainingsite.audit.models import Version

MOVED_ON = "Somebody has changed the draft since you opened this page. Look at it again before you publish it."


@dataclass(frozen=True)
class Kind:
    """What publishing means for one kind of page.

    ``lines`` say what stops a draft, ``content`` is what would be frozen, ``midway`` counts the people who have begun
    a version and not ended it, and ``begun`` says what they have begun.
    """

    page: type[Page]
    address: str
    lines: Callable[[Page], list[str]]
    content: Callable[[Page], dict]
    midway: Callable[[Page], int]
    begun: str

    def pages_among(self, objects) -> list[Page]:
        """The pages of this kind among what a bulk action is about."""
        pages = (page.specific for page in objects if isinstance(page, Page))
        return [page for page in pages if isinstance(page, self.page)]


def last_version(page: Page) -> Version | None:
    return page.versions.order_by("-number").first()


def before_publishing(request, page: Page, kind: Kind):
    """Refuse what is broken, ask about a change, and let the rest go: a first version, or one that changes nothing."""
    if lines := kind.lines(page):
        return refuse_publication(request, page, lines)
    last = last_version(page)
    if last is None:
        return None
    if is_version(kind.content(page), last):
        messages.info(request, f"Nothing that staff see has changed since version {last.number}: it stays the newest.")
        return None
    keep_as_draft(page)
    return redirect(kind.address, page.pk)


def before_publishing_in_bulk(request, objects, kind: Kind):
    """Each page by itself: what the change is has to be said of each, and each is somebody's decision."""
    found = kind.pages_among(objects)
    if not found:
        return None
    return refuse_publication(request, found[0], ["Publish each page by itself: you are asked what its change is."])


def ask(request, page: Page, kind: Kind):
    """Ask what the change is before it is done, and say whom it disturbs; on POST, publish."""
    check_may_publish(request, page)
    draft, last = page.get_latest_revision_as_object(), last_version(page)
    if lines := kind.lines(draft):
        return refuse_publication(request, page, lines)
    unchanged = last is not None and is_version(kind.content(draft), last)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        changes=Change.choices,
        initial={"revision": page.latest_revision_id},
    )
    if last and not unchanged and form.is_valid():
        if form.cleaned_data["revision"] == page.latest_revision_id:
            return published(request, draft, kind, form.cleaned_data)
        form.add_error(None, MOVED_ON)
        form.data = {**form.data.dict(), "revision": page.latest_revision_id}
    context = {
        "page": page, "form": form, "last": last, "unchanged": unchanged, "kind": kind,
        "midway": kind.midway(page), "scheduled": is_scheduled(draft, timezone.now()) and draft.go_live_at,
    }  # fmt: skip
    return render(request, "scenarios/admin/change.html", context)


def check_may_publish(request, page: Page) -> None:
    """Refuse whoever Wagtail would not let publish this page now."""
    lock = page.get_lock()
    if not page.permissions_for_user(request.user).can_publish() or (lock and lock.for_user(request.user)):
        raise PermissionDenied


def published(request, draft: Page, kind: Kind, said: dict):
    """Publish the draft, or put it on Wagtail's timetable, with what was said of its change."""
    revision = say(draft, said["change"], said["reason"], request.user)
    revision.publish(user=request.user)
    to_editor = messages.button(reverse("wagtailadmin_pages:edit", args=[draft.pk]), "Edit")
    if is_scheduled(draft, timezone.now()):
        day = timezone.localtime(draft.go_live_at)
        sentence = f"“{draft.title}” goes out on {day:%-d %B %Y} at {day:%H:%M}."
    else:
        number = last_version(draft).number
        sentence = f"“{draft.title}” is published as version {number}, {said['change']}: “{said['reason']}”"
    messages.success(request, sentence, [to_editor])
    return redirect("wagtailadmin_explore", draft.get_parent().pk)
