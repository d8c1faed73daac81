"""The pages on which people decline to sign, take a signature back, and a manager makes one void."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.audit.actions import note_access
from trainingsite.people import reauth
from trainingsite.people.access import second_factor_required
from trainingsite.people.identities import people_today
from trainingsite.policies.actions import Refused, SaidMeanwhile, Superseded, newer_material_version
from trainingsite.policies.finding import version_or_404
from trainingsite.policies.models import Attestation
from trainingsite.policies.reading import signature_of
from trainingsite.policies.saying_no import actions
from trainingsite.policies.saying_no.forms import DeclineForm, VoidForm, WithdrawForm

MEANWHILE = "Something else about this policy was sent in your name at the same moment. Look again, then decide."


@reauth.recently_authenticated
@require_http_methods(["GET", "POST"])
def decline(request, version_key):
    """Say what declining means; on POST, decline."""
    version, person = version_or_404(request.user, version_key), request.user
    if signature := signature_of(person, version, timezone.localdate()):
        return redirect("policies:receipt", attestation_key=signature.key)
    form = DeclineForm(request.POST if request.method == "POST" else None, version=version, person=person)
    if form.is_bound and not form.is_from_this_page():
        return render(request, "policies/not_this_page.html", {"version": version}, status=409)
    newer = newer_material_version(version, timezone.localdate())
    if newer and not form.is_bound:
        return redirect("policies:decline", version_key=newer.key)
    if form.is_valid():
        return _declined(request, version, form)
    return render(request, "policies/decline.html", {"version": version, "form": form}, status=_status(form))


def _status(form) -> int:
    return 400 if form.is_bound else 200


def _declined(request, version, form):
    """Decline, and lead back to the policy; or say why not, with nothing lost."""
    said = {"reason": form.cleaned_data["reason"], "method": reauth.method_of(request)}
    try:
        actions.decline(person=request.user, version=version, at=timezone.now(), **said)
    except Superseded:
        newer = newer_material_version(version, timezone.localdate())
        kept = DeclineForm(version=newer, person=request.user, initial={"reason": said["reason"]})
        context = {"version": newer, "older": version, "form": kept}
        return render(request, "policies/decline.html", context, status=409)
    except Refused as refused:
        return render(request, "policies/refused.html", {"version": version, "refused": refused}, status=403)
    except SaidMeanwhile:
        form.add_error(None, MEANWHILE)
        return render(request, "policies/decline.html", {"version": version, "form": form}, status=409)
    messages.success(request, "You are shown as having declined. You can still sign whenever you want to.")
    return redirect("policies:version", version_key=version.key)


@reauth.recently_authenticated
@require_http_methods(["GET", "POST"])
def withdraw(request, attestation_key):
    """Say what taking a signature back means; on POST, do so."""
    own = Attestation.objects.by_human(request.user).signed().select_related("version__practice", "practice", "person")
    signature = get_object_or_404(own, key=attestation_key)
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, version=signature.version, person=request.user)
    if form.is_bound and not form.is_from_this_page():
        return render(request, "policies/not_this_page.html", {"version": signature.version}, status=409)
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "method": reauth.method_of(request), "by": request.user}
        return _ended(request, lambda: actions.withdraw(signature=signature, at=timezone.now(), **said), signature)
    return render(request, "policies/withdraw.html", {"signature": signature, "form": form}, status=_status(form))


def _ended(request, act, signature):
    """Take it back, and show the receipt with what became of it."""
    try:
        act()
    except (actions.NotStanding, SaidMeanwhile):
        messages.info(request, "Nothing was changed: look at what became of this signature.")
    else:
        messages.success(request, "Your signature is taken back. You can sign again whenever you want to.")
    return redirect("policies:receipt", attestation_key=signature.key)


@second_factor_required
@require_http_methods(["GET", "POST"])
def void(request, attestation_key):
    """Show a colleague's signature; on POST, make it void, with a reason."""
    signature = get_object_or_404(actions.voidable_by(request.user, timezone.localdate()), key=attestation_key)
    data = request.POST if request.method == "POST" else None
    form = VoidForm(data, version=signature.version, person=request.user)
    person = people_today([signature.person])[signature.person_id]
    context = {"signature": signature, "person": person, "form": form, "ending": actions.ending_of(signature)}
    if form.is_bound and not form.is_from_this_page():
        return render(request, "policies/not_this_page.html", {"version": signature.version}, status=409)
    if not form.is_valid():
        note_access(actor=request.user.key, verb="policies.signature_opened", subject=signature.key, at=timezone.now())
        return render(request, "policies/void.html", context, status=_status(form))
    try:
        actions.void(signature=signature, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
    except (actions.NotStanding, SaidMeanwhile):
        return render(request, "policies/void.html", {**context, "too_late": True}, status=409)
    messages.success(request, f"The signature is void. {person.name} is told.")
    return redirect("desk:person", ods=signature.practice.ods_code.lower(), person_key=person.key)
