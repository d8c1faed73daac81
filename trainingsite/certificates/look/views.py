"""The page on which managers set how the practice's certificates look, and a sample of them."""

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.certificates import looks
from trainingsite.certificates.look.forms import PICTURES, LookForm
from trainingsite.certificates.look.pictures import LOGO_FITS, SIGNATURE_FITS, NotAPicture, picture_in_upload
from trainingsite.certificates.look.sample import draw_sample
from trainingsite.certificates.pdf import PLAIN, Look
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Practice

FITS = {"logo": LOGO_FITS, "signature": SIGNATURE_FITS}
SAVED = "Saved. Certificates look like this from the next one on; those that were issued before stay as they are."
SAME = "Nothing was changed: certificates look like that already."


@second_factor_required
@require_http_methods(["GET", "POST"])
def look(request, ods):
    """Show how the practice's certificates look; on POST, set it from the next certificate on."""
    practice = _managed(request, ods)
    row = looks.newest_look(practice)
    current = looks.said_by(row) if row else PLAIN
    form = _form(request, current)
    if form.is_bound and (changes := _changes(form)):
        saved = looks.set_look(practice=practice, **changes, by=request.user, at=timezone.now())
        messages.success(request, SAVED if saved else SAME)
        return redirect("certificates:look", ods=practice.ods_code.lower())
    return _page(request, practice, row, current, form)


@second_factor_required
@require_POST
def sample(request, ods):
    """A sample drawn with what the form says now, before anything is kept."""
    practice = _managed(request, ods)
    row = looks.newest_look(practice)
    current = looks.said_by(row) if row else PLAIN
    form = _form(request, current)
    changes = _changes(form)
    if not changes:
        return _page(request, practice, row, current, form)
    body = draw_sample(practice, looks.changed(current, **changes), timezone.localdate())
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="sample.pdf"'}
    )


def _managed(request, ods) -> Practice:
    practices = Practice.objects.managed_by(request.user, timezone.localdate())
    return get_object_or_404(practices, ods_code__iexact=ods)


def _form(request, current: Look) -> LookForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    there = {"has_logo": bool(current.logo), "has_signature": bool(current.signature)}
    said = {"signed_by": current.signed_by, "signed_as": current.signed_as}
    return LookForm(*sent, **there, initial=said)


def _changes(form: LookForm) -> dict | None:
    """What to set, if everything is in order; otherwise the form says what is not, and nothing typed is lost."""
    form.is_valid()
    pictures = {name: _picture(form, name) for name in PICTURES}
    if form.errors:
        form.ask_for_files_again()
        return None
    return {**pictures, "signed_by": form.cleaned_data["signed_by"], "signed_as": form.cleaned_data["signed_as"]}


def _picture(form: LookForm, name: str) -> bytes | None:
    """The picture that was chosen, nothing of it if it is to go, None if it is to stay as it is."""
    file = form.files.get(name)
    if file is None or name in form.errors:
        return b"" if form.cleaned_data.get(f"remove_{name}") else None
    try:
        return picture_in_upload(file, FITS[name])
    except NotAPicture as refused:
        form.add_error(name, str(refused))
        return None


def _page(request, practice: Practice, row, current: Look, form: LookForm) -> HttpResponse:
    context = {
        "practice": practice,
        "row": row,
        "look": current,
        "logo": _address_of(current.logo),
        "signature": _address_of(current.signature),
        "form": form,
    }
    return render(request, "certificates/look.html", context, status=400 if form.is_bound else 200)


def _address_of(picture: bytes) -> str:
    """The picture within the page itself: a signature has no address of its own."""
    return f"data:{looks.kind_of(picture)};base64,{base64.b64encode(picture).decode()}" if picture else ""
