"""The learner's pages of a scenario: about it, the story, what a choice led to, looking back."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scenarios import actions
from scenarios.audience import names_of
from scenarios.engine import BACK, Refused
from scenarios.forms import DecisionForm, PlaceForm
from scenarios.models import ScenarioVersion
from scenarios.playing import Go, go_by, last_ended, open_go
from scenarios.story import sources_of
from scenarios.versions import content_of
from trainingsite.people.access import signed_in

NOT_FROM_HERE = "What was sent does not belong to a story that you have begun. Nothing was recorded."


def _version(request, key: str) -> ScenarioVersion:
    version = actions.version_for(request.user, key)
    if version is None:
        raise Http404
    return version


def _own_go(request, key: str, attempt_key) -> Go:
    """One of this person's own goes: anybody else's does not exist here."""
    go = go_by(request.user, key, attempt_key)
    if go is None:
        raise Http404
    return go


@signed_in
@require_safe
def scenario(request, key):
    """Say what the story is about, for whom, and who sees how it went."""
    version = _version(request, key)
    graph = content_of(version)["graph"]
    context = {
        "key": key,
        "graph": graph,
        "minutes": version.page.minutes,
        "audience": names_of(graph["roles"]),
        "go": open_go(request.user, version),
        "last": last_ended(request.user, version),
    }
    return render(request, "scenarios/scenario.html", context)


@signed_in
@require_POST
def start(request, key):
    """Begin a go, or carry on with the one that is open."""
    actions.begin(person=request.user, version=_version(request, key), at=timezone.now())
    return redirect("scenarios:play", key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def play(request, key):
    """Show where the person stands; on POST, take the choice."""
    version = _version(request, key)
    if request.method == "POST":
        return _decide(request, key, version)
    go = open_go(request.user, version)
    if go is None:
        return redirect("scenarios:scenario", key)
    return _show(request, key, go, DecisionForm(options=go.walk.at.options, initial=_place(go)))


def _show(request, key, go, form):
    return render(request, "scenarios/play.html", {"key": key, "go": go, "form": form})


def _place(go: Go) -> dict:
    return {"attempt": go.attempt.key, "position": go.position, "step": go.walk.at.id}


def _decide(request, key, version):
    place = PlaceForm(request.POST)
    go = go_by(request.user, key, place.cleaned_data["attempt"]) if place.is_valid() else None
    if go is None:
        return _refused(request, key, NOT_FROM_HERE)
    position, step_id = place.cleaned_data["position"], place.cleaned_data["step"]
    if go.has_taken(position, [step_id, request.POST.get("option", "")]):
        return redirect("scenarios:feedback", key, go.attempt.key)
    try:
        go.check_stands_at(position, step_id, version)
        form = DecisionForm(request.POST, options=go.walk.at.options)
        if not form.is_valid():
            return _show(request, key, go, form)
        actions.choose(
            attempt=go.attempt, version=version, step_id=step_id, position=position,
            option_id=form.cleaned_data["option"], at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, key, str(refusal))
    return redirect("scenarios:feedback", key, go.attempt.key)


def _refused(request, key, sentence):
    """Say in a sentence why nothing was recorded, and lead on."""
    return render(request, "scenarios/refused.html", {"key": key, "sentence": sentence}, status=409)


@signed_in
@require_POST
def back(request, key):
    """Go back to the decision before: a step of its own, which erases nothing."""
    version, place = _version(request, key), PlaceForm(request.POST)
    go = go_by(request.user, key, place.cleaned_data["attempt"]) if place.is_valid() else None
    if go is None:
        return _refused(request, key, NOT_FROM_HERE)
    position, step_id = place.cleaned_data["position"], place.cleaned_data["step"]
    if go.has_taken(position, [step_id, BACK]):
        return redirect("scenarios:play", key)
    try:
        go.check_stands_at(position, step_id, version)
        actions.go_back(
            attempt=go.attempt, version=version, step_id=step_id, position=position, at=timezone.now()
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, key, str(refusal))
    return redirect("scenarios:play", key)


@signed_in
@require_safe
def feedback(request, key, attempt_key):
    """What there is to say about the choice just made."""
    go = _own_go(request, key, attempt_key)
    if go.last is None:
        return redirect("scenarios:play", key)
    form = PlaceForm(initial=_place(go))
    return render(request, "scenarios/feedback.html", {"key": key, "go": go, "last": go.last, "form": form})


@signed_in
@require_safe
def ending(request, key, attempt_key):
    """How the story ended, and whether it counts as passed."""
    go = _own_go(request, key, attempt_key)
    if not go.ended:
        return redirect("scenarios:play", key)
    return render(request, "scenarios/ending.html", {"key": key, "go": go})


@signed_in
@require_safe
def debrief(request, key, attempt_key):
    """The path taken and the road not taken, once the story has ended."""
    go = _own_go(request, key, attempt_key)
    if not go.ended:
        return redirect("scenarios:play", key)
    looks = go.looks
    return render(
        request, "scenarios/debrief.html", {"key": key, "go": go, "looks": looks, "sources": sources_of(looks)}
    )


@signed_in
@require_safe
def reflection(request, key):
    """A page to think on and print: what is typed there never leaves the browser."""
    graph = content_of(_version(request, key))["graph"]
    return render(request, "scenarios/reflection.html", {"key": key, "graph": graph})
