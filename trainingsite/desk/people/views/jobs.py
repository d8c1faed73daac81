"""One person's jobs: one more, another from a day on, a correction, one that never was; and a whole team's manager."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trainingsite.desk.people.answering import about, attempt, colleagues, job_roles, sent
from trainingsite.desk.people.forms import ChangeJobForm, CorrectJobForm, JobForm, SeenForm, TeamForm
from trainingsite.desk.people.taking_on import taken_on
from trainingsite.formats.dates import long_date
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Membership
from trainingsite.people.staff import jobs, teams


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods, person_key):
    """Ask about one more job; on POST, note it."""
    practice, person, today = about(request, ods, person_key)
    offered = {"colleagues": colleagues(practice, today, besides=person), "roles": job_roles()}
    form = JobForm(sent(request), today=today, initial={"started_on": today}, **offered)
    said = {"person": person, "practice": practice, "by": request.user, "at": timezone.now()}
    if form.is_valid() and (begun := attempt(form, lambda: taken_on(jobs.begin_job, **said, **form.cleaned_data))):
        role, first = begun.job_role.name, long_date(begun.started_on)
        messages.success(request, f"Noted: {person.name} has a job as {role} from {first}.")
        return _back(ods, person)
    context = {"practice": practice, "person": person, "form": form, "button": "Add the job"}
    return _show(request, context, f"Another job for {person.name}")


@second_factor_required
@require_http_methods(["GET", "POST"])
def change(request, ods, person_key, line):
    """Ask what is different from which day on; on POST, note it. What was before stays as it was."""
    practice, person, today = about(request, ods, person_key)
    stay = _stay(request, practice, person, line)
    form = ChangeJobForm(sent(request), today=today, initial=_initial(stay, from_day=today), **_offered(stay, today))
    if form.is_valid() and attempt(form, lambda: jobs.change_job(membership=stay, **_said(form, request))):
        messages.success(request, f"Noted, from {long_date(form.cleaned_data['from_day'])}.")
        return _back(ods, person)
    context = {"practice": practice, "person": person, "form": form, "stay": stay, "button": "Save the change"}
    return _show(request, context, f"Change the job of {person.name} from a day on")


@second_factor_required
@require_http_methods(["GET", "POST"])
def correct(request, ods, person_key, line):
    """Show what is written down of a job; on POST, put right what was wrong from its first day."""
    practice, person, today = about(request, ods, person_key)
    stay = _stay(request, practice, person, line)
    form = CorrectJobForm(
        sent(request), today=today, initial=_initial(stay, started_on=stay.started_on), **_offered(stay, today)
    )
    if form.is_valid() and attempt(form, lambda: jobs.correct_job(membership=stay, **_said(form, request))):
        messages.success(request, "The job is put right.")
        return _back(ods, person)
    context = {"practice": practice, "person": person, "form": form, "stay": stay, "button": "Save the correction"}
    return _show(request, context, f"Correct the job of {person.name}")


@second_factor_required
@require_http_methods(["GET", "POST"])
def withdraw(request, ods, person_key, line):
    """Ask whether a job never was; on POST, take it back."""
    practice, person, today = about(request, ods, person_key)
    stay = _stay(request, practice, person, line)
    form = SeenForm(sent(request), today=today, initial={"seen": stay.pk})
    act = {"membership": stay, "by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, lambda: jobs.withdraw_job(**act)):
        messages.success(request, f"The job as {stay.job_role.name} is taken back.")
        return _back(ods, person)
    context = {"practice": practice, "person": person, "form": form, "stay": stay, "button": "Take the job back"}
    return _show(request, context, f"Was {person.name} never {stay.job_role.name} here?")


@second_factor_required
@require_http_methods(["GET", "POST"])
def team(request, ods, person_key):
    """Ask who manages somebody's team from which day on; on POST, note it for each of them."""
    practice, person, today = about(request, ods, person_key)
    members = teams.team_of(person, practice, today)
    if not members:
        raise Http404("This person manages nobody here.")
    form = TeamForm(
        sent(request), today=today, initial={"from_day": today}, colleagues=colleagues(practice, today, besides=person)
    )
    act = {"manager": person, "practice": practice, "by": request.user, "at": timezone.now()}
    if form.is_valid() and attempt(form, lambda: _hand_over(form, act)):
        messages.success(request, f"{form.cleaned_data['manager'].name} manages them from then on.")
        return redirect("desk:hand_over", ods=ods, person_key=person.key)
    context = {"practice": practice, "person": person, "form": form, "button": "Hand the team over", "team": members}
    return _show(request, context, f"Who manages the team of {person.name}?")


def _hand_over(form, act):
    return teams.hand_over_team(to=form.cleaned_data["manager"], from_day=form.cleaned_data["from_day"], **act)


def _stay(request, practice, person, line) -> Membership:
    """The job as it is known; of something sent, as it was known when its page was opened."""
    stays = Membership.objects.at(practice).by(person).filter(line=line)
    stays = stays.select_related("person", "practice", "job_role", "manager")
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen.isdecimal():
        return get_object_or_404(stays, pk=seen)
    return get_object_or_404(stays.known())


def _initial(stay: Membership, **days) -> dict:
    manager = str(stay.manager.key) if stay.manager else ""
    said = {"seen": stay.pk, "job_role": stay.job_role.key, "manager": manager, "staff_number": stay.staff_number}
    return {**said, **days}


def _offered(stay: Membership, today) -> dict:
    """Who may manage and which job roles there are; a manager who has gone stays what is written down."""
    people = colleagues(stay.practice, today, besides=stay.person)
    if stay.manager and stay.manager not in people:
        people.append(stay.manager)
    return {"colleagues": people, "roles": job_roles()}


def _said(form, request) -> dict:
    said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return {**said, "by": request.user, "at": timezone.now()}


def _show(request, context, title):
    status = 400 if context["form"].errors else 200
    return render(request, "desk/people/job.html", {**context, "title": title}, status=status)


def _back(ods, person):
    return redirect("desk:person", ods=ods, person_key=person.key)
