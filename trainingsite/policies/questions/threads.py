"""Questions and objections as their two sides read them, and who else may."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.questions.rules import last_asked_for_managers

MANAGERS = (Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER)
ASKED_FIRST = (Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, *MANAGERS)
PARTS = ("person", "addressed_to", "version", "practice", "followed_by__acted_by")
OBJECTION, QUESTION = "objection", "question"


@dataclass(frozen=True)
class Addressee:
    """Somebody a question may go to, and why they are one to ask."""

    person: Person
    duties: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.person.name} ({', '.join(self.duties)})"


def people_to_ask(person: Person, practice: Practice, day: dt.date) -> list[Addressee]:
    """Everybody with a duty at the practice that day: the policy's owners first, then who represents the staff."""
    held = Responsibility.objects.known().on(day).at(practice).filter(person__is_active=True).exclude(person=person)
    duties = defaultdict(list)
    for responsibility in held.select_related("person").order_by("person__last_name", "person__first_name", "pk"):
        duties[responsibility.person].append(Duty(responsibility.duty))
    found = sorted(duties.items(), key=lambda each: min(_place(duty) for duty in each[1]))
    return [Addressee(who, tuple(d.label for d in sorted(set(held), key=_place))) for who, held in found]


def _place(duty: Duty) -> int:
    return ASKED_FIRST.index(duty) if duty in ASKED_FIRST else len(ASKED_FIRST)


def waiting_for(person: Person, day: dt.date) -> QuerySet[Attestation]:
    """The questions that this person is asked to answer: their own, and what others left for seven days."""
    return Attestation.objects.unanswered().filter(_addressed(person, day) | _left_to_managers(person, day))


def _addressed(person: Person, day: dt.date) -> Q:
    """Asked of the person, for as long as they have to do with the practice."""
    works = Membership.objects.known().on(day).by(person).values("practice")
    helps = Responsibility.objects.known().on(day).by(person).filter(practice__isnull=False).values("practice")
    return Q(addressed_to__in=rows_of(person)) & (Q(practice__in=works) | Q(practice__in=helps))


def _left_to_managers(person: Person, day: dt.date) -> Q:
    """Unanswered for so long that it is the managers' task; never one's own question."""
    manages = Responsibility.objects.known().on(day).by(person).of_kind(*MANAGERS).values("practice")
    late = Q(followed_by__isnull=True, attested_on__lte=last_asked_for_managers(day))
    return Q(practice__in=manages) & late & ~Q(person__in=rows_of(person))


def open_to(person: Person, day: dt.date) -> QuerySet[Attestation]:
    """The questions whose words the person may read: those they asked, answered, were asked or have to take over."""
    own = Q(person__in=rows_of(person)) | Q(followed_by__kind=Attestation.Kind.ANSWERED, followed_by__acted_by=person)
    asked = Attestation.objects.asked().filter(own | _addressed(person, day) | _left_to_managers(person, day))
    return asked.select_related(*PARTS)


def is_taken_over(question: Attestation, person: Person) -> bool:
    """Whether the person reads it only because nobody else answered in time."""
    return person.pk not in {question.person_id, question.addressed_to_id}


@dataclass(frozen=True)
class Exchange:
    """One question or objection and its answer, in the words of both; no words once they have been erased."""

    question: Attestation
    purpose: str
    text: str
    answer: Attestation | None
    answer_text: str

    @property
    def is_objection(self) -> bool:
        return self.purpose == OBJECTION


def exchanges(question: Attestation, person: Person, day: dt.date) -> list[Exchange]:
    """What was said between the two about this version, as far as the person may read it, oldest first."""
    same = open_to(person, day).filter(person=question.person, version=question.version).order_by("number")
    questions = list(same)
    answers = {asked.pk: answer_to(asked) for asked in questions}
    keys = [row.words_key for row in (*questions, *answers.values()) if row]
    said = {words.key: read_words(words) for words in Words.objects.filter(pk__in=keys)}
    return [_exchange(asked, answers[asked.pk], said) for asked in questions]


def _exchange(asked: Attestation, answer: Attestation | None, said: dict) -> Exchange:
    words, answered = said.get(asked.words_key, {}), said.get(answer.words_key, {}) if answer else {}
    return Exchange(asked, words.get("purpose", QUESTION), words.get("text", ""), answer, answered.get("text", ""))


def answer_to(question: Attestation) -> Attestation | None:
    """The answer, if there is one: something else may have followed it, a signature for example."""
    following = getattr(question, "followed_by", None)
    return following if following and following.kind == Attestation.Kind.ANSWERED else None


def open_question(person: Person, version: PolicyVersion) -> Attestation | None:
    """What the person has asked about this policy and nobody has answered."""
    asked = Attestation.objects.by_human(person).at(version.practice_id).unanswered()
    return asked.filter(version__page=version.page_id).select_related("addressed_to").order_by("-attested_at").first()
