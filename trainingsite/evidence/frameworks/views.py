"""The administrator's pages on what the regulator looks for: how it stands, and changing a row of it."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods

from trainingsite.evidence.frameworks.actions import ChangedMeanwhile, say_again
from trainingsite.evidence.frameworks.forms import SaidForm
from trainingsite.evidence.frameworks.reading import framework_on
from trainingsite.evidence.frameworks.register import REGISTER, Kept, not_shown
from trainingsite.formats.dates import long_date


@require_GET
def frameworks(request):
    """How a pack as at a day shows the framework, each row with the way to change it."""
    only_administrators(request)
    typed = request.GET.get("on", "")
    day = day_from(typed) or timezone.localdate()
    stood = framework_on(day)
    context = {
        "shown": stood,
        "others": list(not_shown(stood)),
        "day": day,
        "typed": typed,
        "not_a_day": bool(typed) and day_from(typed) is None,
    }
    return render(request, "evidence/frameworks/list.html", context)


@require_http_methods(["GET", "POST"])
def change(request, table: str, code: str):
    """Show a row and everything that was said of it before; on POST, say it again from a day on."""
    only_administrators(request)
    kept = kept_in(table)
    said = kept.said_of(code)
    if not said:
        raise Http404
    form = kept.form(data_of(request), before=said[-1], today=timezone.localdate())
    answer = saved(request, form)
    return answer or shown(request, form, {"kept": kept, "said": kept.said_of(code)[::-1]})


@require_http_methods(["GET", "POST"])
def add(request, table: str):
    """Ask for a new row; on POST, add it."""
    only_administrators(request)
    kept = kept_in(table)
    form = kept.form(data_of(request), before=None, today=timezone.localdate(), **kept.given(request.GET))
    return saved(request, form) or shown(request, form, {"kept": kept})


def saved(request, form: SaidForm):
    """The way back when what was typed is kept; nothing when there is something to put right."""
    if not form.is_valid():
        return None
    if form.says_the_same:
        messages.info(request, "Nothing was changed: it said so already.")
        return redirect("frameworks")
    try:
        say_again(form.instance, seen=form.cleaned_data["seen"], by=request.user, at=timezone.now())
    except ChangedMeanwhile:
        form.look_again()
        return None
    messages.success(request, f"Kept. Packs show it so from {long_date(form.cleaned_data['holds_from'])}.")
    return redirect("frameworks")


def shown(request, form: SaidForm, context: dict):
    """The form, with what was typed still in it; its status says whether something was refused."""
    return render(
        request, "evidence/frameworks/row.html", {**context, "form": form}, status=400 if form.is_bound else 200
    )


def only_administrators(request) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def kept_in(table: str) -> Kept:
    if table not in REGISTER:
        raise Http404
    return REGISTER[table]


def data_of(request):
    return request.POST if request.method == "POST" else None


def day_from(typed: str) -> dt.date | None:
    """The day in an address, if it is one."""
    try:
        return parse_date(typed)
    except ValueError:
        return None
