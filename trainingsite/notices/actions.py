"""Queue messages in the caller's transaction, and say what became of those that go another way than by e-mail."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from trainingsite.notices.delivery import deliver_waiting
from trainingsite.notices.models import Notice
from trainingsite.people.models import Person

__all__ = ["deliver_waiting", "hand_over", "put", "put_to_all", "queue"]
AT_ONCE = 500


def queue(*, person: Person, kind: str, about: uuid.UUID | None, subject: str, body: str, at: dt.datetime) -> Notice:
    """Put one message in the queue; the same message about the same thing is queued once a day."""
    notice, _ = Notice.objects.get_or_create(
        person=person, kind=kind, about=about, for_day=timezone.localdate(at),
        defaults={"subject": subject[:200], "body": body, "queued_at": at},
    )  # fmt: skip
    return notice


def put(*, person: Person, kind: str, about: uuid.UUID, subject: str, body: str, at: dt.datetime, **more) -> Notice:
    """Put a message about something that is only now being recorded in the queue: nobody can have been told of it."""
    return Notice.objects.create(
        person=person, kind=kind, about=about, for_day=timezone.localdate(at), subject=subject[:200], body=body,
        queued_at=at, **more,
    )  # fmt: skip


def put_to_all(
    people: Iterable[Person], *, kind: str, about: uuid.UUID, subject: str, body: str, at: dt.datetime
) -> None:
    """Put one message to many people in the queue, in few steps, about something that is only now being recorded."""
    same = {"kind": kind, "about": about, "for_day": timezone.localdate(at), "subject": subject[:200], "body": body}
    notices = (Notice(person=person, queued_at=at, **same) for person in people)
    Notice.objects.bulk_create(notices, batch_size=AT_ONCE)


@transaction.atomic
def hand_over(*, notice: Notice, by: Person, at: dt.datetime) -> bool:
    """Note that somebody was given the message on paper; answers whether nobody had noted it before."""
    still = Notice.objects.filter(pk=notice.pk).exclude(state__in=Notice.SETTLED)
    return bool(still.update(state=Notice.State.HANDED_OVER, handed_over_by=by, settled_at=at))
