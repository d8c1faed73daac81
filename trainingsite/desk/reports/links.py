"""Where a name in a report leads."""

import uuid
from collections.abc import Callable

from django.urls import reverse

from trainingsite.desk.reports.asking import Asked, Linked
from trainingsite.people.models import Person

NOBODY = uuid.UUID(int=0)


def person_links(asked: Asked) -> Callable[[Person], Linked]:
    """Names that lead to the person's record at the practice as at the day, no two alike."""
    query = {} if asked.day == asked.today else {"on": asked.day.isoformat()}
    pattern = reverse("desk:person", args=[asked.practice.ods_code.lower(), NOBODY], query=query)
    return lambda person: Linked(asked.names.get(person.pk, person.name), pattern.replace(str(NOBODY), str(person.key)))
