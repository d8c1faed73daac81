"""The page behind the link in an invitation: a password of one's own, and then signing in as everybody does."""

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from trainingsite.people.forms import NewPasswordForm
from trainingsite.people.invitations import accept, invitation_of, still_good
from trainingsite.people.models import Invitation

WRONG_LINKS, A_QUARTER_OF_AN_HOUR = 30, 15 * 60


@never_cache
@sensitive_variables("token")
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Ask for a password; on POST, set it. Looking uses nothing up: mail scanners open every link."""
    if _too_many_wrong(request):
        return render(request, "people/invitation_over.html", {"why": "too_many"}, status=429)
    invited, now = invitation_of(token), timezone.now()
    if invited is None:
        _count_wrong(request)
        return render(request, "people/invitation_over.html", {"why": "unknown"}, status=404)
    if not still_good(invited, now):
        return _over(request, invited)
    if request.user.is_authenticated:
        return render(request, "people/invitation_signed_in.html", {"invited": invited})
    form = NewPasswordForm(invited.person, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "people/invitation.html", {"form": form, "invited": invited})
    request.session.flush()
    if not accept(invitation=invited, password=form.cleaned_data["new_password1"], at=now):
        return _over(request, invitation_of(token))
    messages.success(request, f"Your password is set. Sign in with it: your sign-in name is {invited.person.username}.")
    return redirect("people:sign_in")


def _over(request: HttpRequest, invited: Invitation) -> HttpResponse:
    """Say kindly why a link that was good once works no more; nothing of whose it was."""
    closed = "used" if invited.used_at else "replaced"
    why = closed if invited.closed_at else "expired"
    return render(request, "people/invitation_over.html", {"why": why}, status=410)


def _key(request: HttpRequest) -> str:
    return f"wrong-invitations-from:{get_client_ip_address(request)}"


def _too_many_wrong(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) >= WRONG_LINKS


def _count_wrong(request: HttpRequest) -> None:
    """Count made-up links by where they come from, so that nobody can go on trying."""
    key = _key(request)
    cache.add(key, 0, A_QUARTER_OF_AN_HOUR)
    try:
        cache.incr(key)
    except ValueError:  # the quarter of an hour ended just now
        return
