"""Where the manager's page leads: every address as at the day that is shown."""

import datetime as dt
import uuid
from urllib.parse import urlencode

from django.urls import reverse

from trainingsite.people.models import Person, Practice


class Addresses:
    """The addresses of one practice's desk."""

    def __init__(self, practice: Practice, day: dt.date, today: dt.date):
        self.ods = practice.ods_code.lower()
        self.as_at = {} if day == today else {"on": day.isoformat()}

    def matrix(self, **chosen: str) -> str:
        """The training matrix, or the part of it that is chosen."""
        return self._of("matrix", query={**chosen, **self.as_at})

    def cell(self, person: Person, line: uuid.UUID) -> str:
        """What stands behind one cell of it."""
        return self._of("cell", person.key, line, query=self.as_at)

    def person(self, person: Person) -> str:
        """One person's record."""
        return self._of("person", person.key, query=self.as_at)

    def remind(self, **whom: str) -> str:
        """The page that shows a reminder before it is sent."""
        return self._of("remind", query=whom)

    def hand_out(self, **whom: str) -> str:
        """The slips of these people to print: what waits for them, and whatever else is open."""
        return self._of("hand_out", query=whom)

    def exempt(self, person: Person, lines: list[uuid.UUID]) -> str:
        """The form that releases somebody, filled in."""
        return self._of("exempt", query=[("person", person.key), *(("for", line) for line in lines)])

    def add_plan(self, person: Person, line: uuid.UUID) -> str:
        """The form for a plan about one gap."""
        return self._of("add_plan", query={"person": person.key, "requirement": line})

    @property
    def own_training(self) -> str:
        """Where somebody does what is asked of themselves."""
        return reverse("desk:home")

    def page(self, name: str, *args) -> str:
        """Any other page of the desk."""
        return self._of(name, *args)

    def _of(self, name: str, *args, query=()) -> str:
        address = reverse(f"desk:{name}", args=[self.ods, *args])
        return f"{address}?{urlencode(query)}" if query else address
