"""Plans of a practice: what is being done about gaps, by whom and by when."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.compliance import planning
from trainingsite.compliance.exemptions import demands_at
from trainingsite.compliance.planned import Planned, history_of, open_plans_at, plans_at
from trainingsite.compliance.planning import Steps
from trainingsite.compliance.plans import Plan
from trainingsite.desk.plans.forms import ChangeForm, DoneForm, DropForm, PlanForm
from trainingsite.desk.sent_again import CHANGED, OVER, about_row
from trainingsite.desk.views import managed_practice
from trainingsite.people.access import second_factor_required
from trainingsite.people.colleagues import people_at

WRITTEN = "Written down. It stands beside the gap, and in the evidence pack."
SENT_BEFORE = "That page was sent before, and its plan is done or dropped by now. To plan it anew, add another plan."
ANOTHER = (
    "Written down, as a plan of its own: another plan about the same gap is open too. If this one takes its place, open"
    " that one and drop it."
)


@second_factor_required
@require_GET
def plans(request, ods):
    """Every plan: what is open first, what is late at its head; what is done or dropped stays."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    found = plans_at(practice, today)
    _note(request, practice)
    context = {
        "practice": practice,
        "today": today,
        "open": [(plan, plan.is_late(today)) for plan in found if plan.row.is_open],
        "over": sorted((plan for plan in found if not plan.row.is_open), key=lambda plan: plan.row.acted_at)[::-1],
    }
    return render(request, "desk/plans/list.html", context)


def _note(request, practice) -> None:
    note_look_of_the_day(
        actor=request.user.key, verb="desk.plans_opened", subject=practice.key, at=timezone.now()
    )  # fmt: skip


@second_factor_required
@require_http_methods(["GET", "POST"])
def add(request, ods):
    """Ask what is being done about which gap; on POST, write it down."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=people_at(practice, today),
        demands=demands_at(practice, today),
        today=today,
        initial={name: request.GET.get(name, "") for name in ("person", "requirement")},
    )
    if form.is_valid():
        made = planning.plan(
            token=form.cleaned_data["token"], practice=practice, gap=form.about, steps=form.steps, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        _say_of(request, practice, made, today)
        return redirect("desk:plans", ods=ods)
    context = {"practice": practice, "form": form, "today": today}
    return render(request, "desk/plans/add.html", context, status=400 if form.is_bound else 200)


def _say_of(request, practice, made: Plan, today) -> None:
    """That it is written down; and if another plan about the same gap is open, what to do about that."""
    found = open_plans_at(practice, today)
    gaps = {plan.row.line: (plan.row.requirement_line, plan.row.person_id, plan.about) for plan in found}
    if made.line not in gaps:
        messages.info(request, SENT_BEFORE)
    elif list(gaps.values()).count(gaps[made.line]) > 1:
        messages.warning(request, ANOTHER)
    else:
        messages.success(request, WRITTEN)


@second_factor_required
@require_GET
def plan(request, ods, key):
    """One plan, everything that was said of it, and the forms that say more."""
    practice = managed_practice(request, ods, timezone.localdate())
    return _show(request, practice, _rows(practice, key))


@second_factor_required
@require_POST
def change(request, ods, key):
    """Give it other steps."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    rows = _rows(practice, key)
    form = ChangeForm(request.POST, people=people_at(practice, today), today=today, initial=_steps_of(rows[0].row))
    return _say(request, practice, rows, form, planning.change, "changing")


@second_factor_required
@require_POST
def done(request, ods, key):
    """Note that it is done."""
    practice = managed_practice(request, ods, timezone.localdate())
    return _say(request, practice, _rows(practice, key), DoneForm(request.POST), planning.finish, "finishing")


@second_factor_required
@require_POST
def drop(request, ods, key):
    """Note that it is not done, and why."""
    practice = managed_practice(request, ods, timezone.localdate())
    return _say(request, practice, _rows(practice, key), DropForm(request.POST), planning.drop, "dropping")


def _rows(practice, key) -> list[Planned]:
    """Everything that was said of one plan, newest first. Raises Http404 for a plan of another practice."""
    rows = history_of(practice, key)
    if not rows:
        raise Http404("There is no such plan here.")
    return rows


def _say(request, practice, rows, form, act, name):
    """Do what a form asks, about the row that was shown with it."""
    if not form.is_valid():
        return _again(request, practice, rows, form, name, 400)
    shown = next((plan for plan in rows if plan.row.number == form.cleaned_data["number"]), None)
    if shown is None:
        raise Http404("There is no such row of this plan.")
    steps = form.steps if name == "changing" else _same_steps(shown)
    gap = "" if shown.row.requirement_line else shown.about
    try:
        act(
            row=shown.row, gap=gap, steps=steps, reason=form.cleaned_data["reason"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except (planning.ChangedMeanwhile, planning.OverAlready):
        return _again(request, practice, _rows(practice, rows[0].row.line), form, name, 409)
    messages.success(request, "Noted.")
    return redirect("desk:plans", ods=practice.ods_code.lower())


def _again(request, practice, rows, form, name, status):
    """The plan as it is now, with what was typed; once it is over, there is nothing more to say of it."""
    newest = rows[0].row
    if not newest.is_open:
        messages.warning(request, OVER)
        return _show(request, practice, rows, status=409)
    if status == 409:
        messages.warning(request, CHANGED)
        form = about_row(form, "number", newest.number)
    return _show(request, practice, rows, {name: form}, status=status)


def _same_steps(plan: Planned) -> Steps:
    row = plan.row
    return Steps(plan.action, row.due_on, row.carried_by, "" if row.carried_by else plan.who)


def _steps_of(row: Plan) -> dict:
    return {"due_on": row.due_on}


def _show(request, practice, rows, forms=None, status=200):
    """The page of one plan; ``forms`` are those that were sent and not done."""
    today, newest = timezone.localdate(), rows[0]
    _note(request, practice)
    shown = {"number": newest.row.number}
    steps = {
        "action": newest.action,
        "carried_by": str(newest.row.carried_by.key) if newest.row.carried_by else "",
        "who": "" if newest.row.carried_by else newest.who,
        "due_on": newest.row.due_on,
    }
    context = {
        "practice": practice,
        "today": today,
        "plan": newest,
        "late": newest.is_late(today),
        "rows": rows,
        "changing": ChangeForm(people=people_at(practice, today), today=today, initial={**shown, **steps}),
        "finishing": DoneForm(initial=shown),
        "dropping": DropForm(initial=shown),
        **(forms or {}),
    }
    return render(request, "desk/plans/plan.html", context, status=status)
