"""Training done elsewhere as a manager records it: of one person or of several at once; and taking it back."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.models import ModulePage, ModuleVersion
from trainingsite.audit.actions import commitment, keep_words, key_of_page, read_words, record
from trainingsite.audit.models import Chain, Words
from trainingsite.audit.series import Act, keep_words_of_many, record_series
from trainingsite.compliance.models import OutsideTraining, PriorLearning
from trainingsite.compliance.proofs import Proof
from trainingsite.compliance.recorded import ElsewhereEntry, PriorLearningWithdrawn
from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.people.identities import also_known_by
from trainingsite.people.links import chains_of
from trainingsite.people.models import Membership, Person, Practice, chain_of

PROOF, SAID, REASON = "proof", "training", "reason"
AT_ONCE = 500


class OwnTraining(Exception):
    """Somebody would record, or take back, training of their own."""


class RecordedAlready(Exception):
    """All of it is on record already."""


class TakenBackAlready(Exception):
    """Somebody was faster: it was taken back."""

    def __init__(self, withdrawal: PriorLearningWithdrawn):
        self.withdrawal = withdrawal
        super().__init__(str(withdrawal))


@dataclass(frozen=True)
class Word:
    """What was said of one training of one person: who ran it, the certificate's number, until when it says."""

    where: str = ""
    certificate_reference: str = ""
    valid_until: str = ""

    def kept(self) -> dict[str, str]:
        """What it says, without what it does not."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def until(self) -> dt.date | None:
        """The last day the certificate gives."""
        return dt.date.fromisoformat(self.valid_until) if self.valid_until else None


@transaction.atomic
def record_elsewhere(
    *,
    token: uuid.UUID,
    practice: Practice,
    people: Sequence[Person],
    module: ModulePage | None = None,
    outside_training: OutsideTraining | None = None,
    completed_on: dt.date,
    word: Word = Word(),
    proof: Proof | None = None,
    by: Person,
    at: dt.datetime,
) -> ElsewhereEntry:
    """Record that these people did a training elsewhere; who has it on record for that day is left as they are.

    ``token`` is the sent page's: two clicks make one entry, and other content another. Raises OwnTraining,
    RecordedAlready.
    """
    own = own_rows(by)
    if any(person.pk in own for person in people):
        raise OwnTraining
    Practice.objects.select_for_update().get(pk=practice.pk)  # of two managers at once the second finds the first's
    training = {"module": module, "outside_training": outside_training}
    who, what = sorted(str(person.key) for person in people), [each and each.key for each in training.values()]
    key = key_of_page(by.key, token, who, what, completed_on, word.kept(), proof and proof.body)
    if sent := ElsewhereEntry.objects.filter(key=key).first():
        return sent
    same = PriorLearning.objects.standing().filter(person__in=people, completed_on=completed_on, **training)
    there = set(same.values_list("person_id", flat=True))
    if not (new := [person for person in people if person.pk not in there]):
        raise RecordedAlready
    entry = begin_entry(practice=practice, kind=ElsewhereEntry.Kind.BY_HAND, key=key, proof=proof, by=by, at=at)
    basis = basis_of(completed_on, practice)
    learned = [
        PriorLearning(
            person=person, completed_on=completed_on, basis=basis, accepted_by=by, entry=entry, **training,
        )
        for person in new
    ]  # fmt: skip
    write_down(entry, [(each, word) for each in learned])
    return entry


def own_rows(person: Person) -> set[int]:
    """The rows that are this person, those joined to theirs too: nobody vouches for themselves by either."""
    return {person.pk, *also_known_by([person.pk])}


def basis_of(completed_on: dt.date, practice: Practice) -> str:
    """What came before the practice went live is imported; what came afterwards was done elsewhere."""
    before = completed_on < practice.went_live_on
    return PriorLearning.Basis.IMPORTED if before else PriorLearning.Basis.PRIOR_LEARNING


def begin_entry(
    *,
    practice: Practice,
    kind: str,
    key: uuid.UUID | None = None,
    proof: Proof | None = None,
    by: Person | None,
    at: dt.datetime,
) -> ElsewhereEntry:
    """The entry that rows of training are recorded under, with its proof."""
    key = key or uuid.uuid4()
    file = proof and keep_words(about=key, kind=PROOF, words=proof.body, media_type=proof.media_type, at=at)
    said = {"words_key": file.key, "words_commitment": commitment(file)} if file else {}
    return ElsewhereEntry.objects.create(key=key, practice=practice, kind=kind, entered_by=by, entered_at=at, **said)


def write_down(entry: ElsewhereEntry, learned: Sequence[tuple[PriorLearning, Word]], data: dict | None = None) -> None:
    """Insert the rows of an entry, each with its words and its event, in a fixed number of queries."""
    said = {each.key: word.kept() for each, word in learned if word.kept()}
    kept = keep_words_of_many(kind=SAID, words=said, at=entry.entered_at)
    rows = [each for each, _ in learned]
    for each in rows:
        if words := kept.get(each.key):
            each.words_key, each.words_commitment = words.key, commitment(words)
    PriorLearning.objects.bulk_create(rows, batch_size=AT_ONCE)
    told = Act("compliance.training_elsewhere_recorded", str(entry.key), {"people": len(rows), **(data or {})}, [entry])
    by_chain = defaultdict(list, {entry.practice.chain: [told]})
    works_in = chains_where_they_work(entry)
    for each in rows:
        act = Act("compliance.prior_learning_accepted", str(each.person.key), rows=[each])
        for chain in works_in[each.person_id] | {entry.practice.chain}:
            by_chain[chain].append(act)
    actor = str(entry.entered_by.key) if entry.entered_by else ""
    for chain in in_order_of_locks(by_chain):
        record_series(chain=chain, actor=actor, at=entry.entered_at, acts=by_chain[chain])


def chains_where_they_work(entry: ElsewhereEntry) -> dict[int, set[str]]:
    """By person of an entry, the chains of the practices where they work that day."""
    day, found = timezone.localdate(entry.entered_at), defaultdict(set)
    jobs = Membership.objects.known().on(day).filter(person__in=entry.learning.values("person"))
    for person_id, practice_key in jobs.values_list("person_id", "practice__key"):
        found[person_id].add(chain_of(practice_key))
    return found


def in_order_of_locks(chains: Iterable[str]) -> list[str]:
    """The chains in the order in which everybody takes their locks; those that are still to begin, last."""
    begun = list(Chain.objects.filter(key__in=chains).order_by("pk").values_list("key", flat=True))
    return [*begun, *sorted(set(chains) - set(begun))]


@transaction.atomic
def take_back(*, learning: PriorLearning, by: Person, reason: str, at: dt.datetime) -> PriorLearningWithdrawn:
    """Say that it was not so, and why: from today it counts no more. Raises OwnTraining, TakenBackAlready."""
    if learning.person_id in own_rows(by):
        raise OwnTraining
    key, day = uuid.uuid4(), timezone.localdate(at)
    try:
        with transaction.atomic():
            kept = keep_words(about=key, kind=REASON, words={"reason": reason}, at=at)
            withdrawal = PriorLearningWithdrawn.objects.create(
                key=key, prior_learning=learning, person=learning.person, withdrawn_by=by, withdrawn_at=at,
                withdrawn_on=day, words_key=kept.key, words_commitment=commitment(kept),
            )  # fmt: skip
    except IntegrityError:
        if found := PriorLearningWithdrawn.objects.filter(prior_learning=learning).first():
            raise TakenBackAlready(found) from None
        raise
    notices.queue(
        person=learning.person, kind="prior_learning", about=learning.key, at=at,
        subject=f"No longer counted: {learning.title}, done elsewhere",
        body=(
            f"{by.name} took back what was recorded of you: {learning.title}, done on "
            f"{long_date(learning.completed_on)}. What they wrote:\n\n{reason}\n\n"
            "If that is not right, talk to them, or send your proof from Your training."
        ),
    )  # fmt: skip
    chains = {*chains_of(learning.person, day), *([learning.entry.practice.chain] if learning.entry else [])}
    record(
        chains=chains, verb="compliance.training_elsewhere_withdrawn", actor=by.key, subject=learning.person.key,
        at=at, rows=[withdrawal],
    )  # fmt: skip
    return withdrawal


def trainings_at(practice: Practice) -> dict[str, list[ModulePage | OutsideTraining]]:
    """What can be recorded as done elsewhere at the practice: training that happens elsewhere, and modules."""
    modules = ModuleVersion.objects.usable_at(practice).current().select_related("page")
    return {
        "outside_training": list(OutsideTraining.objects.at(practice)),
        "module": sorted((version.page for version in modules), key=lambda page: page.title),
    }


def word_about(learning: PriorLearning) -> Word:
    """What was said of it; nothing once that has been erased."""
    kept = Words.objects.about(learning.key).of_kind(SAID).first()
    return Word(**read_words(kept)) if kept else Word()


def proof_of(entry: ElsewhereEntry) -> Proof | None:
    """The file that was kept with an entry; nothing if there was none, or once it has been erased."""
    kept = Words.objects.about(entry.key).of_kind(PROOF).first()
    return Proof(kept.media_type, read_words(kept)) if kept else None


def reason_of(withdrawal: PriorLearningWithdrawn) -> str:
    """Why it was taken back; nothing once that has been erased."""
    kept = Words.objects.about(withdrawal.key).of_kind(REASON).first()
    return read_words(kept)["reason"] if kept else ""


def has_proof(entry: ElsewhereEntry) -> bool:
    """Whether there is a file to look at."""
    return Words.objects.about(entry.key).of_kind(PROOF).exists()
