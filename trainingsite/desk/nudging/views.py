"""Reminding people now: who would get what, before anything is sent; and who was sent what."""

import uuid
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.desk.nudging.choosing import Chosen, chosen_in
from trainingsite.desk.nudging.forms import TicksForm
from trainingsite.desk.views import managed_practice
from trainingsite.notices.rules import FIRST_HOUR
from trainingsite.people.access import second_factor_required
from trainingsite.reminders.nudging import nudge, preview, sending_day


@second_factor_required
@require_http_methods(["GET", "POST"])
def remind(request, ods):
    """Show who would be told what; on POST, send it to those who are ticked."""
    now = timezone.now()
    practice, day = managed_practice(request, ods, timezone.localdate(now)), sending_day(now)
    chosen = chosen_in(request.GET, practice, request.user, day)
    form = TicksForm(request.POST if request.method == "POST" else None, candidates=chosen.everybody)
    if form.is_valid():
        batch = form.cleaned_data["batch"] or uuid.uuid4()
        nudge(practice=practice, people=form.people, by=request.user, at=now, batch=batch)
        return redirect(_afterwards(practice, chosen, batch))
    note_look_of_the_day(actor=request.user.key, verb="desk.remind_opened", subject=practice.key, at=now)
    example = chosen.example
    context = {
        "practice": practice,
        "today": timezone.localdate(now),
        "chosen": chosen,
        "form": form,
        "ticked": _ticked(request, chosen),
        "batch": form.data.get("batch") or uuid.uuid4(),
        "example": example,
        "message": preview(example, request.user, day) if example else None,
        "goes_at_once": day == timezone.localdate(now) and timezone.localtime(now).time() >= FIRST_HOUR,
        "day": day,
        "query": urlencode(_asked(chosen), doseq=True),
    }
    return render(request, "desk/nudging/remind.html", context, status=400 if form.errors else 200)


def _ticked(request, chosen: Chosen) -> set[str]:
    """Whose ticks are set: everybody's at first, and afterwards those that were."""
    if request.method == "POST":
        return set(request.POST.getlist("person"))
    return {str(each.person.key) for each in chosen.ready}


def _asked(chosen: Chosen) -> dict:
    """What of the address makes sense, without whose message it shows and what was sent: each name has a link."""
    return {"person": sorted(chosen.keys)} if chosen.keys else {"who": chosen.who}


def _afterwards(practice, chosen: Chosen, batch: uuid.UUID) -> str:
    """The same page once more, with what was sent and who was left out."""
    return reverse("desk:remind", args=[practice.ods_code.lower()], query={**_asked(chosen), "sent": batch})
