"""Adding one person to the staff: whoever is known already is asked about, and never taken for granted."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.desk.people.answering import attempt, colleagues, job_roles, sent
from trainingsite.desk.people.forms import SOMEBODY_ELSE, PersonForm
from trainingsite.desk.people.taking_on import taken_on
from trainingsite.desk.views import managed_practice
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.invitations import CannotInvite, invite
from trainingsite.people.models import Person
from trainingsite.people.staff.adding import Resembling, add_known, add_new, resembling


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods):
    """Ask about somebody new; on POST, take them on, once it is clear who they are."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    form = PersonForm(sent(request), today=today, colleagues=colleagues(practice, today), roles=job_roles())
    if not settings.EMAIL_URL:
        del form.fields["invite"]
    found = None
    if form.is_valid():
        found = resembling(form.entry, form.cleaned_data["sign_in_name"], practice, today)
    form.ask_who(found, _told_of(found))
    if form.is_valid() and (begun := attempt(form, lambda: _take_on(form, found, practice, request.user))):
        messages.success(request, f"{begun.person.name} is on the list. First day: {long_date(begun.started_on)}.")
        _say_what_stays(request, form.entry, begun.person)
        if form.cleaned_data.get("invite"):
            _invite(request, begun)
        return redirect("desk:person", ods=ods, person_key=begun.person.key)
    context = {"practice": practice, "form": form}
    return render(request, "desk/people/add.html", context, status=400 if form.errors else 200)


def _told_of(found: Resembling | None) -> dict[str, str]:
    """By key, what the practice knows of whoever works or worked here."""
    known = {}
    for each in found.likely if found else ():
        if each.colleague:
            last = each.colleague.stays[-1]
            until = f", last day {long_date(last.ended_on)}" if last.ended_on else ""
            here = f"here from {long_date(last.started_on)}{until}"
            numbers = f", staff number {each.colleague.numbers[-1]}" if each.colleague.numbers else ""
            known[each.key] = f"{each.name}, {here}{numbers}"
    return known


def _take_on(form, found: Resembling, practice, by: Person):
    said = {"entry": form.entry, "job_role": form.cleaned_data["job_role"], "manager": form.cleaned_data["manager"]}
    act = {"practice": practice, "by": by, "at": timezone.now()}
    chosen = form.cleaned_data.get("same_person") or SOMEBODY_ELSE
    if chosen == SOMEBODY_ELSE or not found.any:
        return add_new(**said, **act)
    [likely] = [each for each in found.likely if each.key == chosen]
    return taken_on(add_known, person=likely.person, **said, **act)


def _say_what_stays(request, entry, person: Person) -> None:
    """Where somebody was known already: what was typed and is not taken over."""
    if (entry.first_name, entry.last_name) != (person.first_name, person.last_name):
        messages.info(request, f"The name stays {person.name}: only they can change it, in their account.")
    if entry.email and entry.email.casefold() != person.email.casefold():
        messages.info(request, "Their e-mail address stays as it was: only they can change it, in their account.")


def _invite(request, begun) -> None:
    try:
        invite(person=begun.person, practice=begun.practice, by=request.user, at=timezone.now())
    except CannotInvite as cannot:
        messages.warning(request, f"No invitation was sent. {cannot}")
    else:
        messages.success(request, f"An invitation is on its way to {begun.person.email}.")
