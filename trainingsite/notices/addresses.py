"""Telling people that their address was changed: where they read their messages from now on, and where they did."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from trainingsite.notices.models import FORMER_ADDRESS, Notice
from trainingsite.people.credentials import words_of_new_address
from trainingsite.people.models import CredentialIssued

ADDRESS_CHANGED = "address_changed"
AT_ONCE = 500


def queue_new_addresses(moved: Iterable[tuple[CredentialIssued, str]], at: dt.datetime) -> None:
    """Put the messages to the new and to the old address of many people in the queue, in few steps."""
    notices = []
    for issued, old in moved:
        notices.append(_notice(issued, ADDRESS_CHANGED, at))
        if old and settings.EMAIL_URL:
            notices.append(_notice(issued, FORMER_ADDRESS, at, sent_to=old))
    Notice.objects.bulk_create(notices, batch_size=AT_ONCE)


def _notice(issued: CredentialIssued, kind: str, at: dt.datetime, **more) -> Notice:
    subject, body = words_of_new_address(issued.person, at)
    return Notice(
        person=issued.person, kind=kind, about=issued.key, for_day=timezone.localdate(at), subject=subject, body=body,
        queued_at=at, **more,
    )  # fmt: skip
