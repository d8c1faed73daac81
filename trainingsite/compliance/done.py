"""What people have done: modules, scenarios and outside training completed, policies signed, asked about, declined."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome, ScenarioVersion
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.rules import Basis, Done, Span
from trainingsite.people.models import Practice
from trainingsite.policies.models import Attestation, PolicyVersion, VersionHold

Kind = Attestation.Kind
SIGNATURES = {Kind.SIGNED: Basis.OWN, Kind.WITNESSED: Basis.WITNESSED}
ENDS_A_SIGNATURE = {Kind.WITHDRAWN, Kind.VOIDED}


@dataclass(frozen=True)
class Said:
    """What one person said about the versions of one policy."""

    done: tuple[Done, ...] = ()
    queries: tuple[Span, ...] = ()
    declines: tuple[Span, ...] = ()


@dataclass(frozen=True)
class PolicyFacts:
    """By policy page: the days on which everybody signs again; by person and page: what was said."""

    renewals: dict[int, tuple[dt.date, ...]] = field(default_factory=dict)
    said: dict[tuple[int, int], Said] = field(default_factory=dict)


def known_by(rows, known_at):
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def completed_by(
    ids: list[int], targets: list[tuple[str, int]], known_at=None
) -> dict[tuple[int, str, int], tuple[Done, ...]]:
    """What each person completed of the modules, scenarios and outside training asked for."""
    wanted = defaultdict(set)
    for kind, target_id in targets:
        wanted[kind].add(target_id)
    found = defaultdict(list)
    own = known_by(Completion.objects.filter(person__in=ids, version__page__in=wanted["module"]), known_at)
    for person_id, page_id, on, basis in own.values_list("person_id", "version__page_id", "completed_on", "basis"):
        found[person_id, "module", page_id].append(Done(on, Basis(basis)))
    for person_id, page_id, on in scenarios_passed(ids, wanted["scenario"], known_at):
        found[person_id, "scenario", page_id].append(Done(on))
    prior = known_by(PriorLearning.objects.filter(person__in=ids), known_at)
    rows = prior.values_list("person_id", "module_id", "outside_training_id", "completed_on", "basis")
    for person_id, module_id, outside_id, on, basis in rows:
        key = (person_id, "module", module_id) if module_id else (person_id, "outside_training", outside_id)
        found[key].append(Done(on, Basis(basis)))
    return {key: tuple(done) for key, done in found.items()}


def scenarios_passed(ids: list[int], page_ids: set[int], known_at=None):
    """Person, scenario page and day of each scenario passed."""
    versions = known_by(ScenarioVersion.objects.filter(page__in=page_ids), known_at)
    page_of = dict(versions.values_list("snapshot_id", "page_id"))
    passed = AttemptOutcome.objects.filter(
        attempt__person__in=ids, attempt__kind=Attempt.Kind.SCENARIO, attempt__snapshot__in=page_of, passed=True
    )
    for person_id, snapshot_id, on in known_by(passed, known_at).values_list(
        "attempt__person_id", "attempt__snapshot_id", "ended_on"
    ):
        yield person_id, page_of[snapshot_id], on


def policy_facts(practice: Practice, ids: list[int], targets: list[tuple[str, int]], known_at=None) -> PolicyFacts:
    """When each policy had to be signed again, and what each person said about it."""
    page_ids = {target_id for kind, target_id in targets if kind == "policy"}
    versions = known_by(PolicyVersion.objects.at(practice).filter(page__in=page_ids).select_related("page"), known_at)
    versions = list(versions.order_by("major", "minor"))
    generation_of, renewals = generations(versions)
    rows = known_by(Attestation.objects.at(practice).filter(person__in=ids, version__in=generation_of), known_at)
    steps = defaultdict(list)
    for person_id, version_id, kind, on in rows.order_by("number").values_list(
        "person_id", "version_id", "kind", "attested_on"
    ):
        steps[person_id, version_id].append((kind, on))
    page_of = {version.pk: version.page_id for version in versions}
    held = held_for(versions, generation_of, renewals, known_at)
    gathered = defaultdict(list)
    for (person_id, version_id), said in steps.items():
        gathered[person_id, page_of[version_id]].append(heard(said, generation_of[version_id]))
    said = {key: together(parts) for key, parts in gathered.items()}
    for page_id, holds in held.items():
        for person_id in ids:
            said[person_id, page_id] = waiting(said.get((person_id, page_id), Said()), holds)
    return PolicyFacts(renewals, said)


@dataclass(frozen=True)
class Hold:
    """Days on which nobody's clock runs for a generation of a policy."""

    span: Span
    generation: int


