"""Exemptions at a practice: who is released from what and until when; giving, changing and ending one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.compliance import exemptions
from trainingsite.compliance.claims import network_leads, who_may_decide
from trainingsite.compliance.elsewhere import own_rows
from trainingsite.compliance.models import Exemption
from trainingsite.desk.exemptions.forms import ChangeForm, EndForm, ExemptForm
from trainingsite.desk.views import managed_practice
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.colleagues import people_at

CHANGED = "Somebody changed it meanwhile: nothing was done. This is how it is now."


@second_factor_required
@require_GET
def register(request, ods):
    """Who is released from what now, who will be, and who was."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    found = exemptions.released_at(practice)
    context = {
        "practice": practice,
        "current": [each for each in found if not each.is_over(today)],
        "over": [each for each in found if each.is_over(today)],
        "today": today,
    }
    return render(request, "desk/exemptions/list.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods):
    """Ask whom to release from what, why and until when; on POST, do it."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    people, demands = people_at(practice, today), exemptions.demands_at(practice, today)
    own = own_rows(request.user)
    others = [one for one in people if one.person.pk not in own]
    form = ExemptForm(
        request.POST if request.method == "POST" else None,
        today=today,
        people=[(str(one.key), one.label) for one in others],
        requirements=[(str(demand.line), demand.newest.title) for demand in demands],
        initial={"person": request.GET.get("person", ""), "requirements": request.GET.getlist("for")},
    )
    if form.is_valid() and (found := _released(request, form, practice, others, demands)):
        until = long_date(found[0].ended_on)
        messages.success(request, f"{found[0].person.name} is exempt until {until}. They see it in Your training.")
        return redirect("desk:exemptions", ods=ods)
    context = {
        "practice": practice,
        "form": form,
        "others": [each.name for each in who_may_decide(request.user, today, practice)],
        "leads": network_leads(request.user, today),
    }
    return render(request, "desk/exemptions/add.html", context, status=400 if form.is_bound else 200)


def _released(request, form, practice, people, demands) -> list[Exemption]:
    said = form.cleaned_data
    ticked = set(said["requirements"])
    try:
        return exemptions.release(
            token=said["token"], practice=practice, reason=said["reason"], started_on=said["started_on"],
            person=next(one.person for one in people if str(one.key) == said["person"]), ended_on=said["ended_on"],
            demands=[demand for demand in demands if str(demand.line) in ticked], by=request.user, at=timezone.now(),
        )  # fmt: skip
    except exemptions.ExemptAlready as already:
        form.add_error("requirements", _already(already))
        return []


def _already(already: exemptions.ExemptAlready) -> str:
    there = already.released.exemption
    days = f"from {long_date(there.started_on)}" + (f" to {long_date(there.ended_on)}" if there.ended_on else "")
    return f"They are exempt from {already.released.title} {days} already. Change that one, or choose other days"


def _sent_twice(request, practice, line) -> bool:
    """Whether this very page was sent before by the same person: a double click finds what the first one did."""
    row = request.POST.get("row", "")
    sent = Exemption.objects.at(practice).filter(line=line, approved_by=request.user)
    return row.isdecimal() and sent.filter(supersedes=int(row)).exists()


def _one(practice, line):
    rows = Exemption.objects.at(practice).known().select_related("person", "practice", "approved_by")
    return get_object_or_404(rows, line=line)


@second_factor_required
@require_GET
def exemption(request, ods, line):
    """One exemption, and the two forms that change it."""
    practice = managed_practice(request, ods, timezone.localdate())
    return _show(request, practice, _one(practice, line))


def _show(request, practice, found, *, form=None, ending=None, status=200):
    today = timezone.localdate()
    note_access(actor=request.user.key, verb="compliance.exemption_opened", subject=found.person.key, at=timezone.now())
    terms = {"row": found.pk, "reason": found.reason, "started_on": found.started_on, "ended_on": found.ended_on}
    (released,) = exemptions.titled([found])
    context = {
        "practice": practice,
        "released": released,
        "is_over": released.is_over(today),
        "own": found.person_id in own_rows(request.user),
        "form": form or ChangeForm(today=today, initial=terms),
        "ending": ending or EndForm(exemption=found, today=today),
    }
    return render(request, "desk/exemptions/exemption.html", context, status=status)


@second_factor_required
@require_POST
def change(request, ods, line):
    """Give it other terms."""
    practice = managed_practice(request, ods, timezone.localdate())
    if _sent_twice(request, practice, line):
        return redirect("desk:exemptions", ods=ods)
    found = _one(practice, line)
    terms = {"reason": found.reason, "started_on": found.started_on, "ended_on": found.ended_on}
    form = ChangeForm(request.POST, today=timezone.localdate(), initial=terms)
    if not form.is_valid():
        return _show(request, practice, found, form=form, status=400)
    said = {name: form.cleaned_data[name] for name in terms}
    try:
        _refuse_stale(form, found)
        exemptions.change(exemption=found, **said, by=request.user, at=timezone.now())
    except exemptions.ExemptAlready as already:
        form.add_error("started_on", _already(already))
        return _show(request, practice, found, form=form, status=400)
    except exemptions.ChangedMeanwhile:
        return _show_again(request, practice, line)
    except exemptions.OwnExemption:
        raise Http404("Nobody changes their own exemption.") from None
    messages.success(request, "Changed.")
    return redirect("desk:exemptions", ods=ods)


@second_factor_required
@require_POST
def end(request, ods, line):
    """Let it end sooner."""
    practice = managed_practice(request, ods, timezone.localdate())
    if _sent_twice(request, practice, line):
        return redirect("desk:exemptions", ods=ods)
    found = _one(practice, line)
    form = EndForm(request.POST, exemption=found, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, practice, found, ending=form, status=400)
    try:
        _refuse_stale(form, found)
        exemptions.end(exemption=found, last_day=form.cleaned_data["last_day"], by=request.user, at=timezone.now())
    except exemptions.ChangedMeanwhile:
        return _show_again(request, practice, line)
    except exemptions.OwnExemption:
        raise Http404("Nobody ends their own exemption.") from None
    messages.success(request, f"Ended. It is asked of {found.person.name} again from the next day.")
    return redirect("desk:exemptions", ods=ods)


def _refuse_stale(form, found) -> None:
    if form.cleaned_data["row"] != found.pk:
        raise exemptions.ChangedMeanwhile


def _show_again(request, practice, line):
    """What it says by now."""
    messages.warning(request, CHANGED)
    return _show(request, practice, _one(practice, line), status=409)
