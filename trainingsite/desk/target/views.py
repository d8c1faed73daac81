"""The practice's own target: what it is, who changed it when, and a form to change it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.compliance.targeting import change_target, changes_of
from trainingsite.desk.target.forms import TargetForm
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required


@second_factor_required
@require_http_methods(["GET", "POST"])
def target(request, ods):
    """Show the target and its changes; on POST, change it from today on."""
    now = timezone.now()
    practice = managed_practice(request, ods, timezone.localdate(now))
    sent = request.POST if request.method == "POST" else None
    form = TargetForm(sent, initial={"percent": practice.target_percent})
    if form.is_valid():
        percent = form.cleaned_data["percent"]
        changed = change_target(practice=practice, percent=percent, by=request.user, at=now)
        said = f"Saved. The target is {percent}% from today." if changed else f"The target is {percent}% already."
        messages.success(request, said)
        return redirect("desk:target", ods=practice.ods_code.lower())
    context = {"practice": practice, "form": form, "changes": changes_of(practice), "today": timezone.localdate(now)}
    return render(request, "desk/target/target.html", context, status=400 if form.errors else 200)
