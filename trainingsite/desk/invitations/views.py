"""Whoever has not signed in yet: invitations by e-mail, and codes on paper for those without a mailbox of their own."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trainingsite.audit.actions import note_access
from trainingsite.desk.invitations.forms import CodesForm, WhoForm
from trainingsite.desk.invitations.listing import waiting_at
from trainingsite.desk.invitations.slips import codes_for
from trainingsite.people.access import second_factor_required
from trainingsite.people.helping import practices_to_help_at
from trainingsite.people.invitations import Sending, invite_all
from trainingsite.people.models import Practice
from trainingsite.people.reauth import recently_authenticated


def _helped(request, ods) -> Practice:
    return get_object_or_404(practices_to_help_at(request.user, timezone.localdate()), ods_code__iexact=ods)


@second_factor_required
@require_GET
def invitations(request, ods):
    """Everybody who has not signed in yet, and how far it has come with each."""
    practice, now = _helped(request, ods), timezone.now()
    waiting = waiting_at(practice, request.user, now, _moment(request.GET.get("joined", "")))
    return _show(request, practice, waiting, now)


def _moment(said: str) -> dt.datetime | None:
    """The moment in an address; None if there is none, or it is no moment."""
    try:
        moment = parse_datetime(said)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _show(request, practice, waiting, now, wrong=None):
    note_access(actor=request.user.key, verb="desk.invitations_opened", subject=practice.key, at=now)
    context = {"practice": practice, "waiting": waiting, "wrong": wrong}
    return render(request, "desk/invitations/list.html", context, status=400 if wrong else 200)


@second_factor_required
@require_POST
@recently_authenticated
def send(request, ods):
    """Invite those who were ticked; the e-mails leave within a minute or two."""
    practice, now = _helped(request, ods), timezone.now()
    waiting = waiting_at(practice, request.user, now)
    form = WhoForm(request.POST, lines=waiting.by_mail, prefix="mail")
    if not form.is_valid():
        return _show(request, practice, waiting, now, wrong=form)
    _say(request, invite_all(people=form.people, practice=practice, by=request.user, at=now))
    return redirect("desk:invitations", ods=ods)


def _say(request, sending: Sending) -> None:
    if count := len(sending.invited):
        sent = "1 invitation is on its way." if count == 1 else f"{count} invitations are on their way."
        messages.success(request, sent)
    if count := len(sending.just_invited):
        whom = "1 person" if count == 1 else f"{count} people"
        messages.info(request, f"{whom} had been invited a few minutes ago, so nothing was sent again.")
    for person, why in sending.refused:
        messages.error(request, f"{person.name} was not invited. {why}")


@never_cache
@second_factor_required
@require_POST
@recently_authenticated
def codes(request, ods):
    """Make a code for each of those who were ticked, and show them once, on slips to cut apart."""
    practice, now = _helped(request, ods), timezone.now()
    waiting = waiting_at(practice, request.user, now)
    form = CodesForm(request.POST, lines=waiting.on_paper, prefix="paper")
    if not form.is_valid():
        return _show(request, practice, waiting, now, wrong=form)
    slips = codes_for(form.people, practice, request.user, now)
    context = {"practice": practice, "slips": slips, "address": settings.SITE_URL + reverse("people:given_code")}
    return render(request, "desk/invitations/slips.html", context)
