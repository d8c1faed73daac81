"""Who may countersign which sheets, and who could be asked to."""

import datetime as dt

from django.db.models import QuerySet

from trainingsite.people.identities import kept_for, rows_of
from trainingsite.people.models import OPENS_THE_DESK, Duty, Membership, Person, Practice, Responsibility
from trainingsite.policies.archives import archived_on
from trainingsite.policies.audiences import people_asked
from trainingsite.policies.editions import counts_for, versions_beside
from trainingsite.policies.elsewhere import signers_elsewhere
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
    return sheets.exclude(person__in=rows_of(person)).select_related(*PARTS).order_by("uploaded_at", "pk")


def waiting_for_second(person: Person, day: dt.date) -> QuerySet[SigningSheet]:
    """The sheets that this person could countersign."""
    return sheets_open_to(person, day).waiting().exclude(uploaded_by__in=rows_of(person))


def who_may_countersign(sheet: SigningSheet, day: dt.date) -> list[Person]:
    """Everybody who could be the second person: neither the one who signed nor the one who uploaded."""
    duties = Responsibility.objects.known().on(day).at(sheet.practice).of_kind(*COUNTERSIGNERS)
    people = Person.objects.filter(pk__in=duties.filter(person__isnull=False).values("person"), is_active=True)
    involved = Person.objects.filter(pk__in=[sheet.person_id, sheet.uploaded_by_id]).values("pk")
    return list(people.exclude(pk__in=involved).exclude(pk__in=kept_for(involved)))


def not_signed(version: PolicyVersion, day: dt.date) -> list[Membership]:
    """The people at work that day who have not signed the version, nor one whose signatures count for it."""
    signed = Attestation.objects.at(version.practice).latest().signed()
    beside = versions_beside(version)
    counting = counts_for(version, beside, day)
    same = signed.filter(version__in=counting)
    signers = same.values("person")
    members = Membership.objects.known().on(day).at(version.practice)
    members = members.exclude(person__in=signers).exclude(person__in=kept_for(signers))
    members = members.exclude(person__in=signers_elsewhere(version, beside, {each.place for each in counting}, day))
    return list(members.select_related("person", "job_role").order_by("person__last_name", "person__first_name", "pk"))


def asked_and_not_signed(version: PolicyVersion, day: dt.date) -> list[Membership]:
    """Those of them who are asked to sign: whom the version is for."""
    asked = set(people_asked(version.practice, {"audience": version.audience}, day).values_list("pk", flat=True))
    return [member for member in not_signed(version, day) if member.person_id in asked]


def signable_at(practice: Practice, day: dt.date) -> list[PolicyVersion]:
    """The version in force of each policy of the practice that is not in the archive."""
    newest: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.at(practice).in_force_on(day).select_related("page", "practice"):
        newest.setdefault(version.page_id, version)
    archived = archived_on(newest, day, practice)
    signable = [version for page_id, version in newest.items() if page_id not in archived]
    return sorted(signable, key=lambda version: version.title)
