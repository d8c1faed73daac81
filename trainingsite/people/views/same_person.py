"""Confirming that two accounts are one's own: signed in with one of them, showing the other."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trainingsite.people import second_factor
from trainingsite.people.forms import OtherCodeForm, OtherPasswordAndStepForm, OtherPasswordForm
from trainingsite.people.joining import proof
from trainingsite.people.joining.actions import CannotJoin, confirm, say_no
from trainingsite.people.models import Membership, Person, Practice, SameAsked
from trainingsite.people.reauth import recently_authenticated


@recently_authenticated
@sensitive_post_parameters("other_password", "other_step", "code")
@require_http_methods(["GET", "POST"])
def same_person(request, asked_key):
    """Show which two accounts a manager takes for one person's; on POST, join them if both are shown to be theirs."""
    asked, now = _asked(request, asked_key), timezone.now()
    other = asked.other_than(request.user)
    ways = proof.ways_for(asked, other, now)
    sent = request.method == "POST" and bool({"code", "other_password"} & set(request.POST))
    form = _form_for(ways)(request.POST if sent else None)
    status = 200
    if form.is_valid():
        shown = _shown(request, asked, other, form.cleaned_data, now)
        if shown.proof:
            return _join(request, asked, shown, now)
        form.add_error(shown.field, shown.problem)
        status = shown.status
    context = {
        "asked": asked,
        "other": other,
        "form": form,
        "ways": ways,
        "jobs": [_jobs_of(request.user), _jobs_of(other, at=asked.practice)],
    }
    return render(request, "people/same_person/confirm.html", context, status=status)


@recently_authenticated
@require_POST
def not_the_same(request, asked_key):
    """Say that they are not both one's own."""
    try:
        say_no(asked=_asked(request, asked_key), by=request.user, at=timezone.now())
    except CannotJoin as why:
        messages.info(request, str(why))
    else:
        messages.success(request, "Thank you. The two accounts stay apart, and your manager sees your answer.")
    return redirect("people:account")


def _asked(request, asked_key) -> SameAsked:
    """A question that waits for the person. Raises Http404 for anybody else's."""
    if second_factor.has_second_factor(request.user) and not request.user.is_verified():
        raise PermissionDenied
    waiting = SameAsked.objects.about(request.user).waiting()
    return get_object_or_404(waiting.select_related("former", "kept", "practice", "asked_by"), key=asked_key)


def _form_for(ways: proof.Ways):
    if ways.by_code:
        return OtherCodeForm
    return OtherPasswordAndStepForm if ways.needs_second_step else OtherPasswordForm


def _shown(request, asked: SameAsked, other: Person, typed: dict, now) -> proof.Shown:
    if "code" in typed:
        return proof.by_code(asked, other, typed["code"], now)
    return proof.by_password(request, other, typed["other_password"], typed.get("other_step", ""), now)


def _join(request, asked: SameAsked, shown: proof.Shown, now):
    try:
        joined = confirm(asked=asked, by=request.user, proof=shown.proof, at=now)
    except CannotJoin as why:
        messages.error(request, f"Nothing was changed. {why}")
        return redirect("people:account")
    if request.user.pk == joined.kept_id:
        messages.success(request, "Done: what you learned and signed under both accounts counts here.")
        return redirect("people:account")
    logout(request)
    messages.success(request, f"Done. From now on you sign in as {joined.kept.username}.")
    return redirect("people:sign_in")


def _jobs_of(person: Person, at: Practice | None = None):
    """One of the two accounts, with where it works or has worked; of one that is not shown yet, only who asks knows."""
    stays = Membership.objects.by(person).known().select_related("practice", "job_role")
    stays = stays.at(at) if at else stays
    return {"person": person, "stays": stays.order_by("started_on", "pk")}
