"""Somebody whose password was right and whose code is awaited: not signed in yet, anywhere."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from trainingsite.people.models import Person
from trainingsite.people.rules import A_CODE_IS_AWAITED_FOR, still_holds

SESSION_KEY = "halfway"


def begin(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Remember who gave a right password; a password changed meanwhile makes them start again."""
    request.session.flush()
    request.session[SESSION_KEY] = {
        "person": person.pk,
        "backend": person.backend,
        "hash": person.get_session_auth_hash(),
        "at": at.isoformat(),
    }


def person_in(request: HttpRequest, *, at: datetime) -> Person | None:
    """Who is halfway in this browser, ready to be signed in."""
    kept = request.session.get(SESSION_KEY)
    if not kept or not still_holds(datetime.fromisoformat(kept["at"]), at, A_CODE_IS_AWAITED_FOR):
        return None
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(person.get_session_auth_hash(), kept["hash"]):
        return None
    person.backend = kept["backend"]
    return person


def end(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
