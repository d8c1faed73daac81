"""Getting one's certificate, downloading it, and verifying anybody's by its serial."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from modules.models import Completion
from trainingsite.audit.actions import note_access
from trainingsite.certificates import actions
from trainingsite.certificates.downloading import file_of, kept_by_the_browser
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.serials import read_serial
from trainingsite.certificates.throttle import A_MINUTE, too_often
from trainingsite.certificates.verifying import verified
from trainingsite.compliance.models import Programme
from trainingsite.people.access import View, second_factor_required, signed_in
from trainingsite.people.identities import is_row_of
from trainingsite.people.models import Person, Practice

LONGEST_SERIAL = 40


def kept_from_search_engines(view: View) -> View:
    """Let no search engine list a page that names somebody."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return marked


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
@require_POST
def get_for_module(request, completion_key):
    """Issue the certificate for a module the person has completed, and show it."""
    completion = get_object_or_404(
        Completion.objects.by_human(request.user).select_related("person", "version"), key=completion_key
    )
    try:
        certificate = actions.claim_module(completion=completion, at=timezone.now())
    except actions.NotFinished as reason:
        messages.error(request, str(reason))
        return redirect("desk:home")
    return redirect("certificates:verify", serial=certificate.serial)


@kept_by_the_browser
@signed_in
@require_GET
def download(request, serial):
    """The PDF, for its holder and for the managers of the practice it was issued at."""
    certificate = get_object_or_404(Certificate.objects.published(serial))
    if is_theirs(certificate, request.user):
        return file_of(certificate, request)
    managed = Practice.objects.managed_by(request.user, timezone.localdate())
    get_object_or_404(managed, pk=certificate.practice_id)
    # It shows a name of the past, and another stands in its place.
    get_object_or_404(Certificate.objects.at(certificate.practice_id).not_superseded(), pk=certificate.pk)
    return download_of_somebody(request, certificate)


@second_factor_required
def download_of_somebody(request, certificate):
    """A colleague's file, for a manager of theirs; that it was taken is noted."""
    response = file_of(certificate, request)
    note_access(actor=request.user.key, verb="certificates.downloaded", subject=certificate.key, at=timezone.now())
    return response


@require_GET
def ask(request):
    """A place to type a serial."""
    typed = request.GET.get("serial", "").strip()
    serial = read_serial(typed)
    if serial:
        return redirect("certificates:verify", serial=serial)
    return render(request, "certificates/ask.html", {"typed": typed}, status=400 if typed else 200)


@never_cache
@kept_from_search_engines
@require_safe
def verify(request, serial):
    """Says of any serial whether it is a certificate, and no more than what is printed on it and how it stands."""
    if too_often(request):
        response = render(request, "certificates/too_often.html", status=429)
        response["Retry-After"] = str(A_MINUTE)
        return response
    proper = read_serial(serial)
    if proper and proper != serial:
        return redirect("certificates:verify", serial=proper)
    shown = serial[:LONGEST_SERIAL]
    found = verified(shown, request.user if request.user.is_authenticated else None, timezone.localdate())
    if found is None:
        return render(request, "certificates/unknown.html", {"serial": shown}, status=404)
    return render(request, "certificates/verify.html", {"found": found})


def is_theirs(certificate: Certificate, person: Person) -> bool:
    """Whether it was issued to the person, or under a row that was joined to theirs."""
    return is_row_of(person, certificate.person_id)
