"""Pages that anybody may open: a policy for patients, and the first hour after something was posted."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_safe

from trainingsite.people.models import Practice
from trainingsite.policies.first_hour import FirstHour, first_hour_of
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.review.dates import dates_of
from trainingsite.policies.versions import content_of

KEPT_FOR = 300  # seconds


@dataclass(frozen=True)
class Visitor:
    """The header of a page that is the same for everybody: it asks nobody who they are."""

    practice_name: str = ""
    person_name: str = ""
    links: tuple = ()


@require_safe
def public_page(request, key):
    """A policy for patients, as it stands today. Any cache may keep it: it says the same to everybody."""
    versions = PolicyVersion.objects.public().in_force_on(timezone.localdate()).filter(page__key=key)
    version = versions.select_related("page", "practice").first()
    if version is None:
        raise Http404("No such public page.")
    review = dates_of(version.page, timezone.localdate())
    context = {"version": version, "content": content_of(version), "review": review}
    response = render(request, "policies/public.html", {**context, **for_anybody(version.practice.name)})
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


@require_safe
def first_hour(request, ods):
    """What to do when something has been posted, at one practice; staff of it see the names."""
    practice = get_object_or_404(Practice, ods_code__iexact=ods)
    return first_steps(request, first_hour_of(practice, timezone.localdate(), reader=reader_of(request)))


@require_safe
def own_first_hour(request):
    """The same at the reader's own practice; with two of them a choice, without one what holds everywhere."""
    reader = reader_of(request)
    practices = list(Practice.objects.of(reader, timezone.localdate())) if reader else []
    if len(practices) == 1:
        return redirect("policies:first_hour", ods=practices[0].ods_code.lower())
    return first_steps(request, FirstHour(), practices)


def first_steps(request, page, practices=()):
    """The page: kept by no cache where it has names, and without a header of anybody's where nobody is signed in."""
    stranger = {} if reader_of(request) else for_anybody(page.practice.name if page.practice else "")
    response = render(request, "policies/first_hour.html", {"page": page, "practices": practices, **stranger})
    add_never_cache_headers(response)
    return response


def reader_of(request):
    return request.user if request.user.is_authenticated else None


def for_anybody(practice_name: str) -> dict:
    """What stands in the place of everything that is somebody's own."""
    return {"navigation": Visitor(practice_name), "messages": ()}
