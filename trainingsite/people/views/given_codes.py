"""Getting in with a code from one's manager: the code, and at once a new password of one's own."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trainingsite.people.access import next_or_home
from trainingsite.people.forms import GivenCodeForm, NewPasswordForm
from trainingsite.people.models import Person, SignInCode
from trainingsite.people.rules import A_CODE_IS_AWAITED_FOR, still_holds
from trainingsite.people.sign_in_codes import choose_password, waiting_code

SESSION_KEY = "given_code"
WRONG = "The sign-in name or the code is not right, or the code is too old. Check both, or ask for a new code."
TOO_LATE = "Please enter your code again. If it does not work any more, ask for a new one."


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def given_code(request):
    """Ask for a sign-in name and the code; wrong ones are counted as wrong passwords are."""
    if request.user.is_authenticated:
        return redirect(next_or_home(request))
    form = GivenCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        person = authenticate(request, username=typed["username"], sign_in_code=typed["code"])
        if person is not None:
            _remember(request, person)
            return redirect("people:password_by_code")
        form.add_error(None, WRONG)
    return render(request, "people/given_code.html", {"form": form})


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def password_by_code(request):
    """Let whoever gave a right code choose a password; they sign in with it, second step and all."""
    now = timezone.now()
    code = _remembered(request, now)
    if code is None:
        messages.info(request, TOO_LATE)
        return redirect("people:given_code")
    form = NewPasswordForm(code.person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.session.flush()
        if not choose_password(code=code, password=form.cleaned_data["new_password1"], at=now):
            messages.info(request, TOO_LATE)
            return redirect("people:given_code")
        messages.success(request, "Your new password is set. Sign in with it.")
        return redirect("people:sign_in")
    return render(request, "people/password_by_code.html", {"form": form, "person": code.person})


def _remember(request: HttpRequest, person: Person) -> None:
    now = timezone.now()
    request.session.flush()
    request.session[SESSION_KEY] = {"person": person.pk, "code": waiting_code(person, now).pk, "at": now.isoformat()}


def _remembered(request: HttpRequest, now: datetime) -> SignInCode | None:
    """The code that was entered in this browser a moment ago, if it is still the one that counts."""
    kept = request.session.get(SESSION_KEY)
    if not kept or not still_holds(datetime.fromisoformat(kept["at"]), now, A_CODE_IS_AWAITED_FOR):
        return None
    waiting = waiting_code(kept["person"], now)
    return waiting if waiting and waiting.pk == kept["code"] else None
