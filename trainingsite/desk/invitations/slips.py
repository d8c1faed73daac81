"""Codes on paper: one slip for each person, shown once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trainingsite.people.helping import CannotHelp
from trainingsite.people.models import Person, Practice
from trainingsite.people.sign_in_codes import GivenCode, give_code

REASON = "First sign-in, from the list of those who have not signed in yet"


@dataclass(frozen=True)
class CodeSlip:
    """One person's code, or why there is none."""

    person: Person
    given: GivenCode | None
    why_not: str = ""


def codes_for(people: Sequence[Person], practice: Practice, by: Person, at: dt.datetime) -> list[CodeSlip]:
    """Make a code for each of them."""
    return [_slip(person, practice, by, at) for person in people]


def _slip(person: Person, practice: Practice, by: Person, at: dt.datetime) -> CodeSlip:
    try:
        return CodeSlip(person, give_code(person=person, practice=practice, by=by, reason=REASON, at=at))
    except CannotHelp as refused:
        return CodeSlip(person, None, str(refused))
