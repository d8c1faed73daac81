"""Holding a version of a policy, and lifting the hold: for its owner and the manager."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.people.access import second_factor_required
from trainingsite.policies.holds import actions
from trainingsite.policies.holds.forms import HoldForm


@second_factor_required
@require_GET
def holds(request):
    """The policies in force that the person answers for, each with its hold or a way to hold it."""
    held = actions.holdable_by(request.user, timezone.localdate())
    if not held:
        raise Http404("This person answers for no policy.")
    return _show(request, held)


def _show(request, held, wrong=None, status=200):
    forms = [(each, _form(each.version, wrong)) for each in held]
    return render(request, "policies/holds.html", {"forms": forms, "form": wrong}, status=status)


def _form(version, wrong):
    """The form as it was sent, for the version it was sent about."""
    return wrong if wrong and wrong.version == version else HoldForm(version=version)


def _theirs(request, version_key):
    """The version, if the person may hold it. Raises Http404 for anybody else's."""
    held = actions.holdable_by(request.user, timezone.localdate())
    version = next((each.version for each in held if each.version.key == version_key), None)
    if version is None:
        raise Http404("This person does not answer for this version.")
    return version, held


@second_factor_required
@require_POST
def hold(request, version_key):
    """Stop everybody's clock for the version."""
    version, held = _theirs(request, version_key)
    form = HoldForm(request.POST, version=version)
    if not form.is_valid():
        return _show(request, held, wrong=form, status=400)
    actions.hold(version=version, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
    messages.success(request, f"{version.title} is on hold. Nothing is due from anybody until you lift it.")
    return redirect("policies:holds")


@second_factor_required
@require_POST
def lift(request, version_key):
    """Let the clocks run again."""
    version, _ = _theirs(request, version_key)
    actions.lift(version=version, by=request.user, at=timezone.now())
    messages.success(request, f"The hold on {version.title} is lifted. Everybody has a week before clocks run again.")
    return redirect("policies:holds")
