"""Notice of an inspection has come: by when to reply, and what to close, print and send until then."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.compliance import inspecting
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.compliance.planned import PlansOf, open_plans_at
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.compliance.standing_notices import Standing, standing_notice
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.inspection.closing import gaps_to_close, steps_to_close, steps_to_hand_over
from trainingsite.desk.inspection.forms import CorrectForm, EndForm, NoticeForm
from trainingsite.desk.sent_again import CHANGED, OVER, about_row
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Practice

THERE_ALREADY = (
    "There is a notice already, so nothing was noted. If its days are wrong, put them right below: what you typed is"
    " there. If it is another one, say first that this one is over."
)


@second_factor_required
@require_http_methods(["GET", "POST"])
def inspection(request, ods):
    """Ask when the notice came, or show what is left to do; on POST, note that it came."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    if request.method == "POST":
        return _note(request, practice, today)
    return _as_it_is(request, practice, standing_notice(practice, today))


def _as_it_is(request, practice: Practice, standing: Standing | None, status=200, **forms):
    """What is left to do about the notice that stands; where none does, the form to note one."""
    if standing:
        return _checklist(request, standing, status=status, **forms)
    return _ask(request, NoticeForm(practice=practice, today=timezone.localdate()), status=status)


def _note(request, practice: Practice, today):
    form = NoticeForm(request.POST, practice=practice, today=today)
    if not form.is_valid():
        return _ask(request, form, status=400)
    try:
        inspecting.note(
            token=form.cleaned_data["token"], practice=practice, days=form.days, by=request.user, at=timezone.now()
        )
    except inspecting.OpenAlready:
        messages.warning(request, THERE_ALREADY)
        standing = standing_notice(practice, timezone.localdate())
        typed = CorrectForm(row=standing.row, today=today, days=form.days)
        return _as_it_is(request, practice, standing, 409, correcting=typed)
    return redirect("desk:inspection", ods=practice.ods_code.lower())


def _ask(request, form, status=200):
    """The form, with the notices there were before."""
    before = InspectionNotice.objects.at(form.practice).newest_by(form.today).select_related("acted_by")
    context = {
        "practice": form.practice,
        "form": form,
        "today": form.today,
        "day": form.today,
        "before": list(before.order_by("-noticed_on", "-pk")),
    }
    return render(request, "desk/inspection/ask.html", context, status=status)


def _checklist(request, standing: Standing, *, correcting=None, ending=None, status=200):
    """What to close, print and send, as it stands today."""
    row, today = standing.row, standing.day
    practice = row.practice
    matrix, to = remembered_matrix(practice, today, today), Addresses(practice, today, today)
    plans = open_plans_at(practice, today, {demand.line: demand.newest.title for demand in matrix.demands})
    found = gaps_to_close(matrix, PlansOf(plans), to)
    closing, handing = steps_to_close(matrix, found, plans, to), steps_to_hand_over(practice, row.noticed_on, to)
    note_look_of_the_day(
        actor=request.user.key, verb="desk.inspection_opened", subject=practice.key, at=timezone.now()
    )  # fmt: skip
    known = [step.done for step in (*closing, *handing) if step.done is not None]
    context = {
        "practice": practice,
        "notice": standing,
        "day": today,
        "today": today,
        "gaps": found,
        "parts": [("Close", closing), ("Print and send", handing)],
        "done": sum(known),
        "of": len(known),
        "correcting": correcting or CorrectForm(row=row, today=today),
        "ending": ending or EndForm(initial={"number": row.number}),
    }
    return render(request, "desk/inspection/checklist.html", context, status=status)


@second_factor_required
@require_POST
def correct(request, ods, line):
    """Give the notice other days."""
    today = timezone.localdate()
    row = _shown(request, ods, line, CorrectForm.prefix)
    form = CorrectForm(request.POST, row=row, today=today)
    return _say(request, row, form, "correcting", lambda **how: inspecting.correct(days=form.days, **how))


@second_factor_required
@require_POST
def end(request, ods, line):
    """Note that the inspection is over, or will not be."""
    row = _shown(request, ods, line, EndForm.prefix)
    return _say(request, row, EndForm(request.POST), "ending", inspecting.end)


def _shown(request, ods, line, prefix) -> InspectionNotice:
    """The row that the form was shown with. Raises Http404 for another practice's."""
    practice = managed_practice(request, ods, timezone.localdate())
    number = request.POST.get(f"{prefix}-number", "")
    rows = InspectionNotice.objects.at(practice).filter(line=line).select_related("practice")
    row = rows.filter(number=int(number)).first() if number.isdecimal() and len(number) < 6 else None
    if row is None:
        raise Http404("There is no such notice here.")
    return row


def _say(request, row, form, name, act):
    """Do what a form asks, about the row that was shown with it."""
    if not form.is_valid():
        return _again(request, row, form, name, 400)
    try:
        act(row=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except inspecting.ChangedMeanwhile:
        return _again(request, row, form, name, 409)
    messages.success(request, "Noted.")
    return redirect("desk:inspection", ods=row.practice.ods_code.lower())


def _again(request, row, form, name, status):
    """How it is now, with what was typed of the notice; once that is over, there is nothing more to say of it."""
    standing = standing_notice(row.practice, timezone.localdate())
    if standing is None or standing.row.line != row.line:
        messages.warning(request, OVER)
        return _as_it_is(request, row.practice, standing, 409)
    if status == 409:
        messages.warning(request, CHANGED)
        form = about_row(form, "number", standing.row.number)
    return _as_it_is(request, row.practice, standing, status, **{name: form})
