"""For whoever watches the server: is it alive, and is it fit to keep a record?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trainingsite.audit.triggers import missing_triggers


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; it asks nobody else."""
    return HttpResponse("alive", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and the record is guarded."""
    problem = _problem()
    return HttpResponse(problem or "ready", content_type="text/plain", status=503 if problem else 200)


def _problem() -> str:
    try:
        missing = missing_triggers(connection)
    except DatabaseError:
        return "The database does not answer."
    return f"{len(missing)} triggers are missing: run manage.py check --database default." if missing else ""
