"""Practices, the people who work there, their jobs, duties and leave."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
from django.shortcuts import redirect
from wagtail.models import Page

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.models import Record
from trainingsite.people.agreements import NamesAgreed  # noqa: F401 -- a table
from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.identities import (  # noqa: F401 -- tables
    FormerName,
    SameAsked,
    SameCode,
    SameEnded,
    SamePerson,
)
from trainingsite.people.invited import Invitation  # noqa: F401 -- a table
from trainingsite.people.places import BranchSite, Merger  # noqa: F401 -- tables


class Network(models.Model):
    """A primary care network or a federation."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def chain(self):
        """The key of the chain that tells what a network does: it has none of its own."""
        return SITE_CHAIN


class PracticeQuerySet(models.QuerySet):
    def managed_by(self, person, day):
        """Practices whose desk the person may open on that day; last, those that have gone over into one of them."""
        theirs = Responsibility.objects.known().on(day).by(person).opening_the_desk().values("practice")
        gone = Merger.objects.known().on(day)
        managed = self.filter(Q(pk__in=theirs) | Q(pk__in=gone.filter(into__in=theirs).values("practice")))
        return managed.order_by(Exists(gone.filter(practice=OuterRef("pk"))), "name")

    def led_by(self, person, day):
        """Practices of the networks the person leads on that day."""
        duties = Responsibility.objects.known().on(day).by(person).of_kind(Duty.NETWORK_LEAD)
        members = NetworkPractice.objects.known().on(day).filter(network__in=duties.values("network"))
        return self.filter(pk__in=members.values("practice"))

    def of(self, person, day):
        """Practices where the person works on that day."""
        return self.filter(pk__in=Membership.objects.known().on(day).by(person).values("practice"))


class Practice(models.Model):
    """A GP practice."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    ods_code = models.CharField("ODS code", max_length=10, unique=True)
    cqc_provider_id = models.CharField("CQC provider ID", max_length=30, blank=True)
    cqc_location_id = models.CharField("CQC location ID", max_length=30, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    approved_messaging_apps = models.CharField(max_length=200, blank=True)
    went_live_on = models.DateField(help_text="Nothing is asked of anybody before this day.")
    target_percent = models.PositiveSmallIntegerField(default=95)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Upper("ods_code"), name="ods_code_is_one_practices_in_any_case")]

    def __str__(self):
        return self.name

    @property
    def chain(self):
        """The key of this practice's chain of events."""
        return chain_of(self.key)


def chain_of(practice_key: uuid.UUID) -> str:
    """The key of the chain of the practice with this key."""
    return f"practice:{practice_key}"


def practice_key_in(chain_key: str) -> str:
    """The key of the practice whose chain has this key."""
    return chain_key.removeprefix("practice:")


class NetworkPractice(DatedFact):
    """A practice belongs to a network from a day to a day."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.practice} in {self.network}"


class StaffGroup(models.Model):
    """A kind of staff: general practitioners, nursing, non-clinical…"""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class JobRole(models.Model):
    """A job in general practice, and the regulator whose standards bind it, if any."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    staff_group = models.ForeignKey(StaffGroup, on_delete=models.PROTECT, related_name="job_roles")
    regulator = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["staff_group__position", "name"]

    def __str__(self):
        return self.name


class PersonQuerySet(models.QuerySet):
    def at(self, practice):
        """People who work or have worked at the practice."""
        return self.filter(pk__in=Membership.objects.known().at(practice).values("person"))


class PersonManager(UserManager.from_queryset(PersonQuerySet)):
    """Makes people, and finds them."""


class Person(AbstractUser):
    """One human, one sign-in, one learning record.

    The user name is the sign-in name: e-mail may be shared or missing.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    privacy_notice_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    times_signed_out = models.PositiveIntegerField(default=0, editable=False, help_text="Everywhere, by somebody else.")

    objects = PersonManager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.get_full_name() or self.username

    def get_session_auth_hash(self):
        """What a session must know to stay open: the password, and how often all of them were ended."""
        return self._of_this_time(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return map(self._of_this_time, super().get_session_auth_fallback_hash())

    def _of_this_time(self, known: str) -> str:
        return f"{known}-{self.times_signed_out}" if self.times_signed_out else known


class OwnedQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)


class MembershipQuerySet(DatedQuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def by(self, person):
        return self.filter(person=person)


class Membership(DatedFact):
    """A person's job at a practice from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="memberships")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="memberships")
    staff_number = models.CharField(max_length=40, blank=True)
    manager = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="manages")
    lets_go = ("staff_number", "line")

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        indexes = [models.Index(fields=["practice", "person"])]

    def __str__(self):
        return f"{self.person}, {self.job_role} at {self.practice}"


