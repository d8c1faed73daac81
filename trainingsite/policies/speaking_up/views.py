"""The routes for speaking up at the practices whose policies a person looks after: look, add, change, take out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.people.access import second_factor_required
from trainingsite.policies.offers import practices_looked_after
from trainingsite.policies.routes import SpeakingUpRoute, noted_at
from trainingsite.policies.speaking_up import actions
from trainingsite.policies.speaking_up.forms import RouteForm, initial_of

OVERTAKEN = "Somebody changed this route while you had the page open. This is how it is now."


@second_factor_required
@require_GET
def routes(request):
    """Where staff can speak up, practice by practice: who holds a duty, and what was noted."""
    today = timezone.localdate()
    found = noted_at(practices_looked_after(request.user, today), today)
    if not found:
        raise Http404("This person looks after no practice's policies.")
    return render(request, "policies/speaking_up/list.html", {"noted": found})


def _practice(request, ods):
    """One of the practices that the person looks after. Raises Http404 for anybody else's."""
    practice = practices_looked_after(request.user, timezone.localdate()).filter(ods_code__iexact=ods).first()
    if practice is None:
        raise Http404("This person does not look after the policies of such a practice.")
    return practice


def _route(practice, line):
    route = SpeakingUpRoute.objects.at(practice).known().filter(line=line).first()
    if route is None:
        raise Http404("No such route at this practice.")
    return route


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods):
    """Ask about a route; on POST, note it."""
    practice, now = _practice(request, ods), timezone.now()
    initial = {"started_on": timezone.localdate(now)}
    form = RouteForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        route = actions.note_route(practice=practice, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, f"Noted: staff of {practice.name} can speak up to {route.name}.")
        return redirect("policies:routes")
    return render(request, "policies/speaking_up/form.html", {"practice": practice, "form": form})


@second_factor_required
@require_http_methods(["GET", "POST"])
def change(request, ods, line):
    """Show a route as it is noted; on POST, note what is right."""
    practice = _practice(request, ods)
    route = _route(practice, line)
    form = RouteForm(request.POST if request.method == "POST" else None, initial=initial_of(route))
    if form.is_valid():
        return _done(request, actions.correct_route, route, f"{route.name} is changed.", **form.cleaned_data)
    return render(request, "policies/speaking_up/form.html", {"practice": practice, "route": route, "form": form})


@second_factor_required
@require_POST
def take_out(request, ods, line):
    """Note that there never was such a route."""
    route = _route(_practice(request, ods), line)
    return _done(request, actions.take_out_route, route, f"{route.name} is taken out.")


def _done(request, action, route, said, **changes):
    """Put a route right, and go back to the list; somebody else's change at the same moment stays."""
    try:
        action(route=route, by=request.user, at=timezone.now(), **changes)
        messages.success(request, said)
    except actions.ChangedMeanwhile:
        messages.info(request, OVERTAKEN)
    return redirect("policies:routes")
