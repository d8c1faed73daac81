"""Claims of training done elsewhere: made with a proof, accepted or declined by somebody else, taken back."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.models import ModulePage, ModuleVersion
from trainingsite.audit.actions import commitment, keep_words, key_of_page, read_words, record
from trainingsite.audit.models import Words
from trainingsite.compliance.models import ClaimDecision, LearningClaim, OutsideTraining, PriorLearning
from trainingsite.compliance.proofs import Proof
from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.people.credentials import was_issued_by
from trainingsite.people.links import chains_of
from trainingsite.people.models import Duty, NetworkPractice, Person, Practice, Responsibility

PROOF, SAID, REASON = "proof", "claim", "reason"
Kind = ClaimDecision.Kind


class AlreadyWaiting(Exception):
    """The person has a claim about the same training that nobody has decided on."""


class GaveTheWayIn(Exception):
    """Whoever would accept once gave the person a way into their account."""

    def __init__(self, person: Person):
        super().__init__(
            f"You helped {person.name} to sign in, so somebody else has to accept this: what you could have sent"
            " yourself needs a second person."
        )


class AlreadyDecided(Exception):
    """Somebody was faster: the claim has its decision."""

    def __init__(self, decision: ClaimDecision):
        self.decision = decision
        super().__init__(str(decision))


@transaction.atomic
def claim_prior_learning(
    *,
    token: uuid.UUID,
    person: Person,
    module: ModulePage | None = None,
    outside_training: OutsideTraining | None = None,
    completed_on: dt.date,
    where: str,
    proof: Proof,
    practice: Practice | None = None,
    at: dt.datetime,
) -> LearningClaim:
    """Keep a person's claim with its proof. ``token`` is the sent page's: two clicks make one claim.

    The proof is for the managers of ``practice`` alone; without one, for those of wherever the person works. Raises
    AlreadyWaiting.
    """
    claims, target = LearningClaim.objects.by(person), module or outside_training
    what = (target._meta.model_name, target.key, practice and practice.key)
    key = key_of_page(person.key, token, *what, completed_on, where, proof.body)
    if sent := claims.filter(key=key).first():
        return sent
    if claims.waiting().filter(module=module, outside_training=outside_training).exists():
        raise AlreadyWaiting
    try:
        with transaction.atomic():
            said = keep_words(about=key, kind=SAID, words={"where": where}, at=at)
            file = keep_words(about=key, kind=PROOF, words=proof.body, media_type=proof.media_type, at=at)
            claim = LearningClaim.objects.create(
                key=key, person=person, practice=practice, module=module, outside_training=outside_training,
                completed_on=completed_on, claimed_at=at,
                said_key=said.key, said_commitment=commitment(said),
                words_key=file.key, words_commitment=commitment(file),
            )  # fmt: skip
    except IntegrityError:
        return claims.get(key=key)
    record(
        chains=chains_of(person, timezone.localdate(at)), verb="compliance.prior_learning_claimed",
        actor=person.key, subject=person.key, at=at, rows=[claim],
    )  # fmt: skip
    return claim


@transaction.atomic
def accept(*, claim: LearningClaim, by: Person, at: dt.datetime) -> ClaimDecision:
    """Let the training count, on the word of somebody else. Raises AlreadyDecided, GaveTheWayIn."""
    if was_issued_by(by, claim.person):
        raise GaveTheWayIn(claim.person)
    act = uuid.uuid4()
    try:
        with transaction.atomic():
            learning = PriorLearning.objects.create(
                act=act, person=claim.person, module=claim.module, outside_training=claim.outside_training,
                completed_on=claim.completed_on, basis=PriorLearning.Basis.PRIOR_LEARNING, accepted_by=by,
            )  # fmt: skip
            decision = _decide(claim, Kind.ACCEPTED, by, at, act=act, prior_learning=learning)
    except IntegrityError:
        raise_if_decided(claim)
        raise
    _tell(
        decision,
        f"Accepted: {claim.title}, done elsewhere",
        f"{by.name} accepted what you sent: {claim.title}, done on {long_date(claim.completed_on)}. "
        "It counts from that day, and is shown as done elsewhere.",
    )
    _record("accepted", decision, rows=[learning, decision])
    return decision


@transaction.atomic
def decline(*, claim: LearningClaim, by: Person, reason: str, at: dt.datetime) -> ClaimDecision:
    """Say that it does not count, and why. Raises AlreadyDecided."""
    key = uuid.uuid4()
    try:
        with transaction.atomic():
            kept = keep_words(about=key, kind=REASON, words={"reason": reason}, at=at)
            said = {"words_key": kept.key, "words_commitment": commitment(kept)}
            decision = _decide(claim, Kind.DECLINED, by, at, key=key, **said)
    except IntegrityError:
        raise_if_decided(claim)
        raise
    _tell(
        decision,
        f"Not accepted: {claim.title}, done elsewhere",
        f"{by.name} looked at what you sent for {claim.title} and could not accept it. What they wrote:\n\n{reason}\n\n"
        "You can send another proof, do the training here, or talk to them about it.",
    )
    _record("declined", decision, rows=[decision])
    return decision


@transaction.atomic
def take_back(*, claim: LearningClaim, at: dt.datetime) -> ClaimDecision:
    """Withdraw one's own claim before anybody has decided on it. Raises AlreadyDecided."""
    try:
        with transaction.atomic():
            decision = _decide(claim, Kind.WITHDRAWN, claim.person, at)
    except IntegrityError:
        raise_if_decided(claim)
        raise
    _record("withdrawn", decision, rows=[decision])
    return decision


