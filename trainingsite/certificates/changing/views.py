"""The pages on which a certificate is issued anew in another name, by its holder or a manager, or revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.audit.actions import note_access
from trainingsite.certificates.changing import actions
from trainingsite.certificates.changing.forms import RevokeForm
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import revocation_of, successor_of
from trainingsite.formats.fonts import missing
from trainingsite.people.access import second_factor_required, signed_in

RELATED = ("person", "practice", "programme", "completion__version", "revocation", "superseded_by")


@signed_in
@require_http_methods(["GET", "POST"])
def new_name(request, serial):
    """Say what a certificate in one's new name means; on POST, issue it."""
    certificate = get_object_or_404(Certificate.objects.by_human(request.user).select_related(*RELATED), serial=serial)
    if request.method == "POST":
        return _issued_anew(request, certificate, to="certificates:verify")
    return render(request, "certificates/reissue.html", about(certificate, request) | {"is_mine": True})


@second_factor_required
@require_http_methods(["GET", "POST"])
def reissue(request, serial):
    """Say what a certificate in the holder's new name means; on POST, issue it for them."""
    certificate = get_object_or_404(managed_by(request), serial=serial)
    if request.method == "POST":
        return _issued_anew(request, certificate)
    note_opened(request, certificate)
    return render(request, "certificates/reissue.html", about(certificate, request))


def _issued_anew(request: HttpRequest, certificate: Certificate, to: str = "") -> HttpResponse:
    """Issue it anew, and lead to it, or back to the holder's record; or say why not."""
    try:
        new = actions.reissue(certificate=certificate, by=request.user, at=timezone.now())
    except actions.NothingToChange as reason:
        messages.info(request, str(reason))
    else:
        messages.success(request, f"The new certificate is {new.serial}. The old one is not valid any more.")
        certificate = new
    return redirect(to, serial=certificate.serial) if to else to_record(certificate)


@second_factor_required
@require_http_methods(["GET", "POST"])
def revoke(request, serial):
    """Say what revoking means; on POST, revoke a certificate, with a reason."""
    certificate = get_object_or_404(managed_by(request), serial=serial)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    context = about(certificate, request) | {"form": form}
    if not form.is_valid():
        note_opened(request, certificate)
        return render(request, "certificates/revoke.html", context, status=400 if form.is_bound else 200)
    try:
        actions.revoke(certificate=certificate, by=request.user, at=timezone.now(), **form.cleaned_data)
    except actions.EndedAlready:
        certificate = get_object_or_404(managed_by(request), serial=serial)
        context = about(certificate, request) | {"form": form, "too_late": True}
        return render(request, "certificates/revoke.html", context, status=409)
    messages.success(request, f"The certificate is revoked. {context['holder'].name} is told.")
    return to_record(certificate)


def managed_by(request: HttpRequest):
    """The certificates issued at the practices that the person manages today."""
    return Certificate.objects.managed_by(request.user, timezone.localdate()).select_related(*RELATED)


def about(certificate: Certificate, request: HttpRequest) -> dict:
    """What both pages say of it: under the title it was issued for, and never the name of the past."""
    words, holder = actions.words_of(certificate), actions.holder_of(certificate)
    return {
        "certificate": certificate,
        "holder": holder,
        "title": words["title"] if words else certificate.for_title,
        "revocation": revocation_of(certificate),
        "newer": successor_of(certificate),
        "why_not": actions.why_not_anew(certificate, words, request.user),
        "unprintable": missing(holder.name),
    }


def note_opened(request: HttpRequest, certificate: Certificate) -> None:
    note_access(actor=request.user.key, verb="certificates.opened", subject=certificate.key, at=timezone.now())


def to_record(certificate: Certificate) -> HttpResponse:
    """Back to the holder's record at the practice."""
    person = actions.holder_of(certificate)
    return redirect("desk:person", ods=certificate.practice.ods_code.lower(), person_key=person.key)
