"""Who was released from what in a period, and which training done elsewhere was accepted, on whose word."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone

from trainingsite.compliance.exemptions import Released, titled
from trainingsite.compliance.matrix import end_of_day
from trainingsite.compliance.models import Exemption, PriorLearning
from trainingsite.compliance.recorded import WHOEVER_RUNS_IT
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Column, Report, Section, Value
from trainingsite.desk.reports.links import person_links

EXEMPTIONS = (
    Column("Person", 1.8), Column("Exempt from", 2.6), Column("Reason", 2), Column("From", 1.2), Column("Until", 1.2),
    Column("Accepted by", 1.6), Column("Recorded on", 1.2),
)  # fmt: skip
ELSEWHERE = (
    Column("Person", 1.8), Column("Training", 2.6), Column("Basis", 1.8), Column("Done on", 1.2),
    Column("How it came in", 1.6), Column("Accepted by", 1.6), Column("Recorded on", 1.2), Column("Taken back on", 1.2),
)  # fmt: skip
COUNTED = (
    ("Exemptions", "Those that held on at least one day of the period. The reason is one of a short list: no health."),
    ("Training done elsewhere", "What was accepted or recorded in the period, whenever it was done. The day is local."),
    ("Counting", "Exempt is counted apart from done. Training done elsewhere counts as done, and always says so."),
    ("Who was it", "Nobody accepts their own. People who have left since are in the report, by their names of today."),
)
# And no more: with each row would come the whole module it is about.
SHOWN = (
    "recorded_at", "completed_on", "basis", "module__title", "outside_training__title", "entry__kind",
    "withdrawal__withdrawn_on", "person__key",
    *(f"{whose}__{name}" for whose in ("person", "accepted_by") for name in ("first_name", "last_name", "username")),
)  # fmt: skip
BY_NAME = ("person__last_name", "person__first_name", "person_id")


def answer(asked: Asked) -> Answer:
    """Both registers for the period, as known now or then."""
    released, learned = exemptions_in(asked), learning_in(asked)
    sections = [
        Section("Exemptions", EXEMPTIONS, exemption_rows(released, asked), "Nobody was exempt in the period."),
        Section("Training done elsewhere", ELSEWHERE, learning_rows(learned, asked), "None came in the period."),
    ]
    return Answer([*in_words(released, learned, asked)], sections, COUNTED)


def in_words(released: list[Released], learned: list[PriorLearning], asked: Asked) -> Iterator[str]:
    """How many of each, and of how many people."""
    yield f"Exemptions in the period: {len(released)}, {of_people(each.exemption.person_id for each in released)}."
    gone = sum(taken_back_on(each, asked) is not None for each in learned)
    after = f"; taken back since: {gone} of {len(learned)}" if gone else ""
    yield f"Training done elsewhere, accepted: {len(learned)}, {of_people(each.person_id for each in learned)}{after}."


def of_people(ids: Iterable[int]) -> str:
    """Of how many people something is."""
    number = len(set(ids))
    return f"of {number} {'person' if number == 1 else 'people'}"


def exemptions_in(asked: Asked) -> list[Released]:
    """What held on some day of the period, as known then, by name."""
    known = Exemption.objects.known(end_of_day(asked.known_on) if asked.known_on else None)
    held = known.at(asked.practice).between(asked.first, asked.last).select_related("person", "approved_by")
    return titled(held.order_by(*BY_NAME, "started_on", "pk"))


def learning_in(asked: Asked) -> list[PriorLearning]:
    """What was accepted in the period, as known then, by name."""
    parts = ("person", "accepted_by", "module", "outside_training", "entry", "withdrawal")
    ended_at = min(end_of_day(day) for day in (asked.last, asked.known_on) if day)
    accepted = PriorLearning.objects.at(asked.practice).filter(
        Q(recorded_at__gte=begin_of_day(asked.first)) & Q(recorded_at__lte=ended_at)
    )
    return list(accepted.select_related(*parts).only(*SHOWN).order_by(*BY_NAME, "completed_on", "pk"))


def begin_of_day(day: dt.date) -> dt.datetime:
    """The first moment of a local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def exemption_rows(released: list[Released], asked: Asked) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for each in released:
        found = each.exemption
        yield (
            linked(found.person), each.title, found.get_reason_display(), found.started_on, found.ended_on,
            found.approved_by.name, timezone.localdate(found.recorded_at),
        )  # fmt: skip


def learning_rows(learned: list[PriorLearning], asked: Asked) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for each in learned:
        accepted_by = each.accepted_by.name if each.accepted_by else WHOEVER_RUNS_IT
        yield (
            linked(each.person), each.title, each.get_basis_display(), each.completed_on, came_in(each), accepted_by,
            each.accepted_on, taken_back_on(each, asked),
        )  # fmt: skip


def came_in(learning: PriorLearning) -> str:
    """How it was put on record: by somebody here, from a file, or sent in with a proof."""
    return learning.entry.get_kind_display() if learning.entry else "Sent in with a proof"


def taken_back_on(learning: PriorLearning, asked: Asked) -> dt.date | None:
    """The day it was taken back, if that was known."""
    found = learning.taken_back
    return found.withdrawn_on if found and not (asked.known_on and found.withdrawn_on > asked.known_on) else None


REPORT = Report(
    key="exemptions",
    title="Exemptions and prior learning",
    about="Who was released from what, and what training done elsewhere was accepted: the reason, and on whose word.",
    takes=frozenset({asking.PERIOD, asking.KNOWN_ON}),
    answer=answer,
    landscape=True,
)
