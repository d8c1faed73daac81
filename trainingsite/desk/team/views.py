"""A team leader's page: how the people stand whom they manage."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.desk.forms import asked_day
from trainingsite.desk.team.listing import led_by, teams_of
from trainingsite.people.access import second_factor_required


@second_factor_required
@require_GET
def my_team(request):
    """Status and due date of everybody whose manager this is today, as at any day."""
    now = timezone.now()
    today = timezone.localdate(now)
    led = led_by(request.user, today)
    if not led:
        raise Http404("This person manages nobody.")
    first_live = min(led, key=lambda practice: practice.went_live_on)
    form, day = asked_day(request, first_live, today)
    teams = teams_of(led, day, today)
    for practice in led:
        note_look_of_the_day(actor=request.user.key, verb="desk.team_opened", subject=practice.key, at=now)
    context = {"teams": teams, "form": form, "day": day, "today": today}
    return render(request, "desk/team/team.html", context)
