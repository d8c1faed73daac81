"""Old messages lose their words: what was said is nobody's business for ever, that it was said is kept."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from trainingsite.formats.dates import months_later
from trainingsite.notices.models import Notice

AT_ONCE = 1000


def kept_since(at: dt.datetime) -> dt.datetime:
    """The moment from which on messages keep their words."""
    first = months_later(timezone.localdate(at), -settings.MESSAGES_KEPT_MONTHS)
    return timezone.make_aware(dt.datetime.combine(first, dt.time.min))


def erase_old_words(*, at: dt.datetime) -> int:
    """Erase the words and the address of messages that are old; kind, day, subject and how far they came stay."""
    old = Notice.objects.filter(queued_at__lt=kept_since(at), erased_at=None).exclude(state=Notice.State.SENDING)
    erased = 0
    while found := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        erased += Notice.objects.filter(pk__in=found).update(
            body="", html_body="", problem="", sent_to="", erased_at=at
        )
    return erased
