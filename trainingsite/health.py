"""For whoever watches the server: is it alive, and is it fit to keep a record?"""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trainingsite.audit.triggers import missing_triggers
from trainingsite.desk.timetable import PERIODS
from trainingsite.reminders.jobs import tell_of_silence

LISTENED, A_WHILE = "listened-for-silent-jobs", 60


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; it asks nobody else."""
    return HttpResponse("alive", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and the record is guarded.

    When every worker is dead, nobody but the watchman comes by to notice: so this asks, too, whether the scheduled work
    has gone silent, and e-mails the administrators. The site is ready all the same.
    """
    problem = _problem()
    if not problem and cache.add(LISTENED, True, A_WHILE):
        tell_of_silence(PERIODS, timezone.now())
    return HttpResponse(problem or "ready", content_type="text/plain", status=503 if problem else 200)


def _problem() -> str:
    try:
        missing = missing_triggers(connection)
    except DatabaseError:
        return "The database does not answer."
    return f"{len(missing)} triggers are missing: run manage.py check --database default." if missing else ""
