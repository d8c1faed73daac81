"""Asking about a policy, objecting to it, and answering."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import key_of_page, read_words
from trainingsite.audit.models import Words
from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.people.models import Person
from trainingsite.policies import actions
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.questions.rules import manager_takes_over_on
from trainingsite.policies.rules import Refusal

Kind = Attestation.Kind


class NoLongerOpen(Exception):
    """The question has been followed by something else: an answer, another question, a signature."""

    def __init__(self, following: Attestation):
        self.following = following
        super().__init__(str(following))


@transaction.atomic
def ask(
    *, token: uuid.UUID, person: Person, version: PolicyVersion, to: Person, purpose: str, text: str, at: dt.datetime
) -> Attestation:
    """Put a question or an objection to a colleague; from now on the person's clock stands still.

    ``token`` is the sent page's: two clicks ask once. Sent again with other words or to somebody else, it is another
    question, which takes the place of the first. Raises Superseded, Refused and SaidMeanwhile.
    """
    key = key_of_page(person.key, token, version.key, to.key, purpose, text)
    if sent := Attestation.objects.by(person).filter(key=key).first():
        return sent
    day = timezone.localdate(at)
    if actions.job_on(person, version, day) is None:
        raise actions.Refused(Refusal.NOT_A_MEMBER)
    if actions.newer_material_version(version, day):
        raise actions.Superseded(version)
    previous = actions.last_word(person, version)
    question = actions.word(person, version, Kind.QUERIED, previous, at, key=key, addressed_to=to)
    return actions.say(question, {"purpose": purpose, "text": text}, tell=_tell_whom_it_goes_to)


@transaction.atomic
def answer(*, question: Attestation, by: Person, text: str, at: dt.datetime) -> Attestation:
    """Answer a question; the person's clock runs again a week later. Two clicks answer once.

    Raises NoLongerOpen, for other words of one's own too, and SaidMeanwhile.
    """
    following = Attestation.objects.by(question.person).filter(follows=question).first()
    if following is None:
        said = actions.word(question.person, question.version, Kind.ANSWERED, question, at, acted_by=by)
        following = actions.say(said, {"text": text}, tell=_tell_who_asked)
    if (following.kind, following.acted_by_id) != (Kind.ANSWERED, by.pk) or not _says(following, text):
        raise NoLongerOpen(following)
    return following


def _says(said: Attestation, text: str) -> bool:
    """Whether these are its very words; once they have been erased, none are."""
    kept = Words.objects.filter(pk=said.words_key).first()
    return kept is not None and read_words(kept)["text"] == text


def _tell_whom_it_goes_to(question: Attestation, words: dict) -> None:
    """That somebody asks, not what: mail passes through many hands, and managers see the subjects of messages."""
    version = question.version
    notices.queue(
        person=question.addressed_to, kind="question", about=question.key, at=question.attested_at,
        subject=f"A question for you about: {version.title}",
        body=(
            f"{question.person.name} has sent you a question or an objection about the {version.title}, version"
            f" {version.number}. Sign in and open “Questions waiting for you” to read it and answer.\n\n"
            f"If nobody has answered by then, it goes to the practice manager on"
            f" {long_date(manager_takes_over_on(question.attested_on))}."
        ),
    )  # fmt: skip


def _tell_who_asked(said: Attestation, words: dict) -> None:
    version = said.version
    notices.queue(
        person=said.person, kind="answer", about=said.key, at=said.attested_at,
        subject=f"You have an answer about: {version.title}",
        body=(
            f"{said.acted_by.name} has answered what you asked about the {version.title}, version {version.number}."
            " Sign in to read it.\n\nYou have at least a week before anything is due. If the answer does not settle it,"
            " ask again."
        ),
    )  # fmt: skip
