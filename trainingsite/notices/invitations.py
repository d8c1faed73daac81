"""The e-mail of an invitation. What is kept of it has no link in it: that is a way into an account, and is put in only
into the message that leaves."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trainingsite.notices.models import INVITATION, Notice
from trainingsite.people.invitations import new_link
from trainingsite.people.invited import Invitation

NO_LINK_KEPT = "(Your link was in the e-mail only. It is kept nowhere else.)"
AT_ONCE = 500


class LinkEnded(ValueError):
    """The invitation was used, replaced or overtaken before its message left."""


@transaction.atomic
def queue_invitations(at: dt.datetime) -> int:
    """Put the messages of new invitations in the queue, and take out those whose invitation no longer stands."""
    standing = Invitation.objects.open_at(at)
    stale = Notice.objects.waiting().filter(kind=INVITATION).exclude(about__in=standing.values("key"))
    stale.update(state=Notice.State.REPLACED, settled_at=at)
    new = standing.filter(queued_at=None).select_related("person", "practice", "invited_by").order_by("pk")
    invitations = list(new.select_for_update(of=("self",)))
    # Two workers at once: the message about an invitation is there only once.
    Notice.objects.bulk_create(map(_notice, invitations), batch_size=AT_ONCE, ignore_conflicts=True)
    Invitation.objects.filter(pk__in=[each.pk for each in invitations]).update(queued_at=at)
    return len(invitations)


def words_of(notice: Notice) -> tuple[str, str]:
    """What an invitation's message says as it leaves, as text and as HTML, with a new link. Raises LinkEnded."""
    people = Invitation.objects.select_related("person", "practice", "invited_by")
    invitation = people.get(key=notice.about)
    token = new_link(invitation, notice.settled_at)
    if not token:
        raise LinkEnded("The invitation no longer stood when this was to be sent.")
    link = settings.SITE_URL + reverse("people:invitation", args=[token])
    said = {**_context(invitation), "subject": notice.subject, "link": link}
    return render_to_string("notices/invitation.txt", said), render_to_string("notices/invitation.html", said)


def _notice(invitation: Invitation) -> Notice:
    said = {**_context(invitation), "link": NO_LINK_KEPT}
    return Notice(
        person=invitation.person, kind=INVITATION, about=invitation.key,
        for_day=timezone.localdate(invitation.invited_at), queued_at=invitation.invited_at,
        subject=f"Your invitation to the training site of {invitation.practice.name}"[:200],
        body=render_to_string("notices/invitation.txt", said),
    )  # fmt: skip


def _context(invitation: Invitation) -> dict:
    return {
        "person": invitation.person,
        "practice": invitation.practice,
        "invited_by": invitation.invited_by,
    }
