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

from trainingsite.people import emailed_codes, second_factor
from trainingsite.people.access import View, signed_in, to_step
from trainingsite.people.credentials import address_for_codes
from trainingsite.people.forms import ConfirmByCodeForm, ConfirmByEmailedCodeForm, ConfirmByPasswordForm
from trainingsite.people.rules import Method, still_holds

SESSION_KEY = "reauthenticated"
PASSWORD, CODE, EMAIL = "password", "code", "email"
FORMS = {PASSWORD: ConfirmByPasswordForm, CODE: ConfirmByCodeForm, EMAIL: ConfirmByEmailedCodeForm}
ANSWERS = {CODE: "confirm_code", EMAIL: "confirm_emailed_code"}
OUR_FIELDS = "confirm_"
TOO_MANY_PASSWORDS = "Too many wrong passwords. Wait 15 minutes and try again. What you typed is kept on this page."
TOO_MANY_CODES = "Too many wrong codes. Wait {seconds} seconds and try again."
TOO_MANY_MAILS = "Too many codes. Wait {minutes} minutes and try again. What you typed is kept on this page."
NOT_MAILED = "No code could be sent to your e-mail address. Use your password instead."


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
    """What a signature records: password, totp, recovery_code or emailed_code."""
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
    @sensitive_post_parameters("confirm_password", "confirm_code", "confirm_emailed_code")
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
    """One showing of the question: by password, by code or by e-mail, and what has been answered."""

    request: HttpRequest
    way: str = PASSWORD
    answered: bool = False
    status: int = 200
    form: Form = field(init=False)

    def __post_init__(self):
        self.form = FORMS[self.way](self.request.POST if self.answered else None)

    @property
    def by_password(self) -> bool:
        return self.way == PASSWORD

    @property
    def can_be_mailed(self) -> bool:
        """Whether there is an address that only this person reads."""
        return self.way != EMAIL and bool(address_for_codes(self.request.user, timezone.now()))

    def refuse(self, field: str | None, sentence: str, status: int = 200) -> None:
        """Say on the page what is wrong with the answer."""
        self.status = status
        self.form.add_error(field, sentence)

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
    step, now = request.POST.get("confirm_step", ""), timezone.now()
    question = Question(request, way=_way_of(request, step), answered=step == "check")
    if step == EMAIL:
        _send_code(question, now)
    if question.answered and question.form.is_valid():
        method = _method_shown(question, now)
        if method:
            remember(request, method, now)
            return then()
    context = {"question": question, "form": question.form}
    return render(request, "people/confirm.html", context, status=question.status)


def _way_of(request: HttpRequest, step: str) -> str:
    """How the person wants to show who they are, or has just tried to."""
    if step == "check":
        return next((way for way, name in ANSWERS.items() if name in request.POST), PASSWORD)
    return step if step in FORMS else PASSWORD


def _method_shown(question: Question, now: datetime) -> Method | None:
    return {PASSWORD: _by_password, CODE: _by_code, EMAIL: _by_emailed_code}[question.way](question, now)


def _send_code(question: Question, now: datetime) -> None:
    """Mail a code; where that is not possible, ask for the password and say why."""
    sent = emailed_codes.send_code(person=question.request.user, at=now)
    if not sent.ok:
        question.way, question.form = PASSWORD, ConfirmByPasswordForm({})
        question.form.errors.clear()
        why = TOO_MANY_MAILS.format(minutes=sent.wait_minutes) if sent.wait else NOT_MAILED
        question.refuse(None, why, 429 if sent.wait else 200)


def _by_emailed_code(question: Question, now: datetime) -> Method | None:
    code = question.form.cleaned_data["confirm_emailed_code"]
    check = emailed_codes.check_code(person=question.request.user, code=code, at=now)
    if check.wait:
        question.refuse("confirm_emailed_code", TOO_MANY_MAILS.format(minutes=check.wait_minutes), 429)
    elif not check.ok:
        question.refuse("confirm_emailed_code", "That code is not right, or too old. Look at the newest e-mail.")
    return Method.EMAILED_CODE if check.ok else None


def _by_password(question: Question, now: datetime) -> Method | None:
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
