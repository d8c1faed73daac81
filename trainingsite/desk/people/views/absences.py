"""One person's leave: dates, and nothing of why."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.desk.people.answering import about, attempt, sent
from trainingsite.desk.people.forms import CorrectLeaveForm, LeaveForm, WithdrawForm
from trainingsite.people.access import second_factor_required
from trainingsite.people.days import Days
from trainingsite.people.models import Absence
from trainingsite.people.staff import absences


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods, person_key):
    """Ask for the days; on POST, note the leave."""
    practice, person, today = about(request, ods, person_key)
    form = LeaveForm(sent(request), today=today)
    said = {"person": person, "practice": practice, "by": request.user, "at": timezone.now()}
    if form.is_valid() and (noted := attempt(form, lambda: absences.begin_leave(**said, **form.cleaned_data))):
        messages.success(request, f"Noted: leave {_in_words(noted)}.")
        return redirect("desk:person", ods=ods, person_key=person.key)
    return _show(request, {"practice": practice, "person": person, "form": form})


@second_factor_required
@require_http_methods(["GET", "POST"])
def correct(request, ods, person_key, line):
    """Show the days of leave; on POST, put other days down, or the last one."""
    practice, person, today = about(request, ods, person_key)
    absence = _absence(request, practice, person, line)
    initial = {"seen": absence.pk, "started_on": absence.started_on, "ended_on": absence.ended_on}
    form = CorrectLeaveForm(sent(request), today=today, initial=initial)
    if form.is_valid() and (noted := attempt(form, lambda: _correct(absence, form, request))):
        messages.success(request, f"Noted: leave {_in_words(noted)}.")
        return redirect("desk:person", ods=ods, person_key=person.key)
    return _show(request, {"practice": practice, "person": person, "form": form, "absence": absence})


@second_factor_required
@require_http_methods(["GET", "POST"])
def withdraw(request, ods, person_key, line):
    """Ask whether leave never was; on POST, take it back."""
    practice, person, today = about(request, ods, person_key)
    absence = _absence(request, practice, person, line)
    form = WithdrawForm(sent(request), today=today, initial={"seen": absence.pk})
    act = {"absence": absence, "by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, lambda: absences.withdraw_leave(**act)):
        messages.success(request, f"The leave {_in_words(absence)} is taken back.")
        return redirect("desk:person", ods=ods, person_key=person.key)
    context = {"practice": practice, "person": person, "form": form, "days": _in_words(absence)}
    status = 400 if form.errors else 200
    return render(request, "desk/people/withdraw_leave.html", context, status=status)


def _correct(absence, form, request):
    days = {"started_on": form.cleaned_data["started_on"], "ended_on": form.cleaned_data["ended_on"]}
    return absences.correct_leave(absence=absence, **days, by=request.user, at=timezone.now())


def _absence(request, practice, person, line) -> Absence:
    """The leave as it is known; of something sent, as it was known when its page was opened."""
    rows = Absence.objects.at(practice).by(person).filter(line=line).select_related("person", "practice")
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen.isdecimal():
        return get_object_or_404(rows, pk=seen)
    return get_object_or_404(rows.known())


def _in_words(absence: Absence) -> str:
    return absences.in_words(Days(absence.started_on, absence.ended_on))


def _show(request, context):
    return render(request, "desk/people/leave.html", context, status=400 if context["form"].errors else 200)
