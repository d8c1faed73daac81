"""Completions from a file: a manager chooses it, sees what it would put in, and agrees; all of it, or nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.compliance.completions.actions import Overtaken, import_completions, plan_completions
from trainingsite.compliance.completions.lines import COMPLETIONS, EXAMPLE
from trainingsite.compliance.elsewhere import trainings_at
from trainingsite.desk.elsewhere.forms import CompletionsForm
from trainingsite.desk.importing.forms import Shown
from trainingsite.desk.importing.views import CHANGED, DONE_ALREADY, MOST_ERRORS, TOO_LATE
from trainingsite.desk.views import managed_practice
from trainingsite.formats.sheets import csv_chunks
from trainingsite.people.access import second_factor_required

MOST_LINES = 200


@second_factor_required
@require_http_methods(["GET", "POST"])
def upload(request, ods):
    """Ask for the file; on POST, show what it would put in, and change nothing."""
    practice = managed_practice(request, ods, timezone.localdate())
    form = CompletionsForm(request.POST, request.FILES) if request.method == "POST" else CompletionsForm()
    if form.is_valid():
        body = form.cleaned_data["file"].read()
        return _preview(request, practice, body, plan_completions(body, practice, timezone.localdate(), request.user))
    found = trainings_at(practice)
    context = {
        "practice": practice,
        "form": form,
        "columns": COMPLETIONS.columns,
        "titles": [each.title for all_of in found.values() for each in all_of],
    }
    return render(request, "desk/elsewhere/upload.html", context, status=400 if form.is_bound else 200)


@second_factor_required
@require_POST
def confirm(request, ods):
    """Put in what was shown; if it would be something else by now, show that instead."""
    now = timezone.now()
    practice = managed_practice(request, ods, timezone.localdate(now))
    shown = Shown.opened(request.POST.get("file", ""), _whose(request, practice))
    if shown is None:
        messages.info(request, TOO_LATE)
        return redirect("desk:import_completions", ods=ods)
    try:
        plan = import_completions(
            body=shown.body, practice=practice, fingerprint=shown.fingerprint, by=request.user, at=now
        )
    except Overtaken as overtaken:
        return _overtaken(request, practice, shown.body, overtaken.plan)
    messages.success(request, f"Done: {len(plan.created)} recorded.")
    return redirect("desk:elsewhere", ods=ods)


@second_factor_required
@require_GET
def template(request, ods):
    """A file to fill in: the headings, and one line that shows how."""
    managed_practice(request, ods, timezone.localdate())
    body = b"".join(csv_chunks(COMPLETIONS.columns, [EXAMPLE]))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="completions.csv"'
    return response


def _preview(request, practice, body, plan, status=200):
    sealed = Shown(body, plan.fingerprint()).sealed(_whose(request, practice))
    context = {
        "practice": practice,
        "plan": plan,
        "counts": plan.counts(),
        "errors": plan.errors[:MOST_ERRORS],
        "more_errors": max(0, len(plan.errors) - MOST_ERRORS),
        "lines": plan.created[:MOST_LINES],
        "more_lines": max(0, len(plan.created) - MOST_LINES),
        "sealed": "" if plan.errors else sealed,
    }
    return render(request, "desk/elsewhere/preview.html", context, status=400 if plan.errors else status)


def _overtaken(request, practice, body, plan):
    """The preview anew; a page that was only sent twice is told that everything is done."""
    if not plan.errors and not plan.changes_something:
        messages.info(request, DONE_ALREADY)
        return redirect("desk:elsewhere", ods=practice.ods_code.lower())
    messages.warning(request, CHANGED)
    return _preview(request, practice, body, plan, status=409)


def _whose(request, practice) -> str:
    """Whom and what a preview is for: this sign-in of this person, at this practice, and no list of staff."""
    return f"completions:{request.user.key}:{request.session.session_key}:{practice.key}"
