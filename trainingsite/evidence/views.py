"""The page on which a manager asks for an evidence pack."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.evidence import actions
from trainingsite.evidence.asked import Asked, a_year_to
from trainingsite.evidence.forms import PackForm
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Practice


def pack_form(request, data=None) -> PackForm:
    """The form with the practices the person manages. Raises Http404 when there are none."""
    today = timezone.localdate()
    practices = Practice.objects.managed_by(request.user, today)
    first = practices.first()
    if first is None:
        raise Http404("This person manages no practice.")
    asked_for = practices.filter(ods_code__iexact=request.GET.get("practice", "")).first() or first
    initial = {"practice": asked_for.ods_code, "on": today, "from_on": a_year_to(today)}
    return PackForm(data, practices=practices, today=today, initial=initial)


@second_factor_required
@require_GET
def home(request):
    """What an evidence pack is, and the form to ask for one."""
    return render(request, "evidence/home.html", {"form": pack_form(request)})


@second_factor_required
@require_POST
def download(request):
    """Make the pack and hand it over; that somebody took it is noted."""
    form = pack_form(request, request.POST)
    if not form.is_valid():
        return render(request, "evidence/home.html", {"form": form}, status=400)
    asked = Asked(**form.cleaned_data)
    pack = TemporaryFile()  # noqa: SIM115 -- the response closes it when the last byte has gone
    actions.export_pack(
        practice=asked.practice, on=asked.on, from_on=asked.from_on, out=pack, by=request.user, at=timezone.now()
    )
    pack.seek(0)
    return FileResponse(pack, as_attachment=True, filename=asked.file_name, content_type="application/zip")
