"""Invitations to set up a sign-in, and how far each has come: the table."""

import uuid

from django.db import models
from django.db.models import Q


class InvitationQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice):
        return self.filter(practice=practice)

    def standing(self):
        """Neither used nor closed; some may be too old."""
        return self.filter(closed_at=None)

    def open_at(self, moment):
        """Good for setting up a sign-in at that moment."""
        return self.standing().filter(invited_at__lte=moment, ends_at__gt=moment, person__is_active=True)

    def close(self, moment):
        """Let their links be worth nothing from now on."""
        return self.standing().update(closed_at=moment)


class Invitation(models.Model):
    """Somebody was invited by e-mail to choose a password: used once, or closed by the next one.

    Of the link only a hash is kept, and that from the moment at which the mail is written: no list, no queue and no
    copy of the database lets anybody in.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="invitations")
    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="Counted anew when the mail is written.")
    token_hash = models.CharField(max_length=64, blank=True, help_text="Of the link that was mailed last.")
    queued_at = models.DateTimeField(null=True, blank=True, help_text="Since when its message waits to be sent.")
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Used, replaced, or overtaken.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="one_invitation_stands_for_each_person"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="an_invitation_has_a_link_of_its_own"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(queued_at=None, closed_at=None), name="invitation_to_be_queued")
        ]

    def __str__(self):
        return f"Invitation of {self.person}, {self.invited_at:%Y-%m-%d %H:%M}"
