"""A receipt: on the screen, as PDF, confirmed by the signer, and checked by anybody at its address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.people import reauth
from trainingsite.people.access import signed_in
from trainingsite.people.credentials import new_on
from trainingsite.policies.actions import newer_material_version
from trainingsite.policies.keeping.pdf import receipt_pdf
from trainingsite.policies.minors import minors_since
from trainingsite.policies.models import Attestation
from trainingsite.policies.receipts import check_address
from trainingsite.policies.saying_no.actions import ending_of
from trainingsite.policies.soon_after import TooSoon, marked
from trainingsite.policies.soon_after import confirm as confirm_signature


def words_of(attestation: Attestation) -> dict:
    """What was said, in words; nothing once they have been erased."""
    words = Words.objects.about(attestation.key).of_kind("attestation").first()
    return read_words(words) if words else {}


@signed_in
@require_GET
def receipt(request, attestation_key):
    """What the person signed, for them to keep, and what became of it."""
    attestation = own_signature(request, attestation_key)
    marked([attestation])
    ending, new = ending_of(attestation), new_on(request.user, timezone.now())
    context = {
        "attestation": attestation,
        "words": words_of(attestation),
        "ending": ending,
        "why": words_of(ending).get("reason", "") if ending else "",
        "confirm_from": TooSoon(new).from_moment if new else None,
        "minors": minors_since(attestation),
    }
    return render(request, "policies/receipt.html", context)


def own_signature(request, attestation_key) -> Attestation:
    """One of the person's own signatures. Raises Http404 for anybody else's."""
    own = Attestation.objects.by_human(request.user).signed()
    parts = ("version__page", "version__practice", "practice", "person", "confirmed", "acted_by")
    parts += ("sheet_decision__sheet__uploaded_by",)
    return get_object_or_404(own.select_related(*parts), key=attestation_key)


@reauth.recently_authenticated
@require_POST
def confirm(request, attestation_key):
    """Say that a signature made soon after a new way into the account is one's own."""
    signature = own_signature(request, attestation_key)
    try:
        confirm_signature(signature=signature, at=timezone.now())
    except TooSoon as too_soon:
        messages.info(request, str(too_soon))
    else:
        messages.success(request, "Confirmed. Thank you.")
    return redirect("policies:receipt", attestation_key=signature.key)


@signed_in
@require_GET
def download(request, attestation_key):
    """The receipt as PDF, to print or to keep."""
    signature = own_signature(request, attestation_key)
    body = receipt_pdf(signature, words_of(signature), check_address(signature))
    name = f"receipt-{signature.version.page.key}-{signature.version.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@require_GET
def check(request, attestation_key):
    """Says of any receipt whether it is one and whether the signature stands; never whose it is."""
    found = Attestation.objects.published(attestation_key).select_related("version", "practice").first()
    if found is None:
        return render(request, "policies/no_receipt.html", {"receipt": attestation_key}, status=404)
    context = {
        "signature": found,
        "ending": ending_of(found),
        "newer": newer_material_version(found.version, timezone.localdate()),
    }
    return render(request, "policies/check_receipt.html", context)
