"""One person's go at a knowledge check: the questions in its own order, and how it went. For that person only."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from modules.drawing import posts_of
from modules.models import ModuleVersion
from modules.rules import Mark, enough_of, is_right, mark, shuffled
from scenarios.models import Attempt
from trainingsite.audit.actions import read_words, thaw
from trainingsite.audit.models import Words
from trainingsite.people.models import Person


@dataclass(frozen=True)
class Answered:
    """A question looked back on."""

    question: dict
    post: SafeString
    chosen: tuple[str, ...]
    right: bool


@dataclass(frozen=True)
class Go:
    """An attempt with the content it is made on."""

    attempt: Attempt
    content: dict

    @property
    def ended(self) -> bool:
        return hasattr(self.attempt, "outcome")

    @cached_property
    def questions(self) -> list[dict]:
        return shuffled(self.content["questions"], self.attempt.key.int)

    @cached_property
    def posts(self) -> dict[str, SafeString]:
        return posts_of(self.content["questions"])

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]] | None:
        """What was answered; nothing once it has been erased by rule."""
        kept = Words.objects.about(self.attempt.key).of_kind("answers").first()
        return kept and {key: tuple(chosen) for key, chosen in read_words(kept)["answers"].items()}

    @property
    def mark(self) -> Mark | None:
        return self.answers and mark(self.content["questions"], self.answers, self.content["pass_mark"])

    @property
    def enough(self) -> int:
        return enough_of(len(self.content["questions"]), self.content["pass_mark"])

    @property
    def answered(self) -> list[Answered]:
        """The questions as they stood on the page, with what was chosen. For somebody who has passed."""
        return [self._answered(question) for question in self.questions] if self.answers else []

    def _answered(self, question: dict) -> Answered:
        chosen = self.answers.get(question["id"], ())
        texts = tuple(option["text"] for option in question["options"] if option["id"] in chosen)
        return Answered(question, self.posts.get(question["id"], SafeString()), texts, is_right(question, chosen))


def open_go(person: Person, version: ModuleVersion) -> Go | None:
    """The go the person has begun at this version's check and not handed in."""
    return _go(Attempt.objects.by(person).at_content(version.snapshot_id).open())


def go_by(person: Person, key: str, attempt_key: uuid.UUID) -> Go | None:
    """One of the person's own goes at the check of the module with this key, at whatever version it was made."""
    go = _go(Attempt.objects.by(person).filter(key=attempt_key, kind=Attempt.Kind.CHECK))
    return go if go and go.content["key"] == key else None


def _go(attempts) -> Go | None:
    attempt = attempts.select_related("snapshot", "outcome").first()
    return attempt and Go(attempt, thaw(attempt.snapshot))
