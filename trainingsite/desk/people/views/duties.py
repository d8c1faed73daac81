"""All duties of the practice: who has each, giving one, ending it, handing it over in one step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from trainingsite.audit.actions import note_access
from trainingsite.desk.people.answering import attempt, colleagues, sent
from trainingsite.desk.people.duty_words import WHAT_FOR, duties_of
from trainingsite.desk.people.forms import EndDutyForm, GiveDutyForm, HandOverForm
from trainingsite.desk.views import managed_practice
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Duty, Practice, Responsibility
from trainingsite.people.staff import duties as actions


@second_factor_required
@require_GET
def duties(request, ods):
    """Every duty there is, what it is for, and who has it since when."""
    practice, today = _managed(request, ods)
    note_access(actor=request.user.key, verb="desk.duties_opened", subject=practice.key, at=timezone.now())
    context = {"practice": practice, "duties": duties_of(practice, today), "today": today}
    return render(request, "desk/people/duties.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def give(request, ods):
    """Ask who gets which duty; on POST, give it."""
    practice, today = _managed(request, ods)
    asked = {"duty": request.GET.get("duty"), "holder": request.GET.get("person"), "started_on": today}
    form = GiveDutyForm(
        sent(request),
        today=today,
        initial=asked,
        duties=actions.GIVEN_HERE,
        colleagues=colleagues(practice, today),
    )
    if form.is_valid() and (given := attempt(form, lambda: _give(form, practice, request))):
        since = long_date(given.started_on)
        messages.success(request, f"{given.held_by} has the duty “{given.get_duty_display()}” from {since}.")
        return redirect("desk:duties", ods=ods)
    context = {"practice": practice, "form": form, "title": "Give a duty", "button": "Give the duty"}
    return _show(request, context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def end(request, ods, line):
    """Ask for the last day of a duty; on POST, note it."""
    practice, today = _managed(request, ods)
    held = _held(request, practice, line)
    form = EndDutyForm(sent(request), today=today, initial={"seen": held.pk, "last_day": today})
    if form.is_valid() and attempt(form, lambda: _end(held, form, request)):
        until = long_date(form.cleaned_data["last_day"])
        messages.success(request, f"Noted: {held.held_by} has the duty until {until}.")
        return redirect("desk:duties", ods=ods)
    title = f"End the duty “{held.get_duty_display()}” of {held.held_by}"
    return _show(request, _context(practice, held, form, title, "End the duty"))


@second_factor_required
@require_http_methods(["GET", "POST"])
def hand_over(request, ods, line):
    """Ask who takes a duty over and when; on POST, end it for one and give it to the other."""
    practice, today = _managed(request, ods)
    held = _held(request, practice, line)
    people = [person for person in colleagues(practice, today) if person.pk != held.person_id]
    form = HandOverForm(sent(request), today=today, initial={"seen": held.pk, "started_on": today}, colleagues=people)
    if form.is_valid() and (given := attempt(form, lambda: _hand_over(held, form, request))):
        since = long_date(given.started_on)
        messages.success(request, f"{given.held_by} takes “{given.get_duty_display()}” over from {since}.")
        return redirect("desk:duties", ods=ods)
    title = f"Hand “{held.get_duty_display()}” over from {held.held_by}"
    return _show(request, _context(practice, held, form, title, "Hand it over"))


def _give(form, practice, request):
    day = {"started_on": form.cleaned_data["started_on"], "at": timezone.now()}
    duty = form.cleaned_data["duty"]
    return actions.begin_duty(duty=duty, practice=practice, **form.said, **day, by=request.user)


def _end(held, form, request):
    return actions.finish_duty(held=held, last_day=form.cleaned_data["last_day"], by=request.user, at=timezone.now())


def _hand_over(held, form, request):
    from_day = form.cleaned_data["started_on"]
    return actions.hand_over_duty(held=held, **form.said, from_day=from_day, by=request.user, at=timezone.now())


def _managed(request, ods) -> tuple[Practice, object]:
    today = timezone.localdate()
    return managed_practice(request, ods, today), today


def _held(request, practice, line) -> Responsibility:
    """The duty as it is known; of something sent, as it was known when its page was opened."""
    rows = Responsibility.objects.at(practice).of_kind(*actions.GIVEN_HERE).filter(line=line)
    rows = rows.select_related("person", "practice")
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen.isdecimal():
        return get_object_or_404(rows, pk=seen)
    return get_object_or_404(rows.known())


def _context(practice, held, form, title, button) -> dict:
    what_for = WHAT_FOR[Duty(held.duty)]
    return {"practice": practice, "form": form, "title": title, "button": button, "held": held, "what_for": what_for}


def _show(request, context):
    return render(request, "desk/people/duty.html", context, status=400 if context["form"].errors else 200)
