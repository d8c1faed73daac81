"""One person's go at a knowledge check: the questions drawn for it, in its own order, and how it went.

For that person only.
"""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from modules.drawing import posts_of
from modules.models import ModuleVersion
from modules.questions import answer_html
from modules.rules import Mark, asked_of, enough_of, is_right, mark, questions_for, right_answer, still_to_open
from scenarios.models import Attempt
from trainingsite.audit.actions import read_words, thawed
from trainingsite.audit.models import Words
from trainingsite.people.models import Person

OPENED = "read_again"


@dataclass(frozen=True)
class Answered:
    """A question looked back on."""

    question: dict
    post: SafeString
    right: bool
    chosen: SafeString
    right_answer: SafeString


@dataclass(frozen=True)
class Go:
    """An attempt with the content it is made on."""

    attempt: Attempt
    content: dict

    @property
    def ended(self) -> bool:
        return hasattr(self.attempt, "outcome")

    @property
    def passed(self) -> bool:
        return self.ended and self.attempt.outcome.passed

    @cached_property
    def questions(self) -> list[dict]:
        return questions_for(self.content, self.attempt.key.int)

    @cached_property
    def posts(self) -> dict[str, SafeString]:
        return posts_of(self.questions, self.content.get("drawings", {}))

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]] | None:
        """What was answered; nothing once it has been erased by rule."""
        kept = Words.objects.about(self.attempt.key).of_kind("answers").first()
        return kept and {key: tuple(chosen) for key, chosen in read_words(kept)["answers"].items()}

    @cached_property
    def mark(self) -> Mark | None:
        if self.answers is None:
            return None
        return mark(self.questions, self.answers, self.content["pass_mark"])

    @property
    def enough(self) -> int:
        return enough_of(asked_of(self.content), self.content["pass_mark"])

    @property
    def answered(self) -> list[Answered]:
        """The questions as they stood on the page, with what was chosen. For somebody who has passed."""
        return [self._answered(question) for question in self.questions] if self.answers is not None else []

    def _answered(self, question: dict) -> Answered:
        chosen = self.answers.get(question["id"], ())
        return Answered(
            question=question,
            post=self.posts.get(question["id"], SafeString()),
            right=is_right(question, chosen),
            chosen=answer_html(question, chosen),
            right_answer=answer_html(question, right_answer(question)),
        )

    @property
    def read_again(self) -> tuple[str, ...]:
        """The lessons that the questions missed come from; nothing once the answers have been erased."""
        return () if self.passed or not self.mark else self.mark.read_again

    @cached_property
    def to_open(self) -> tuple[str, ...]:
        """The lessons still to be opened before the next go."""
        if not self.read_again:
            return ()
        opened = Words.objects.about(self.attempt.key).of_kind(OPENED)
        lessons = tuple(lesson["key"] for lesson in self.content["lessons"])
        return still_to_open(self.read_again, lessons, {read_words(words)["lesson"] for words in opened})


def last_go(person: Person, version: ModuleVersion) -> Go | None:
    """The newest go at this version's check, ended or not."""
    return _go(person, Attempt.objects.at_content(version.snapshot_id).order_by("-number"))


def go_by(person: Person, key: str, attempt_key: uuid.UUID) -> Go | None:
    """One of the person's own goes at the check of the module with this key, at whatever version it was made."""
    go = _go(person, Attempt.objects.filter(key=attempt_key, kind=Attempt.Kind.CHECK))
    return go if go and go.content["key"] == key else None


def _go(person: Person, attempts) -> Go | None:
    attempt = attempts.by(person).select_related("outcome").first()
    if attempt is None:
        return None
    attempt.person = person
    return Go(attempt, thawed(attempt.snapshot_id))
