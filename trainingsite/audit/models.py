"""The append-only record: snapshots, words, chained events, seals, the access log, disposals.

This app knows no other: actors and subjects are opaque keys, verbs are text.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trainingsite.audit.clock import recording_time


class AppendOnly(models.Model):
    """A table whose rows are only ever inserted: database triggers refuse everything else.

    ``lets_go`` is for a personal detail that had to stand in the row: its column, and the one by whose value an
    approved disposal names the row. Then it may be emptied, and nothing else may change.
    """

    lets_go: tuple[str, str] | None = None

    class Meta:
        abstract = True


class Record(AppendOnly):
    """Something that happened, vouched for by the events of one act in one or more chains."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    recorded_at = models.DateTimeField(default=recording_time, editable=False)
    words_key = models.UUIDField(null=True, blank=True, editable=False)
    words_commitment = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Snapshot(AppendOnly):
    """Frozen bytes, stored once for each content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    body = models.BinaryField()
    frozen_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.kind} {self.sha256[:12]}"


class Version(Record):
    """What was published, frozen: exists only from publication."""

    title = models.CharField(max_length=255)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    material = models.BooleanField(default=True, help_text="Whoever did an earlier version does it again.")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class WordsQuerySet(models.QuerySet):
    def about(self, key):
        return self.filter(about=key)

    def of_kind(self, kind):
        return self.filter(kind=kind)


class Words(models.Model):
    """Personal words kept apart from the record, so that a person can be forgotten and the record stays whole."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.UUIDField()
    kind = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=100, default="application/json")
    salt = models.BinaryField()
    body = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now)

    objects = WordsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "position"], name="words_once_at_each_position")
        ]
        verbose_name_plural = "words"

    def __str__(self):
        return f"{self.kind} {self.key}"


class Chain(AppendOnly):
    """One chain of events: a practice's, or the site's. Its row is the lock that its writers queue for."""

    key = models.CharField(max_length=60, unique=True)

    def __str__(self):
        return self.key


class AuditEventQuerySet(models.QuerySet):
    def of(self, chain_key):
        return self.filter(chain__key=chain_key).order_by("seq")

    def by_act(self, act):
        return self.filter(act=act)

    def about(self, subject):
        return self.filter(subject=str(subject)).order_by("at", "pk")


class AuditEvent(AppendOnly):
    """One thing that happened, as one chain tells it."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    act = models.UUIDField(db_index=True)
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=recording_time)
    body = models.BinaryField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="event_once_at_each_place_in_a_chain"),
            models.UniqueConstraint(fields=["chain", "previous"], name="event_followed_by_at_most_one"),
        ]

    def __str__(self):
        return f"{self.chain_id}/{self.seq} {self.verb}"


class Seal(AppendOnly):
    """A signature over the heads of all chains, which leaves the building."""

    sealed_at = models.DateTimeField(unique=True)
    key_id = models.CharField(max_length=16)
    public_key = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    heads = models.BinaryField(help_text="Canonical bytes: [[chain key, seq, hash], ...] in order of chain key.")
    body = models.BinaryField(help_text="The canonical bytes that were signed.")
    signature = models.CharField(max_length=128)

    class Meta:
        get_latest_by = "sealed_at"

    def __str__(self):
        return f"{self.sealed_at:%Y-%m-%d %H:%M} {self.root[:12]}"


class AccessEntry(AppendOnly):
    """Somebody looked at, exported or downloaded something about others."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, db_index=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "access entries"
        indexes = [models.Index(fields=["actor", "at"], name="access_entry_by_who_looked")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class Disposal(AppendOnly):
    """Which words may be erased, under which rule, proposed and approved by whom."""

    rule = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=40)
    approved_by = models.CharField(max_length=40)
    only_one_administrator = models.BooleanField(
        default=False, help_text="There was nobody else to approve it, and the log says so."
    )
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=F("approved_by")) | Q(only_one_administrator=True),
                name="disposal_approved_by_a_second_person_where_there_is_one",
            )
        ]

    def __str__(self):
        return f"{self.rule} {self.approved_at:%Y-%m-%d}"


class DisposalItem(AppendOnly):
    """One entry of words that an approved disposal names."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="items")
    words_key = models.UUIDField(unique=True)

    def __str__(self):
        return str(self.words_key)
