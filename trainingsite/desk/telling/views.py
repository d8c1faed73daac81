"""A person's own messages and when they come; what a manager hands out on paper; how the scheduled jobs are doing."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.nudging.choosing import chosen_in
from trainingsite.desk.telling.asking import give_what_is_open, lines_besides, with_what_is_open
from trainingsite.desk.telling.forms import DaysForm, choice_in
from trainingsite.desk.telling.hearing import hearings_at
from trainingsite.desk.telling.job_lines import holidays_end_soon, job_lines
from trainingsite.desk.telling.slips import handed_over_lately, slips_at
from trainingsite.desk.timetable import PERIODS
from trainingsite.notices.actions import hand_over
from trainingsite.notices.models import Notice
from trainingsite.notices.naming import in_names_of_today
from trainingsite.people.access import second_factor_required, signed_in
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.actions import choose_days, choose_monthly_link
from trainingsite.reminders.jobs import tell_of_silence
from trainingsite.reminders.models import MessageChoice
from trainingsite.reminders.monthly import may_open_a_desk
from trainingsite.reminders.telling import unaddressed

SHOWN = 50


@signed_in
@require_http_methods(["GET", "POST"])
def own_messages(request):
    """The person's messages, and on which days they come; on POST, change the days."""
    chosen = MessageChoice.objects.by(request.user).first()
    initial = {"days": choice_in(chosen and chosen.weekdays), "monthly_link": chosen is None or chosen.monthly_link}
    opens_a_desk = may_open_a_desk(request.user, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = DaysForm(data, initial=initial, opens_a_desk=opens_a_desk)
    if form.is_valid():
        choose_days(person=request.user, weekdays=form.weekdays)
        if opens_a_desk:
            choose_monthly_link(person=request.user, wanted=form.cleaned_data["monthly_link"])
        messages.success(request, "Saved. You are told on the days you chose.")
        return redirect("desk:messages")
    own = Notice.objects.by(request.user).exclude(state=Notice.State.REPLACED)
    own = own.select_related("handed_over_by", "nudge__sender")
    own = in_names_of_today(list(own.order_by("-queued_at", "-pk")[:SHOWN]), request.user)
    return render(
        request, "desk/telling/messages.html", {"form": form, "notices": own}, status=400 if form.errors else 200
    )


def _managed(request, ods) -> Practice:
    practices = Practice.objects.managed_by(request.user, timezone.localdate())
    return get_object_or_404(practices, ods_code__iexact=ods)


@second_factor_required
@require_GET
def hand_out(request, ods):
    """What is to be handed out on paper, one slip a person; the address may ask for people. The look is noted."""
    practice, now = _managed(request, ods), timezone.now()
    today = timezone.localdate(now)
    slips, chosen = slips_at(practice, today), None
    if "person" in request.GET or "who" in request.GET:
        chosen = chosen_in(request.GET, practice, request.user, today)
        slips = with_what_is_open(slips, chosen.asked_for, today)
    note_access(actor=request.user.key, verb="desk.hand_out_opened", subject=practice.key, at=now)
    context = {
        "practice": practice, "slips": slips, "given": handed_over_lately(practice, today), "chosen": chosen,
        "query": request.GET.urlencode() if chosen else "", "site": settings.SITE_URL,
    }  # fmt: skip
    return render(request, "desk/telling/hand_out.html", context)


@second_factor_required
@require_POST
def handed_over(request, ods, person_key):
    """Note that a person was given their slip: what stood on it, and nothing that came since."""
    practice, now = _managed(request, ods), timezone.now()
    today = timezone.localdate(now)
    person = get_object_or_404(Person.objects.at(practice), key=person_key)
    shown = set(request.POST.getlist("notice"))
    notices = [
        notice for slip in slips_at(practice, today, person) for notice in slip.notices if str(notice.pk) in shown
    ]
    noted = [notice for notice in notices if hand_over(notice=notice, by=request.user, at=now)]
    lines = lines_besides(notices, set(request.POST.getlist("line")))
    told = lines and give_what_is_open(
        practice=practice, person=person, lines=lines, day=today, by=request.user, at=now
    )  # fmt: skip
    if noted or told:
        note_access(actor=request.user.key, verb="desk.handed_over", subject=person.key, at=now)
        messages.success(request, f"Noted: you gave {person.name} their slip.")
    else:
        messages.info(request, f"Nothing was changed: {person.name} has been given this slip already.")
    return redirect(reverse("desk:hand_out", args=[ods], query=request.GET))


@second_factor_required
@require_GET
def who_is_told(request, ods):
    """Who hears when something of somebody's is overdue, and about whom nobody does."""
    practice, now = _managed(request, ods), timezone.now()
    hearings = hearings_at(practice, timezone.localdate(now))
    note_access(actor=request.user.key, verb="desk.who_is_told_opened", subject=practice.key, at=now)
    return render(request, "desk/telling/who_is_told.html", {"practice": practice, "hearings": hearings})


@second_factor_required
@require_GET
def scheduled_jobs(request):
    """When each scheduled job last ran and what it did, for the administrators of the site."""
    if not request.user.is_superuser:
        raise Http404("Only administrators look after the jobs.")
    now = timezone.now()
    today = timezone.localdate(now)
    tell_of_silence(PERIODS, now)  # when every worker is dead, whoever looks is the first to notice
    context = {
        "jobs": job_lines(now),
        "now": now,
        "unaddressed": unaddressed(today),
        "holidays_end": holidays_end_soon(today),
    }
    return render(request, "desk/telling/jobs.html", context)
