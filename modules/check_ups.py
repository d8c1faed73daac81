"""The privacy check-up: that it was done on a day, and how fresh our advice on it is. Never what was found."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max, Subquery
from django.utils import timezone

from modules.models import CheckUp, ModulePage, ModuleVersion
from modules.reviewing import Review, review_of
from trainingsite.audit.actions import record
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person


@dataclass(frozen=True)
class Standing:
    """When the person last did their check-up, and when our advice was last looked through."""

    last_done_on: dt.date | None
    review: Review | None


def standing_of(person: Person, version: ModuleVersion, day: dt.date) -> Standing:
    """Both at once: one query."""
    last_done = CheckUp.objects.by(person).of_page(version.page_id).order_by().values("person")
    last_done = last_done.annotate(last=Max("done_on")).values("last")
    page = ModulePage.objects.filter(pk=version.page_id).annotate(last_done_on=Subquery(last_done))
    reviewed_on, months, last_done_on = page.values_list("reviewed_on", "review_months", "last_done_on").get()
    return Standing(last_done_on, review_of(reviewed_on, months, day))


def do_check_up(*, person: Person, version: ModuleVersion, at: dt.datetime) -> CheckUp:
    """Record that the person did their check-up today; twice in a day is once."""
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            done = CheckUp.objects.create(person=person, version=version, done_on=day)
            record(
                chains=chains_of(person, day), verb="modules.check_up_done",
                actor=person.key, subject=person.key, at=at, rows=[done],
            )  # fmt: skip
    except IntegrityError:
        return CheckUp.objects.by(person).get(version=version, done_on=day)
    return done
