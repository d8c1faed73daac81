"""The practice's social media accounts, who holds each, and what was done when a holder went: the tables.

Never a password, never a code: `never_kept` refuses what looks like one.
"""

from django.db import models

from trainingsite.audit.models import Record
from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.models import Person, Practice


class RegisterQuerySet(DatedQuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def by(self, person):
        return self.filter(person=person)

    def standing(self):
        """What is known now and has not ended."""
        return self.known().filter(ended_on__isnull=True)


class PracticeAccount(DatedFact):
    """A social media account of the practice: what it is for, how it is secured, when that was last checked.

    Every change is a row that supersedes the one before; closing it gives it a last day.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="accounts")
    platform = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    purpose = models.CharField(max_length=300)
    second_factor_on = models.BooleanField()
    recovery_address = models.CharField(max_length=200, blank=True)
    on_personal_profile = models.BooleanField()
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RegisterQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.platform}: {self.address}"


class AccountHolder(DatedFact):
    """Somebody may post from an account of the practice, from a day to a day.

    ``account`` is the line of the account: it stays the same through all the account's rows.
    """

    account = models.UUIDField(editable=False, db_index=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts_held")

    objects = RegisterQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.person} holds {self.account}"


class AccountStepQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class AccountStep(Record):
    """One thing that was done to an account because somebody no longer holds it, confirmed by name."""

    class Step(models.TextChoices):
        ROLE = "role", "Take away their role on the account"
        SESSIONS = "sessions", "Sign the account out on every device"
        PASSWORD = "password", "Change the password, and tell only those who hold the account"
        RECOVERY = "recovery", "Check the recovery address and phone: neither may be theirs"

    holding = models.UUIDField(editable=False, help_text="The line of the AccountHolder who went.")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=Step)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    objects = AccountStepQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holding", "step"], name="account_step_confirmed_once")]

    def __str__(self):
        return f"{self.get_step_display()}: {self.confirmed_on}"
