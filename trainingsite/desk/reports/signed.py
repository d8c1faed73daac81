"""What people said of the practice's policies up to a day, and which of their signatures stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from trainingsite.compliance.adding_up import Sums
from trainingsite.compliance.done import known_by
from trainingsite.compliance.matrix import MET, Cell, Matrix, Row, end_of_day, totals_of, training_matrix
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.compliance.rules import Basis, Status
from trainingsite.desk.reports.asking import Asked
from trainingsite.people.identities import also_known_by, people_today
from trainingsite.people.models import Person
from trainingsite.policies.archives import archived_on
from trainingsite.policies.editions import edition_of
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.rules import signature_stands
from trainingsite.policies.soon_after import marked

Kind = Attestation.Kind
# Questions and answers are between the person and whoever answers: no report shows them.
SHOWN = (Kind.SIGNED, Kind.WITNESSED, Kind.DECLINED, Kind.WITHDRAWN, Kind.VOIDED)
ENDS = (Kind.WITHDRAWN, Kind.VOIDED)
LEFT_OUT = (Status.ON_LEAVE, Status.EXEMPT)


@dataclass(frozen=True)
class Said:
    """One thing somebody said of a version, under the name they have today, and what ended it by the day."""

    attestation: Attestation
    person: Person
    ended_by: Attestation | None

    @property
    def stands(self) -> bool:
        return self.attestation.is_signature and self.ended_by is None


@dataclass(frozen=True)
class Policy:
    """One policy on the day: its versions up to then, the one in force, and how everybody stands with it."""

    versions: tuple[PolicyVersion, ...]
    in_force: PolicyVersion
    cells: tuple[tuple[Row, Cell], ...]

    @property
    def sums(self) -> Sums:
        totals = totals_of([cell.status for _, cell in self.cells])
        left_out = totals.not_required, totals.on_leave, totals.exempt
        return Sums(totals.in_practice, *left_out, totals.compliant)

    @property
    def signed(self) -> list[tuple[Row, Cell]]:
        """Those whose signature stands, whether or not they are counted that day."""
        return [(row, cell) for row, cell in self.cells if cell.status in MET or _signed_and_away(cell)]

    @property
    def missing(self) -> list[tuple[Row, Cell]]:
        """Those who have not signed, the not counted among them."""
        signed = (Status.NOT_REQUIRED, *MET)
        return [(row, cell) for row, cell in self.cells if cell.status not in signed and not _signed_and_away(cell)]


def _signed_and_away(cell: Cell) -> bool:
    return cell.status in LEFT_OUT and cell.completed_on is not None


def matrix_for(asked: Asked) -> Matrix:
    """How everybody stood on the day, as it was known then or is known now."""
    if asked.known_on:
        return training_matrix(asked.practice, asked.day, known_on=asked.known_on)
    return remembered_matrix(asked.practice, asked.day, asked.today)


def moment_of(asked: Asked) -> dt.datetime | None:
    return end_of_day(asked.known_on) if asked.known_on else None


def versions_by_page(asked: Asked) -> dict[int, list[PolicyVersion]]:
    """The versions that staff sign, published by the day, oldest first."""
    versions = PolicyVersion.objects.at(asked.practice).filter(page__public=False)
    known = known_by(versions, moment_of(asked)).select_related("reclassified")
    found = defaultdict(list)
    for version in known.order_by("major", "minor"):
        if timezone.localdate(version.published_at) <= asked.day:
            found[version.page_id].append(version)
    return found


def policies_on(asked: Asked, by_page: dict[int, list[PolicyVersion]], matrix: Matrix) -> list[Policy]:
    """The policies in force on the day and not archived, by title."""
    archived = archived_on(by_page, asked.day, asked.practice)
    places = defaultdict(list)
    for place, demand in enumerate(matrix.demands):
        kind, target_id = demand.target
        if kind == "policy":
            places[target_id].append(place)
    found = []
    for page_id, versions in by_page.items():
        begun = [version for version in versions if version.effective_on <= asked.day]
        if begun and page_id not in archived:
            cells = tuple((row, cell_among(row, places[page_id])) for row in matrix.rows) if places[page_id] else ()
            found.append(Policy(tuple(versions), begun[-1], cells))
    return sorted(found, key=lambda policy: (policy.in_force.title.casefold(), policy.in_force.pk))


def cell_among(row: Row, places: list[int]) -> Cell:
    """How a person stands with a policy: where two programmes ask for it, what is asked of them comes first."""
    cells = [row.cells[place] for place in places]
    return min(cells, key=lambda cell: (cell.status is Status.NOT_REQUIRED, cell.due_on or dt.date.max))


def said_about(asked: Asked, page_ids: Iterable[int], people: Iterable[Person]) -> list[Said]:
    """What was said at the practice up to the day, and what these people said elsewhere; in order."""
    people = [person.pk for person in people]
    rows = Attestation.objects.filter(version__page__in=list(page_ids), kind__in=SHOWN, attested_on__lte=asked.day)
    theirs = Q(person__in=[*people, *also_known_by(people)])
    rows = known_by(rows.filter(Q(practice=asked.practice) | theirs), moment_of(asked))
    rows = rows.select_related("person", "version", "acted_by", "confirmed").order_by("pk")
    attestations = marked(rows)
    names = people_today(each.person for each in attestations)
    ended = dict(endings(attestations))
    return [Said(each, names[each.person_id], ended.get(each.pk)) for each in attestations]


def endings(attestations: Iterable[Attestation]) -> Iterator[tuple[int, Attestation]]:
    """By signature: the word that took it back or made it void."""
    standing: dict[tuple[int, int], Attestation] = {}
    for each in attestations:
        key = each.person_id, each.version_id
        if each.is_signature:
            standing[key] = each
        elif each.kind in ENDS and key in standing:
            yield standing.pop(key).pk, each


def by_person(said: Iterable[Said]) -> dict[tuple[int, int], list[Said]]:
    """By person and policy: the signatures of theirs that stand."""
    found = defaultdict(list)
    for each in said:
        if each.stands:
            found[each.person.pk, each.attestation.version.page_id].append(each)
    return found


def behind(cell: Cell, standing: Iterable[Said], practice_id: int) -> Said | None:
    """The signature on which a cell of the matrix rests: one made here goes before one made elsewhere."""
    own = [each for each in standing if each.attestation.attested_on == cell.completed_on]
    elsewhere = cell.basis is Basis.NETWORK
    right = [each for each in own if (each.attestation.practice_id != practice_id) == elsewhere]
    return (right or own or [None])[-1]


def still_counts(said: Said, policy: Policy, asked: Asked) -> bool:
    """Whether a signature that nobody took back counts for the version in force on the day."""
    editions = [edition_of(version, moment_of(asked)) for version in policy.versions]
    signed, wanted = said.attestation.version.place, policy.in_force.place
    return signature_stands(editions, signed=signed, wanted=wanted, day=asked.day)
