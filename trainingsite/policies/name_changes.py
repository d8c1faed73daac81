"""Names that have changed since a policy was published: what the text says, and what it would say today.

What was filled in then is read back from the frozen text, by laying the page's words over it: nothing more is stored.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape

from scenarios.freezing import frozen_stream
from scenarios.wording import html_of
from trainingsite.audit.actions import thaw, thawed
from trainingsite.people.models import Duty
from trainingsite.policies.looking_after import Task
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.names import OWN_PARAGRAPH, PLACEHOLDER, described, names_at
from trainingsite.policies.routes import ROUTES

TAG = re.compile(r"<[^>]+>")
# A name has no tags in it, which keeps the search inside its paragraph.
A_NAME, A_LIST = "[^<]*?", "<ul>.*?</ul>|[^<]*?"
REASON_LENGTH = 500
MINOR = "minor"  # as the page that publishes has it


@dataclass(frozen=True)
class NameChange:
    """One placeholder: what stands for it in the text, and what would today. Nothing, if nobody is recorded."""

    word: str
    was: str
    now: str | None

    @property
    def sentence(self) -> str:
        """What whoever looks after the policy is told."""
        if self.word == ROUTES:
            today = "The routes for speaking up have changed" if self.now else "There are not enough routes to speak up"
            return f"{today}: the policy says “{self.was}”."
        if self.now is None:
            return f"{nobody_is(self.word)} today: the policy says “{self.was}”."
        return f"The {described(self.word)} has changed: the policy says “{self.was}”, and today it is “{self.now}”."

    @property
    def in_reason(self) -> str:
        """How the reason for a new version says it."""
        return "routes for speaking up" if self.word == ROUTES else f"{described(self.word)} is now {self.now}"


def nobody_is(word: str) -> str:
    """What is missing, of a duty or of something about the practice."""
    return f"Nobody is recorded as {described(word)}" if word in Duty.values else f"No {described(word)} is recorded"


def changes_in_names(page: PolicyPage, version: PolicyVersion, day: dt.date) -> list[NameChange]:
    """The names in a version of the policy that are others on the day, or that nobody has any more."""
    return list(_changes(page, thawed(version.snapshot_id), names_at([version.practice], day)[version.practice_id]))


def _changes(page, content: dict, names: dict[str, str]) -> Iterator[NameChange]:
    """Each placeholder whose name in the frozen text is not today's; of clauses rewritten meanwhile nothing is said."""
    for word, was in names_in(page, content).items():
        now = in_words(conditional_escape(names[word])) if word in names else None
        if now != was:
            yield NameChange(word, was, now)


def names_in(page: PolicyPage, content: dict) -> dict[str, str]:
    """By placeholder: the words that were filled in for it."""
    frozen = {clause["id"]: clause["html"] for clause in content["clauses"]}
    texts = [(clause["text"], frozen.get(clause["id"], "")) for clause in frozen_stream(page.clauses)]
    found: dict[str, str] = {}
    for template, filled in [*texts, (html_of(page.declaration), content["declaration"])]:
        found = {**read_back(template, filled), **found}
    return {word: in_words(html) for word, html in found.items()}


def read_back(template: str, filled: str) -> dict[str, str]:
    """What stands in the filled text for each placeholder; nothing where the words around them are not the same."""
    if not PLACEHOLDER.search(template):
        return {}
    template = OWN_PARAGRAPH.sub(f"{{{ROUTES}}}", template)
    pattern, seen = "", set()
    for place, part in enumerate(PLACEHOLDER.split(template)):
        if place % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            pattern += f"(?P<{part}>{A_LIST if part == ROUTES else A_NAME})"
            seen.add(part)
    found = re.fullmatch(pattern, filled, re.DOTALL)
    return found.groupdict() if found else {}


def in_words(html: str) -> str:
    """What was filled in, as plain words; the items of a list one after the other."""
    return unescape(TAG.sub("", html.strip().replace("</li>\n<li>", "; ")).strip())


def tasks_for(pages: Iterable[PolicyPage], day: dt.date) -> dict[int, list[Task]]:
    """By page: what to do because names have changed since its newest version; four queries for any number of pages."""
    pages = {page.pk: page for page in pages}
    newest = newest_versions(pages)
    names = names_at({version.practice for version in newest.values()}, day)
    found: dict[int, list[Task]] = {}
    for page_id, version in newest.items():
        changes = list(_changes(pages[page_id], thaw(version.snapshot), names[version.practice_id]))
        if changes:
            found[page_id] = [*_to_record(version, changes)] or [to_publish(pages[page_id], changes)]
    return found


def newest_versions(page_ids: Iterable[int]) -> dict[int, PolicyVersion]:
    """By page: the version published last, with its practice and what it says."""
    numbered = PolicyVersion.objects.filter(page__in=list(page_ids)).order_by("major", "minor")
    newest = dict(numbered.values_list("page", "pk"))
    versions = PolicyVersion.objects.filter(pk__in=newest.values()).select_related("practice", "snapshot")
    return {version.page_id: version for version in versions}


def _to_record(version: PolicyVersion, changes: list[NameChange]) -> Iterator[Task]:
    """A name that is missing comes first: without it nothing can be published."""
    for change in changes:
        if change.now is None and change.word == ROUTES:
            yield Task(change.sentence, "Add a route for speaking up", reverse("policies:routes"))
        elif change.now is None:
            desk = reverse("desk:practice", args=[version.practice.ods_code.lower()])
            yield Task(change.sentence, "Record it for the practice", desk)


def to_publish(page: PolicyPage, changes: list[NameChange]) -> Task:
    """The way to a minor version in which the names are today's; the form is filled in already."""
    reason = f"Names brought up to date: {'; '.join(change.in_reason for change in changes)}."
    asked = urlencode({"change": MINOR, "reason": reason[:REASON_LENGTH]})
    return Task(
        " ".join(change.sentence for change in changes),
        "Publish a minor version with the new names",
        f"{reverse('publish_policy', args=[page.pk])}?{asked}",
    )


def filled_in(asked: Mapping[str, str]) -> dict[str, str]:
    """What the way to publishing has filled in, to be read and changed before anything is sent."""
    reason = asked.get("reason", "")[:REASON_LENGTH]
    return {"change": MINOR, "reason": reason} if asked.get("change") == MINOR else {}
