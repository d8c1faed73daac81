"""One's own name: what it is, what it was, and changing it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.people.forms import NameForm
from trainingsite.people.models import Practice
from trainingsite.people.names import (
    SignInNameTaken,
    change_name,
    change_sign_in_name,
    former_names_of,
    keeper_of_former_names,
)
from trainingsite.people.reauth import recently_authenticated

TAKEN = "Somebody else signs in with this name. Choose another one"
FIELDS = ("first_name", "last_name", "username")


@recently_authenticated
@require_http_methods(["GET", "POST"])
def change_own_name(request):
    """Show the person's name and the names before it; on POST, change it."""
    person, today = request.user, timezone.localdate()
    sent = request.method == "POST" and "first_name" in request.POST
    form = NameForm(request.POST if sent else None, initial={name: getattr(person, name) for name in FIELDS})
    if form.is_valid() and _changed(person, form):
        messages.success(request, f"Your name here is {person.name}, and you sign in as {person.username}.")
        return redirect("people:account")
    person.refresh_from_db(fields=FIELDS)
    keepers = [keeper_of_former_names(practice, today) for practice in Practice.objects.of(person, today)]
    context = {"form": form, "former_names": former_names_of(person), "keepers": [each for each in keepers if each]}
    return render(request, "people/change_name.html", context)


def _changed(person, form) -> bool:
    """Change both names, or neither if the sign-in name is somebody else's."""
    names, now = {**form.cleaned_data}, timezone.now()
    try:
        with transaction.atomic():
            change_sign_in_name(person=person, username=names.pop("username"), at=now)
            change_name(person=person, **names, by=person, at=now)
    except SignInNameTaken:
        form.add_error("username", TAKEN)
        return False
    return True
