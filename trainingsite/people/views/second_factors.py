"""Setting up a phone for codes, replacing it, the recovery codes, and doing without."""

import django_otp
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from trainingsite.formats import qr
from trainingsite.people import second_factor
from trainingsite.people.access import next_in, next_or_home, signed_in, with_next
from trainingsite.people.forms import FirstCodeForm
from trainingsite.people.reauth import recently_authenticated

KEY_IN_SESSION = "new_phone_key"
CODES_IN_SESSION = "new_recovery_codes"


@signed_in
@require_safe
def second_factor_page(request):
    """Say what a second step is for, and lead to setting it up."""
    person = request.user
    context = {
        "has_phone": second_factor.has_second_factor(person),
        "needs_phone": second_factor.needs_second_factor(person, timezone.localdate()),
        "add": with_next(reverse("people:add_phone"), next_in(request)),
    }
    return render(request, "people/second_factor.html", context)


@recently_authenticated
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def add_phone(request):
    """Show a key for the phone to take, and keep it when the phone shows the right code."""
    phone = _phone_being_added(request)
    form = FirstCodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if form.is_valid():
        now = timezone.now()
        device = second_factor.add_phone(phone=phone, code=form.cleaned_data["code"], at=now)
        if device:
            del request.session[KEY_IN_SESSION]
            django_otp.login(request, device)
            request.session[CODES_IN_SESSION] = second_factor.make_recovery_codes(person=request.user, at=now)
            return redirect(with_next(reverse("people:recovery_codes"), next_in(request)))
        form.add_error("code", "That code is not right. Wait for the next one and enter that.")
    picture = mark_safe(qr.svg(phone.address, "QR code for your authenticator app"))
    return render(request, "people/add_phone.html", {"form": form, "phone": phone, "picture": picture})


def _phone_being_added(request) -> second_factor.NewPhone:
    """The key shown before, so that a mistyped code does not change what the phone has taken."""
    key = request.session.get(KEY_IN_SESSION)
    if key:
        return second_factor.NewPhone(request.user, key)
    phone = second_factor.NewPhone.for_person(request.user)
    request.session[KEY_IN_SESSION] = phone.key
    return phone


@signed_in
@require_safe
def recovery_codes(request):
    """Show new recovery codes, once."""
    codes = request.session.pop(CODES_IN_SESSION, None)
    if codes is None:
        return redirect("people:account")
    return render(request, "people/recovery_codes.html", {"codes": codes, "go_on": next_or_home(request)})


@recently_authenticated
@require_http_methods(["GET", "POST"])
def new_recovery_codes(request):
    """Make ten new recovery codes, which end the old ones."""
    if request.method != "POST":
        return render(request, "people/new_recovery_codes.html")
    if second_factor.has_second_factor(request.user):
        codes = second_factor.make_recovery_codes(person=request.user, at=timezone.now())
        request.session[CODES_IN_SESSION] = codes
    return redirect("people:recovery_codes")


@recently_authenticated
@require_http_methods(["GET", "POST"])
def remove_phone(request):
    """Forget the phone and the codes, after saying what that closes."""
    if request.method == "POST":
        second_factor.remove(person=request.user, at=timezone.now())
        messages.success(request, "Your second step is removed. From now on you sign in with your password alone.")
        return redirect("people:account")
    needs_phone = second_factor.needs_second_factor(request.user, timezone.localdate())
    return render(request, "people/remove_phone.html", {"needs_phone": needs_phone})
