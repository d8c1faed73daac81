"""What people completed: modules, scenarios, training done elsewhere; never a score, an answer or a try."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome, ScenarioVersion
from trainingsite.audit.actions import plain
from trainingsite.audit.models import Record
from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.table_files import by_person
from trainingsite.evidence.vouchers import AT_ONCE, Voucher, Vouchers
from trainingsite.formats.sheets import Row
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Membership, Person

HEADINGS = (
    "Person", "Job role", "What", "Title", "Version", "Completed on", "At (UK time)", "Basis",
    verify.MOMENT, verify.TEXT, verify.PERSON, verify.RECORD, verify.EVENT, verify.DIGEST,
)  # fmt: skip
OWN_WORK = Completion.Basis.OWN.label


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that somebody completed. Without a moment, it is the one of its event; without a page, done elsewhere.

    ``person`` is the row it was recorded under.
    """

    person: Person
    what: str
    title: str
    on: dt.date
    basis: str
    version: str = ""
    page: str = ""
    text: str = ""
    at: dt.datetime | None = None


class Completions:
    """What the people of a practice completed of what it asks for: in the period, and the last time before it.

    ``taught`` names, once the rows have been written, what they completed: its kind, page and version, and its text.
    """

    def __init__(self, asked: Asked, matrix: Matrix):
        self.asked = asked
        self.targets = {demand.target for demand in matrix.demands}
        self.job_roles = job_roles_in(asked)
        self.joined = joined_to(self.job_roles)
        self.rows_of_people = [*self.job_roles, *self.joined]
        self.taught: dict[tuple[str, str, str], str] = {}

    def rows(self, vouchers: Vouchers) -> Iterator[Row]:
        for found, told in self._found(self.rows_of_people):
            for record, voucher in vouchers.for_each(found.iterator(chunk_size=AT_ONCE), verify.COMPLETIONS):
                done = told(record)
                if done.text:
                    self.taught[done.what, done.page, done.version] = done.text
                yield self._row(done, record, voucher)

    def of(self, rows_of_people: list[int]) -> Iterator[Done]:
        """The same of some people, without what ties it to its event."""
        for found, told in self._found(rows_of_people):
            yield from map(told, found.iterator(chunk_size=AT_ONCE))

    def today(self, person: Person) -> Person:
        """Who the row is today: of a former one, the row that was kept."""
        return self.joined.get(person.pk, person)

    def _found(self, people: list[int]) -> Iterator[tuple[QuerySet, Callable[..., Done]]]:
        """Each kind of record with how it is told."""
        yield self._modules(people), self._module_done
        versions = ScenarioVersion.objects.filter(page__in=self._ids("scenario")).select_related("page")
        by_snapshot = {version.snapshot_id: version for version in versions.order_by("page", "number")}
        yield self._scenarios(people, by_snapshot), partial(self._scenario_done, by_snapshot)
        for kind, word in (("module", "Module"), ("outside_training", "Training")):
            yield self._elsewhere(people, kind), partial(self._elsewhere_done, kind, word)

    def _ids(self, kind: str) -> list[int]:
        return [target_id for target_kind, target_id in self.targets if target_kind == kind]

    def _modules(self, people: list[int]) -> QuerySet:
        wanted = Completion.objects.filter(person__in=people, version__page__in=self._ids("module"))
        found = self._in_period_or_last(wanted, "completed_on", "person", "version__page")
        order = ("version__title", "version__page", *by_person(self.asked), "pk")
        return found.prefetch_related("person", "version__page").order_by(*order)

    def _module_done(self, done: Completion) -> Done:
        version = done.version
        return Done(
            done.person, "Module", version.title, done.completed_on, done.get_basis_display(), str(version.number),
            version.page.key, version.snapshot_id, done.completed_at,
        )  # fmt: skip

    def _scenarios(self, people: list[int], by_snapshot: dict[str, ScenarioVersion]) -> QuerySet:
        """The last time each person passed each version: how often they played it is nobody else's business."""
        passed = AttemptOutcome.objects.filter(
            attempt__person__in=people, attempt__kind=Attempt.Kind.SCENARIO,
            attempt__snapshot__in=by_snapshot, passed=True, ended_on__lte=self.asked.on,
        )  # fmt: skip
        found = last_ones(passed, "ended_at", "attempt__person", "attempt__snapshot")
        order = ("attempt__snapshot", *by_person(self.asked, "attempt__person"), "pk")
        return found.prefetch_related("attempt__person").order_by(*order)

    def _scenario_done(self, by_snapshot: dict[str, ScenarioVersion], end: AttemptOutcome) -> Done:
        version = by_snapshot[end.attempt.snapshot_id]
        return Done(
            end.attempt.person, "Scenario", version.title, end.ended_on, OWN_WORK, str(version.number),
            version.page.key, version.snapshot_id, end.ended_at,
        )  # fmt: skip

    def _elsewhere(self, people: list[int], kind: str) -> QuerySet:
        """Training done elsewhere or before; its moment is that of its being accepted. What was taken back says so."""
        wanted = PriorLearning.objects.filter(person__in=people, **{f"{kind}__in": self._ids(kind)})
        stood = wanted.exclude(withdrawal__withdrawn_on__lte=self.asked.on)
        counted = self._in_period_or_last(stood, "completed_on", "person", kind)
        taken_back = wanted.filter(withdrawal__withdrawn_on__range=(self.asked.from_on, self.asked.on))
        found = wanted.filter(Q(pk__in=counted.values("pk")) | Q(pk__in=taken_back.values("pk")))
        order = (f"{kind}__title", *by_person(self.asked), "pk")
        return found.select_related("withdrawal").prefetch_related("person", kind).order_by(*order)

    def _elsewhere_done(self, kind: str, word: str, done: PriorLearning) -> Done:
        return Done(done.person, word, getattr(done, kind).title, done.completed_on, self._basis(done))

    def _basis(self, done: PriorLearning) -> str:
        """How it is known; and that it was taken back, if it was by then."""
        basis, withdrawal = done.get_basis_display(), done.taken_back
        if withdrawal and withdrawal.withdrawn_on <= self.asked.on:
            return f"{basis}; taken back on {withdrawal.withdrawn_on:%Y-%m-%d}"
        return basis

    def _in_period_or_last(self, rows: QuerySet, day: str, *same: str) -> QuerySet:
        known = rows.filter(**{f"{day}__lte": self.asked.on})
        last = last_ones(known, day, *same)
        return known.filter(Q(**{f"{day}__gte": self.asked.from_on}) | Q(pk__in=last.values("pk")))

    def _row(self, done: Done, record: Record, voucher: Voucher) -> Row:
        today, at = self.today(done.person), done.at
        if at is None and voucher.at:
            at = dt.datetime.fromisoformat(voucher.at)
        return (
            self.asked.name_of(today), self.job_roles[today.pk], done.what, done.title, done.version, done.on,
            on_the_clock(at) if at else "", done.basis, plain(at) if at else "", done.text, str(done.person.key),
            str(record.key), voucher.event, voucher.digest,
        )  # fmt: skip


def last_ones(rows: QuerySet, moment: str, *same: str) -> QuerySet:
    """Of rows that agree in those fields, the last."""
    agreeing = {name: OuterRef(name) for name in same}
    later = rows.filter(**{f"{moment}__gt": OuterRef(moment)}, **agreeing)
    return rows.filter(~Exists(later))


def joined_to(people: Iterable[int]) -> dict[int, Person]:
    """By former row: the person it is today, of these."""
    same = also_known_by(people)
    kept = Person.objects.in_bulk(same.values())
    return {former: kept[kept_id] for former, kept_id in same.items()}


def job_roles_in(asked: Asked) -> dict[int, str]:
    """Everybody who worked at the practice in the period, leavers too, with the last job they had in it."""
    jobs = Membership.objects.known().at(asked.practice).between(asked.from_on, asked.on)
    return dict(jobs.order_by("started_on", "pk").values_list("person_id", "job_role__name"))
