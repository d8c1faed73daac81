"""Asking again who is there: before a signature, and before the locks of an account are changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset as forget_wrong_passwords
from django.contrib.auth import authenticate
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from trainingsite.people import second_factor
from trainingsite.people.access import View, signed_in, to_step
from trainingsite.people.forms import ConfirmByCodeForm, ConfirmByPasswordForm
from trainingsite.people.rules import Method, still_holds

SESSION_KEY = "reauthenticated"
OUR_FIELDS = "confirm_"
TOO_MANY_PASSWORDS = "Too many wrong passwords. Wait 15 minutes and try again. What you typed is kept on this page."
TOO_MANY_CODES = "Too many wrong codes. Wait {seconds} seconds and try again."


@dataclass(frozen=True)
class Reauthentication:
    """How and when the person in this session last showed who they are."""

    method: Method
    at: datetime


def remember(request: HttpRequest, method: Method, at: datetime) -> None:
    kept = {"person": str(request.user.key), "method": str(method), "at": at.isoformat()}
    request.session[SESSION_KEY] = kept


def last(request: HttpRequest) -> Reauthentication | None:
    """The last time the person who is signed in now was asked again, and answered rightly."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["person"] != str(request.user.key):
        return None
    return Reauthentication(Method(kept["method"]), datetime.fromisoformat(kept["at"]))


def method_of(request: HttpRequest) -> str:
    """What a signature records: password, totp or recovery_code."""
    return str(last(request).method)


def at(request: HttpRequest) -> datetime:
    """When the person was last asked again."""
    return last(request).at


def is_recent(request: HttpRequest, now: datetime) -> bool:
    shown = last(request)
    return shown is not None and still_holds(shown.at, now)


def recently_authenticated(view: View) -> View:
    """Open a page only to somebody who showed within five minutes who they are.

    What was sent too late is not lost: the question comes with everything that was typed, and a right
    answer goes on with it.
    """

    @signed_in
    @sensitive_post_parameters("confirm_password", "confirm_code")
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if is_recent(request, timezone.now()):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return ask(request, then=lambda: view(request, *args, **kwargs))
        return to_step("people:confirm", request)

    return guarded


@dataclass
class Question:
    """One showing of the question: by password or by code, and what has been answered."""

    request: HttpRequest
    by_code: bool = False
    answered: bool = False
    status: int = 200
    form: Form = field(init=False)

    def __post_init__(self):
        kind = ConfirmByCodeForm if self.by_code else ConfirmByPasswordForm
        self.form = kind(self.request.POST if self.answered else None)

    @property
    def has_second_factor(self) -> bool:
        return second_factor.has_second_factor(self.request.user)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed before, but never a password."""
        return [
            (name, value)
            for name, values in self.request.POST.lists()
            if name != "csrfmiddlewaretoken" and not name.startswith(OUR_FIELDS) and "password" not in name
            for value in values
        ]


def ask(request: HttpRequest, *, then: Callable[[], HttpResponse]) -> HttpResponse:
    """Show the question, or check the answer and go on."""
    step = request.POST.get("confirm_step", "")
    by_code = step == "code" or (step == "check" and "confirm_code" in request.POST)
    question = Question(request, by_code=by_code, answered=step == "check")
    if question.answered and question.form.is_valid():
        now = timezone.now()
        method = _method_shown(question, now)
        if method:
            remember(request, method, now)
            return then()
    context = {"question": question, "form": question.form}
    return render(request, "people/confirm.html", context, status=question.status)


def _method_shown(question: Question, now: datetime) -> Method | None:
    return _by_code(question, now) if question.by_code else _by_password(question)


def _by_password(question: Question) -> Method | None:
    """Check the password; five wrong ones close this door and the front door alike."""
    request, person = question.request, question.request.user
    credentials = {"username": person.get_username(), "password": question.form.cleaned_data["confirm_password"]}
    shown = authenticate(request, **credentials)
    if shown is not None and shown.pk == person.pk:
        forget_wrong_passwords(username=person.get_username())
        return Method.PASSWORD
    if AxesProxyHandler.is_locked(request, credentials):
        # The site's own page for locked doors would lose what the person typed.
        request.axes_locked_out = False
        question.status = 429
        question.form.add_error("confirm_password", TOO_MANY_PASSWORDS)
    else:
        question.form.add_error("confirm_password", "That is not your password. Try again.")
    return None


def _by_code(question: Question, now: datetime) -> Method | None:
    code = question.form.cleaned_data["confirm_code"]
    check = second_factor.check_code(person=question.request.user, code=code, at=now)
    if check.wait_seconds:
        question.status = 429
        question.form.add_error("confirm_code", TOO_MANY_CODES.format(seconds=check.wait_seconds))
    elif check.method is None:
        question.form.add_error("confirm_code", "That code is not right. Enter the one the app shows now.")
    return check.method
