"""Who is who over time: the names somebody had, and two rows that turned out to be one human. The tables.

Nothing is merged: what was recorded under the former row stays there, and is counted for the row that was kept.
"""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from trainingsite.audit.models import Record


class FormerNameQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)


class FormerName(Record):
    """Somebody had another name until that day. The name itself is words, and only two people see it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="former_names")
    changed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="If known."
    )
    changed_at = models.DateTimeField()
    changed_on = models.DateField(help_text="The local day.")

    objects = FormerNameQuerySet.as_manager()

    def __str__(self):
        return f"A name of {self.person} until {self.changed_on}"


class SameAskedQuerySet(models.QuerySet):
    def about(self, person):
        """Of which the person, or the row they are signed in as, is one of the two."""
        return self.filter(Q(former=person) | Q(kept=person))

    def waiting(self):
        """Neither confirmed nor ended."""
        return self.filter(joined__isnull=True, ended__isnull=True)


class SameAsked(Record):
    """A manager says that two rows are one human, and asks that human to confirm it."""

    former = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+", help_text="Who asks.")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_on = models.DateField(help_text="The local day.")

    objects = SameAskedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(former=F("kept")), name="same_person_asked_about_two_rows")]

    def __str__(self):
        return f"Is {self.former_id} the same person as {self.kept_id}?"

    def other_than(self, person):
        """The one of the two rows that the person is not signed in as."""
        return self.former if person.pk == self.kept_id else self.kept


class SamePersonQuerySet(models.QuerySet):
    def about(self, person):
        """Rows that were joined to the person's own."""
        return self.filter(kept=person)

    def standing(self, moment: dt.datetime | None = None):
        """Joined, and not withdrawn: now, or as it was known at a moment."""
        if moment is None:
            return self.filter(asked__ended__isnull=True)
        withdrawn = Q(asked__ended__recorded_at__lte=moment)
        return self.filter(recorded_at__lte=moment).exclude(withdrawn)


class SamePerson(Record):
    """The person confirmed that two rows are one human, and showed it: the former row counts for the kept one."""

    class Proof(models.TextChoices):
        PASSWORD = "password", "Signed in as one, and the password of the other"
        CODE = "code", "Signed in as one, and a code from the manager for the other"

    asked = models.OneToOneField(SameAsked, on_delete=models.PROTECT, related_name="joined")
    former = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1, help_text="Counts how often this former row was joined.")
    confirmed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_on = models.DateField(help_text="The local day.")
    proof = models.CharField(max_length=20, choices=Proof, help_text="How both rows were shown to be theirs.")

    objects = SamePersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(former=F("kept")), name="same_person_is_two_rows"),
            models.CheckConstraint(
                condition=Q(confirmed_by=F("former")) | Q(confirmed_by=F("kept")),
                name="same_person_confirmed_by_themself",
            ),
            models.UniqueConstraint(fields=["former", "number"], name="same_person_joined_once_at_a_time"),
        ]

    def __str__(self):
        return f"{self.former_id} is {self.kept_id}"


class SameEnded(Record):
    """It came to nothing, or it was wrong: the person said no, whoever asked took it back, a joining was withdrawn."""

    class Kind(models.TextChoices):
        DECLINED = "declined", "The person said that they are not the same"
        TAKEN_BACK = "taken_back", "Taken back by a manager"
        WITHDRAWN = "withdrawn", "The joining was withdrawn"

    asked = models.OneToOneField(SameAsked, on_delete=models.PROTECT, related_name="ended")
    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    ended_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    ended_on = models.DateField(help_text="The local day.")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.asked}"


class SameCode(models.Model):
    """A code that a manager hands over with the question, kept as a hash: it stands for the password of one row."""

    asked = models.OneToOneField(SameAsked, on_delete=models.PROTECT, related_name="code")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", help_text="For which row.")
    code_hash = models.CharField(max_length=200)
    ends_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Code for {self.person}"


def also_known_by(person_ids: Iterable[int], known_at: dt.datetime | None = None) -> dict[int, int]:
    """By former row: the kept one, of these people, as it is known now or was at a moment; one query."""
    joined = SamePerson.objects.standing(known_at).filter(kept__in=list(person_ids))
    return dict(joined.values_list("former_id", "kept_id"))


def is_row_of(person, row_id: int) -> bool:
    """Whether the row is the person's own, or one that was joined to it: a second person is somebody else than both."""
    return row_id == person.pk or row_id in also_known_by([person.pk])


def rows_of(person):
    """The person's own row and those joined to it, to be used inside another query: it costs none of its own."""
    own = get_user_model().objects.filter(pk=getattr(person, "pk", person)).order_by().values("pk")
    return own.union(SamePerson.objects.standing().filter(kept=person).values("former"), all=True)


def formers_of(people):
    """The rows joined to those people's own, who are given as a query; to be used inside another."""
    return SamePerson.objects.standing().filter(kept__in=people).values("former")


def kept_for(rows):
    """The rows that were kept in place of those, which are given as a query; to be used inside another."""
    return SamePerson.objects.standing().filter(former__in=rows).values("kept")


def people_today(people: Iterable) -> dict:
    """By row: the person it is today, whose name is printed: of a former row, the kept one; one query."""
    people = {person.pk: person for person in people}
    joined = SamePerson.objects.standing().filter(former__in=people).select_related("kept")
    return people | {each.former_id: each.kept for each in joined}
