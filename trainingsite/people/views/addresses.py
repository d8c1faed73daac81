"""Changing one's e-mail address: a code goes to the new one first, so that nobody locks themselves out."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trainingsite.people import emailed_codes
from trainingsite.people.credentials import change_address as change
from trainingsite.people.forms import AddressCodeForm, NewAddressForm
from trainingsite.people.reauth import TOO_MANY_MAILS, recently_authenticated

ADDRESS_IN_SESSION = "new_address"
NOT_SENT = "No code could be sent there just now. Check the address, or try again in a few minutes."
WRONG = "That code is not right, or too old. Look at the newest e-mail."


@recently_authenticated
@require_http_methods(["GET", "POST"])
def change_address(request):
    """Ask for the new address; on POST, send a code to it."""
    asked = request.method == "POST" and "email" in request.POST
    form = NewAddressForm(request.POST if asked else None, current=request.user.email)
    status = 200
    if form.is_valid():
        address = form.cleaned_data["email"]
        sent = emailed_codes.send_code_to_new_address(person=request.user, address=address, at=timezone.now())
        if sent.ok:
            request.session[ADDRESS_IN_SESSION] = address
            return redirect("people:confirm_address")
        form.add_error("email", TOO_MANY_MAILS.format(minutes=sent.wait_minutes) if sent.wait else NOT_SENT)
        status = 429 if sent.wait else 200
    context = {"form": form, "has_email": bool(settings.EMAIL_URL)}
    return render(request, "people/change_address.html", context, status=status)


@recently_authenticated
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def confirm_address(request):
    """Ask for the code that was sent to the new address; on POST, change it."""
    address = request.session.get(ADDRESS_IN_SESSION)
    if not address:
        return redirect("people:change_address")
    form = AddressCodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    status, now = 200, timezone.now()
    if form.is_valid():
        check = emailed_codes.check_code(
            person=request.user, code=form.cleaned_data["code"], address=address, at=now
        )  # fmt: skip
        if check.ok:
            del request.session[ADDRESS_IN_SESSION]
            change(person=request.user, address=address, by=request.user, at=now)
            messages.success(request, f"Messages for you now go to {address}.")
            return redirect("people:account")
        form.add_error("code", TOO_MANY_MAILS.format(minutes=check.wait_minutes) if check.wait else WRONG)
        status = 429 if check.wait else 200
    return render(request, "people/confirm_address.html", {"form": form, "address": address}, status=status)
