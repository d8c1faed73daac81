"""Asking again who is there, on the way to a page that needs it."""

from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trainingsite.people import reauth
from trainingsite.people.access import next_or_home, signed_in


@signed_in
@sensitive_post_parameters("confirm_password", "confirm_code", "confirm_emailed_code")
@require_http_methods(["GET", "POST"])
def confirm(request):
    """Ask for the password or a code, and lead on to where the person wanted to be."""
    return reauth.ask(request, then=lambda: redirect(next_or_home(request)))
