"""Messages on their way: each is claimed before it is sent, so that nobody gets one twice, and sent outside of any
transaction, so that a slow mail server holds nobody up."""

import datetime as dt
import uuid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.utils import timezone

from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import Notice
from trainingsite.notices.rules import is_working_time

SENDING_TAKES_AT_MOST = dt.timedelta(hours=1)
WAITS_AT_MOST = dt.timedelta(days=2)
NOT_REACHED = "It could not be sent within two days."
INTERRUPTED = "The site was stopped while it sent this: nobody knows whether it arrived."


class MailServerSilent(Exception):
    """The mail server cannot be reached, or lets us not in: nothing was sent, and it is tried again."""


def deliver_waiting(*, at: dt.datetime, limit: int = 200) -> dict[str, int]:
    """Send what waits, if the practice has mail; messages to people without an address stay for the hand-out list.

    Raises MailServerSilent: what waits goes on waiting, for two days at most.
    """
    counts = {"sent": 0, "failed": 0}
    if not settings.EMAIL_URL:
        return counts
    counts["failed"] += write_off(at)
    for notice_id in list(due_for_delivery(at).order_by("pk").values_list("pk", flat=True)[:limit]):
        if claimed := claim(notice_id, at):
            counts[send(claimed, at)] += 1
    return counts


def due_for_delivery(at: dt.datetime):
    """What may go out at this moment: what keeps to working hours goes on its own day, or not at all."""
    local = timezone.localtime(at)
    kind = Q(working_hours_only=False)
    if is_working_time(local, bank_holidays()):
        kind |= Q(for_day=local.date())
    return Notice.objects.waiting().filter(kind).exclude(person__email="")


def claim(notice_id: int, at: dt.datetime) -> Notice | None:
    """Take one message that is still waiting; None when somebody else has it."""
    taken = Notice.objects.waiting().filter(pk=notice_id).update(state=Notice.State.SENDING, settled_at=at)
    return Notice.objects.select_related("person").get(pk=notice_id) if taken else None


def send(notice: Notice, at: dt.datetime) -> str:
    """Send a message that was claimed, and keep how it went. Raises MailServerSilent, and lets go of it."""
    post = connected(notice)
    headers = {"Message-ID": message_id(notice)}
    message = EmailMultiAlternatives(
        notice.subject, notice.body, to=[notice.person.email], headers=headers, connection=post
    )
    if notice.html_body:
        message.attach_alternative(notice.html_body, "text/html")
    try:
        message.send()
        notice.state = Notice.State.SENT
    except (SMTPException, OSError) as problem:
        notice.state, notice.problem = Notice.State.FAILED, in_words(problem)[:200]
    finally:
        post.close()
    notice.settled_at = at
    notice.save(update_fields=["state", "problem", "settled_at"])
    return "sent" if notice.state == Notice.State.SENT else "failed"


def connected(notice: Notice):
    """A connection to the mail server. Before there is one, nothing can have been sent: the message may wait on."""
    post = get_connection()
    try:
        post.open()
    except (SMTPException, OSError) as problem:
        Notice.objects.filter(pk=notice.pk).update(state=Notice.State.WAITING, settled_at=None)
        raise MailServerSilent(f"The mail server does not answer: {in_words(problem)}") from problem
    return post


def message_id(notice: Notice) -> str:
    """The same for the same message, also when it is made again after a backup was put back.

    Many mailboxes keep the first of two messages with one name.
    """
    said = f"{notice.person.key}:{notice.kind}:{notice.about}:{notice.for_day}"
    return f"<{uuid.uuid5(notice.person.key, said)}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def write_off(at: dt.datetime) -> int:
    """Give up on messages whose sending was cut off, for to send again might be to send twice; and on old ones."""
    cut_off = Notice.objects.filter(state=Notice.State.SENDING, settled_at__lt=at - SENDING_TAKES_AT_MOST)
    old = Notice.objects.waiting().filter(working_hours_only=False, queued_at__lt=at - WAITS_AT_MOST)
    return sum(
        each.update(state=Notice.State.FAILED, problem=why, settled_at=at)
        for each, why in ((cut_off, INTERRUPTED), (old.exclude(person__email=""), NOT_REACHED))
    )


def in_words(problem: Exception) -> str:
    """What the mail server said, without the address it said it of."""
    if isinstance(problem, SMTPRecipientsRefused) and problem.recipients:
        code, text = next(iter(problem.recipients.values()))
    elif isinstance(problem, SMTPResponseException):
        code, text = problem.smtp_code, problem.smtp_error
    else:
        return str(problem)
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
