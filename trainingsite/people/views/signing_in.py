"""Signing in, with a code where there is a phone; signing out."""

import django_otp
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.people import halfway, second_factor
from trainingsite.people.access import next_in, next_or_home, with_next
from trainingsite.people.forms import CodeForm, SignInForm
from trainingsite.people.models import Person
from trainingsite.people.privacy import needs_to_see_the_notice
from trainingsite.people.reauth import TOO_MANY_CODES


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request):
    """Ask for a sign-in name and a password; who has a phone is asked for its code next."""
    if request.user.is_authenticated:
        return redirect(next_or_home(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _password_was_right(request, form.get_user())
    return render(request, "people/sign_in.html", {"form": form, "wanted": next_in(request)})


def _password_was_right(request: HttpRequest, person: Person) -> HttpResponse:
    if second_factor.has_second_factor(person):
        halfway.begin(request, person, at=timezone.now())
        return redirect(with_next(reverse("people:second_step"), next_in(request)))
    login(request, person)
    return redirect(where_next(request))


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request):
    """Ask for a code: the second step of signing in, or of opening a desk."""
    now = timezone.now()
    person = request.user if request.user.is_authenticated else halfway.person_in(request, at=now)
    if person is None:
        messages.info(request, "Please sign in again.")
        return redirect(with_next(reverse("people:sign_in"), next_in(request)))
    if not second_factor.has_second_factor(person):
        return redirect(with_next(reverse("people:second_factor"), next_in(request)))
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        check = second_factor.check_code(person=person, code=form.cleaned_data["code"], at=now)
        if check.device:
            return _code_was_right(request, person, check)
        status = _explain(form, check)
    return render(request, "people/second_step.html", {"form": form, "person": person}, status=status)


def _code_was_right(request: HttpRequest, person: Person, check: second_factor.CodeCheck) -> HttpResponse:
    if not request.user.is_authenticated:
        halfway.end(request)
        login(request, person)
    django_otp.login(request, check.device)
    if check.method == second_factor.Method.RECOVERY_CODE:
        left = second_factor.recovery_codes_left(person)
        messages.info(request, f"You used a recovery code; it will not work again. You have {left} left.")
    return redirect(where_next(request))


def _explain(form: CodeForm, check: second_factor.CodeCheck) -> int:
    """Say what was wrong with the code, and answer with the status that says so."""
    if check.wait_seconds:
        form.add_error("code", TOO_MANY_CODES.format(seconds=check.wait_seconds))
        return 429
    form.add_error("code", "That code is not right. Enter the one the app shows now, or an unused recovery code.")
    return 200


def where_next(request: HttpRequest) -> str:
    """Where somebody goes once signed in: first what they have never been shown, then where they wanted to be."""
    person = request.user
    if needs_to_see_the_notice(person):
        return with_next(reverse("people:privacy"), next_in(request))
    if second_factor.needs_second_factor(person, timezone.localdate()) and not second_factor.has_second_factor(person):
        return with_next(reverse("people:second_factor"), next_in(request))
    return next_or_home(request)


@require_POST
def sign_out(request):
    """Leave nothing of the person in this browser's session."""
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("people:sign_in")
