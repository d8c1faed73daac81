"""Putting a draft to staff, commenting on it, answering, and closing it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from trainingsite.audit.actions import commitment, freeze, keep_words, record
from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.people.models import Person
from trainingsite.policies.audiences import people_asked
from trainingsite.policies.consultations import (
    Comment,
    CommentAnswer,
    CommentWithdrawn,
    Consultation,
    ConsultationClosed,
    StaffStatement,
    UnnamedComment,
)
from trainingsite.policies.consulting.comments import comments_of, named_commenters, standing_comments, statement_of
from trainingsite.policies.consulting.outcome import outcome_content
from trainingsite.policies.consulting.rules import State, names_left_in, state_on
from trainingsite.policies.consulting.standing import representatives
from trainingsite.policies.freezing import draft_content, freeze_policy
from trainingsite.policies.looking_after import practices_of
from trainingsite.policies.models import PolicyPage

KIND = "consultation"


class AlreadyOpen(Exception):
    """Staff are being asked about this policy already."""

    def __init__(self, consultation: Consultation):
        self.consultation = consultation
        super().__init__(str(consultation))


class NothingToRead(Exception):
    """The draft is a file that cannot be read; the words say why."""


class NotOpen(Exception):
    """The consultation takes no comments any more."""


class Unanswered(Exception):
    """Some comments have no answer yet."""

    def __init__(self, count: int):
        self.count = count
        super().__init__(f"{count} comments have no answer")


class NamesSomebody(Exception):
    """What would be kept with the policy for ever names people who commented."""

    def __init__(self, names: list[str]):
        self.names = names
        super().__init__(", ".join(names))


class NobodySpeaksForStaff(Exception):
    """There is no representative, and nobody said how staff were asked instead."""


@transaction.atomic
def open_consultation(*, page: PolicyPage, by: Person, last_day: dt.date, note: str, at: dt.datetime) -> Consultation:
    """Freeze the draft and put it to everybody it is for, who are each told once.

    Raises AlreadyOpen and NothingToRead.
    """
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    practice, day = practices_of([page])[page.pk], timezone.localdate(at)
    if under_way := Consultation.objects.at(practice).unclosed().filter(page=page).first():
        raise AlreadyOpen(under_way)
    draft = page.get_latest_revision_as_object()
    content = draft_content(draft, practice, day)
    if "problem" in content:
        raise NothingToRead(content["problem"])
    people = list(people_asked(practice, content, day))
    consultation = Consultation.objects.create(
        page=page, practice=practice, number=Consultation.objects.at(practice).filter(page=page).count() + 1,
        draft=freeze_policy(draft, content), title=content["title"],
        since=page.versions.filter(practice=practice).in_force_on(day).first(),
        audience=content.get("audience", {}), asked=len(people), note=note,
        opened_by=by, opened_at=at, opened_on=day, last_day=last_day,
    )  # fmt: skip
    _invite([person for person in people if person != by], consultation)
    record(
        chains=[practice.chain], verb="policies.consultation_opened", actor=by.key, subject=consultation.key, at=at,
        rows=[consultation], data={"policy": page.key, "draft": consultation.draft_id, "asked": consultation.asked},
    )  # fmt: skip
    return consultation


def _invite(people: list[Person], consultation: Consultation) -> None:
    address = settings.SITE_URL + reverse("policies:consultation", args=[consultation.key])
    note = f"{consultation.note}\n\n" if consultation.note else ""
    notices.put_to_all(
        people, kind=KIND, about=consultation.key, at=consultation.opened_at,
        subject=f"What do you think? A new draft: {consultation.title}",
        body=(
            f"There is a new draft of the {consultation.title}, and {consultation.opened_by.name} would like your view"
            f" until {long_date(consultation.last_day)}.\n\n{note}Sign in to read it: {address}\n\n"
            "There is nothing to sign. You can comment under your name or without it, or ask the staff representative"
            " to pass something on. If you have nothing to say, you need not do anything: this is the only message."
        ),
    )  # fmt: skip


def _taking_comments(consultation: Consultation, day: dt.date) -> Consultation:
    """The consultation, held against being closed until the comment is in. Raises NotOpen."""
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    is_closed = ConsultationClosed.objects.filter(consultation=held).exists()
    if state_on(day, held.last_day, is_closed=is_closed) is not State.OPEN:
        raise NotOpen
    return held


@transaction.atomic
def comment(
    *, token: uuid.UUID, consultation: Consultation, person: Person, way: str, clause: str, text: str, at: dt.datetime
) -> Comment:
    """Say something under one's name, or pass something on. Two clicks say it once. Raises NotOpen."""
    key = uuid.uuid5(person.key, f"{token} {way} {clause} {text}")
    if sent := Comment.objects.by(person).filter(key=key).first():
        return sent
    held = _taking_comments(consultation, timezone.localdate(at))
    if sent := Comment.objects.by(person).filter(key=key).first():
        return sent
    kept = keep_words(about=key, kind="comment", words={"text": text}, at=at)
    said = Comment.objects.create(
        key=key, consultation=held, practice=held.practice, person=person, way=way, clause=clause, commented_at=at,
        words_key=kept.key, words_commitment=commitment(kept),
    )  # fmt: skip
    verb = "policies.commented" if way == Comment.Way.NAMED else "policies.comment_passed_on"
    _record(verb, held, by=person, at=at, rows=[said])
    return said


@transaction.atomic
def comment_unnamed(*, token: uuid.UUID, consultation: Consultation, clause: str, text: str, day: dt.date) -> None:
    """Keep a comment and nothing else: nobody, no time, no event, no message. Two clicks say it once. Raises NotOpen.

    The key is made from the page's token with the site's secret: who finds the page finds no comment by it.
    """
    held = _taking_comments(consultation, day)
    drawn = salted_hmac("policies.consulting.unnamed", f"{token} {clause} {text}", algorithm="sha256").digest()
    key = uuid.UUID(bytes=drawn[:16], version=4)
    if not UnnamedComment.objects.of(held).filter(key=key).exists():
        UnnamedComment.objects.create(key=key, consultation=held, clause=clause, text=text)


