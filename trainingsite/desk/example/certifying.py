"""What became of two certificates of the example: one was issued anew in a new name, one was revoked."""

import datetime as dt

from trainingsite.certificates.changing.actions import reissue, revoke
from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.desk.example.cast import Place
from trainingsite.desk.example.days import at_time, working_day
from trainingsite.desk.example.diary import Diary, doing
from trainingsite.desk.example.setting import Setting
from trainingsite.people.models import Membership, Person, Practice, Responsibility
from trainingsite.people.names import change_name

CHANGED_DAYS_AGO, REVOKED_DAYS_AGO = 45, 30
CHANGED_AT, REVOKED_AT = 12, 15
SECOND_NAME = "Thistlewood"
WHY = (
    "This went out while we were still trying the site, so please do not show it to anybody. I am sorry. What you have "
    "learned counts as before, and I will issue it again."
)


def change_certificates(setting: Setting, diary: Diary) -> None:
    """Put into the diary that somebody marries and wants their certificate anew, and that one is revoked."""
    calendar, practice = setting.calendar, setting.practices[Place.HOME]
    manager = setting.manager(Place.HOME)
    named = {
        setting.administrator.pk,
        *Responsibility.objects.filter(person__isnull=False).values_list("person", flat=True),
    }
    facts = {"practice": practice, "but_not": named}
    renaming = doing(rename_and_reissue, **facts)
    diary.put(at_time(working_day(calendar.days_ago(CHANGED_DAYS_AGO)), CHANGED_AT), renaming)
    revoking = doing(revoke_one, **facts, by=manager)
    diary.put(at_time(working_day(calendar.days_ago(REVOKED_DAYS_AGO)), REVOKED_AT), revoking)


def good_ones(practice: Practice, but_not: set[int], day: dt.date):
    """The certificates of people who work there and whose names stand nowhere else, the oldest first."""
    there = Membership.objects.known().on(day).filter(practice=practice)
    held = Certificate.objects.at(practice).valid_on(day).filter(person__in=there.values("person"))
    return held.exclude(person__in=but_not).select_related("person").order_by("issued_on", "pk")


def rename_and_reissue(*, practice: Practice, but_not: set[int], at: dt.datetime) -> None:
    """Somebody takes a second surname, and gets their certificate anew."""
    certificate = good_ones(practice, but_not, at.date()).first()
    if certificate is None:
        return
    person: Person = certificate.person
    name = f"{person.last_name}-{SECOND_NAME}"
    change_name(person=person, first_name=person.first_name, last_name=name, by=person, at=at)
    reissue(certificate=certificate, by=person, at=at)


def revoke_one(*, practice: Practice, but_not: set[int], by: Person, at: dt.datetime) -> None:
    """The manager revokes the newest certificate of somebody else."""
    certificate = good_ones(practice, but_not, at.date()).filter(edition="").last()
    if certificate is not None:
        reason = CertificateRevocation.Reason.ISSUED_IN_ERROR
        revoke(certificate=certificate, by=by, reason=reason, words=WHY, at=at)
