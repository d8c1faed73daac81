"""Helping somebody to sign in: a code for a new password, or taking away a second step that was lost."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.credentials.forms import ReasonForm
from trainingsite.people import second_factor
from trainingsite.people.access import second_factor_required
from trainingsite.people.helping import CannotHelp, helping, practices_to_help_at, remove_second_step
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.people.reauth import recently_authenticated
from trainingsite.people.rules import why_not_give_code, why_not_remove_second_step
from trainingsite.people.sign_in_codes import give_code


def _helped(request, ods) -> Practice:
    return get_object_or_404(practices_to_help_at(request.user, timezone.localdate()), ods_code__iexact=ods)


def _person(request, ods, person_key) -> tuple[Practice, Person]:
    practice = _helped(request, ods)
    return practice, get_object_or_404(Person.objects.at(practice), key=person_key)


@second_factor_required
@require_GET
def people(request, ods):
    """Everybody who works here today, to choose whom to help."""
    practice = _helped(request, ods)
    members = Membership.objects.at(practice).known().on(timezone.localdate()).exclude(person=request.user)
    members = members.select_related("person", "job_role").order_by("person__last_name", "person__first_name", "pk")
    return render(request, "desk/credentials/people.html", {"practice": practice, "members": members})


@second_factor_required
@require_GET
def person(request, ods, person_key):
    """What can be done for one person, or why not."""
    practice, somebody = _person(request, ods, person_key)
    note_access(
        actor=request.user.key, verb="desk.sign_in_help_opened", subject=somebody.key, detail=practice.name,
        at=timezone.now(),
    )  # fmt: skip
    return _show(request, practice, somebody)


def _show(request, practice, somebody, code_form=None, step_form=None):
    stands = helping(somebody, practice, request.user, timezone.now())
    context = {
        "practice": practice,
        "person": somebody,
        "why_no_code": why_not_give_code(stands),
        "why_no_removal": why_not_remove_second_step(stands),
        "has_second_step": second_factor.has_second_factor(somebody),
        "code_form": code_form or ReasonForm(auto_id="code_%s"),
        "step_form": step_form or ReasonForm(auto_id="step_%s"),
        "wrong": code_form or step_form,
    }
    return render(request, "desk/credentials/person.html", context, status=400 if context["wrong"] else 200)


@second_factor_required
@require_POST
@recently_authenticated
def give(request, ods, person_key):
    """Make a code and show it, this once."""
    practice, somebody = _person(request, ods, person_key)
    form = ReasonForm(request.POST, auto_id="code_%s")
    if not form.is_valid():
        return _show(request, practice, somebody, code_form=form)
    try:
        given = give_code(person=somebody, practice=practice, by=request.user, at=timezone.now(), **form.cleaned_data)
    except CannotHelp as refused:
        return _refused(request, ods, somebody, refused)
    context = {"practice": practice, "person": somebody, "given": given}
    return render(request, "desk/credentials/code.html", context)


@second_factor_required
@require_POST
@recently_authenticated
def remove(request, ods, person_key):
    """Take away a second step that was lost."""
    practice, somebody = _person(request, ods, person_key)
    form = ReasonForm(request.POST, auto_id="step_%s")
    if not form.is_valid():
        return _show(request, practice, somebody, step_form=form)
    try:
        remove_second_step(
            person=somebody, practice=practice, by=request.user, at=timezone.now(), **form.cleaned_data
        )  # fmt: skip
    except CannotHelp as refused:
        return _refused(request, ods, somebody, refused)
    messages.success(request, f"The second step of {somebody.name} is removed, and they are signed out everywhere.")
    return redirect("desk:help_person", ods=ods, person_key=somebody.key)


def _refused(request, ods, somebody, refused: CannotHelp):
    messages.error(request, f"Nothing was changed. {refused}")
    return redirect("desk:help_person", ods=ods, person_key=somebody.key)