def held_for(versions, generation_of, renewals, known_at) -> dict[int, list[Hold]]:
    """By policy: the holds on its versions, each until it was lifted or the next generation took effect."""
    page_of = {version.pk: version.page_id for version in versions}
    rows = known_by(VersionHold.objects.filter(version__in=page_of), known_at)
    steps = defaultdict(list)
    for version_id, kind, on in rows.order_by("number").values_list("version_id", "kind", "acted_on"):
        steps[version_id].append((kind, on))
    found = defaultdict(list)
    for version_id, taken in steps.items():
        page_id, generation = page_of[version_id], generation_of[version_id]
        renewed = renewals[page_id][generation] if len(renewals[page_id]) > generation else None
        found[page_id] += [Hold(span, generation) for span in held_days(taken, renewed)]
    return found


def held_days(taken: list[tuple[str, dt.date]], renewed: dt.date | None) -> Iterator[Span]:
    """The days of each hold among the steps of one version: they alternate, held and lifted."""
    following = [*(on for _, on in taken[1:]), None]
    for (kind, on), lifted in zip(taken, following, strict=True):
        last = min((day for day in (lifted, renewed) if day), default=None)
        if kind == VersionHold.Kind.HELD and (last is None or last >= on):
            yield Span(on, last)


def waiting(said: Said, holds: list[Hold]) -> Said:
    """What the person said, with the holds as questions of theirs, for as long as no signature of theirs stood."""
    spans = [span for hold in holds for span in unsigned_part(said.done, hold)]
    return Said(said.done, (*said.queries, *spans), said.declines)


def unsigned_part(done: tuple[Done, ...], hold: Hold) -> list[Span]:
    """The days of a hold from the one on which a signature that stood when it began was taken back; all of them, if
    there was none; none of them, if it stands."""
    stood = [d for d in done if d.generation >= hold.generation and d.on <= hold.span.first]
    open_end = [d for d in stood if d.ended_on is None]
    first = max([hold.span.first, *(d.ended_on for d in stood if d.ended_on)])
    if open_end or (hold.span.last is not None and first > hold.span.last):
        return []
    return [Span(first, hold.span.last)]


def generations(versions: list[PolicyVersion]) -> tuple[dict[int, int], dict[int, tuple[dt.date, ...]]]:
    """Each version's generation, and by policy the days on which a new generation took effect.

    A material version starts a generation; every version does where the policy is set so.
    """
    generation_of: dict[int, int] = {}
    renewals: dict[int, list[dt.date]] = {}
    for version in versions:
        first = version.page_id not in renewals
        days = renewals.setdefault(version.page_id, [])
        if not first and (version.material or version.page.every_version_signed):
            days.append(version.effective_on)
        generation_of[version.pk] = len(days)
    return generation_of, {page_id: tuple(days) for page_id, days in renewals.items()}


def heard(said: list[tuple[str, dt.date]], generation: int) -> Said:
    """What the steps of one person about one version come to: each lasts until the next.

    What is asked while a signature stands stops no clock.
    """
    done, queries, declines = [], [], []
    following = [*(on for _, on in said[1:]), None]
    for (kind, on), until in zip(said, following, strict=True):
        stands = bool(done) and done[-1].ended_on is None
        if kind in SIGNATURES:
            done.append(Done(on, SIGNATURES[Kind(kind)], generation, ended_on=None))
        elif kind in ENDS_A_SIGNATURE and done:
            last = done.pop()
            done.append(Done(last.on, last.basis, generation, ended_on=on))
        elif kind == Kind.QUERIED and not stands:
            queries.append(Span(on, until))
        elif kind == Kind.DECLINED:
            declines.append(Span(on, until))
    return Said(tuple(done), tuple(queries), tuple(declines))


def together(parts: list[Said]) -> Said:
    return Said(
        tuple(done for part in parts for done in part.done),
        tuple(span for part in parts for span in part.queries),
        tuple(span for part in parts for span in part.declines),
    )
