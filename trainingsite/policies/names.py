"""The practice's own names, filled into a policy when it is published."""

import datetime as dt
import re

from django.utils.html import escape

from trainingsite.people.models import Duty, Practice, Responsibility

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
OF_THE_PRACTICE = {
    "practice_name": "name",
    "practice_phone": "phone",
    "practice_website": "website",
    "approved_messaging_apps": "approved_messaging_apps",
}


class MissingNames(Exception):
    """The policy names somebody the practice has not recorded; nothing is published."""

    def __init__(self, names: list[str]):
        self.names = names
        said = ", ".join(name.replace("_", " ") for name in names)
        super().__init__(f"The policy needs names that are not recorded for the practice yet: {said}.")


def names_of(practice: Practice, day: dt.date) -> dict[str, str]:
    """What each placeholder stands for on that day; a duty that nobody holds is left out."""
    names = {word: getattr(practice, field) for word, field in OF_THE_PRACTICE.items()}
    held = Responsibility.objects.known().on(day).at(practice).select_related("person").order_by("started_on", "pk")
    for responsibility in held:
        contact = f" ({responsibility.contact})" if responsibility.contact else ""
        names[responsibility.duty] = responsibility.held_by + contact
    return {word: name for word, name in names.items() if name}


def placeholders_in(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def fill(html: str, names: dict[str, str]) -> str:
    """The HTML with the names in it, escaped."""
    return PLACEHOLDER.sub(lambda found: escape(names[found[1]]), html)


def known_words() -> set[str]:
    """Every placeholder there is."""
    return {*OF_THE_PRACTICE, *Duty.values}
