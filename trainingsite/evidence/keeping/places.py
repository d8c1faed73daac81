"""Where words about a person lie, and with which kind of details they go.

Whatever a person is shown as words of theirs among their data is named here, or below with the reason why it stays.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Max, Q, QuerySet

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.certificates.looks import CertificateLook
from trainingsite.compliance.models import ElsewhereEntry, PriorLearning
from trainingsite.evidence.keeping.messages import where_it_stands
from trainingsite.evidence.keeping_tables import KeptClass, PersonDisposed, ProposedPerson
from trainingsite.people.identities import formers_of
from trainingsite.people.models import Person
from trainingsite.people.ties import practices_ever_of
from trainingsite.policies.models import TALK


@dataclass(frozen=True)
class Place:
    """Words about the rows of one table, and the column that says whose they are."""

    table: str
    of: KeptClass
    by: str = "person"
    only: Q = field(default_factory=Q)

    @property
    def model(self):
        return apps.get_model(self.table)

    def keys(self, rows: Collection[int]) -> QuerySet:
        """The keys of the rows about these people, for use inside another query."""
        found = self.model._default_manager.filter(self.only, **{f"{self.by}__in": list(rows)})
        return found.order_by().values("key")


PLACES = (
    Place("people.CredentialIssued", KeptClass.SIGN_IN),
    Place("policies.Attestation", KeptClass.NOTES, only=Q(kind__in=TALK)),
    Place("policies.Comment", KeptClass.NOTES),
    Place("compliance.Plan", KeptClass.NOTES),
    Place("compliance.LearningClaim", KeptClass.PROOFS),
    Place("compliance.ClaimDecision", KeptClass.PROOFS),
    Place("compliance.PriorLearning", KeptClass.PROOFS),
    Place("compliance.PriorLearningWithdrawn", KeptClass.PROOFS),
    Place("certificates.Certificate", KeptClass.TRAINING),
    Place("certificates.CertificateRevocation", KeptClass.TRAINING),
    Place("policies.Attestation", KeptClass.SIGNATURES, only=~Q(kind__in=TALK)),
    Place("policies.SigningSheet", KeptClass.SIGNATURES),
    Place("policies.SheetDecision", KeptClass.SIGNATURES),
    Place("people.FormerName", KeptClass.IDENTITY),
    Place("people.Person", KeptClass.IDENTITY, by="pk"),
    Place("scenarios.Attempt", KeptClass.IDENTITY),  # answers have a shorter rule of their own: what it left goes now
    Place("evidence.RetentionHold", KeptClass.IDENTITY),
)

# The latest of these is the act from which a second period counts.
ACTS = (
    (KeptClass.TRAINING, "modules.Completion", "completed_on"),
    (KeptClass.TRAINING, "certificates.Certificate", "issued_on"),
    (KeptClass.PROOFS, "compliance.PriorLearning", "completed_on"),
    (KeptClass.SIGNATURES, "policies.Attestation", "attested_on"),
)

# What stays with the practice after somebody's details were erased, as the page tells it.
STAYS = (
    "Published policies, as they were: a policy that names somebody by the role they held then keeps that name.",
    "Drafts, pages, pictures and files that they made for the practice, under the number that stands for their name.",
    "What others wrote, if it names them: a comment, a note on an approval, a route for speaking up.",
    "Their name as a witness on somebody else’s signature on paper, for as long as that signature’s details are kept.",
    "The name and signature under a practice’s certificates: on those issued before, and until its managers change it.",
    "A proof that was kept for several people at once, until the last of them is erased.",
    "Evidence packs and backups that left the site before.",
)


def acted_on(rows: Collection[int]) -> dict[int, dict[KeptClass, object]]:
    """By row of a person: the day of the last act of each kind. A fixed number of queries."""
    found: dict[int, dict[KeptClass, object]] = {}
    for of, table, day in ACTS:
        newest = apps.get_model(table)._default_manager.filter(person__in=list(rows)).order_by()
        for person, last in newest.values_list("person").annotate(Max(day)):
            known = found.setdefault(person, {})
            known[of] = max(last, known.get(of, last))
    return found


def words_of(rows: Collection[int], classes: Iterable[KeptClass]) -> QuerySet[Words]:
    """The words about these people that go with these kinds of details."""
    wanted = set(classes)
    lies = Q(pk__in=())
    for place in PLACES:
        if place.of in wanted:
            lies |= Q(about__in=place.keys(rows))
    if KeptClass.PROOFS in wanted:
        lies |= Q(about__in=entries_of_these_alone(rows))
    return Words.objects.filter(lies)


def entries_of_these_alone(rows: Collection[int]) -> list[uuid.UUID]:
    """Proofs that a manager kept with training done elsewhere, of nobody but these and those erased before.

    A proof of several people names the others: it goes with the last of them.
    """
    mine = PriorLearning.objects.filter(person__in=list(rows), entry__isnull=False).values("entry")
    entries = ElsewhereEntry.objects.filter(pk__in=mine)
    others = PriorLearning.objects.filter(entry__in=entries).exclude(person__in=list(rows))
    kept_for = others.exclude(person__in=erased_people()).values("entry")
    return list(entries.exclude(pk__in=kept_for).values_list("key", flat=True))


def signed_certificates_once(rows: Collection[int], called: Collection[str]) -> list[uuid.UUID]:
    """Words of how certificates looked, with the name of one of these as who signs, where they look otherwise now."""
    looks = CertificateLook.objects.filter(practice__in=practices_ever_of(rows))
    newest = looks.order_by().values("practice").annotate(newest=Max("pk")).values("newest")
    before = dict(looks.exclude(pk__in=newest).values_list("words_key", "key"))
    signers = Words.objects.filter(pk__in=[key for key in before if key])
    signed_by = {before[words.pk]: read_words(words)["signed_by"] for words in signers}
    theirs = [key for key, by in signed_by.items() if any(where_it_stands(name).search(by) for name in called)]
    return list(Words.objects.filter(about__in=theirs).values_list("pk", flat=True))


def erased_people() -> QuerySet:
    """Rows of people whose own proofs were erased, for use inside another query."""
    gone = Q(outcome__whole=True) | Q(classes__contains=KeptClass.PROOFS)
    kept = ProposedPerson.objects.filter(gone, outcome__kind=PersonDisposed.Kind.ERASED).values("person")
    return Person.objects.filter(Q(pk__in=kept) | Q(pk__in=formers_of(kept))).order_by().values("pk")


def by_table() -> Mapping[str, set[KeptClass]]:
    """Which tables are named here."""
    found: dict[str, set[KeptClass]] = {}
    for place in PLACES:
        found.setdefault(place.table, set()).add(place.of)
    return found
