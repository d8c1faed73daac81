"""Staff from a file: a manager chooses it, sees what it would do, and agrees; all of it is done, or nothing."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.desk.importing.forms import FileForm, Shown
from trainingsite.desk.people.taking_on import imported
from trainingsite.desk.views import managed_practice
from trainingsite.formats.sheets import csv_chunks
from trainingsite.notices.addresses import queue_new_addresses
from trainingsite.people import reauth
from trainingsite.people.access import second_factor_required
from trainingsite.people.importing.actions import Overtaken, plan_import
from trainingsite.people.importing.entries import EXAMPLE, STAFF
from trainingsite.policies.leaving import leave_now

MOST_ERRORS = 100
TOO_LATE = "That page was open for too long. Choose the file again: nothing was changed."
CHANGED = "Something has changed since you looked: nothing was done. This is what the file would do now."
DONE_ALREADY = "All of that is done already: nothing was changed."


@second_factor_required
@require_http_methods(["GET", "POST"])
def upload(request, ods):
    """Ask for the file; on POST, show what it would do, and change nothing."""
    practice = managed_practice(request, ods, timezone.localdate())
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        body = form.cleaned_data["file"].read()
        return _preview(request, practice, body, plan_import(body, practice, timezone.localdate(), request.user))
    context = {"practice": practice, "form": form, "columns": STAFF.columns}
    return render(request, "desk/importing/upload.html", context, status=400 if form.is_bound else 200)


@second_factor_required
@sensitive_post_parameters("confirm_password", "confirm_code", "confirm_emailed_code")
@require_POST
def confirm(request, ods):
    """Do what was shown, once whoever changes addresses has shown who they are: mail opens accounts."""
    now = timezone.now()
    practice = managed_practice(request, ods, timezone.localdate(now))
    shown = Shown.opened(request.POST.get("file", ""), _whose(request, practice))
    if shown is None:
        messages.info(request, TOO_LATE)
        return redirect("desk:import_staff", ods=ods)
    if not reauth.is_recent(request, now):
        plan = plan_import(shown.body, practice, timezone.localdate(now), request.user)
        if plan.changes_something and plan.changes_addresses:
            return reauth.ask(request, then=lambda: _apply(request, ods, practice, shown, now))
    return _apply(request, ods, practice, shown, now)


def _apply(request, ods, practice, shown, now):
    """Do what was shown; if it would be something else by now, show that instead."""
    leavers = None if "everybody" in request.POST else request.POST.getlist("leaver")
    try:
        plan = imported(
            body=shown.body, practice=practice, leavers=leavers, fingerprint=shown.fingerprint, end_access=leave_now,
            tell_moved=queue_new_addresses, by=request.user, at=now,
        )  # fmt: skip
    except Overtaken as overtaken:
        return _overtaken(request, practice, shown.body, overtaken.plan, leavers)
    messages.success(request, _done(plan, len(plan.ticked(leavers, request.user.pk))))
    if plan.brings_people:
        return redirect(f"{reverse('desk:invitations', args=[ods])}?{urlencode({'joined': now.isoformat()})}")
    return redirect("desk:practice", ods=ods)


@second_factor_required
@require_GET
def template(request, ods):
    """A file to fill in: the headings, and one line that shows how."""
    managed_practice(request, ods, timezone.localdate())
    response = HttpResponse(b"".join(csv_chunks(STAFF.columns, [EXAMPLE])), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="staff.csv"'
    return response


def _preview(request, practice, body, plan, status=200):
    sealed = Shown(body, plan.fingerprint()).sealed(_whose(request, practice))
    context = {
        "practice": practice,
        "plan": plan,
        "counts": plan.counts(),
        "errors": plan.errors[:MOST_ERRORS],
        "more_errors": max(0, len(plan.errors) - MOST_ERRORS),
        "sealed": "" if plan.errors else sealed,
        "leavers": plan.leavers,
        "oneself": request.user.pk,
        "form": FileForm(),
    }
    return render(request, "desk/importing/preview.html", context, status=400 if plan.errors else status)


def _overtaken(request, practice, body, plan, leavers):
    """The preview anew; a page that was only sent twice is told that everything is done."""
    if not plan.errors and not plan.changes_something and not plan.ticked(leavers, request.user.pk):
        messages.info(request, DONE_ALREADY)
        return redirect("desk:practice", ods=practice.ods_code.lower())
    messages.warning(request, CHANGED)
    return _preview(request, practice, body, plan, status=409)


def _whose(request, practice) -> str:
    """Whom and what a preview is for: this sign-in of this person, at this practice."""
    return f"{request.user.key}:{request.session.session_key}:{practice.key}"


def _done(plan, gone) -> str:
    parts = [f"{len(plan.created)} added", f"{len(plan.updated)} changed"]
    return f"Done: {', '.join([*parts, f'access ended for {gone}'] if gone else parts)}."
