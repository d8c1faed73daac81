"""Who may open a page: decorators for views, and where to send the others."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from trainingsite.people.second_factor import has_second_factor

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let only signed-in people in, and let no cache keep what they see.

    Reception shares its computers: the back button after a sign-out must show nothing.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_step("people:sign_in", request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def second_factor_required(view: View) -> View:
    """Let only people in who gave a second factor when they signed in: desks, exports, content.

    Who has one is asked for it; who has none is shown why one is needed and how to set it up.
    """

    @signed_in
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_verified():
            return view(request, *args, **kwargs)
        step = "people:second_step" if has_second_factor(request.user) else "people:second_factor"
        return to_step(step, request)

    return guarded


def content_only(view: View) -> View:
    """Let only people in who may write content, and who gave a second factor: all of Wagtail.

    Wagtail itself would send the others to sign in, where they are already.
    """
    verified = second_factor_required(view)

    @signed_in
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return verified(request, *args, **kwargs)

    return guarded


def to_step(name: str, request: HttpRequest) -> HttpResponse:
    """Send somebody to a step on the way, which leads on to where they wanted to be."""
    return redirect(with_next(reverse(name), _wanted(request)))


def with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({'next': wanted}, safe='/')}" if wanted else address


def next_in(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that is on this site; otherwise nothing."""
    wanted = request.GET.get("next", "")
    return wanted if _is_ours(wanted, request) else ""


def next_or_home(request: HttpRequest) -> str:
    return next_in(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _wanted(request: HttpRequest) -> str:
    """The page asked for; of something sent, the page it was sent from, for only that can be opened again."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referrer = request.headers.get("Referer", "")
    if not _is_ours(referrer, request):
        return ""
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_ours(address: str, request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
