"""Issuing certificates: one for each finished programme, frozen in words and bytes."""

import datetime as dt
from dataclasses import asdict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, plain, record
from trainingsite.audit.chain import digest
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.pdf import CertificateFacts, draw_certificate
from trainingsite.certificates.serials import new_serial
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Programme
from trainingsite.compliance.programmes import Finish, finished_programmes, minutes_of
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.people.identities import also_known_by
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person, Practice

WORDS, PDF = "certificate", "certificate-pdf"


class NotFinished(Exception):
    """Something in the programme is still open."""


def valid_certificate(person: Person, practice: Practice, programme: Programme, day: dt.date) -> Certificate | None:
    """The certificate the person already holds for the programme, if it has not expired."""
    held = Certificate.objects.by_human(person).at(practice).filter(programme=programme).exclude(valid_until__lt=day)
    return held.order_by("-issued_on", "-pk").first()


def claim(*, person: Person, practice: Practice, programme: Programme, at: dt.datetime) -> Certificate:
    """The person's certificate for a finished programme: the one they hold, or a new one. Raises NotFinished."""
    day = timezone.localdate(at)
    matrix = training_matrix(practice, day, people=[person])
    finished = [
        finish
        for row in matrix.rows
        for finish in finished_programmes(matrix, row)
        if finish.programme == programme and programme.grants_certificate
    ]
    if not finished:
        raise NotFinished("Something in this programme is still open, so there is no certificate yet.")
    return issue(person=person, practice=practice, finish=finished[0], at=at)


def issue(*, person: Person, practice: Practice, finish: Finish, at: dt.datetime) -> Certificate:
    """Issue the certificate once: whoever comes second, by click or by job, is answered with the first."""
    day = timezone.localdate(at)
    held = valid_certificate(person, practice, finish.programme, day)
    if held:
        return held
    facts = facts_for(person, practice, finish, day)
    pdf = draw_certificate(facts)
    certificate = Certificate(
        serial=facts.serial, person=person, practice=practice, programme=finish.programme,
        finished_on=finish.finished_on, issued_on=day, valid_until=finish.valid_until, pdf_sha256=digest(pdf),
    )  # fmt: skip
    try:
        with transaction.atomic():
            words = {name: plain(value) for name, value in asdict(facts).items()}
            kept = keep_words(about=certificate.key, kind=WORDS, words=words, at=at)
            file = keep_words(about=certificate.key, kind=PDF, words=pdf, media_type="application/pdf", at=at)
            certificate.words_key, certificate.words_commitment = kept.key, commitment(kept)
            certificate.pdf_key = file.key
            certificate.save(force_insert=True)
            record(
                chains=chains_of(person, day), verb="certificates.issued", actor=person.key, subject=person.key,
                at=at, rows=[certificate], data={"certificate": str(certificate.key)},
            )  # fmt: skip
    except IntegrityError:
        return (
            Certificate.objects.by(person).at(practice).get(programme=finish.programme, finished_on=finish.finished_on)
        )
    return certificate


def facts_for(person: Person, practice: Practice, finish: Finish, day: dt.date) -> CertificateFacts:
    """The words of a new certificate, with a fresh serial."""
    minutes = sum(minutes or 0 for minutes in minutes_of(list(finish.demands)).values())
    serial = new_serial()
    return CertificateFacts(
        serial=serial,
        name=person.name,
        title=finish.programme.title,
        version=f"as required on {day:%-d %B %Y}",
        practice=practice.name,
        outcomes=tuple(demand.newest.title for demand in finish.demands),
        hours_text=f"About {minutes} minutes of learning" if minutes else "",
        issued_on=day,
        valid_until=finish.valid_until,
        verify_url=settings.SITE_URL + reverse("certificates:verify", args=[serial]),
        statement="has completed and passed",
    )


def issue_missing(*, at: dt.datetime) -> int:
    """Issue the certificates nobody asked for; how many were issued. Safe to run twice."""
    day, issued = timezone.localdate(at), 0
    followed = Practice.objects.filter(adoptions__programme__grants_certificate=True).distinct()
    for practice in followed.iterator():
        matrix = remembered_matrix(practice, day, day)
        held = set(
            Certificate.objects.at(practice).exclude(valid_until__lt=day).values_list("person_id", "programme_id")
        )
        same = also_known_by([row.person.pk for row in matrix.rows])
        held |= {(same[person_id], programme_id) for person_id, programme_id in held if person_id in same}
        for row in matrix.rows:
            for finish in finished_programmes(matrix, row):
                wanted = (row.person.pk, finish.programme.pk)
                if finish.programme.grants_certificate and wanted not in held:
                    issued += _issue_what_is_finished(row.person, practice, finish.programme, at)
    return issued


def _issue_what_is_finished(person: Person, practice: Practice, programme: Programme, at: dt.datetime) -> bool:
    """Ask the record itself once more: timelines that are kept are no evidence."""
    try:
        claim(person=person, practice=practice, programme=programme, at=at)
    except NotFinished:
        return False
    return True
