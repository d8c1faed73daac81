"""Asking whether two rows are one human, confirming it, saying no, and withdrawing it."""

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import SITE_CHAIN, commitment, keep_words, record
from trainingsite.people.credentials import moment_in_words, tell
from trainingsite.people.helping import has_other_rights, practices_to_help_at
from trainingsite.people.joining.moving import judged_each_other, move_facts, move_facts_back
from trainingsite.people.joining.rules import A_CODE_LASTS, Pairing, Vouching, why_not_give_code, why_not_join
from trainingsite.people.leavers import may_sign_in
from trainingsite.people.leaving import end_sign_in
from trainingsite.people.links import chains_of
from trainingsite.people.models import (
    CredentialIssued,
    Membership,
    Person,
    Practice,
    SameAsked,
    SameCode,
    SameEnded,
    SamePerson,
)
from trainingsite.people.names import change_name, name_before
from trainingsite.people.sign_in_codes import new_code, plain_code, write_off_codes

REASON = "reason"
Ended = SameEnded.Kind


class CannotJoin(Exception):
    """These two rows may not be joined, or not now; the sentence says why."""


@transaction.atomic
def ask(*, former: Person, kept: Person, practice: Practice, by: Person, at: dt.datetime) -> SameAsked:
    """Say that two rows are one human, and ask that human. Raises CannotJoin."""
    if why_not := why_not_join(pairing_of(former, kept, by, at)):
        raise CannotJoin(why_not)
    asked = SameAsked.objects.create(
        former=former, kept=kept, practice=practice, asked_by=by, asked_at=at, asked_on=timezone.localdate(at)
    )
    _record(asked, "people.same_person_asked", by, at, asked)
    _tell_both(
        asked, "Is another account here yours too?",
        f"{by.name} ({practice.name}) asks whether two accounts on the practice training site are both yours. Sign in,"
        " open “Your account”, and say whether they are. Nothing is changed until you do.",
    )  # fmt: skip
    return asked


@transaction.atomic
def give_code(*, asked: SameAsked, by: Person, at: dt.datetime) -> str:
    """Make a code that stands for the password of the former row, to be handed to the person; shown this once.

    Raises CannotJoin: what opens doors, or was done, beyond the practice is not for its manager to vouch for.
    """
    if why_not := why_not_give_code(vouching_of(asked, by, at)):
        raise CannotJoin(why_not)
    code = new_code()
    given = {"code_hash": make_password(plain_code(code)), "ends_at": at + A_CODE_LASTS, "wrong": 0, "used_at": None}
    SameCode.objects.update_or_create(asked=asked, defaults={"person": asked.former, **given})
    _record(asked, "people.same_person_code_given", by, at)
    _tell_both(
        asked, "A code was made to join two accounts",
        f"{by.name} made a code that stands for the password of the account {asked.former.username}, on"
        f" {moment_in_words(at)}.",
    )  # fmt: skip
    return code


@transaction.atomic
def confirm(*, asked: SameAsked, by: Person, proof: str, at: dt.datetime) -> SamePerson:
    """Join the two rows, as the person says who has shown that both are theirs. Raises CannotJoin.

    What was done under the former row is not touched: it is counted for the kept one. What is true of the person, their
    jobs, duties and leave, is corrected to name the kept one, and what was done is printed under its name. The former
    sign-in ends.
    """
    rows = Person.objects.select_for_update().in_bulk(sorted([asked.former_id, asked.kept_id]))
    former, kept = rows[asked.former_id], rows[asked.kept_id]
    if not SameAsked.objects.about(by).waiting().filter(pk=asked.pk).exists():
        raise CannotJoin("This has been answered or taken back already.")
    if why_not := why_not_join(pairing_of(former, kept, asked.asked_by, at, answering=asked)):
        raise CannotJoin(why_not)
    joined = SamePerson.objects.create(
        asked=asked, former=former, kept=kept, practice=asked.practice, confirmed_by=by, confirmed_at=at,
        confirmed_on=timezone.localdate(at), proof=proof,
        number=SamePerson.objects.filter(former=former).count() + 1,
    )  # fmt: skip
    chains = _chains(asked, at)
    lines = move_facts(former=former, kept=kept, by=str(by.key), at=at)
    change_name(person=former, first_name=kept.first_name, last_name=kept.last_name, by=by, at=at)
    write_off_codes(former, at)
    SameCode.objects.filter(asked=asked).update(used_at=at)
    if former.is_active:
        end_sign_in(person=former, practice=asked.practice, by=by, at=at)
    _record(asked, "people.same_person_confirmed", by, at, joined, facts=lines, chains=chains)
    _tell_both(
        asked, "Two accounts were joined",
        f"{former.name} ({former.username}) and {kept.name} ({kept.username}) were confirmed to be one person, on"
        f" {moment_in_words(at)}. From now on you sign in as {kept.username}.",
    )  # fmt: skip
    return joined


@transaction.atomic
def say_no(*, asked: SameAsked, by: Person, at: dt.datetime) -> SameEnded:
    """The person says that the two rows are not both theirs. Raises CannotJoin."""
    return _end(asked, Ended.DECLINED, by, at)


