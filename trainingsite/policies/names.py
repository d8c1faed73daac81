"""The practice's own names, filled into a policy when it is published."""

import datetime as dt
import re
from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from trainingsite.people.models import Duty, Network, Practice, Responsibility
from trainingsite.policies.routes import (
    ROUTES,
    Routes,
    in_a_sentence,
    routes_at,
    routes_of,
    sentence_on_missing,
)

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# A list cannot stand inside a paragraph, so it takes the place of one that holds nothing else.
OWN_PARAGRAPH = re.compile(rf"<p[^>]*>\s*\{{{ROUTES}\}}\s*</p>")
ITEM = re.compile(r"<li>(.*?)</li>")
OF_THE_PRACTICE = {
    "practice_name": "name",
    "practice_phone": "phone",
    "practice_website": "website",
    "approved_messaging_apps": "approved_messaging_apps",
}
DESCRIBED = {
    "practice_name": "name of the practice",
    "practice_phone": "telephone number of the practice",
    "practice_website": "website of the practice",
    "approved_messaging_apps": "list of approved messaging apps",
    ROUTES: "list of routes for speaking up",
}


class MissingNames(Exception):
    """The policy needs what the practice has not recorded; nothing is published."""

    def __init__(self, names: Iterable[str], routes: str = ""):
        self.names = list(names)
        said = ", ".join(name.replace("_", " ") for name in self.names if name != ROUTES)
        needed = f"The policy needs names that are not recorded for the practice yet: {said}." if said else ""
        needed += " Record them for the practice, then publish." if said else ""
        super().__init__(" ".join(part for part in (needed, routes) if part))


def missing_names(words: Iterable[str], practice: Practice, day: dt.date) -> MissingNames:
    """What stops publication because these words stand for nothing at the practice on that day."""
    routes = sentence_on_missing(routes_of(practice, day), day, reverse("policies:routes")) if ROUTES in words else ""
    return MissingNames(words, routes)


class NamesInNetworkPolicy(MissingNames):
    """A network's policy would name somebody or something of one practice; nothing is published."""

    def __init__(self, names: Iterable[str]):
        self.names = list(names)
        said = ", ".join("{" + name + "}" for name in self.names)
        Exception.__init__(
            self,
            f"A network's policy names nobody at a practice, so that it reads the same at each of them: take out"
            f" {said}, and say “your practice manager” or “your practice's Caldicott Guardian” instead.",
        )


def names_of(holder: Practice | Network, day: dt.date) -> dict[str, str]:
    """What each placeholder stands for on that day; a duty that nobody holds is left out. A network has none."""
    return {} if isinstance(holder, Network) else names_at([holder], day)[holder.pk]


def names_at(practices: Iterable[Practice], day: dt.date) -> dict[int, dict[str, str]]:
    """By practice: what each placeholder stands for on that day, in two queries for any number of practices."""
    practices = list(practices)
    found = {each.pk: {word: getattr(each, field) for word, field in OF_THE_PRACTICE.items()} for each in practices}
    held = Responsibility.objects.known().on(day).filter(practice__in=practices).select_related("person")
    duties = list(held.order_by("started_on", "pk"))
    for responsibility in duties:
        contact = f" ({responsibility.contact})" if responsibility.contact else ""
        found[responsibility.practice_id][responsibility.duty] = responsibility.held_by + contact
    for practice_id, routes in routes_at(practices, duties, day).items():
        found[practice_id][ROUTES] = "" if routes.missing() else listed(routes)
    return {key: {word: name for word, name in names.items() if name} for key, names in found.items()}


def listed(routes: Routes) -> SafeString:
    """The routes as a list, escaped."""
    items = "\n".join(f"<li>{conditional_escape(words)}</li>" for words in routes.in_words())
    return mark_safe(f"<ul>\n{items}\n</ul>")


def placeholders_in(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def fill(html: str, names: dict[str, str]) -> str:
    """The HTML with the names in it, escaped; the routes are a list, or the words of one inside a sentence."""
    if ROUTES in names:
        routes = str(names[ROUTES])
        html = OWN_PARAGRAPH.sub(lambda _: routes, html)
        names = {**names, ROUTES: mark_safe("; ".join(ITEM.findall(routes)) or routes)}
    return PLACEHOLDER.sub(lambda found: conditional_escape(names[found[1]]), html)


def known_words() -> set[str]:
    """Every placeholder there is."""
    return {*OF_THE_PRACTICE, *Duty.values, ROUTES}


def described(word: str) -> str:
    """What a placeholder stands for, as it is said in a sentence."""
    labels = {str(duty): in_a_sentence(duty) for duty in Duty}
    return DESCRIBED.get(word) or labels.get(word) or word.replace("_", " ")
