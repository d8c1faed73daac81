"""For how long each kind of detail is kept: what came with the site, and what administrators set since."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.evidence.keeping.counting import Period
from trainingsite.evidence.keeping_tables import Certainty, KeptClass, RetentionPeriod
from trainingsite.people.models import Person

CODE = "https://transform.england.nhs.uk/information-governance/guidance/records-management-code/"
NOT_SEEN = "We have not seen this in the Code itself."


@dataclass(frozen=True)
class Kept:
    """How one kind of detail is kept, and where that stands."""

    of: KeptClass
    period: Period
    source: str
    address: str = ""
    certainty: Certainty = Certainty.UNVERIFIED
    set_by: str = ""

    @property
    def warning(self) -> str:
        """What to tell somebody who relies on the period; nothing, if it was checked."""
        return WARNINGS[self.certainty]

    @property
    def about(self) -> str:
        return ABOUT[self.of]


WARNINGS = {
    Certainty.CHECKED: "",
    Certainty.SECOND_HAND: "Known only from others who quote the source: check it before you rely on it.",
    Certainty.UNVERIFIED: "No source is known for this period: ask whoever advises you on data protection.",
}

ABOUT = {
    KeptClass.SIGN_IN: "E-mail address, sign-in name, password, second steps, codes and invitations.",
    KeptClass.NOTES: "What they asked, objected or commented under their name, and what was noted in plans about them.",
    KeptClass.PROOFS: "What they sent in as proof of training done elsewhere, and what was said of it.",
    KeptClass.TRAINING: "The words and the PDF of each certificate. That and when training was completed stays.",
    KeptClass.SIGNATURES: "The name as typed, job and declaration; scans of sheets signed on paper. That and when they"
    " signed which version stays.",
    KeptClass.IDENTITY: "With what was noted as their contact beside a duty. The last to go, and everything else with"
    " it: the record then knows a number, not a person.",
}

CAME_WITH_THE_SITE = (
    Kept(
        KeptClass.SIGN_IN,
        Period(12),
        "Our own proposal. Who has left no longer signs in; a year lets somebody come back without starting afresh.",
    ),
    Kept(
        KeptClass.NOTES,
        Period(24),
        "Our own proposal. What came of questions and comments is kept without names; two years cover most disputes.",
    ),
    Kept(
        KeptClass.PROOFS,
        Period(72, 120),
        "As certificates: proof of training is part of the training record.",
        CODE,
        Certainty.SECOND_HAND,
    ),
    Kept(
        KeptClass.TRAINING,
        Period(72, 120),
        "Records Management Code of Practice for health and social care in England: statutory and mandatory training,"
        " 10 years after it was completed; other training, 6. For clinical staff, to the 75th birthday or 6 years after"
        f" leaving, whichever is longer: this site knows no dates of birth, so hold back who needs it. {NOT_SEEN}",
        CODE,
        Certainty.SECOND_HAND,
    ),
    Kept(
        KeptClass.SIGNATURES,
        Period(72, 120),
        "Our own reading: a signed policy is evidence of the same kind as mandatory training. No rule names it.",
    ),
    Kept(
        KeptClass.IDENTITY,
        Period(72),
        "The same Code: a staff record, 6 years after leaving or to the 75th birthday, whichever is longer; then a"
        f" summary. {NOT_SEEN}",
        CODE,
        Certainty.SECOND_HAND,
    ),
)


def in_force() -> dict[KeptClass, Kept]:
    """What an administrator set last for each kind; until then, what came with the site. One query."""
    kept = {each.of: each for each in CAME_WITH_THE_SITE}
    for row in RetentionPeriod.objects.select_related("set_by").order_by("set_at", "pk"):
        kept[KeptClass(row.of)] = kept_as_set(row)
    return kept


def kept_as_set(row: RetentionPeriod) -> Kept:
    """One thing that an administrator set."""
    period = Period(row.months_after_leaving, row.months_after_act)
    return Kept(
        KeptClass(row.of), period, row.source, row.address, Certainty(row.certainty), set_by=str(row.set_by.key)
    )


def lengths(kept: Mapping[KeptClass, Kept]) -> dict[KeptClass, Period]:
    return {of: each.period for of, each in kept.items()}


def set_over_time() -> list[RetentionPeriod]:
    """Everything that administrators ever set, newest first."""
    return list(RetentionPeriod.objects.select_related("set_by").order_by("-set_at", "-pk"))


@transaction.atomic
def set_period(kept: Kept, *, by: Person, at: dt.datetime) -> RetentionPeriod | None:
    """Let another period hold from now on, or name another source; the same again changes nothing.

    What held before stays in the record.
    """
    newest = RetentionPeriod.objects.filter(of=kept.of).order_by("-set_at", "-pk").first()
    if newest and replace(kept_as_set(newest), set_by="") == replace(kept, set_by=""):
        return None
    row = RetentionPeriod.objects.create(
        of=kept.of, months_after_leaving=kept.period.after_leaving, months_after_act=kept.period.after_act,
        source=kept.source, address=kept.address, certainty=kept.certainty, set_by=by, set_at=at,
    )  # fmt: skip
    record(
        chains=[SITE_CHAIN], verb="evidence.retention_set", actor=by.key, subject=row.key, at=at, rows=[row],
        data={"of": str(kept.of), "after_leaving": kept.period.after_leaving, "after_act": kept.period.after_act or ""},
    )  # fmt: skip
    return row
