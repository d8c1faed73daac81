"""What people of the example do: modules, scenarios, signatures, certificates, each through the real actions."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import partial

from modules import actions as modules
from modules.models import Completion, ModuleVersion
from modules.results import last_go
from modules.rules import questions_for, right_answer
from modules.versions import content_of
from scenarios import actions as scenarios
from scenarios.engine import Step
from scenarios.models import Attempt, ScenarioVersion
from trainingsite.certificates.actions import NotFinished, claim, claim_module
from trainingsite.compliance.models import Programme
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.people.models import Person, Practice
from trainingsite.policies.actions import sign
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion

MINUTE = dt.timedelta(minutes=1)
FAILS_FIRST = 0.15
LOSES_THE_THREAD = 0.3


@dataclass(frozen=True)
class Learner:
    """One person, and the diary their acts go into."""

    person: Person
    diary: Diary
    rng: random.Random

    def take_module(self, version: ModuleVersion, at: dt.datetime) -> None:
        """Read, and pass the check; some need a second go."""
        lessons = len(content_of(version)["lessons"])
        reading = doing(modules.read_lesson, person=self.person, version=version, position=lessons)
        self.diary.put(at - 15 * MINUTE, reading)
        if self.rng.random() < FAILS_FIRST:
            self.fail_check(version, at - 10 * MINUTE)
        self._take_check(version, right_answers, at)
        if version.grants_certificate:
            self.diary.put(at + MINUTE, doing(claim_for_module, person=self.person, version=version))

    def fail_check(self, version: ModuleVersion, at: dt.datetime) -> None:
        """Hand in a check with one right answer."""
        self._take_check(version, one_right_answer, at)

    def _take_check(self, version: ModuleVersion, answering, at: dt.datetime) -> None:
        begin = doing(begin_check, person=self.person, version=version)
        self.diary.put(at - 4 * MINUTE, begin)
        self.diary.put(at, doing(hand_in, begin=begin, version=version, answering=answering))

    def play_scenario(self, version: ScenarioVersion, at: dt.datetime, *, to_the_end: bool = True) -> None:
        """Play a story through; some lose the thread in the middle and choose less well. Or put it down half-way."""
        begin = partial(scenarios.begin, person=self.person, version=version)
        self.diary.put(at - 6 * MINUTE, lambda at: begin(at=at))
        self.diary.put(at, lambda at: self._choose(begin(at=at), version, at, to_the_end))

    def _choose(self, attempt, version: ScenarioVersion, at: dt.datetime, to_the_end: bool) -> None:
        strays = to_the_end and self.rng.random() < LOSES_THE_THREAD
        walked = scenarios.walk_of(attempt, version)
        while not walked.finished:
            option = second_best(walked.at) if strays and len(walked.made) == 1 else walked.at.recommended[0]
            walked = scenarios.choose(
                attempt=attempt, version=version, step_id=walked.at.id, option_id=option.id, at=at
            )
            if not to_the_end:
                return
        if not walked.passed:
            self.play_scenario(version, at + 9 * MINUTE)

    def sign(self, page: PolicyPage, major: int, at: dt.datetime) -> None:
        """Sign a version that will be there by then, with the password, under the name on the record."""
        self.diary.put(at, doing(sign_version, person=self.person, page=page, major=major))

    def claim_certificate(self, practice: Practice, programme: Programme, at: dt.datetime) -> None:
        """Ask for the certificate of a programme, if it is finished."""
        self.diary.put(at, doing(claim_if_finished, person=self.person, practice=practice, programme=programme))


def sign_version(*, person: Person, page: PolicyPage, major: int, at: dt.datetime) -> None:
    version = PolicyVersion.objects.get(page=page, major=major, minor=0)
    sign(person=person, version=version, typed_name=person.name, method=Attestation.Method.PASSWORD, at=at)


def claim_if_finished(*, person: Person, practice: Practice, programme: Programme, at: dt.datetime) -> None:
    try:
        claim(person=person, practice=practice, programme=programme, at=at)
    except NotFinished:
        return


def claim_for_module(*, person: Person, version: ModuleVersion, at: dt.datetime) -> None:
    completion = Completion.objects.by(person).filter(version=version).order_by("-pk").first()
    claim_module(completion=completion, at=at)


def hand_in(*, begin, version: ModuleVersion, answering, at: dt.datetime) -> None:
    """Answer the questions that were drawn for the open go."""
    attempt = begin(at=at)
    questions = questions_for(content_of(version), attempt.key.int)
    modules.hand_in(attempt=attempt, version=version, answers=answering(questions), at=at)


def right_answers(questions: list[dict]) -> dict[str, tuple[str, ...]]:
    return {question["id"]: right_answer(question) for question in questions}


def one_right_answer(questions: list[dict]) -> dict[str, tuple[str, ...]]:
    return {question["id"]: () if at else right_answer(question) for at, question in enumerate(questions)}


def begin_check(*, person: Person, version: ModuleVersion, at: dt.datetime) -> Attempt:
    """The open go, or a new one once each lesson that the last one asked to read again has been opened."""
    last = last_go(person, version)
    for lesson_key in last.to_open if last else ():
        modules.open_again(person=person, version=version, lesson_key=lesson_key, at=at)
    return modules.begin_check(person=person, version=version, at=at)


def second_best(step: Step):
    """What somebody chooses who was in a hurry: not the worst, and nothing that fails the attempt."""
    others = [option for option in step.options if option not in step.recommended and not option.critical]
    return max(others, key=lambda option: option.points, default=step.recommended[0])
