"""Messages that came back: the mail server took them, and the mailbox did not."""

import datetime as dt
import mailbox
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from trainingsite.notices.delivery import message_id
from trainingsite.notices.models import Notice

COMES_BACK_WITHIN = dt.timedelta(days=30)
FAILED = "failed"


@dataclass(frozen=True)
class Bounce:
    """A report that a message could not be delivered: which one, and why."""

    message_id: str
    reason: str


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
    """Keep of messages of the last weeks that they came back, and why. Answers how many."""
    recent = Notice.objects.filter(state=Notice.State.SENT, settled_at__gte=at - COMES_BACK_WITHIN)
    sent = {message_id(notice): notice.pk for notice in recent.select_related("person").iterator()}
    found = {sent[bounce.message_id]: bounce.reason for bounce in bounces if bounce.message_id in sent}
    return sum(
        Notice.objects.filter(pk=pk, state=Notice.State.SENT).update(
            state=Notice.State.BOUNCED, problem=reason[:200], settled_at=at
        )
        for pk, reason in found.items()
    )
