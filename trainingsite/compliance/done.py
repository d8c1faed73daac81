"""What people have done: modules, scenarios and outside training completed, policies signed, asked about, declined."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils import timezone

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome, ScenarioVersion
from trainingsite.compliance.archives import WAS_ARCHIVED, archived_spans
from trainingsite.compliance.audiences import Asking, askings_by_policy
from trainingsite.compliance.dates import days_later
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.rules import Basis, Done, Span
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Practice
from trainingsite.policies.editions import edition_of
from trainingsite.policies.elsewhere import COUNTS_ELSEWHERE, askings_by_page
from trainingsite.policies.models import Attestation, PolicyVersion, VersionHold
from trainingsite.policies.network_rules import counts_as
from trainingsite.policies.rules import askings_of
from trainingsite.policies.rules import generation_of as generation_of_place

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
    """By policy page: the days on which everybody signs again, and whom it asks over time, where that is not
    everybody, the days on which it is in the archive or not published yet, and the first on which it is in force; by
    person and page: what was said."""

    renewals: dict[int, tuple[dt.date, ...]] = field(default_factory=dict)
    said: dict[tuple[int, int], Said] = field(default_factory=dict)
    askings: dict[int, tuple[Asking, ...]] = field(default_factory=dict)
    archived: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    in_force_from: dict[int, dt.date] = field(default_factory=dict)


def known_by(rows, known_at):
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def rows_counting_for(ids: list[int], known_at=None) -> dict[int, int]:
    """By row: the person for whom it counts. Their own, and what was done under a row that was joined to theirs."""
    return {person_id: person_id for person_id in ids} | also_known_by(ids, known_at)


def completed_by(
    person_of: dict[int, int], targets: list[tuple[str, int]], known_at=None
) -> dict[tuple[int, str, int], tuple[Done, ...]]:
    """What each person completed of the modules, scenarios and outside training asked for."""
    ids, wanted = list(person_of), defaultdict(set)
    for kind, target_id in targets:
        wanted[kind].add(target_id)
    found = defaultdict(list)
    own = known_by(Completion.objects.filter(person__in=ids, version__page__in=wanted["module"]), known_at)
    for row_id, page_id, on, basis in own.values_list("person_id", "version__page_id", "completed_on", "basis"):
        found[person_of[row_id], "module", page_id].append(Done(on, Basis(basis)))
    for row_id, page_id, on in scenarios_passed(ids, wanted["scenario"], known_at):
        found[person_of[row_id], "scenario", page_id].append(Done(on))
    for row_id, key, done in done_elsewhere(ids, known_at):
        found[person_of[row_id], *key].append(done)
    return {key: tuple(done) for key, done in found.items()}


def done_elsewhere(ids: list[int], known_at=None) -> Iterator[tuple[int, tuple[str, int], Done]]:
    """Person, target and what was recorded as done elsewhere or before, until it was taken back."""
    prior = known_by(PriorLearning.objects.filter(person__in=ids), known_at)
    rows = prior.values_list(
        "person_id", "module_id", "outside_training_id", "completed_on", "basis",
        "withdrawal__withdrawn_on", "withdrawal__recorded_at",
    )  # fmt: skip
    for person_id, module_id, outside_id, on, basis, taken_back_on, taken_back_at in rows:
        key = ("module", module_id) if module_id else ("outside_training", outside_id)
        is_known = taken_back_at is not None and (known_at is None or taken_back_at <= known_at)
        yield person_id, key, Done(on, Basis(basis), ended_on=taken_back_on if is_known else None)


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


def policy_facts(
    practice: Practice, person_of: dict[int, int], targets: list[tuple[str, int]], known_at=None
) -> PolicyFacts:
    """When each policy had to be signed again, and what each person said about it."""
    page_ids = {target_id for kind, target_id in targets if kind == "policy"}
    versions = known_by(PolicyVersion.objects.at(practice).filter(page__in=page_ids), known_at)
    versions = versions.select_related("reclassified").annotate(was_archived=WAS_ARCHIVED)
    versions = list(versions.order_by("major", "minor"))
    generation_of, renewals = generations(versions, known_at)
    rows = known_by(Attestation.objects.filter(person__in=list(person_of), version__page__in=page_ids), known_at)
    here, there = defaultdict(list), defaultdict(list)
    for row_id, version_id, practice_id, kind, on in rows.order_by("pk").values_list(
        "person_id", "version_id", "practice_id", "kind", "attested_on"
    ):
        where = here if practice_id == practice.pk else there
        where[person_of[row_id], version_id].append((row_id, kind, on))
    page_of = {version.pk: version.page_id for version in versions}
    held = held_for(versions, generation_of, renewals, known_at)
    gathered = defaultdict(list)
    for (person_id, version_id), said in here.items():
        if version_id in generation_of:
            gathered[person_id, page_of[version_id]].append(heard_from(said, generation_of[version_id]))
    for key, done in signed_elsewhere(there, versions, generation_of, known_at) if there else ():
        gathered[key].append(Said(done))
    said = {key: together(parts) for key, parts in gathered.items()}
    for page_id, holds in held.items():
        for person_id in set(person_of.values()):
            said[person_id, page_id] = waiting(said.get((person_id, page_id), Said()), holds)
    archived = archived_spans(practice, (each.page_id for each in versions if each.was_archived), known_at)
    for page_id, span in unpublished(page_ids, versions):
        archived[page_id] = (span, *archived.get(page_id, ()))
    return PolicyFacts(renewals, said, askings_by_policy(versions), archived, in_force_from(versions))


def unpublished(page_ids: set[int], versions: list[PolicyVersion]) -> Iterator[tuple[int, Span]]:
    """By policy: the days before its first version was published, when nobody could have signed; all, without any."""
    first: dict[int, dt.date] = {}
    for version in versions:
        published_on = timezone.localdate(version.published_at)
        first[version.page_id] = min(published_on, first.get(version.page_id, published_on))
    for page_id in page_ids:
        yield page_id, Span(dt.date.min, days_later(first[page_id], -1) if page_id in first else None)


def in_force_from(versions: list[PolicyVersion]) -> dict[int, dt.date]:
    """By policy: the day its first version took effect, from which there is time to sign."""
    first: dict[int, dt.date] = {}
    for version in versions:
        first[version.page_id] = min(version.effective_on, first.get(version.page_id, version.effective_on))
    return first


def signed_elsewhere(
    steps: dict[tuple[int, int], list[tuple[int, str, dt.date]]], versions: list[PolicyVersion], generation_of, known_at
) -> Iterator[tuple[tuple[int, int], tuple[Done, ...]]]:
    """By person and page: signatures at other practices of the network that count here, until they were taken back.

    Questions and paper stay with the practice they were given to. Two queries, and only where there is any.
    """
    signed = {version.pk: version for version in PolicyVersion.objects.filter(pk__in={key for _, key in steps})}
    askings = askings_by_page({version.page_id for version in versions}, known_at)
    adopted = defaultdict(dict)
    for version in versions:
        adopted[version.page_id][version.place] = generation_of[version.pk]
    for (person_id, version_id), said in steps.items():
        page_id, number = signed[version_id].page_id, signed[version_id].place
        place = counts_as(number, adopted=adopted[page_id], askings=askings.get(page_id, []))
        counting = [step for step in said if step[1] in COUNTS_ELSEWHERE]
        if place is not None and counting:
            found = heard_from(counting, adopted[page_id][place]).done
            yield (person_id, page_id), tuple(replace(done, basis=Basis.NETWORK) for done in found)


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


def generations(versions: list[PolicyVersion], known_at=None) -> tuple[dict[int, int], dict[int, tuple[dt.date, ...]]]:
    """Each version's generation, and by policy the days on which a new generation took effect."""
    by_page = defaultdict(list)
    for version in versions:
        by_page[version.page_id].append(version)
    generation_of: dict[int, int] = {}
    renewals: dict[int, tuple[dt.date, ...]] = {}
    for page_id, each in by_page.items():
        askings = askings_of([edition_of(version, known_at) for version in each])
        renewals[page_id] = tuple(asking.from_on for asking in askings)
        generation_of.update({version.pk: generation_of_place(askings, version.place) for version in each})
    return generation_of, renewals


def heard_from(said: list[tuple[int, str, dt.date]], generation: int) -> Said:
    """What a person said of one version under all of their rows, in the order in which it was recorded.

    Each signature lasts until it is itself taken back; a question or an objection, until the next word under any row.
    """
    rows = defaultdict(list)
    for row_id, kind, on in said:
        rows[row_id].append((kind, on))
    heard_all = heard([(kind, on) for _, kind, on in said], generation)
    if len(rows) == 1:
        return heard_all
    done = (each for steps in rows.values() for each in heard(steps, generation).done)
    return Said(tuple(done), heard_all.queries, heard_all.declines)


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
