"""The practice in one look, and who is led where from the desk's door."""

import datetime as dt

from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.compliance.adding_up import Sums
from trainingsite.compliance.matrix import Matrix, Totals
from trainingsite.compliance.models import LearningClaim
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.compliance.rules import Status
from trainingsite.compliance.standing_notices import standing_notice
from trainingsite.desk import overview
from trainingsite.desk.dashboard.addresses import Addresses
from trainingsite.desk.dashboard.keeping import Look, kept_or_drawn
from trainingsite.desk.dashboard.requirements import asked_in
from trainingsite.desk.dashboard.week import week_of
from trainingsite.desk.forms import DayForm, asked_day
from trainingsite.desk.targets import against_target, target_of
from trainingsite.desk.team.listing import led_by
from trainingsite.people.access import second_factor_required
from trainingsite.people.links import networks_led
from trainingsite.people.models import Practice
from trainingsite.policies.paper.countersigning import waiting_for_second
from trainingsite.policies.questions.threads import waiting_for


@second_factor_required
@require_GET
def opening(request):
    """Lead managers to their practice, network leads to their networks, and who has a team to that."""
    today = timezone.localdate()
    practice = Practice.objects.managed_by(request.user, today).first()
    if practice:
        return redirect("desk:practice", ods=practice.ods_code.lower())
    if networks_led(request.user, today).exists():
        return redirect("desk:networks")
    if led_by(request.user, today):
        return redirect("desk:my_team")
    raise Http404("This person has no desk.")


@second_factor_required
@require_GET
def practice(request, ods):
    """How far the practice is and what needs doing this week, as at any day."""
    today = timezone.localdate()
    practices = list(Practice.objects.managed_by(request.user, today))
    found = next((each for each in practices if each.ods_code.lower() == ods.lower()), None)
    if found is None:
        raise Http404("This person manages no such practice.")
    form, day = asked_day(request, found, today)
    note_look_of_the_day(
        actor=request.user.key, verb="desk.matrix_opened", subject=found.key, at=timezone.now()
    )  # fmt: skip
    look = Look(request.user, found, tuple(practices), day, today, request.GET.urlencode())
    content = kept_or_drawn(look, lambda: draw(request, form, look))
    return render(request, "desk/dashboard/practice.html", {"practice": found, "form": form, "content": content})


def draw(request, form: DayForm, look: Look) -> tuple[SafeString, Matrix]:
    """What stands between the header and the footer, and the matrix that it was drawn from."""
    practice, day, today, person = look.practice, look.day, look.today, look.person
    matrix = remembered_matrix(practice, day, today)
    waiting = list(waiting_for(person, today).select_related("person", "version").order_by("attested_at", "pk"))
    week = week_of(matrix, today, person, [each for each in waiting if each.practice_id == practice.pk])
    beside = {
        "claims_waiting": LearningClaim.objects.at(practice, today).waiting().exclude(person=person).count(),
        "questions_elsewhere": sum(each.practice_id != practice.pk for each in waiting),
        "sheets_waiting": waiting_for_second(person, today).count(),
    }
    context = {
        "practice": practice,
        "leads_networks": networks_led(person, today).exists(),
        "others": [each for each in look.practices if each != practice],
        "form": form,
        "day": day,
        "today": today,
        "matrix": matrix,
        "week": week,
        **beside,
        "waits": week.is_now and any(beside.values()),
        "notice": standing_notice(practice, today) if week.is_now else None,
        "requirements": asked_in(matrix, Addresses(practice, day, today)),
        **figures(matrix, day, today),
    }
    return render_to_string("desk/dashboard/content.html", context, request), matrix


def figures(matrix: Matrix, day: dt.date, today: dt.date) -> dict:
    """The sums of the whole matrix with their denominator spelled out, and who is not counted, by name."""
    totals, people = matrix.total(), len(matrix.rows)
    statuses = [cell.status for row in matrix.rows for cell in row.cells]
    practice = matrix.practice
    target = practice.target_percent if day >= today else target_of(practice, day)
    return {
        "totals": totals,
        "share": overview.share(totals.compliant, totals.required, people),
        "against_target": against_target(sums_of(totals), people, target),
        "denominator": overview.in_words(totals, people),
        "not_counted": overview.not_counted(matrix),
        "overdue": statuses.count(Status.OVERDUE),
        "expiring": statuses.count(Status.EXPIRING),
        "to_all_overdue": Addresses(practice, day, today).matrix(status=Status.OVERDUE.value),
        "to_all_expiring": Addresses(practice, day, today).matrix(status=Status.EXPIRING.value),
    }


def sums_of(totals: Totals) -> Sums:
    return Sums(totals.in_practice, totals.not_required, totals.on_leave, totals.exempt, totals.compliant)