class Duty(models.TextChoices):
    """A duty somebody holds."""

    PRACTICE_MANAGER = "practice_manager", "Practice manager"
    REGISTERED_MANAGER = "registered_manager", "Registered manager"
    CALDICOTT_GUARDIAN = "caldicott_guardian", "Caldicott Guardian"
    SIRO = "siro", "Senior information risk owner"
    IG_LEAD = "ig_lead", "Information governance lead"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data protection officer"
    SPEAK_UP_GUARDIAN = "speak_up_guardian", "Freedom to Speak Up Guardian"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    POLICY_OWNER = "policy_owner", "Policy owner"
    STAFF_REPRESENTATIVE = "staff_representative", "Staff representative"
    ACCOUNT_HOLDER = "account_holder", "Holder of a practice account"
    NETWORK_LEAD = "network_lead", "Network lead"
    RECORDS_KEEPER = "records_keeper", "Keeper of former names"


OPENS_THE_DESK = (Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.IG_LEAD)
NEEDS_SECOND_FACTOR = (*OPENS_THE_DESK, Duty.NETWORK_LEAD, Duty.POLICY_OWNER, Duty.RECORDS_KEEPER)
HELD_BY_ONE = (Duty.RECORDS_KEEPER,)  # at a practice, at a time


class ResponsibilityQuerySet(MembershipQuerySet):
    def of_kind(self, *duties):
        return self.filter(duty__in=duties)

    def opening_the_desk(self):
        return self.of_kind(*OPENS_THE_DESK).filter(practice__isnull=False)


class Responsibility(DatedFact):
    """A duty held at a practice or for a network, by one of its people or by somebody outside."""

    duty = models.CharField(max_length=40, choices=Duty)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities")
    holder_name = models.CharField(max_length=200, blank=True, help_text="For somebody outside the practice.")
    contact = models.CharField(max_length=200, blank=True)
    lets_go = ("contact", "line")

    objects = ResponsibilityQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        verbose_name_plural = "responsibilities"
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(practice__isnull=False, network__isnull=True)
                | Q(practice__isnull=True, network__isnull=False),
                name="responsibility_is_for_a_practice_or_a_network",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, holder_name="") | (Q(person__isnull=True) & ~Q(holder_name="")),
                name="responsibility_is_held_by_a_person_or_a_named_outsider",
            ),
        ]

    def __str__(self):
        return f"{self.get_duty_display()}: {self.held_by}"

    @property
    def held_by(self):
        return self.person.name if self.person else self.holder_name


class CredentialIssued(Record):
    """Somebody got a new way into their account: a manager's code, a mailed link, a changed address."""

    class Kind(models.TextChoices):
        MANAGER_CODE = "manager_code", "Code issued by a manager"
        RESET = "reset", "Password reset by e-mail"
        CODE_USED = "code_used", "Code from a manager used"
        ADDRESS = "address", "E-mail address changed"
        SECOND_FACTOR_REMOVED = "second_factor_removed", "Lost second step removed"
        INVITATION = "invitation", "Invitation sent by a manager"
        INVITATION_USED = "invitation_used", "Invitation from a manager used"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials_issued")
    kind = models.CharField(max_length=30, choices=Kind)
    issued_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="If somebody else."
    )
    issued_at = models.DateTimeField()
    issued_on = models.DateField(help_text="The local day.")

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"


class EmailedCode(models.Model):
    """A six-digit code that was mailed to somebody, kept as a hash; used, or written off by the next one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emailed_codes")
    address = models.EmailField(blank=True, help_text="A new one that the code is to confirm.")
    code_hash = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return f"Code for {self.person}, {self.sent_at:%Y-%m-%d %H:%M}"


class SignInCode(models.Model):
    """A code that somebody's manager gave them, kept as a hash: with it they choose a new password, once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_in_codes")
    code_hash = models.CharField(max_length=200)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, help_text="Used, or written off by the next one.")

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return f"Code for {self.person}, {self.given_at:%Y-%m-%d %H:%M}"


class Absence(DatedFact):
    """Leave from a day to a day: dates only, no kind and no reason."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.person} away from {self.started_on}"


class Shelf(Page):
    """A page that only holds others: whoever comes upon its address is led home."""

    preview_modes = []  # there is nothing to look at

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return redirect("desk:home")


class LibraryPage(Shelf):
    """A shelf of content in Wagtail: the root of the site, and the shared modules and scenarios."""

    parent_page_types = ["wagtailcore.Page", "people.LibraryPage"]
    page_description = "Holds modules, scenarios and the practices' own shelves."


class PracticePage(Shelf):
    """A practice's own shelf: its policies, modules and scenarios, edited by its own people."""

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, related_name="page")
    parent_page_types = ["people.LibraryPage"]
    page_description = "Holds one practice's own policies, modules and scenarios."


class NetworkPage(Shelf):
    """A network's own shelf: the policies that its practices adopt, edited by the network's people.

    It is made with its group and its collection (``shelves.network_shelf``), never from Wagtail's list of page types.
    """

    network = models.OneToOneField(Network, on_delete=models.PROTECT, related_name="page")
    parent_page_types = ["people.LibraryPage"]
    is_creatable = False
    page_description = "Holds the policies that the practices of one network adopt."
