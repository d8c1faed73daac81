"""What a network lead takes away: the counts of every practice, and the statuses of those that agree to names."""

from django.contrib import messages
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access, note_access_to_many
from trainingsite.compliance.exporting import statuses_csv
from trainingsite.desk.networks import files
from trainingsite.desk.networks.asked import day_asked, led_network
from trainingsite.desk.networks.counting import overview_of
from trainingsite.desk.networks.members import members_on
from trainingsite.desk.networks.naming import practices_by_name
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required

FORMATS = ("csv", "xlsx")
NOBODY_AGREES = "No practice agrees that you see names as at {}, so there is nothing to export. You can export counts."


@second_factor_required
@require_GET
def counts(request, network, format):
    """Every practice in counts as a file; that somebody took it is noted."""
    led, today = led_network(request, network)
    if format not in FORMATS:
        raise Http404("Counts have no such format.")
    form, day = day_asked(request, today)
    if form.errors:
        return _back_to(request, led)
    overview = overview_of(led, members_on(led, day, today), day, today)
    note_access(
        actor=request.user.key, verb="desk.network_counts_exported", subject=led.key, detail=long_date(day),
        at=timezone.now(),
    )  # fmt: skip
    name = files.file_name(led, day, "counts", format)
    if format == "xlsx":
        return FileResponse(files.counts_xlsx(overview, request.user, today), as_attachment=True, filename=name)
    return _csv(files.counts_csv(overview), name)


@second_factor_required
@require_GET
def matrix(request, network):
    """How everybody stands at the practices that agree to names, as CSV; each of them is told in the access log."""
    led, today = led_network(request, network)
    form, day = day_asked(request, today)
    if form.errors:
        return _back_to(request, led)
    practices = practices_by_name(led, members_on(led, day, today), day, today)
    if not practices:
        messages.info(request, NOBODY_AGREES.format(long_date(day)))
        return _back_to(request, led)
    note_access_to_many(
        actor=request.user.key, verb="desk.network_matrix_exported", subjects=[each.key for each in practices],
        detail=f"As at {long_date(day)}", at=timezone.now(),
    )  # fmt: skip
    return _csv(statuses_csv(practices, day, today, in_full=False), files.file_name(led, day, "matrix", "csv"))


def _csv(chunks, name) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=headers)


def _back_to(request, network):
    """The page itself says what is wrong with a day."""
    address = reverse("desk:network", args=[network.key])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
