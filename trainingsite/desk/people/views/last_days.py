"""Somebody leaves on a day: what ends and what is to be handed over, the day noted, and the day taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.people.answering import about, attempt, sent
from trainingsite.desk.people.forms import LastDayForm
from trainingsite.desk.people.handing_over import open_things
from trainingsite.desk.work import work_of
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.staff import last_days
from trainingsite.people.staff.changing import Refused
from trainingsite.policies.leaving import leave_now


@second_factor_required
@require_http_methods(["GET", "POST"])
def last_day(request, ods, person_key):
    """Ask for somebody's last day and show what it ends; on POST, note it."""
    practice, person, today = about(request, ods, person_key)
    work = work_of(person, practice, today)
    stays = work.jobs or work.can_stay_on
    if not stays:
        raise Http404("There is no job of this person here to end.")
    chosen = {"jobs": [str(stay.pk) for stay in stays], "last_day": stays[-1].ended_on}
    form = LastDayForm(sent(request), today=today, stays=stays, initial=chosen)
    if form.is_valid() and attempt(form, lambda: _leave(form, person, practice, request)):
        messages.success(request, f"Noted: {long_date(form.cleaned_data['last_day'])} is the last day.")
        return redirect("desk:hand_over", ods=ods, person_key=person.key)
    context = {"practice": practice, "person": person, "form": form, "open": open_things(person, practice, today)}
    return render(request, "desk/people/last_day.html", context, status=400 if form.errors else 200)


@second_factor_required
@require_GET
def hand_over(request, ods, person_key):
    """What needs somebody new when a person leaves, and where to see to it; that somebody looked is noted."""
    practice, person, today = about(request, ods, person_key)
    note_access(actor=request.user.key, verb="desk.hand_over_opened", subject=person.key, at=timezone.now())
    context = {
        "practice": practice,
        "person": person,
        "open": open_things(person, practice, today),
        "work": work_of(person, practice, today),
    }
    return render(request, "desk/people/hand_over.html", context)


@second_factor_required
@require_POST
def stay_on(request, ods, person_key):
    """Take a last day back: the jobs go on, and the duties that would have ended with them."""
    practice, person, today = about(request, ods, person_key)
    stays = work_of(person, practice, today).can_stay_on
    if not stays:
        raise Http404("There is no last day to take back.")
    try:
        duties = last_days.stay_on(memberships=stays, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        kept = ", ".join(duty.get_duty_display() for duty in duties)
        messages.success(request, f"{person.name} stays.{f' Duties that go on: {kept}.' if kept else ''}")
    return redirect("desk:person", ods=ods, person_key=person.key)


def _leave(form, person, practice, request):
    return last_days.leave_on(
        person=person,
        practice=practice,
        memberships=form.chosen,
        last_day=form.cleaned_data["last_day"],
        end_access=leave_now,
        by=request.user,
        at=timezone.now(),
    )
