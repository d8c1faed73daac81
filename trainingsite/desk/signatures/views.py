"""The signatures of one practice, or of all that somebody manages, as CSV."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access_to_many
from trainingsite.desk.signatures.forms import PeriodForm
from trainingsite.desk.views import managed_practice
from trainingsite.formats.archive import safe_name
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Practice
from trainingsite.policies.exporting import attestations_csv

EXPORTED = "desk.signatures_exported"


@second_factor_required
@require_GET
def one_practices(request, ods):
    """Who signed what when, at one practice that the person manages."""
    today = timezone.localdate()
    return _file(request, [managed_practice(request, ods, today)], ods.lower(), today)


@second_factor_required
@require_GET
def all_practices(request):
    """The same of all practices that the person manages, in one file."""
    today = timezone.localdate()
    practices = list(Practice.objects.managed_by(request.user, today))
    if not practices:
        raise Http404("This person manages no practice.")
    return _file(request, practices, "all", today)


def _file(request: HttpRequest, practices: Sequence[Practice], whose: str, today) -> HttpResponse:
    """The file; that somebody took it is noted at each practice. A period that makes no sense is said on the desk."""
    form = PeriodForm(request.GET, today=today)
    if not form.is_valid():
        for sentence in form.problems:
            messages.error(request, f"{sentence}.")
        return redirect("desk:practice", ods=practices[0].ods_code.lower())
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    note_access_to_many(
        actor=request.user.key, verb=EXPORTED, subjects=[practice.key for practice in practices],
        detail=f"Signed up to {long_date(last)}", at=timezone.now(),
    )  # fmt: skip
    name = safe_name(f"{whose}-signatures-{last.isoformat()}.csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    chunks = attestations_csv(practices, first, last)
    return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=headers)
