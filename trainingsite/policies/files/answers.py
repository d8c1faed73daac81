"""The file of a policy as an answer to a browser: saved, never opened as anything else, and nothing in it runs."""

from django.http import Http404, HttpResponse

from trainingsite.policies.files.frozen import frozen_file


def the_file(content: dict, number: str = "draft") -> HttpResponse:
    """The very bytes that were frozen with a text, whatever lies on disk today. Raises Http404 for one in clauses."""
    if "document" not in content:
        raise Http404("This policy is not a file.")
    response = HttpResponse(frozen_file(content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{content["key"]}-{number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
