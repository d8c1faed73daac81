"""An administrator says a row of the framework again, from a day on; what was said before stays."""

import datetime as dt

from django.db import IntegrityError, transaction

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.evidence.frameworks.tables import Said
from trainingsite.people.models import Person

CHANGED = "evidence.framework_changed"


class ChangedMeanwhile(Exception):
    """Somebody else changed the row while the page was open."""


@transaction.atomic
def say_again(row: Said, *, seen: int, by: Person, at: dt.datetime) -> Said:
    """Record what a row says from its day on; ``seen`` is the number of the version that was on the screen."""
    row.number, row.set_by, row.set_at = seen + 1, by, at
    if type(row).objects.of_code(row.code).filter(number__gt=seen).exists():
        raise ChangedMeanwhile(row.code)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise ChangedMeanwhile(row.code) from taken
    record(chains=[SITE_CHAIN], verb=CHANGED, actor=by.key, subject=row.key, at=at, act=row.act, rows=[row])
    return row