@transaction.atomic
def withdraw(*, comment: Comment, at: dt.datetime) -> CommentWithdrawn:
    """Take back what one said. Two clicks take it back once."""
    Consultation.objects.select_for_update().get(pk=comment.consultation_id)
    if gone := CommentWithdrawn.objects.filter(comment=comment).first():
        return gone
    gone = CommentWithdrawn.objects.create(
        comment=comment, practice=comment.practice, person=comment.person, withdrawn_at=at
    )
    _record("policies.comment_withdrawn", comment.consultation, by=comment.person, at=at, rows=[gone])
    return gone


@transaction.atomic
def answer(
    *, consultation: Consultation, to: Comment | UnnamedComment, by: Person, outcome: str, why: str, at: dt.datetime
) -> CommentAnswer:
    """Say what becomes of a comment, and why; a later answer takes an earlier one's place.

    Raises NamesSomebody, and NotOpen once the consultation is closed.
    """
    held = _not_closed(consultation)
    _refuse_names([why], held)
    target = {"comment": to} if isinstance(to, Comment) else {"unnamed": to}
    key = uuid.uuid4()
    kept = keep_words(about=key, kind="comment_answer", words={"why": why}, at=at)
    said = CommentAnswer.objects.create(
        key=key, consultation=held, practice=held.practice, **target, outcome=outcome, acted_by=by, answered_at=at,
        number=CommentAnswer.objects.at(held.practice).filter(**target).count() + 1,
        words_key=kept.key, words_commitment=commitment(kept),
    )  # fmt: skip
    _record("policies.comment_answered", held, by=by, at=at, rows=[said])
    return said


def _not_closed(consultation: Consultation) -> Consultation:
    """The consultation, held against being closed meanwhile. Raises NotOpen."""
    held = Consultation.objects.select_for_update(of=("self",)).select_related("practice").get(pk=consultation.pk)
    if ConsultationClosed.objects.filter(consultation=held).exists():
        raise NotOpen
    return held


def _refuse_names(texts: Sequence[str], consultation: Consultation) -> None:
    if names := names_left_in(texts, named_commenters(consultation)):
        raise NamesSomebody(names)


@transaction.atomic
def state_view(
    *, consultation: Consultation, by: Person, stance: str, how_chosen: str, note: str, at: dt.datetime
) -> StaffStatement:
    """Record whether the staff representative agrees. A later statement takes the place of an earlier one.

    Raises NamesSomebody, and NotOpen once the consultation is closed.
    """
    held = _not_closed(consultation)
    _refuse_names([how_chosen, note], held)
    said = _statement(held, by, stance, how_chosen, note, at)
    _record("policies.staff_stated", held, by=by, at=at, rows=[said])
    return said


def _statement(consultation, by, stance, how_chosen, note, at, **more) -> StaffStatement:
    key = uuid.uuid4()
    kept = keep_words(about=key, kind="staff_statement", words={"note": note}, at=at)
    return StaffStatement.objects.create(
        key=key, consultation=consultation, practice=consultation.practice, stance=stance, how_chosen=how_chosen,
        number=StaffStatement.objects.at(consultation.practice).filter(consultation=consultation).count() + 1,
        acted_by=by, stated_at=at, words_key=kept.key, words_commitment=commitment(kept), **more,
    )  # fmt: skip


def is_spoken_for(consultation: Consultation, day: dt.date) -> bool:
    """Whether somebody speaks for the staff, or has done so."""
    return statement_of(consultation) is not None or representatives(consultation.practice, day).exists()


@transaction.atomic
def close(
    *, consultation: Consultation, by: Person, themes: list[str], instead: str = "", at: dt.datetime
) -> ConsultationClosed:
    """Write the outcome down and freeze it, with nobody's name in it; the event vouches for every comment.

    Whoever closes it second is answered with what the first one wrote. Raises Unanswered, NobodySpeaksForStaff and
    NamesSomebody.
    """
    held = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("practice", "page", "since")
        .get(pk=consultation.pk)
    )
    if closed := ConsultationClosed.objects.filter(consultation=held).first():
        return closed
    said = comments_of(held)
    if waiting := sum(each.answer is None for each in said):
        raise Unanswered(waiting)
    act = uuid.uuid4()
    made = []
    if not is_spoken_for(held, timezone.localdate(at)):
        if not instead:
            raise NobodySpeaksForStaff
        made.append(_statement(held, by, StaffStatement.Stance.INSTEAD, "", instead, at, act=act))
    content = outcome_content(held, said, statement_of(held), themes, timezone.localdate(at))
    kept_for_ever = [*themes, *(reply["why"] for reply in content["replies"]), *content["staff"].values()]
    _refuse_names(kept_for_ever, held)
    closed = ConsultationClosed.objects.create(
        act=act, consultation=held, practice=held.practice, closed_by=by, closed_at=at,
        snapshot=freeze(kind=KIND, content=content),
    )  # fmt: skip
    rows = [closed, *made, *standing_comments(held)]
    _record("policies.consultation_closed", held, by=by, at=at, rows=rows, snapshot=closed.snapshot_id)
    return closed


def _record(verb: str, consultation: Consultation, *, by: Person, at: dt.datetime, rows: list, **data) -> None:
    record(
        chains=[consultation.practice.chain], verb=verb, actor=by.key, subject=consultation.key, at=at, rows=rows,
        data={"consultation": str(consultation.key), **data},
    )  # fmt: skip
