"""Messages on their way: each is claimed before it is sent, so that nobody gets one twice, and sent outside of any
transaction, so that a slow mail server holds nobody up."""

import datetime as dt
import uuid
from collections.abc import Collection
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.invitations import words_of
from trainingsite.notices.models import FORMER_ADDRESS, INVITATION, NEVER_ON_PAPER, Notice
from trainingsite.notices.rules import is_working_time
from trainingsite.people.models import Person

SENDING_TAKES_AT_MOST = dt.timedelta(hours=1)
WAITS_AT_MOST = dt.timedelta(days=2)
NOT_REACHED = "It could not be sent within two days."
SHARED_MAILBOX = """Hello {name},

A message waits for you on the practice training site. Several colleagues read this mailbox, so what it says is shown only to you, once you have signed in:
{address}

Is this for somebody else? Please tell them, and leave it here until they have seen it.

Does signing in not work? Tell your practice manager, who would like to help.
"""  # noqa: E501 -- a paragraph of a message is one line
INTERRUPTED = "The site was stopped while it sent this: nobody knows whether it arrived."


class MailServerSilent(Exception):
    """The mail server cannot be reached, or lets us not in: nothing was sent, and it is tried again."""


def deliver_waiting(*, at: dt.datetime, limit: int | None = None) -> dict[str, int]:
    """Send what waits, if the practice has mail; messages to people without an address stay for the hand-out list.

    So many at most as the mail server takes in a minute; the next run sends the next.

    Raises MailServerSilent: what waits goes on waiting, for two days at most.
    """
    counts = {"sent": 0, "failed": 0}
    if not settings.EMAIL_URL:
        return counts
    counts["failed"] += write_off(at)
    limit = settings.MESSAGES_A_MINUTE if limit is None else limit
    due = dict(due_for_delivery(at).order_by("pk").values_list("pk", Lower("person__email"))[:limit])
    shared = shared_among(set(due.values()))
    for notice_id in due:
        if claimed := claim(notice_id, at):
            counts[send(claimed, at, shared)] += 1
    return counts


def due_for_delivery(at: dt.datetime):
    """What may go out at this moment: what keeps to working hours goes on its own day, or not at all."""
    local = timezone.localtime(at)
    kind = Q(working_hours_only=False)
    if is_working_time(local, bank_holidays()):
        kind |= Q(for_day=local.date())
    return Notice.objects.waiting().filter(kind).exclude(person__email="", sent_to="")


def claim(notice_id: int, at: dt.datetime) -> Notice | None:
    """Take one message that is still waiting; None when somebody else has it."""
    taken = Notice.objects.waiting().filter(pk=notice_id).update(state=Notice.State.SENDING, settled_at=at)
    return Notice.objects.select_related("person").get(pk=notice_id) if taken else None


def send(notice: Notice, at: dt.datetime, shared: Collection[str]) -> str:
    """Send a message that was claimed, and keep how it went. Raises MailServerSilent, and lets go of it."""
    post = connected(notice)
    try:
        email_of(notice, post, shared).send()
        notice.state = Notice.State.SENT
    except (SMTPException, OSError, ValueError) as problem:  # ValueError: an address or a subject that is none
        notice.state, notice.problem = Notice.State.FAILED, in_words(problem)[:200]
    finally:
        post.close()
    notice.settled_at, notice.sent_to, notice.sent_as = at, address_of(notice).lower(), name_of(notice)
    notice.save(update_fields=["state", "problem", "settled_at", "sent_to", "sent_as"])
    return "sent" if notice.state == Notice.State.SENT else "failed"


def email_of(notice: Notice, post, shared: Collection[str]) -> EmailMultiAlternatives:
    """The message as it goes out. What a mailbox of several people gets says for whom it is, and nothing of it."""
    to, headers = [address_of(notice)], {"Message-ID": message_id(notice)}
    if notice.kind not in NEVER_ON_PAPER and notice.person.email.lower() in shared:
        subject, body = for_shared_mailbox(notice)
        return EmailMultiAlternatives(subject, body, to=to, headers=headers, connection=post)
    body, html = words_of(notice) if notice.kind == INVITATION else (notice.body, notice.html_body)
    message = EmailMultiAlternatives(notice.subject, body, to=to, headers=headers, connection=post)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def address_of(notice: Notice) -> str:
    """Where the message goes: to the person's address, or to the one that they had before."""
    return notice.sent_to if notice.kind == FORMER_ADDRESS else notice.person.email


def shared_among(addresses: Collection[str]) -> set[str]:
    """Those of the addresses to which several people have their messages sent."""
    holders = Person.objects.filter(is_active=True).annotate(address=Lower("email")).filter(address__in=addresses)
    return set(
        holders.values("address").annotate(people=Count("pk")).filter(people__gt=1).values_list("address", flat=True)
    )


def for_shared_mailbox(notice: Notice) -> tuple[str, str]:
    """A subject and a text that say who should sign in, for colleagues read them too."""
    name = notice.person.name
    address = f"{settings.SITE_URL}{reverse('desk:messages')}"
    return f"A message for {name}", SHARED_MAILBOX.format(name=name, address=address)


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
    return f"<{name_of(notice)}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def name_of(notice: Notice) -> uuid.UUID:
    """What the message is called, by whom it is for, what it is about and its day."""
    return uuid.uuid5(notice.person.key, f"{notice.person.key}:{notice.kind}:{notice.about}:{notice.for_day}")


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