@transaction.atomic
def take_back(*, asked: SameAsked, by: Person, at: dt.datetime) -> SameEnded:
    """A manager takes back what nobody has answered yet. Raises CannotJoin."""
    return _end(asked, Ended.TAKEN_BACK, by, at)


@transaction.atomic
def withdraw(*, joined: SamePerson, by: Person, reason: str, at: dt.datetime) -> SameEnded:
    """Say that two rows were joined wrongly: each counts for itself again. Raises CannotJoin.

    Their facts name the former row again; its sign-in stays closed until somebody lets them in.
    """
    asked = joined.asked
    Person.objects.select_for_update().in_bulk(sorted([joined.former_id, joined.kept_id]))
    if not by.is_superuser:
        raise CannotJoin("Only an administrator of this site separates two accounts again.")
    if SameEnded.objects.filter(asked=asked).exists():
        raise CannotJoin("These two accounts are separate again already.")
    key = uuid.uuid4()
    kept_words = keep_words(about=key, kind=REASON, words={"reason": reason}, at=at)
    lines = move_facts_back(joined=joined, by=str(by.key), at=at)
    ended = _ended(
        asked, Ended.WITHDRAWN, by, at, key=key, words_key=kept_words.key, words_commitment=commitment(kept_words)
    )
    if name := name_before(joined.former, joined.confirmed_at):
        change_name(person=joined.former, first_name=name[0], last_name=name[1], by=by, at=at)
    _record(asked, "people.same_person_withdrawn", by, at, ended, facts=lines)
    _tell_both(
        asked, "Two accounts are separate again",
        f"{by.name} separated the accounts {asked.former.username} and {asked.kept.username} again, on"
        f" {moment_in_words(at)}.",
    )  # fmt: skip
    return ended


def vouching_of(asked: SameAsked, by: Person, at: dt.datetime) -> Vouching:
    """How ``by`` stands to the two rows, of which one is to be shown by a code."""
    day, former = timezone.localdate(at), asked.former
    stands = {
        "by_is_one_of_them": by.pk in (asked.former_id, asked.kept_id),
        "former_shows_itself": may_sign_in(former, day),
    }
    if by.is_superuser:
        return Vouching(**stands)
    beyond = Membership.objects.known().by(former).exclude(practice__in=practices_to_help_at(by, day))
    return Vouching(
        **stands,
        former_has_other_rights=has_other_rights(former, asked.practice, day),
        former_was_elsewhere=beyond.exists(),
        let_the_kept_one_in=CredentialIssued.objects.by(asked.kept).filter(issued_by=by).exists(),
    )


def pairing_of(
    former: Person, kept: Person, by: Person, at: dt.datetime, *, answering: SameAsked | None = None
) -> Pairing:
    """What is known of the two rows."""
    standing, both = SamePerson.objects.standing(), (former.pk, kept.pk)
    waiting = SameAsked.objects.waiting().exclude(pk=answering.pk if answering else None)
    return Pairing(
        is_one_row=former.pk == kept.pk,
        by_is_one_of_them=by.pk in both,
        is_superuser=any(row.is_superuser or row.is_staff for row in (former, kept)),
        kept_may_sign_in=kept.is_active,
        former_is_joined=standing.filter(former=former).exists(),
        former_was_kept=standing.filter(kept=former).exists(),
        kept_is_joined=standing.filter(former=kept).exists(),
        judged_each_other=judged_each_other(former, kept, timezone.localdate(at)),
        is_asked_already=not answering and (waiting.about(former) | waiting.about(kept)).exists(),
    )


def _end(asked: SameAsked, kind: str, by: Person, at: dt.datetime) -> SameEnded:
    Person.objects.select_for_update().in_bulk(sorted([asked.former_id, asked.kept_id]))
    if not SameAsked.objects.waiting().filter(pk=asked.pk).exists():
        raise CannotJoin("This has been answered or taken back already.")
    ended = _ended(asked, kind, by, at)
    _record(asked, f"people.same_person_{kind}", by, at, ended)
    return ended


def _ended(asked: SameAsked, kind: str, by: Person, at: dt.datetime, **more) -> SameEnded:
    return SameEnded.objects.create(
        asked=asked, practice=asked.practice, kind=kind, ended_by=by, ended_at=at, ended_on=timezone.localdate(at),
        **more,
    )  # fmt: skip


def _chains(asked: SameAsked, at: dt.datetime) -> set[str]:
    """The chain of each practice where one of the two rows works that day, and of the one that asked."""
    day = timezone.localdate(at)
    return {asked.practice.chain, *chains_of(asked.former, day), *chains_of(asked.kept, day)} - {SITE_CHAIN}


def _record(asked: SameAsked, verb: str, by: Person, at: dt.datetime, row=None, *, facts=(), chains=None) -> None:
    data = {"former": str(asked.former.key), "kept": str(asked.kept.key)}
    record(
        chains=chains or _chains(asked, at), verb=verb, actor=by.key, subject=asked.kept.key, at=at,
        rows=[row] if row else (), data={**data, "facts": [str(line) for line in facts]} if facts else data,
    )  # fmt: skip


def _tell_both(asked: SameAsked, subject: str, what: str) -> None:
    tell(sorted({asked.former.email, asked.kept.email}), subject, what)
