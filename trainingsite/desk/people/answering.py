"""What the pages about staff have in common: whom they are about, what they offer, and how a refusal is shown."""

import datetime as dt
from collections.abc import Callable

from django.shortcuts import get_object_or_404
from django.utils import timezone

from trainingsite.desk.views import managed_practice
from trainingsite.people.models import JobRole, Membership, Person, Practice
from trainingsite.people.staff.changing import Refused

DONE = object()


def about(request, ods, person_key) -> tuple[Practice, Person, dt.date]:
    """The practice, one of its people, and the day. Raises Http404 for anybody else's."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    return practice, get_object_or_404(Person.objects.at(practice), key=person_key), today


def sent(request):
    return request.POST if request.method == "POST" else None


def colleagues(practice: Practice, today: dt.date, *, besides: Person | None = None) -> list[Person]:
    """Whoever works here or is to come, by name, without one of them."""
    jobs = Membership.objects.known().at(practice).exclude(ended_on__lt=today)
    people = Person.objects.filter(pk__in=jobs.values("person"))
    return list(people.exclude(pk=besides.pk) if besides else people)


def job_roles() -> list[JobRole]:
    return list(JobRole.objects.select_related("staff_group"))


def attempt(form, act: Callable):
    """What the act answers; nothing where it is refused, and then the form says why and keeps what was typed."""
    try:
        return act() or DONE
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
