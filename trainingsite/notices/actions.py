"""Queue messages in the caller's transaction; send them after it."""

import datetime as dt
import uuid
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from trainingsite.notices.models import Notice
from trainingsite.people.models import Person


def queue(*, person: Person, kind: str, about: uuid.UUID | None, subject: str, body: str, at: dt.datetime) -> Notice:
    """Put one message in the queue; the same message about the same thing is queued once a day."""
    notice, _ = Notice.objects.get_or_create(
        person=person, kind=kind, about=about, for_day=timezone.localdate(at),
        defaults={"subject": subject[:200], "body": body, "queued_at": at},
    )  # fmt: skip
    return notice


def deliver_waiting(*, at: dt.datetime, limit: int = 200) -> dict[str, int]:
    """Send what waits, if the practice has mail; messages to people without an address stay for the hand-out list."""
    counts = {"sent": 0, "failed": 0}
    if not settings.EMAIL_URL:
        return counts
    for notice_id in Notice.objects.waiting().exclude(person__email="").values_list("pk", flat=True)[:limit]:
        counts[_deliver(notice_id, at)] += 1
    return counts


@transaction.atomic
def _deliver(notice_id: int, at: dt.datetime) -> str:
    """Send one message that is still waiting, and say how it went."""
    notice = (
        Notice.objects.waiting()
        .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        return "sent"
    try:
        EmailMessage(notice.subject, notice.body, to=[notice.person.email]).send()
        notice.state = Notice.State.SENT
    except (SMTPException, OSError) as problem:
        notice.state, notice.problem = Notice.State.FAILED, str(problem)[:200]
    notice.settled_at = at
    notice.save(update_fields=["state", "problem", "settled_at"])
    return "sent" if notice.state == Notice.State.SENT else "failed"
