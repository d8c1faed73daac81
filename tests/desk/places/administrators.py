"""Administrators, and forms as they send them."""

from tests.factories import make_person
from tests.people.phones import make_known_person, verified
from trainingsite.people.models import Person


def sign_in_administrator(client, name: str = "Ada Stone") -> Person:
    """Somebody who looks after the site, signed in with a second factor."""
    person = make_known_person(name, is_superuser=True, is_staff=True)
    verified(client, person)
    return person


def opening(**changed) -> dict:
    """What the form about a new practice sends."""
    return {"name": "Abbey Surgery", "ods_code": "A11111", "went_live_on": "2026-03-02", **changed}


def messages_on(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def make_somebody(name: str, **fields) -> Person:
    """Somebody with a sign-in and no job."""
    return make_person(name, **fields)
