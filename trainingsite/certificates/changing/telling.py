"""Who is told of a certificate that was issued anew in another name, and in which words."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from trainingsite.certificates.actions import verify_url
from trainingsite.certificates.models import Certificate
from trainingsite.formats.dates import long_date
from trainingsite.notices import actions as notices
from trainingsite.people.models import Absence, Membership, Merger, Person, Practice, Responsibility
from trainingsite.people.names import keeper_of_former_names

KIND = "certificate"
# No name: subjects stand on hand-out slips and lock screens, and a change of name is nobody else's business.
SUBJECT = "A certificate was issued in a new name"
WHO_SEES = "What they were called before is not in this message. Only they see it, and whoever keeps former names."


def tell_holder(new: Certificate, *, holder: Person, title: str, by: Person, at: dt.datetime) -> None:
    """Tell somebody that a manager issued their certificate anew."""
    notices.put(
        person=holder, practice=new.practice, kind=KIND, about=new.key, at=at,
        subject=f"A new certificate: {title}",
        body=(
            f"{by.name} issued your certificate for {title} anew, in the name that is on record now. You find it in"
            f" Your training, and here: {verify_url(new.serial)}\n\n"
            "The certificate you had before is not valid any more. Nobody who checks it learns of the new one."
        ),
    )  # fmt: skip


def tell_managers(new: Certificate, *, holder: Person, title: str, by: Person, at: dt.datetime) -> None:
    """Tell the managers of the practice it was issued at, and of no other, that it now has another name.

    Not whoever did it, and not its holder. The name before is not in it: mail passes through many hands.
    """
    day = timezone.localdate(at)
    managers = managers_to_tell(new.practice, day, but={by, holder})
    keeper = keeper_of_former_names(new.practice, day) if managers else None
    what = what_happened(new, holder=holder, title=title, by=by)
    for manager in managers:
        keeps = keeper is not None and keeper.person_id == manager.pk
        before = where_names_are_kept(new.practice, holder) if keeps else WHO_SEES
        notices.put(
            person=manager, practice=new.practice, kind=KIND, about=new.key, at=at, subject=SUBJECT,
            body=f"{what}\n\n{before}\n\n{if_not_right(new)}",
        )  # fmt: skip


def managers_to_tell(practice: Practice, day: dt.date, but: Iterable[Person]) -> list[Person]:
    """Whoever opens the practice's desk and is not away; all of them, if all are away.

    For a practice that has gone over into another, that one's managers answer.
    """
    gone = Merger.objects.known().on(day).at(practice).values_list("into", flat=True)
    places = [practice.pk, *gone]
    duties = Responsibility.objects.known().on(day).opening_the_desk().filter(practice__in=places)
    others = Person.objects.exclude(pk__in=[person.pk for person in but])
    managers = others.filter(pk__in=duties.values("person"), is_active=True).order_by("pk")
    away = Absence.objects.known().on(day).filter(practice__in=places).values("person")
    return list(managers.exclude(pk__in=away)) or list(managers)


def what_happened(new: Certificate, *, holder: Person, title: str, by: Person) -> str:
    """Whose certificate it is, in which name, and when; with their job, for the name may be new to the reader."""
    jobs = Membership.objects.known().by(holder).at(new.practice)
    role = jobs.order_by("-started_on", "-pk").values_list("job_role__name", flat=True).first()
    who = f"{holder.name} ({role})" if role else holder.name
    its, why = f"certificate for {title}", f"anew on {long_date(new.issued_on)}, because their name has changed"
    did = f"{who} had the {its} issued" if by.pk == holder.pk else f"{by.name} issued the {its} of {who}"
    return (
        f"{did} {why}: it is in the name {holder.name} now. The practice on it is {new.practice.name}, and its"
        f" number is {new.serial}. The certificate in the name before is not valid any more."
    )


def where_names_are_kept(practice: Practice, holder: Person) -> str:
    """For the one colleague who sees former names: on a page that notes the look, as mail does not."""
    page = reverse("desk:former_names", args=[practice.ods_code.lower(), holder.key])
    return f"You keep the former names, so you can see what they were called before:\n{settings.SITE_URL}{page}"


def if_not_right(new: Certificate) -> str:
    page = reverse("certificates:revoke", args=[new.serial])
    return (
        "If that is right, there is nothing to do. If that is not right, have a word with them first. You can look at"
        f" the certificate, and revoke it if need be, here:\n{settings.SITE_URL}{page}"
    )
