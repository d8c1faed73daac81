"""The pages people come to: your training, the manager's desk, one person's record."""

import datetime as dt

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from modules.models import ModuleVersion
from scenarios.models import ScenarioVersion
from trainingsite.audit.actions import note_access
from trainingsite.compliance.exemptions import released_by_person
from trainingsite.compliance.models import LearningClaim
from trainingsite.desk.forms import DayForm
from trainingsite.desk.record import record_of
from trainingsite.desk.stories import alone, for_the_reader, series_in
from trainingsite.desk.training import good_certificates, training_of
from trainingsite.desk.work import work_of
from trainingsite.people.access import second_factor_required, signed_in
from trainingsite.people.audience import groups_of
from trainingsite.people.belonging import taken_on_lately
from trainingsite.people.models import Person, Practice
from trainingsite.policies.consulting.standing import open_for
from trainingsite.policies.models import Attestation
from trainingsite.policies.paper.countersigning import waiting_for_second
from trainingsite.policies.questions.threads import waiting_for


@signed_in
@require_GET
def home(request):
    """Your training: what is owed, by when, how long it takes, and what is held already."""
    today = timezone.localdate()
    practices = list(Practice.objects.of(request.user, today))
    context = {
        "training": training_of(request.user, practices, today),
        "practices": practices,
        "certificates": good_certificates(request.user, today),
        "waiting": LearningClaim.objects.by_human(request.user).waiting().select_related("module", "outside_training"),
        "signed": Attestation.objects.by_human(request.user).latest().signed().select_related("version", "practice"),
        "today": today,
        "consultations": open_for(request.user, practices, today),
        "questions_waiting": waiting_for(request.user, today).count(),
        "sheets_waiting": waiting_for_second(request.user, today).count(),
        "exemptions": released_by_person(request.user, practices, today),
        "taken_on": taken_on_lately(request.user, timezone.now()),
    }
    return render(request, "desk/home.html", context)


@signed_in
@require_GET
def more_to_learn(request):
    """Every module and scenario there is, for whoever wants to learn more than is asked."""
    today = timezone.localdate()
    scenarios = ScenarioVersion.objects.visible_to(request.user, today).current().select_related("page")
    mine, others = for_the_reader(scenarios, groups_of(request.user, today))
    context = {
        "modules": ModuleVersion.objects.visible_to(request.user, today).current().select_related("page"),
        "series": series_in([*mine, *others]),
        "mine": alone(mine),
        "others": alone(others),
    }
    return render(request, "desk/library.html", context)


def managed_practice(request, ods, day) -> Practice:
    """The practice asked for, or the first one the person manages. Raises Http404 for anybody else's."""
    practices = Practice.objects.managed_by(request.user, day)
    practice = practices.filter(ods_code__iexact=ods).first() if ods else practices.first()
    if practice is None:
        raise Http404("This person manages no such practice.")
    return practice


@second_factor_required
@require_GET
def person(request, ods, person_key):
    """One person's record at one practice; that somebody looked is noted."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    somebody = get_object_or_404(Person.objects.at(practice), key=person_key)
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": today})
    day = form.day_or(today, earliest=dt.date(1990, 1, 1))
    visible = LearningClaim.objects.visible_to(request.user, today)
    note_access(
        actor=request.user.key, verb="desk.record_opened", subject=somebody.key, detail=practice.name, at=timezone.now()
    )  # fmt: skip
    context = {
        "practice": practice,
        "person": somebody,
        "day": day,
        "form": form,
        "record": record_of(somebody, practice, day),
        "work": work_of(somebody, practice, today),
        "claims_shown": set(visible.by(somebody).values_list("key", flat=True)),
    }
    return render(request, "desk/person.html", context)
