"""Programmes of a practice, for its managers, and of a network, for its lead: look, make, and change what is asked.

Every change is shown first with what it would do, person by person, and done when that is confirmed.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.compliance import programming
from trainingsite.compliance.asked_in_words import Names, falls_on
from trainingsite.compliance.followed import followed_by, looked_after_by, people_named
from trainingsite.compliance.foresight import foresee
from trainingsite.compliance.going_live import AskedAlready, may_move_going_live, move_going_live
from trainingsite.compliance.models import Requirement
from trainingsite.desk.programmes import steps
from trainingsite.desk.programmes.days import DayForm, ProgrammeForm
from trainingsite.desk.programmes.forms import AUDIENCE, SOME
from trainingsite.desk.programmes.history import history_of
from trainingsite.desk.programmes.scope import scope_of
from trainingsite.people.access import second_factor_required
from trainingsite.people.links import networks_led

OVERTAKEN = "This was changed after you opened the page: nothing was done. This is how it is now."
THERE_ALREADY = "“{}” asks for this already. Change what is there instead"


@second_factor_required
@require_GET
def programmes(request, **where):
    """What is followed and what it asks; what may be followed besides."""
    today = timezone.localdate()
    scope = scope_of(request, today, **where)
    if scope.network:
        return render(request, "desk/programmes/network.html", {"scope": scope, "shown": _of_network(scope)})
    followed = followed_by(scope.practice, today)
    context = {
        "scope": scope,
        "practice": scope.practice,
        "followed": followed,
        "offered": scope.offered_besides(each.programme for each in followed),
        "may_move_going_live": may_move_going_live(scope.practice, today),
        "networks": networks_led(request.user, today),
    }
    return render(request, "desk/programmes/list.html", context)


@second_factor_required
@require_http_methods(["GET", "POST"])
def make(request, **where):
    """Ask for the name of a programme of one's own; on POST, make it, and let its practice follow it."""
    today = timezone.localdate()
    scope = scope_of(request, today, **where)
    form = ProgrammeForm(_sent(request), today=today, initial={"token": uuid.uuid4()})
    if form.is_valid():
        typed = form.cleaned_data
        programme = programming.make_programme(
            title=typed["title"], owner=scope.owner, token=typed["token"], started_on=typed["on"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, f"“{programme.title}” is there. Say what it asks for.")
        return redirect(scope.address("ask_for", key=programme.key))
    return render(request, "desk/programmes/make.html", {"scope": scope, "form": form}, status=_status(form))


@second_factor_required
@require_GET
def requirement(request, line, **where):
    """One requirement: of whom, how soon, how often, every wording there was, and what may be done about it."""
    today = timezone.localdate()
    scope = scope_of(request, today, **where)
    rows = scope.wordings(line)
    addresses = {name: scope.address(f"{name}_requirement", line=line) for name in ("change", "end", "share")}
    context = {"scope": scope, "history": history_of(rows, scope, Names.read()), "addresses": addresses}
    return render(request, "desk/programmes/requirement.html", context)


@second_factor_required
@require_GET
def audience(request, **where):
    """Whom what is ticked falls on today, for the page that is being filled in."""
    today = timezone.localdate()
    scope = scope_of(request, today, **where)
    named = {name: request.GET.getlist(name) if request.GET.get("who") == SOME else [] for name in AUDIENCE}
    practices = [scope.practice]
    if scope.network:
        programme = scope.programme(request.GET.get("programme", ""))
        practices = scope.practices_following(programme)
    wording = Requirement(**named)
    if request.GET.get("who") == SOME and wording.is_for_everyone:
        return _plain("Nobody yet: tick at least one.")
    found = [people_named(practice, wording, today) for practice in practices]
    if scope.practice:
        return _plain(falls_on(*found[0]))
    counts = [f"{each.name}: {len(names)} of {people}." for each, (names, people) in zip(practices, found, strict=True)]
    return _plain(" ".join(counts) or "No practice follows this programme yet.")


@second_factor_required
@require_http_methods(["GET", "POST"])
def go_live(request, **where):
    """Ask for the day on which the practice goes live; on POST, set it, as long as nobody has been asked anything."""
    today = timezone.localdate()
    scope = scope_of(request, today, **where)
    if scope.network:
        raise Http404("A network goes live with its practices.")
    may = may_move_going_live(scope.practice, today)
    form = DayForm(_sent(request), today=today, initial={"on": max(today, scope.practice.went_live_on)})
    if form.is_valid():
        try:
            move_going_live(practice=scope.practice, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
            messages.success(request, "The day is set.")
        except AskedAlready:
            messages.info(request, "Your people have been asked for something already, so the day stays as it is.")
        return redirect(scope.home)
    context = {"scope": scope, "practice": scope.practice, "form": form, "may": may}
    return render(request, "desk/programmes/go_live.html", context, status=_status(form))


def asking(step_of):
    """A view that asks for what one change needs; on POST, it shows what the change would do."""

    @second_factor_required
    @require_http_methods(["GET", "POST"])
    def ask_first(request, **where):
        step = _step(request, step_of, where, _sent(request))
        if "again" in request.POST or not step.form.is_valid():
            return _form(request, step)
        if step.form.cleaned_data.get("expected", "") != step.expected:
            return _overtaken(request, step)
        change = step.plan(step.form.cleaned_data)
        practices = step.scope.practices_following(step.programme)
        context = {
            "step": step,
            "scope": step.scope,
            "on": change.on,
            "foreseen": [foresee(practice, change, step.scope.today) for practice in practices],
            "typed": _typed(request, step.form),
        }
        return render(request, "desk/programmes/preview.html", context)

    return ask_first


def confirming(step_of):
    """A view that does what was shown."""

    @second_factor_required
    @require_POST
    def confirm(request, **where):
        step = _step(request, step_of, where, request.POST)
        if not step.form.is_valid():
            return _form(request, step)
        try:
            step.do(step.form.cleaned_data, request.user, timezone.now())
        except programming.Overtaken:
            return _overtaken(request, step)
        except programming.AskedAlready:
            step.form.add_error("target", THERE_ALREADY.format(step.programme.title))
            return _form(request, step)
        messages.success(request, step.done)
        return redirect(step.scope.home)

    return confirm


def _step(request, step_of, where: dict, data):
    """The change that an address is about, at the practice or the network that it names."""
    place = {name: where.pop(name) for name in ("ods", "network") if name in where}
    scope = scope_of(request, timezone.localdate(), **place)
    if scope.network and step_of in (steps.to_follow, steps.to_leave, steps.to_share):
        raise Http404("A network follows nothing itself.")
    more = {"person": request.user} if step_of is steps.to_ask else {}
    return step_of(scope, data, **more, **where)


def _form(request, step):
    wrong = step.form.is_bound and "again" not in request.POST
    context = {"step": step, "scope": step.scope, "form": step.form}
    return render(request, "desk/programmes/form.html", context, status=400 if wrong else 200)


def _overtaken(request, step):
    messages.info(request, OVERTAKEN)
    return redirect(step.back)


def _typed(request, form) -> list[tuple[str, str]]:
    """What was typed, for the page that confirms it to send again."""
    return [(name, value) for name in form.fields for value in request.POST.getlist(name)]


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _of_network(scope):
    shown = looked_after_by(scope.network, scope.today)
    return [(each, scope.practices_following(each.programme)) for each in shown]


def _sent(request):
    return request.POST if request.method == "POST" else None


def _status(form) -> int:
    return 400 if form.is_bound else 200
