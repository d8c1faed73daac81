"""What somebody is to be told of beside their training: apps below the reminders say it, the reminders tell it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from trainingsite.people.models import Person, Practice


@dataclass(frozen=True)
class Matter:
    """One thing one person is to be told of, and the step of it that has come: each step is told once."""

    person: Person
    practice: Practice | None
    kind: str
    about: uuid.UUID
    planned_on: dt.date
    title: str
    text: str
