"""Your account, and how your information is used."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trainingsite.people import privacy as notice
from trainingsite.people import second_factor
from trainingsite.people.access import signed_in
from trainingsite.people.models import CredentialIssued, Duty, Membership, Responsibility, SameAsked
from trainingsite.people.views.signing_in import where_next

A_YEAR = timedelta(days=365)


@signed_in
@require_safe
def account(request):
    """Show people what is held about them here, and how their account is locked."""
    person, day = request.user, timezone.localdate()
    keeping = Responsibility.objects.by(person).known().on(day).of_kind(Duty.RECORDS_KEEPER)
    posts = Membership.objects.by(person).known().on(day).select_related("practice", "job_role")
    context = {
        "person": person,
        "posts": posts.order_by("practice__name", "started_on"),
        "has_phone": second_factor.has_second_factor(person),
        "codes_left": second_factor.recovery_codes_left(person),
        "needs_phone": second_factor.needs_second_factor(person, day),
        "keeps_names_of": keeping.select_related("practice"),
        "same_person_asked": SameAsked.objects.about(person).waiting().select_related("asked_by", "practice"),
        "ways_in": CredentialIssued.objects.by(person)
        .filter(issued_on__gt=day - A_YEAR)
        .select_related("issued_by")
        .order_by("-issued_at"),
    }
    return render(request, "people/account.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request):
    """Show how information is used; on the first sign-in, remember that it was shown, and go on."""
    person = request.user
    first_time = person.is_authenticated and notice.needs_to_see_the_notice(person)
    if request.method != "POST":
        day = timezone.localdate()
        context = {
            "first_time": first_time,
            "controllers": notice.controllers_of(person, day) if person.is_authenticated else [],
            "months_of_messages": settings.MESSAGES_KEPT_MONTHS,
        }
        return render(request, "people/privacy.html", context)
    if first_time:
        notice.note_seen(person=person, at=timezone.now())
    return redirect(where_next(request)) if person.is_authenticated else redirect("people:sign_in")
