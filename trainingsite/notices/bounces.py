"""Messages that came back: the mail server took them, and the mailbox did not."""

import datetime as dt
import mailbox
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.db import transaction

from trainingsite.notices.models import Notice

COMES_BACK_WITHIN = dt.timedelta(days=30)
FAILED = "failed"
WENT_OUT = (Notice.State.SENT, Notice.State.BOUNCED, Notice.State.HANDED_OVER)


@dataclass(frozen=True)
class Bounce:
    """A report that a message could not be delivered, and why: which one, or else to which address, and when."""

    message_id: str
    reason: str
    address: str = ""
    came_back_at: dt.datetime | None = None


def reports_in(path: Path) -> Iterator[EmailMessage]:
    """The messages in a file: a whole mailbox (mbox), or one message."""
    if path.read_bytes()[:5] == b"From ":
        with closing(mailbox.mbox(path, create=False)) as box:
            yield from (message_from_bytes(bytes(each), policy=policy.default) for each in box)
    else:
        yield message_from_bytes(path.read_bytes(), policy=policy.default)


def bounce_in(report: EmailMessage) -> Bounce | None:
    """What a delivery report (RFC 3464) says; None of any other message, and of one that is only delayed."""
    if report.get_content_type() != "multipart/report":
        return None
    status = {"action": "", "diagnostic-code": "", "status": ""}
    name = ""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload():
                status.update({key: group[key].strip() for key in status if group[key]})
        name = _name_of_original(part) or name
    if status["action"].lower() != FAILED or not name:
        return None
    return Bounce(name, status["diagnostic-code"].partition(";")[2].strip() or status["status"])


def _name_of_original(part: EmailMessage) -> str:
    """The Message-ID in the part that holds the message, or its headers, as it was sent."""
    if part.get_content_type() == "message/rfc822":
        return (part.get_payload(0)["Message-ID"] or "").strip()
    if part.get_content_type() == "text/rfc822-headers":
        return (message_from_bytes(part.get_payload(decode=True))["Message-ID"] or "").strip()
    return ""


def note_bounces(bounces: Iterable[Bounce], *, at: dt.datetime) -> int:
    """Keep of messages of the last weeks that they came back, and why. Answers how many; said twice is said once."""
    return sum(_note(bounce, at) for bounce in bounces)


@transaction.atomic
def _note(bounce: Bounce, at: dt.datetime) -> int:
    recent = Notice.objects.filter(state__in=WENT_OUT, queued_at__gte=at - COMES_BACK_WITHIN)
    came_back = [each.pk for each in _meant_by(bounce, recent)]
    noted = Notice.objects.filter(pk__in=came_back, state=Notice.State.SENT)
    return noted.update(state=Notice.State.BOUNCED, problem=bounce.reason[:200], settled_at=at)


def _meant_by(bounce: Bounce, recent) -> list[Notice]:
    """The message it names; or else the last one that each person had been sent at the address by then."""
    if name := name_in(bounce.message_id):
        return list(recent.filter(sent_as=name))
    if not (bounce.address and bounce.came_back_at):
        return []
    sent = recent.filter(sent_to=bounce.address.strip().lower(), queued_at__lte=bounce.came_back_at)
    # Of a mailbox that several people share, each was written to by themselves. What came back already counts, so that
    # the same report, when it comes again, does not go on to the message before.
    return list({each.person_id: each for each in sent.order_by("queued_at", "pk")}.values())


def name_in(message_id: str) -> uuid.UUID | None:
    """What we call the message of this Message-ID; None of one that is not ours."""
    try:
        return uuid.UUID(message_id.strip().strip("<>").partition("@")[0])
    except ValueError:
        return None
