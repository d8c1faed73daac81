"""Erasing what was approved: one person, one transaction, so that an interruption leaves nobody half erased."""

import datetime as dt
import logging
import uuid
from collections import Counter
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.models import Disposal, DisposalItem, Words
from trainingsite.evidence.keeping import details
from trainingsite.evidence.keeping.holds import chains_ever
from trainingsite.evidence.keeping.humans import Human, human
from trainingsite.evidence.keeping.passing_over import why_not
from trainingsite.evidence.keeping.periods import Kept, in_force
from trainingsite.evidence.keeping.places import signed_certificates_once, words_of
from trainingsite.evidence.keeping_tables import KeptClass, PersonDisposed, ProposedPerson
from trainingsite.evidence.shelf import take_back_packs_about
from trainingsite.people.models import Person

Kind = PersonDisposed.Kind
AT_ONCE = 500
AT_A_TIME = 50  # some ten seconds: messages, and the codes in them, are sent by the same process
logger = logging.getLogger(__name__)


class CouldNotErase(Exception):
    """The details of some could not be erased this time: they are as they were, and it is tried again."""


def erase_what_was_approved(at: dt.datetime) -> str:
    """Erase the next of approved disposals, one after the other; for the timetable, which says how many.

    Whoever comes second, at once or later, finds nothing left. What was interrupted goes on where it stopped. Where
    something goes wrong with one of them, the others are erased all the same. Raises CouldNotErase at the end.
    """
    became, failed = Counter(), 0
    for pk in list(ProposedPerson.objects.to_go().order_by("disposal", "pk").values_list("pk", flat=True)):
        if became.total() == AT_A_TIME:
            break
        try:
            if outcome := dispose_of(pk, at):
                became[outcome.kind] += 1
        except (OperationalError, InterfaceError):
            raise  # the database does not answer: nobody is to blame
        except Exception:
            logger.exception("The details of number %s among all proposed for erasing could not be erased.", pk)
            failed += 1
    did = f"{became[Kind.ERASED]} people’s details erased, {became[Kind.PASSED_OVER]} not"
    if failed:
        raise CouldNotErase(f"{did}; of {failed} they could not be, and are as they were")
    return did


@transaction.atomic
def dispose_of(proposed_pk: int, at: dt.datetime) -> PersonDisposed | None:
    """Erase one person's details, or say why not; nothing, if another process was first.

    It is asked again whether they may go: somebody may have come back, or been held back, since it was approved.
    """
    proposed = ProposedPerson.objects.select_related("disposal__decision__decided_by", "disposal__proposed_by").get(
        pk=proposed_pk
    )
    day = timezone.localdate(at)
    list(Person.objects.select_for_update().filter(pk__in=human(proposed.person, day).rows).order_by("pk"))
    if PersonDisposed.objects.filter(proposed=proposed).exists():
        return None
    whose, kept = human(proposed.person, day), in_force()
    if why := why_not(proposed, whose, kept, day):
        return _keep(proposed, whose, at, kind=Kind.PASSED_OVER, why=why)
    return _erase(proposed, whose, kept, at)


def _erase(proposed: ProposedPerson, whose: Human, kept: dict[KeptClass, Kept], at: dt.datetime) -> PersonDisposed:
    whole = KeptClass.IDENTITY in proposed.kinds
    classes = list(KeptClass) if whole else proposed.kinds
    called = details.names_of(whose.rows) if whole else []
    found = {*words_of(whose.rows, classes).select_for_update().values_list("pk", flat=True)}
    words = sorted(found | {*(signed_certificates_once(whose.rows, called) if whole else ())}, key=str)
    facts = details.facts_with_details(whose.rows) if whole else []
    disposal = _approved(proposed, classes, kept, at)
    _name([*words, *facts], disposal)
    Words.objects.filter(pk__in=words).delete()
    if KeptClass.SIGN_IN in classes:
        details.erase_sign_in(whose.person, whose.rows)
    if whole:
        details.erase_identity(whose.person, whose.rows, called, at)
    take_back_packs_about(whose.rows)
    # And once more: what was asked for and begun meanwhile still found the details.
    transaction.on_commit(lambda: take_back_packs_about(whose.rows), robust=True)
    return _keep(
        proposed, whose, at, kind=Kind.ERASED, whole=whole, words_let_go=len(words), disposal=disposal,
        data={"classes": [str(of) for of in classes], "disposal": disposal.pk, "erased": len(words),
              "words": digest(canonical(list(map(str, words))))},
    )  # fmt: skip


def _approved(
    proposed: ProposedPerson, classes: Sequence[KeptClass], kept: dict[KeptClass, Kept], at: dt.datetime
) -> Disposal:
    """The disposal that lets the database give up these words: by which rule, proposed and approved by whom."""
    decision = proposed.disposal.decision
    rule = "; ".join(f"{of} {kept[of].period.after_leaving}/{kept[of].period.after_act or 0}" for of in classes)
    return Disposal.objects.create(
        rule=f"Months after leaving/after the act: {rule}"[:200],
        proposed_by=str(proposed.disposal.proposed_by.key),
        approved_by=str(decision.decided_by.key),
        only_one_administrator=decision.only_one_administrator,
        approved_at=decision.decided_at,
    )


def _name(keys: Sequence[uuid.UUID], disposal: Disposal) -> None:
    """Name what is to go: the database lets go of nothing else."""
    named = set(DisposalItem.objects.filter(words_key__in=keys).values_list("words_key", flat=True))
    wanted = [DisposalItem(disposal=disposal, words_key=key) for key in keys if key not in named]
    DisposalItem.objects.bulk_create(wanted, batch_size=AT_ONCE)


def _keep(
    proposed: ProposedPerson, whose: Human, at: dt.datetime, *, data: dict | None = None, **outcome
) -> PersonDisposed:
    """Put on record what became of somebody, in the chain of each practice where they ever worked."""
    disposed = PersonDisposed.objects.create(
        proposed=proposed, disposed_at=at, disposed_on=timezone.localdate(at), **outcome
    )
    record(
        chains=chains_ever(whose.rows), verb=f"evidence.person_{disposed.kind}", subject=whose.person.key,
        actor=proposed.disposal.decision.decided_by.key, at=at, rows=[disposed], data=data,
    )  # fmt: skip
    return disposed