def _decide(claim: LearningClaim, kind: str, by: Person, at: dt.datetime, **more) -> ClaimDecision:
    return ClaimDecision.objects.create(
        claim=claim, person=claim.person, kind=kind, decided_by=by, decided_at=at, **more
    )


def raise_if_decided(claim: LearningClaim) -> None:
    """Say who decided on the claim, if anybody did. Raises AlreadyDecided."""
    if decision := ClaimDecision.objects.filter(claim=claim).select_related("decided_by").first():
        raise AlreadyDecided(decision)


def _tell(decision: ClaimDecision, subject: str, body: str) -> None:
    notices.queue(
        person=decision.person, kind="prior_learning", about=decision.claim.key,
        subject=subject, body=body, at=decision.decided_at,
    )  # fmt: skip


def _record(word: str, decision: ClaimDecision, *, rows: list) -> None:
    at = decision.decided_at
    record(
        chains=chains_of(decision.person, timezone.localdate(at)), verb=f"compliance.prior_learning_{word}",
        actor=decision.decided_by.key, subject=decision.person.key, at=at, rows=rows,
    )  # fmt: skip


def claimable(person: Person, day: dt.date) -> dict[str, list[ModulePage | OutsideTraining]]:
    """What earlier training can count for: the modules a person can take, and training that happens elsewhere."""
    modules = ModuleVersion.objects.visible_to(person, day).current().select_related("page")
    return {
        "module": sorted((version.page for version in modules), key=lambda page: page.title),
        "outside_training": list(OutsideTraining.objects.open_to(person, day)),
    }


def said_in(claim: LearningClaim) -> str:
    """Where and with whom it was done; nothing once that has been erased."""
    kept = Words.objects.about(claim.key).of_kind(SAID).first()
    return read_words(kept)["where"] if kept else ""


def reason_of(decision: ClaimDecision) -> str:
    """Why it was declined; nothing for the other decisions."""
    kept = Words.objects.about(decision.key).of_kind(REASON).first()
    return read_words(kept)["reason"] if kept else ""


def proof_of(claim: LearningClaim) -> Proof | None:
    """The file that was sent; nothing once it has been erased."""
    kept = Words.objects.about(claim.key).of_kind(PROOF).first()
    return Proof(kept.media_type, read_words(kept)) if kept else None


def who_may_decide(person: Person, day: dt.date, sent_to: Practice | None = None) -> list[Person]:
    """Everybody else who opens the desk where the person works; if one practice is named, who opens its desk."""
    duties = Responsibility.objects.known().on(day).opening_the_desk()
    practices = Practice.objects.of(person, day)
    asked = practices.filter(pk=sent_to.pk) if sent_to else practices
    here = duties.filter(practice__in=asked, person__isnull=False)
    return list(Person.objects.filter(pk__in=here.values("person"), is_active=True).exclude(pk=person.pk))


def network_leads(person: Person, day: dt.date) -> list[str]:
    """Who leads the networks of the practices where the person works, by name."""
    networks = NetworkPractice.objects.known().on(day).filter(practice__in=Practice.objects.of(person, day))
    duties = Responsibility.objects.known().on(day).of_kind(Duty.NETWORK_LEAD)
    leads = duties.filter(network__in=networks.values("network")).exclude(person=person).select_related("person")
    return sorted({lead.held_by for lead in leads})
