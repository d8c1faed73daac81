"""Issuing certificates: one for each finished programme and module, frozen in words and bytes."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from modules.models import Completion
from modules.versions import content_of
from trainingsite.audit.actions import commitment, keep_words, plain, record
from trainingsite.audit.chain import digest
from trainingsite.certificates.looks import look_of
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.pdf import CertificateFacts, Look, draw_certificate
from trainingsite.certificates.serials import new_serial
from trainingsite.certificates.standing import revocation_of
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Programme
from trainingsite.compliance.programmes import Finish, finished_programmes, minutes_of
from trainingsite.formats.dates import long_date
from trainingsite.people.identities import people_today, rows_of
from trainingsite.people.links import chains_of
from trainingsite.people.models import Membership, Person, Practice

WORDS, PDF = "certificate", "certificate-pdf"
STATEMENT = "has completed and passed"


class NotFinished(Exception):
    """There is nothing to give a certificate for."""


class WasRevoked(NotFinished):
    """The certificate for this was revoked, and doing nothing more does not earn another."""

    def __init__(self, certificate: Certificate):
        self.certificate = certificate
        on = long_date(revocation_of(certificate).revoked_on)
        super().__init__(f"Your certificate for this was revoked on {on}. Your practice manager can tell you why.")


@dataclass(frozen=True)
class Said:
    """What a new certificate says of what was done, besides who did it and where."""

    title: str
    version: str
    outcomes: tuple[str, ...]
    minutes: int
    valid_until: dt.date | None


class Drawn(NamedTuple):
    """What a certificate says, in which look, and the bytes that came of it."""

    facts: CertificateFacts
    look: Look
    pdf: bytes


def valid_certificate(person: Person, practice: Practice, programme: Programme, day: dt.date) -> Certificate | None:
    """The certificate the person already holds for the programme, if it holds good on the day."""
    held = Certificate.objects.by_human(person).at(practice).filter(programme=programme).valid_on(day)
    return held.order_by("-issued_on", "-pk").first()


def claim(*, person: Person, practice: Practice, programme: Programme, at: dt.datetime) -> Certificate:
    """The person's certificate for a finished programme: the one they hold, or a new one.

    Raises NotFinished, WasRevoked.
    """
    matrix = training_matrix(practice, timezone.localdate(at), people=[person])
    finished = [
        finish
        for row in matrix.rows
        for finish in finished_programmes(matrix, row)
        if finish.programme == programme and programme.grants_certificate and finish.done_here
    ]
    if not finished:
        raise NotFinished("Something in this programme is still open, so there is no certificate yet.")
    return issue(person=person, practice=practice, finish=finished[0], at=at)


def issue(*, person: Person, practice: Practice, finish: Finish, at: dt.datetime) -> Certificate:
    """Issue the certificate once: whoever comes second, by click or by job, is answered with the first."""
    held = valid_certificate(person, practice, finish.programme, timezone.localdate(at))
    if held:
        return held
    target = {"programme": finish.programme, "finished_on": finish.finished_on}
    # Another practice's counts too: nobody is given a second certificate for what earned the first, nor one for what
    # was done already when theirs was revoked.
    of_this = Certificate.objects.by_human(person).filter(
        Q(finished_on__gte=finish.finished_on) | Q(revocation__revoked_on__gt=finish.finished_on),
        programme=finish.programme,
    )
    return newest(of_this) or issue_for(person, practice, said_of_programme(finish, at), at=at, **target)


def claim_module(*, completion: Completion, at: dt.datetime) -> Certificate:
    """The certificate for a completed module: the one there is, or a new one. Raises NotFinished, WasRevoked.

    The practice is the one where they worked on the day: of several the first that asks for the module, so that the
    certificate says until when it is good there.
    """
    held = newest(Certificate.objects.filter(completion=completion))
    if held:
        return held
    if not completion.version.grants_certificate:
        raise NotFinished("There is no certificate for this module alone.")
    person, day = people_today([completion.person])[completion.person_id], completion.completed_on
    jobs = Membership.objects.known().on(day).filter(person__in=rows_of(person)).select_related("practice")
    practices = dict.fromkeys(job.practice for job in jobs.order_by("pk"))
    asked = [(practice, until_by(practice, person, completion)) for practice in practices]
    if not asked:
        raise NotFinished("You worked at no practice here on that day, so none can give you a certificate for it.")
    practice, until = next((pair for pair in asked if pair[1]), asked[0])
    said = said_of_module(completion, until)
    return issue_for(
        completion.person, practice, said, at=at, name=person.name, completion=completion, finished_on=day
    )  # fmt: skip


def newest(certificates) -> Certificate | None:
    """Of the editions for one thing the newest; nothing if there is none. Raises WasRevoked."""
    found = certificates.not_superseded().select_related("revocation").order_by("-pk").first()
    if found and revocation_of(found):
        raise WasRevoked(found)
    return found


def until_by(practice: Practice, person: Person, completion: Completion) -> dt.date | None:
    """Until when the practice takes the module as done by this completion, as it stood on the day."""
    matrix = training_matrix(practice, completion.completed_on, people=[person])
    asked = ("module", completion.version.page_id)
    for row in matrix.rows:
        for demand, cell in zip(matrix.demands, row.cells, strict=True):
            if demand.target == asked and cell.completed_on == completion.completed_on and cell.valid_until:
                return cell.valid_until
    return None


def said_of_programme(finish: Finish, at: dt.datetime) -> Said:
    """What the certificate for a finished programme says."""
    here = [demand for demand in finish.demands if demand.line not in finish.elsewhere]
    return Said(
        title=finish.programme.title,
        version=f"as required on {long_date(timezone.localdate(at))}",
        outcomes=tuple(
            demand.newest.title + (" (done elsewhere)" if demand.line in finish.elsewhere else "")
            for demand in finish.demands
        ),
        minutes=sum(minutes or 0 for minutes in minutes_of(here).values()),
        valid_until=finish.valid_until,
    )


def said_of_module(completion: Completion, valid_until: dt.date | None) -> Said:
    """What the certificate for a completed module says: of the version that was completed, whatever came since."""
    version = completion.version
    content = content_of(version)
    return Said(
        title=version.title,
        version=str(version.number),
        outcomes=tuple(outcome["text"] for outcome in content["outcomes"]),
        minutes=version.minutes,
        valid_until=valid_until,
    )


def issue_for(
    person: Person, practice: Practice, said: Said, *, at: dt.datetime, name: str = "", **target
) -> Certificate:
    """Issue the first certificate for something that is finished; of several at once one does, and all get that one."""
    serial, day = new_serial(), timezone.localdate(at)
    facts = CertificateFacts(
        serial=serial,
        name=name or person.name,
        title=said.title,
        version=said.version,
        practice=practice.name,
        outcomes=said.outcomes,
        hours_text=f"About {said.minutes} minutes of learning" if said.minutes else "",
        issued_on=day,
        valid_until=said.valid_until,
        verify_url=verify_url(serial),
        statement=STATEMENT,
    )
    certificate = Certificate(person=person, practice=practice, **target)
    drawn = draw(facts, practice)
    try:
        return keep(certificate, drawn, verb="certificates.issued", by=person, at=at)
    except IntegrityError:
        return Certificate.objects.by(person).at(practice).get(edition="", **target)


def verify_url(serial: str) -> str:
    return settings.SITE_URL + reverse("certificates:verify", args=[serial])


def draw(facts: CertificateFacts, practice: Practice) -> Drawn:
    """The certificate in the look that the practice has now."""
    look = look_of(practice)
    return Drawn(facts, look, draw_certificate(facts, look))


@transaction.atomic
def keep(certificate: Certificate, drawn: Drawn, *, verb: str, by: Person, at: dt.datetime) -> Certificate:
    """Keep a certificate with its words and its file, and tell its chains. Raises IntegrityError if it is there."""
    facts, look, pdf = drawn
    words = {name: plain(value) for name, value in asdict(facts).items()}
    signer = {"signed_by": look.signed_by, "signed_as": look.signed_as}
    words |= {name: value for name, value in signer.items() if value}
    kept = keep_words(about=certificate.key, kind=WORDS, words=words, at=at)
    file = keep_words(about=certificate.key, kind=PDF, words=pdf, media_type="application/pdf", at=at)
    certificate.words_key, certificate.words_commitment = kept.key, commitment(kept)
    certificate.pdf_key, certificate.pdf_sha256 = file.key, digest(pdf)
    certificate.serial, certificate.issued_on = facts.serial, facts.issued_on
    certificate.valid_until = facts.valid_until
    certificate.save(force_insert=True)
    person = certificate.person
    record(
        chains={*chains_of(person, timezone.localdate(at)), certificate.practice.chain}, verb=verb, actor=by.key,
        subject=person.key, at=at, rows=[certificate], data={"certificate": str(certificate.key)},
    )  # fmt: skip
    return certificate
