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
from trainingsite.desk.sent_again import CHANGED, OVER, about_row
from trainingsite.desk.views import managed_practice
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.colleagues import people_at

LONGEST_ROW = 18  # figures that every database takes for a number of a row
NOTHING_NEW = "It says that already, so nothing was changed."
GONE = "It was taken out before that page was sent, so nothing was done. This is what there is now."


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


def _shown(request, practice, line) -> Exemption:
    """The row that the form was shown with. Raises Http404 for another practice's, and for a forged one."""
    row = request.POST.get("row", "")
    rows = Exemption.objects.at(practice).filter(line=line).select_related("person", "practice")
    return get_object_or_404(rows, pk=int(row) if row.isdecimal() and len(row) <= LONGEST_ROW else 0)


def _newest(practice, line) -> Exemption | None:
    """The exemption as it is now; none once it was taken out."""
    rows = Exemption.objects.at(practice).known().select_related("person", "practice", "approved_by")
    return rows.filter(line=line).first()


@second_factor_required
@require_GET
def exemption(request, ods, line):
    """One exemption, and the two forms that change it."""
    practice = managed_practice(request, ods, timezone.localdate())
    found = _newest(practice, line)
    if found is None:
        raise Http404("There is no such exemption here.")
    return _show(request, practice, found)


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
    shown = _shown(request, practice, line)
    terms = {"reason": shown.reason, "started_on": shown.started_on, "ended_on": shown.ended_on}
    form = ChangeForm(request.POST, today=timezone.localdate(), initial=terms)
    if not form.is_valid():
        return _again(request, shown, "form", form, 400)
    said = {name: form.cleaned_data[name] for name in terms}
    try:
        kept = exemptions.change(exemption=shown, **said, by=request.user, at=timezone.now())
    except exemptions.ExemptAlready as already:
        form.add_error("started_on", _already(already))
        return _again(request, shown, "form", form, 400)
    except exemptions.ChangedMeanwhile:
        return _again(request, shown, "form", form, 409)
    except exemptions.OwnExemption:
        raise Http404("Nobody changes their own exemption.") from None
    messages.success(request, NOTHING_NEW if kept == shown else "Changed.")
    return redirect("desk:exemptions", ods=ods)


@second_factor_required
@require_POST
def end(request, ods, line):
    """Let it end sooner."""
    practice = managed_practice(request, ods, timezone.localdate())
    shown = _shown(request, practice, line)
    form = EndForm(request.POST, exemption=shown, today=timezone.localdate())
    if not form.is_valid():
        return _again(request, shown, "ending", form, 400)
    try:
        exemptions.end(exemption=shown, last_day=form.cleaned_data["last_day"], by=request.user, at=timezone.now())
    except exemptions.ChangedMeanwhile:
        return _again(request, shown, "ending", form, 409)
    except exemptions.OwnExemption:
        raise Http404("Nobody ends their own exemption.") from None
    messages.success(request, f"Ended. It is asked of {shown.person.name} again from the next day.")
    return redirect("desk:exemptions", ods=ods)


def _again(request, shown, name, form, status):
    """How it is now, with what was typed of it; once it is over, there is nothing more to change."""
    practice = shown.practice
    newest = _newest(practice, shown.line)
    if newest is None:
        messages.warning(request, GONE)
        return redirect("desk:exemptions", ods=practice.ods_code.lower())
    (released,) = exemptions.titled([newest])
    if released.is_over(timezone.localdate()):
        messages.warning(request, OVER)
        return _show(request, practice, newest, status=409)
    if status == 409:
        messages.warning(request, CHANGED)
        form = about_row(form, "row", newest.pk)
    return _show(request, practice, newest, status=status, **{name: form})
