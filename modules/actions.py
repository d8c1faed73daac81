"""Beginning a module, moving through it, taking its check."""

import datetime as dt
import uuid
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from modules import rules
from modules.models import Completion, Enrolment, ModuleVersion
from modules.results import OPENED, Go, last_go
from scenarios.goes import begin_after, end_attempt
from scenarios.models import Attempt, since_material
from trainingsite.audit.actions import keep_words, record, thawed
from trainingsite.notices import actions as notices
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person
from trainingsite.people.reach import can_reach


def version_for(person: Person, key: str) -> ModuleVersion | None:
    """The version a person works on: the one they began, unless a material change came, else the current one."""
    versions = list(ModuleVersion.objects.published(key).annotate(path=F("page__path")))
    if versions and not can_reach(person, versions[0].path, timezone.localdate()):
        return None
    return version_among(versions, person)


def version_among(versions: list[ModuleVersion], person: Person) -> ModuleVersion | None:
    """The one of these, from the newest to the oldest, that the person works on."""
    still_good = since_material(versions)
    if len(still_good) < 2:
        return next(iter(still_good), None)
    finished = Completion.objects.by(person).filter(version=OuterRef("version"))
    begun = Enrolment.objects.by(person).filter(~Exists(finished), version__in=still_good)
    begun_ids = set(begun.values_list("version_id", flat=True))
    return next((version for version in still_good if version.pk in begun_ids), versions[0])


def enrol(*, person: Person, version: ModuleVersion, at: dt.datetime) -> Enrolment:
    """Note that the person has begun; beginning twice is once.

    Whoever has completed this version since begins again: what was read last year is not ticked as read this year.
    """
    enrolment, new = Enrolment.objects.get_or_create(person=person, version=version, defaults={"begun_at": at})
    if not new:
        done_since = Completion.objects.by(person).filter(version=version, completed_at__gte=OuterRef("begun_at"))
        over = Enrolment.objects.by(person).filter(Exists(done_since), pk=enrolment.pk)
        over.update(begun_at=at, lessons_read=0)
    return enrolment


def is_over(enrolment: Enrolment) -> bool:
    """Whether what was begun has been completed."""
    completions = Completion.objects.by(enrolment.person_id).filter(version=enrolment.version_id)
    return completions.filter(completed_at__gte=enrolment.begun_at).exists()


def read_lesson(*, person: Person, version: ModuleVersion, position: int, at: dt.datetime) -> None:
    """Note that the lesson at this position (from 1) has been read; progress never goes back."""
    enrolment = enrol(person=person, version=version, at=at)
    Enrolment.objects.by(person).filter(pk=enrolment.pk, lessons_read__lt=position).update(lessons_read=position)


def finish_lesson(*, person: Person, version: ModuleVersion, position: int, at: dt.datetime) -> None:
    """Note that one lesson was read to its end. They count in their order: one opened early counts in its turn."""
    enrolment = enrol(person=person, version=version, at=at)
    Enrolment.objects.by(person).filter(pk=enrolment.pk, lessons_read=position - 1).update(lessons_read=position)


class ReadAgainFirst(Exception):
    """A lesson that the last go asked to read again has not been opened since."""

    def __init__(self, go: Go):
        self.go = go
        super().__init__(", ".join(go.to_open))


@transaction.atomic
def begin_check(*, person: Person, version: ModuleVersion, at: dt.datetime) -> Attempt:
    """The person's open go at the check, or a new one. Taking the check first begins the module too.

    Raises ReadAgainFirst while the last go's lessons have not been opened: another go without them teaches nothing.
    """
    last = last_go(person, version)
    if last and not last.ended:
        return last.attempt
    if last and last.to_open:
        raise ReadAgainFirst(last)
    enrol(person=person, version=version, at=at)
    after = last.attempt if last else None
    return begin_after(after, person=person, kind=Attempt.Kind.CHECK, snapshot_id=version.snapshot_id, at=at)


def open_again(*, person: Person, version: ModuleVersion, lesson_key: str, at: dt.datetime) -> None:
    """Note, if the last go asked for it, that this lesson was opened since: words about that go, erased with it."""
    go = last_go(person, version)
    if go is None or lesson_key not in go.to_open:
        return
    position = [lesson["key"] for lesson in go.content["lessons"]].index(lesson_key)
    # Of two clicks at once, one notes it.
    with suppress(IntegrityError), transaction.atomic():
        keep_words(about=go.attempt.key, kind=OPENED, words={"lesson": lesson_key}, position=position, at=at)


class NotAnAnswer(Exception):
    """What was sent was never offered on the page."""


@transaction.atomic
def hand_in(
    *, attempt: Attempt, version: ModuleVersion, answers: rules.Answers, at: dt.datetime
) -> tuple[rules.Mark, Completion | None]:
    """Mark the answers and end the go; passing completes the module.

    The answers go into words, which only the learner sees; the record says passed or not yet. Raises NotAnAnswer
    or AlreadyEnded, with nothing recorded.
    """
    content = thawed(attempt.snapshot_id)
    questions = rules.questions_for(content, attempt.key.int)
    if not rules.could_hand_in(questions, answers):
        raise NotAnAnswer
    result = rules.mark(questions, answers, content["pass_mark"])
    words = {
        "answers": {key: list(chosen) for key, chosen in sorted(answers.items())},
        "right": result.right,
        "asked": result.asked,
    }
    act = uuid.uuid4()
    outcome = end_attempt(attempt=attempt, passed=result.passed, words=words, act=act, at=at)
    person, completion = attempt.person, None
    if result.passed:
        read_all = (
            Enrolment.objects.by(person).filter(version=version, lessons_read__gte=len(content["lessons"])).exists()
        )
        completion = Completion.objects.create(
            act=act, person=person, version=version, outcome=outcome,
            completed_on=outcome.ended_on, completed_at=at,
            basis=Completion.Basis.OWN if read_all else Completion.Basis.TEST_OUT,
        )  # fmt: skip
    record(
        chains=chains_of(person, outcome.ended_on),
        verb="modules.completed" if completion else "modules.check_not_yet_passed",
        actor=person.key, subject=person.key, at=at, act=act,
        rows=[outcome, completion] if completion else [outcome],
        data={"version": str(version.key), "snapshot": version.snapshot_id} if completion else None,
    )  # fmt: skip
    return result, completion


class AskedToday(Exception):
    """This colleague has been asked about this module today."""


def ask_for_help(*, person: Person, colleague: Person, version: ModuleVersion, words: str, at: dt.datetime) -> None:
    """Tell one colleague that the person would like help with the module: never how it went. Once a day."""
    wrote = f"They wrote:\n\n{words}\n\n" if words else ""
    notice = notices.queue(
        person=colleague,
        kind="help_wanted",
        # One request of each person about each module: the record there is of it is this message.
        about=uuid.uuid5(person.key, f"module {version.page_id}"),
        # The subject is listed where others may read it, so it names nobody.
        subject="A colleague would like your help with some training",
        body=(
            f"{person.name} would like your help with the module “{version.title}”, and chose you to ask.\n\n{wrote}"
            "Nobody else was told. Could you find them a few minutes in the next days?"
        ),
        at=at,
    )
    if notice.queued_at != at:
        raise AskedToday
