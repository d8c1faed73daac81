"""The administrator's way to a merger: choose, see what it would do, agree; all of it is done, or nothing."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.people.taking_on import merged
from trainingsite.desk.places.closing import left_at
from trainingsite.desk.places.forms import MergeForm
from trainingsite.desk.places.listing import practices_to_join
from trainingsite.desk.places.views import administrators_only, sent, show, the_practice, to_place
from trainingsite.people.merging.actions import Overtaken
from trainingsite.people.merging.plan import CannotMerge, MergerPlan, plan_merger

CHANGED = "Something has changed since you looked: nothing was done. This is what the merger would do now."


@administrators_only
@require_http_methods(["GET", "POST"])
def choose(request, ods):
    """Ask into which practice and when; on POST, show what would happen, and change nothing."""
    practice = the_practice(ods)
    form = _form(request, practice)
    if form.is_valid():
        try:
            return _preview(request, plan_merger(practice, **form.cleaned_data))
        except CannotMerge as refused:
            form.add_error(None, str(refused))
    return show(request, practice, "merge", form)


@administrators_only
@require_POST
def confirm(request, ods):
    """Do what was shown; if it would be something else by now, show that instead."""
    practice = the_practice(ods)
    form = _form(request, practice)
    if not form.is_valid():
        return show(request, practice, "merge", form)
    agreed = {"fingerprint": request.POST.get("fingerprint") or "none", "by": str(request.user.key)}
    try:
        plan = merged(practice=practice, at=timezone.now(), **agreed, **form.cleaned_data)
    except CannotMerge as refused:
        messages.info(request, str(refused))
        return to_place(practice)
    except Overtaken as overtaken:
        messages.warning(request, CHANGED)
        return _preview(request, overtaken.plan, status=409)
    messages.success(request, f"{practice} goes over into {plan.into} on {plan.on:%-d %B %Y}.")
    return to_place(practice)


def _form(request, practice) -> MergeForm:
    today = timezone.localdate()
    return MergeForm(sent(request), today=today, practices=practices_to_join(practice), initial={"on": today})


def _preview(request, plan: MergerPlan, status=200):
    """Everything that would happen, with names; that somebody looked is noted."""
    note_access(actor=request.user.key, verb="desk.merger_looked_at", subject=plan.practice.key, at=timezone.now())
    context = {"plan": plan, "practice": plan.practice, "left": left_at(plan.practice, plan.on)}
    return render(request, "desk/places/merge_preview.html", context, status=status)
