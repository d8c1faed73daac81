"""Somebody leaves now: what ends is shown before it is done, and what is left to do until it is confirmed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.accounts.handover import handover_of
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Person
from trainingsite.policies import account_actions
from trainingsite.policies.accounts import AccountHolder, AccountStep
from trainingsite.policies.leaving import leave_now


@second_factor_required
@require_http_methods(["GET", "POST"])
def leaving(request, ods, person_key):
    """Show what ends when the person leaves now; on POST, end it, and show what is left to do."""
    practice = managed_practice(request, ods, timezone.localdate())
    person = get_object_or_404(Person.objects.at(practice), key=person_key)
    if person.pk == request.user.pk:
        return render(request, "desk/accounts/not_oneself.html", {"practice": practice}, status=403)
    if request.method == "POST":
        leave_now(person=person, practice=practice, by=request.user, at=timezone.now())
        messages.success(request, f"{person.name} no longer has access here.")
        return redirect("desk:leaving", ods=ods, person_key=person_key)
    note_access(
        actor=request.user.key, verb="desk.leaving_opened", subject=person.key, detail=practice.name, at=timezone.now()
    )  # fmt: skip
    handover = handover_of(person, practice, timezone.localdate())
    page = "left" if handover.ending.is_over else "leaving"
    context = {"practice": practice, "person": person, "handover": handover}
    return render(request, f"desk/accounts/{page}.html", context)


@second_factor_required
@require_POST
def confirm(request, ods, holding, step):
    """Note that one thing about an account was done after somebody went."""
    practice = managed_practice(request, ods, timezone.localdate())
    held = get_object_or_404(
        AccountHolder.objects.at(practice).known().select_related("person", "practice"), line=holding
    )
    if step not in AccountStep.Step.values:
        raise Http404("There is no such step.")
    try:
        account_actions.confirm_step(holding=held, step=step, by=request.user, at=timezone.now())
    except account_actions.StillHeld as still:
        raise PermissionDenied from still
    messages.success(request, f"Done and noted: {AccountStep.Step(step).label}.")
    if request.POST.get("back") == "account":
        return redirect("desk:account", ods=ods, line=held.account)
    return redirect("desk:leaving", ods=ods, person_key=held.person.key)
