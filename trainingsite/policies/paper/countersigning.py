"""Who may countersign which sheets, and who could be asked to."""

import datetime as dt

from django.db.models import QuerySet

from trainingsite.people.models import OPENS_THE_DESK, Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.models import Attestation, PolicyVersion, SigningSheet

COUNTERSIGNERS = (
    *OPENS_THE_DESK,
    Duty.POLICY_OWNER,
    Duty.STAFF_REPRESENTATIVE,
    Duty.CALDICOTT_GUARDIAN,
    Duty.SIRO,
)
PARTS = ("person", "practice", "version__practice", "version__snapshot", "uploaded_by", "decision__decided_by")


def sheets_open_to(person: Person, day: dt.date) -> QuerySet[SigningSheet]:
    """The sheets of the practices where the person has such a duty: everybody's but their own."""
    duties = Responsibility.objects.known().on(day).by(person).of_kind(*COUNTERSIGNERS)
    sheets = SigningSheet.objects.filter(practice__in=duties.filter(practice__isnull=False).values("practice"))
    return sheets.exclude(person=person).select_related(*PARTS).order_by("uploaded_at", "pk")


def waiting_for_second(person: Person, day: dt.date) -> QuerySet[SigningSheet]:
    """The sheets that this person could countersign."""
    return sheets_open_to(person, day).waiting().exclude(uploaded_by=person)


def who_may_countersign(sheet: SigningSheet, day: dt.date) -> list[Person]:
    """Everybody who could be the second person: neither the one who signed nor the one who uploaded."""
    duties = Responsibility.objects.known().on(day).at(sheet.practice).of_kind(*COUNTERSIGNERS)
    people = Person.objects.filter(pk__in=duties.filter(person__isnull=False).values("person"), is_active=True)
    return list(people.exclude(pk__in=[sheet.person_id, sheet.uploaded_by_id]))


def not_signed(version: PolicyVersion, day: dt.date) -> list[Membership]:
    """The people at work that day who have not signed the version, nor one that it changed only in minor ways."""
    signed = Attestation.objects.at(version.practice).latest().signed()
    same = signed.filter(version__page=version.page_id, version__major=version.major)
    members = Membership.objects.known().on(day).at(version.practice).exclude(person__in=same.values("person"))
    return list(members.select_related("person", "job_role").order_by("person__last_name", "person__first_name", "pk"))


def signable_at(practice: Practice, day: dt.date) -> list[PolicyVersion]:
    """The version in force of each policy of the practice."""
    newest: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.at(practice).in_force_on(day).select_related("page", "practice"):
        newest.setdefault(version.page_id, version)
    return sorted(newest.values(), key=lambda version: version.title)
