"""Getting one's certificate, downloading it, and verifying anybody's by its serial."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.audit.actions import note_access, read_words
from trainingsite.audit.models import Words
from trainingsite.certificates import actions
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.serials import read_serial
from trainingsite.compliance.models import Programme
from trainingsite.people.access import signed_in
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Person, Practice


@signed_in
@require_POST
def get_certificate(request, practice_key, programme_key):
    """Issue the certificate for a programme the person has finished, and show it."""
    now = timezone.now()
    practice = get_object_or_404(Practice.objects.of(request.user, timezone.localdate(now)), key=practice_key)
    programme = get_object_or_404(Programme.objects.at(practice), key=programme_key)
    try:
        certificate = actions.claim(person=request.user, practice=practice, programme=programme, at=now)
    except actions.NotFinished as reason:
        messages.error(request, str(reason))
        return redirect("desk:home")
    return redirect("certificates:verify", serial=certificate.serial)


@signed_in
@require_GET
def download(request, serial):
    """The PDF, for its holder and for the managers of the practice it was issued at."""
    today = timezone.localdate()
    practices = Practice.objects.managed_by(request.user, today)
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user, practices), serial=serial)
    file = Words.objects.about(certificate.key).of_kind(actions.PDF).first()
    if file is None:
        raise Http404("The file has been erased.")
    if not is_theirs(certificate, request.user):
        note_access(actor=request.user.key, verb="certificates.downloaded", subject=certificate.key, at=timezone.now())
    response = HttpResponse(read_words(file), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return response


@require_GET
def ask(request):
    """A place to type a serial."""
    typed = request.GET.get("serial", "").strip()
    serial = read_serial(typed)
    if serial:
        return redirect("certificates:verify", serial=serial)
    return render(request, "certificates/ask.html", {"typed": typed}, status=400 if typed else 200)


@require_GET
def verify(request, serial):
    """Says of any serial whether it is a certificate, and no more than what is printed on it."""
    proper = read_serial(serial)
    if proper and proper != serial:
        return redirect("certificates:verify", serial=proper)
    certificate = Certificate.objects.published(proper or serial[:40]).first()
    words = Words.objects.about(certificate.key).of_kind(actions.WORDS).first() if certificate else None
    if words is None:
        return render(request, "certificates/unknown.html", {"serial": serial[:40]}, status=404)
    today = timezone.localdate()
    said = read_words(words)
    issued_on, valid_until = (said[name] and dt.date.fromisoformat(said[name]) for name in ("issued_on", "valid_until"))
    context = {
        "said": {**said, "issued_on": issued_on, "valid_until": valid_until},
        "is_valid": valid_until is None or today <= valid_until,
        "is_mine": request.user.is_authenticated and is_theirs(certificate, request.user),
    }
    return render(request, "certificates/verify.html", context)


def is_theirs(certificate: Certificate, person: Person) -> bool:
    """Whether it was issued to the person, or under a row that was joined to theirs."""
    return certificate.person_id == person.pk or certificate.person_id in also_known_by([person.pk])
