"""The list of a practice's people, searched and narrowed by links and a plain form."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_access
from trainingsite.desk.people.forms import SearchForm
from trainingsite.desk.people.listing import Show, people_of
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required


@second_factor_required
@require_GET
def register(request, ods):
    """Everybody who works here, is to come or left in the last year; that somebody looked is noted."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    lines = people_of(practice, today)
    roles = {job.job_role.key: job.job_role.name for line in lines for job in line.jobs}
    form = SearchForm(request.GET, roles=sorted(roles.items(), key=lambda role: role[1]))
    typed, role = _asked(form)
    found = [
        line
        for line in lines
        if line.is_found_by(typed) and (not role or role in {job.job_role.key for job in line.jobs})
    ]
    show = _shown(request.GET.get("show", ""), otherwise=Show.ALL if typed else Show.HERE)
    note_access(actor=request.user.key, verb="desk.people_listed", subject=practice.key, at=timezone.now())
    context = {
        "practice": practice,
        "form": form,
        "show": show,
        "lines": [line for line in found if line.belongs_to(show)],
        "tabs": [
            (each, sum(line.belongs_to(each) for line in found), urlencode({"show": each, "q": typed, "role": role}))
            for each in Show
        ],
    }
    return render(request, "desk/people/register.html", context)


def _asked(form) -> tuple[str, str]:
    """What the list is narrowed by; what makes no sense narrows nothing."""
    form.is_valid()
    return form.cleaned_data.get("q", ""), form.cleaned_data.get("role", "")


def _shown(asked: str, otherwise: Show) -> Show:
    return Show(asked) if asked in list(Show) else otherwise
