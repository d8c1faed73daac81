"""Handing out a certificate's file from the store.

A browser may keep it for whoever is signed in, and asks each time whether it is still theirs: a second download costs
a few bytes, and none is answered after a sign-out. The commonest way, somebody's own, takes two queries.
"""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from trainingsite.audit.models import Words
from trainingsite.certificates.models import Certificate
from trainingsite.people.access import View

FOR_THEIR_BROWSER = "private, no-cache"


def kept_by_the_browser(view: View) -> View:
    """Let the browser keep a file that has a tag; stands around what lets no cache keep anything."""

    @wraps(view)
    def kept(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.has_header("ETag"):
            response["Cache-Control"] = FOR_THEIR_BROWSER
            del response["Expires"]
        return response

    return kept


def file_of(certificate: Certificate, request: HttpRequest) -> HttpResponse:
    """The file as it was issued, or that the browser has it already. Raises Http404 once it has been erased."""
    tag = f'"{certificate.pdf_sha256}"'
    kept = Words.objects.about(certificate.key).filter(key=certificate.pdf_key)
    had = get_conditional_response(request, etag=tag)
    body = kept.exists() if had else kept.values_list("body", flat=True).first()
    if not body:
        raise Http404("The file has been erased.")
    response = had or pdf_to_save(bytes(body), f"certificate-{certificate.serial}.pdf")
    response["ETag"] = tag
    return response


def pdf_to_save(body: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
