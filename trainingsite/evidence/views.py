"""The page on which a manager asks for an evidence pack, and takes it when it is made."""

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.evidence import actions, shelf
from trainingsite.evidence.asked import a_year_to
from trainingsite.evidence.forms import PackForm
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.runs import KINDS, download_name, is_over, runs_shown
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


def page(request, form, status=200):
    runs = runs_shown(request.user, timezone.now(), timezone.localdate())
    going = any(shown.run.is_going for shown in runs)
    return render(request, "evidence/home.html", {"form": form, "runs": runs, "going": going}, status=status)


@second_factor_required
@require_GET
def home(request):
    """What an evidence pack is, the form to ask for one, and those that were asked for."""
    return page(request, pack_form(request))


@second_factor_required
@require_POST
def ask(request):
    """Have a pack made. A second click finds the pack of the first."""
    form = pack_form(request, request.POST)
    if not form.is_valid():
        return page(request, form, status=400)
    try:
        run = actions.ask_for(form.asked, by=request.user, at=timezone.now())
    except actions.AnotherIsGoing as another:
        who = another.run.asked_by.name
        form.add_error(
            None, f"A pack that {who} asked for is being made: one at a time. Ask for yours when it is ready"
        )
        return page(request, form, status=409)
    return redirect(f"{reverse('evidence:home')}?practice={run.practice.ods_code}#packs")


@second_factor_required
@require_GET
def file(request, key, name):
    """One file of a pack, for who manages its practice today; that it was taken is noted."""
    now = timezone.now()
    runs = PackRun.objects.visible_to(request.user, timezone.localdate())
    run = get_object_or_404(runs.select_related("practice"), key=key)
    over = is_over(run, now)
    if name not in run.files and not over:
        raise Http404("There is no such file, or not yet.")
    opened = None if over else shelf.take(run, name)
    if opened is None:
        return render(request, "evidence/gone.html", {"run": run, "days": settings.PACKS_KEPT_DAYS}, status=410)
    actions.hand_out(run, name, by=request.user, at=now)
    return FileResponse(
        opened, as_attachment=True, filename=download_name(run, name), content_type=KINDS[name][2]
    )  # fmt: skip
