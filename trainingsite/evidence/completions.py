"""What people completed: modules, scenarios, training done elsewhere; never a score, an answer or a try."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome, ScenarioVersion
from trainingsite.audit.actions import plain
from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.vouchers import Vouchers
from trainingsite.formats.sheets import Row
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Membership, Person

HEADINGS = (
    "Person", "Job role", "What", "Title", "Version", "Completed on", "At (UK time)", "Basis",
    verify.MOMENT, verify.TEXT, verify.PERSON, verify.RECORD, verify.EVENT, verify.DIGEST,
)  # fmt: skip
OWN_WORK = Completion.Basis.OWN.label
BY_NAME = ("person__last_name", "person__first_name", "pk")


class Completions:
    """What the people of a practice completed of what it asks for: in the period, and the last time before it."""

    def __init__(self, asked: Asked, matrix: Matrix):
        self.asked = asked
        self.targets = {demand.target for demand in matrix.demands}
        self.job_roles = job_roles_in(asked)
        self.joined = joined_to(self.job_roles)
        self.rows_of_people = [*self.job_roles, *self.joined]

    def rows(self, vouchers: Vouchers) -> Iterator[Row]:
        yield from self._module_rows(vouchers)
        yield from self._scenario_rows(vouchers)
        yield from self._elsewhere_rows(vouchers)

    def _ids(self, kind: str) -> list[int]:
        return [target_id for target_kind, target_id in self.targets if target_kind == kind]

    def _module_rows(self, vouchers):
        wanted = Completion.objects.filter(person__in=self.rows_of_people, version__page__in=self._ids("module"))
        found = self._in_period_or_last(wanted, "completed_on", "person", "version__page")
        found = found.select_related("person", "version").order_by("version__title", *BY_NAME)
        for done, voucher in vouchers.for_each(found.iterator(chunk_size=500), verify.COMPLETIONS):
            what = ("Module", done.version.title, str(done.version.number), done.completed_on)
            yield self._row(
                done.person, what, done.completed_at, done.get_basis_display(), done.version.snapshot_id, done, voucher
            )

    def _scenario_rows(self, vouchers):
        """The last time each person passed each version: how often they played it is nobody else's business."""
        versions = ScenarioVersion.objects.filter(page__in=self._ids("scenario")).order_by("page", "number")
        by_snapshot = {version.snapshot_id: version for version in versions}
        passed = AttemptOutcome.objects.filter(
            attempt__person__in=self.rows_of_people, attempt__kind=Attempt.Kind.SCENARIO,
            attempt__snapshot__in=by_snapshot, passed=True, ended_on__lte=self.asked.on,
        )  # fmt: skip
        found = last_ones(passed, "ended_at", "attempt__person", "attempt__snapshot").select_related("attempt__person")
        found = found.order_by("attempt__snapshot", *(f"attempt__{name}" for name in BY_NAME))
        for end, voucher in vouchers.for_each(found.iterator(chunk_size=500), verify.COMPLETIONS):
            version = by_snapshot[end.attempt.snapshot_id]
            what = ("Scenario", version.title, str(version.number), end.ended_on)
            yield self._row(end.attempt.person, what, end.ended_at, OWN_WORK, version.snapshot_id, end, voucher)

    def _elsewhere_rows(self, vouchers):
        """Training done elsewhere or before; its moment is that of its being accepted. What was taken back says so."""
        for kind, word in (("module", "Module"), ("outside_training", "Training")):
            wanted = PriorLearning.objects.filter(person__in=self.rows_of_people, **{f"{kind}__in": self._ids(kind)})
            stood = wanted.exclude(withdrawal__withdrawn_on__lte=self.asked.on)
            counted = self._in_period_or_last(stood, "completed_on", "person", kind)
            taken_back = wanted.filter(withdrawal__withdrawn_on__range=(self.asked.from_on, self.asked.on))
            found = wanted.filter(Q(pk__in=counted.values("pk")) | Q(pk__in=taken_back.values("pk")))
            found = found.select_related("person", kind, "withdrawal").order_by(f"{kind}__title", *BY_NAME)
            for done, voucher in vouchers.for_each(found.iterator(chunk_size=500), verify.COMPLETIONS):
                what = (word, getattr(done, kind).title, "", done.completed_on)
                accepted_at = dt.datetime.fromisoformat(voucher.at) if voucher.at else None
                yield self._row(done.person, what, accepted_at, self._basis(done), "", done, voucher)

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

    def _row(self, person, what, at, basis, text, record, voucher) -> Row:
        today = self.joined.get(person.pk, person)
        return (
            today.name, self.job_roles[today.pk], *what, on_the_clock(at) if at else "", basis,
            plain(at) if at else "", text, str(person.key), str(record.key), voucher.event, voucher.digest,
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
