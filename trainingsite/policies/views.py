"""Reading a policy, reviewing what is about to be signed, signing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from trainingsite.people import reauth
from trainingsite.people.access import signed_in
from trainingsite.people.models import Person
from trainingsite.policies import actions
from trainingsite.policies.changes import changes_between
from trainingsite.policies.consulting.outcome import outcome_of
from trainingsite.policies.finding import current_version, version_or_404
from trainingsite.policies.forms import SignForm
from trainingsite.policies.holds.actions import hold_on
from trainingsite.policies.offers import in_force_elsewhere
from trainingsite.policies.reading import reading_of, said_about, signature_among
from trainingsite.policies.review.dates import dates_of
from trainingsite.policies.rules import Refusal, names_agree
from trainingsite.policies.versions import content_of


@signed_in
@require_GET
def read(request, key):
    """The policy as it stands today."""
    current = current_version(request.user, timezone.localdate(), page__key=key)
    if current is None:
        raise Http404("No such policy at this person's practices.")
    return shown(request, current, current)


@signed_in
@require_GET
def read_version(request, version_key):
    """Any version ever published."""
    version = version_or_404(request.user, version_key)
    current = current_version(request.user, timezone.localdate(), page=version.page)
    return shown(request, version, current)


def shown(request, version, current):
    """The page of one version, with what the person said of it last, and whether it is on hold."""
    today = timezone.localdate()
    reading = reading_of(request.user, version, current, today)
    context = {
        "reading": reading,
        "elsewhere": in_force_elsewhere(request.user, version, today) if "network" in reading.content else [],
        "current": current,
        "said": actions.last_said(request.user, version),
        "hold": hold_on(version),
        "staff_said": outcome_of(version),
        "review": dates_of(version.page, timezone.localdate()),
    }
    return render(request, "policies/read.html", context)


@reauth.recently_authenticated
@require_http_methods(["GET", "POST"])
def sign(request, version_key):
    """Show what is about to be signed; on POST, sign it."""
    version, person = version_or_404(request.user, version_key), request.user
    said = said_about(person, version)
    if signature := signature_among(said, version, timezone.localdate()):
        return redirect("policies:receipt", attestation_key=signature.key)
    form = SignForm(request.POST if request.method == "POST" else None, version=version, person=person)
    if form.is_bound and not form.is_from_this_page():
        return not_this_page(request, version, form)
    if form.is_valid() and not names_agree(form.cleaned_data["typed_name"], person.name):
        form.add_error("typed_name", f"Type your name as it is in your record: {person.name}")
    if form.is_valid():
        return signed(request, version, form, said)
    if not content_of(version)["declaration"]:
        return refused(request, version, actions.Refused(Refusal.FOR_PATIENTS))
    newer = actions.newer_material_version(version, timezone.localdate())
    if newer and not form.is_bound:
        return redirect("policies:version", version_key=newer.key)
    reading = reading_of(person, version, version, timezone.localdate())
    return render(request, "policies/sign.html", {"reading": reading, "form": form})


def not_this_page(request, version, form):
    """Refuse a page that was opened by somebody else or for another text, and put that on record."""
    why = Refusal.ANOTHER_TEXT if form.is_of_sender() else Refusal.FOR_SOMEBODY_ELSE
    form.full_clean()
    sent = form.cleaned_data.get("person")
    subject = Person.objects.at(version.practice).filter(key=sent).first() if sent else None
    actions.note_refusal(actor=request.user, subject=subject, version=version, why=why, at=timezone.now())
    return render(request, "policies/not_this_page.html", {"version": version}, status=409)


def signed(request, version, form, said):
    """Sign, and answer with the receipt; or say why not, with nothing lost."""
    typed_name = form.cleaned_data["typed_name"]
    try:
        attestation = actions.sign(
            person=request.user,
            version=version,
            typed_name=typed_name,
            method=reauth.method_of(request),
            said=said,
            at=timezone.now(),
        )
    except actions.Superseded:
        return superseded(request, version, typed_name)
    except actions.SaidMeanwhile:
        return redirect("policies:sign", version_key=version.key)
    except actions.Refused as why:
        return refused(request, version, why)
    messages.success(request, f"Signed. Thank you, {request.user.first_name or request.user.name}.")
    return redirect("policies:receipt", attestation_key=attestation.key)


def refused(request, version, why):
    """Say why this cannot be signed."""
    return render(request, "policies/refused.html", {"version": version, "refused": why}, status=403)


def superseded(request, version, typed_name):
    """A material version came while the page was open: show the difference, record nothing, keep what was typed."""
    newer = actions.newer_material_version(version, timezone.localdate())
    context = {
        "version": version,
        "newer": newer,
        "changes": changes_between(content_of(version), content_of(newer)),
        "form": SignForm(version=newer, person=request.user, initial={"typed_name": typed_name}),
        "reading": reading_of(request.user, newer, newer, timezone.localdate()),
    }
    return render(request, "policies/superseded.html", context, status=409)
