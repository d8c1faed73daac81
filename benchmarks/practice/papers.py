"""What else lies in the practice's record: certificates, plans about gaps, exemptions."""

import datetime as dt

from benchmarks.country.chaining import Act, Chance, words_about
from benchmarks.country.places import AT_ONCE, Place
from benchmarks.country.shared import OWN, at_nine
from benchmarks.practice.beginnings import Common
from benchmarks.practice.staff import Stay
from modules.models import Completion
from trainingsite.audit.actions import plain
from trainingsite.audit.chain import digest
from trainingsite.audit.models import Words
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.serials import new_serial
from trainingsite.compliance.models import Exemption
from trainingsite.compliance.plans import Plan

DRAWN = b"%PDF-1.4 measured"
EVERY, TAKES = 30, 21  # days between plans, and until one is done
EXEMPT = 0.02


def certify(place: Place, completions: list[Completion], chance: Chance) -> None:
    """A certificate for each time the first module was completed."""
    certificates, words = [], []
    for completion in completions:
        if completion.version.page.key == OWN:
            certificate = Certificate(
                serial=new_serial(), person=completion.person, practice=place.practice, completion=completion,
                finished_on=completion.completed_on, issued_on=completion.completed_on, key=chance.key(),
                act=chance.key(), recorded_at=completion.completed_at, pdf_sha256=digest(DRAWN),
            )  # fmt: skip
            at = completion.completed_at
            said = {"name": completion.person.name, "title": completion.version.title, "serial": certificate.serial}
            words.append(words_about(certificate, "certificate", said, at, chance))
            file = Words(
                key=chance.key(), about=certificate.key, kind="certificate-pdf", media_type="application/pdf",
                salt=chance.randbytes(16), body=DRAWN, kept_at=at,
            )  # fmt: skip
            certificate.pdf_key = file.key
            words.append(file)
            certificates.append(certificate)
            whose, data = str(completion.person.key), {"certificate": str(certificate.key)}
            place.acts.append(Act(at, "certificates.issued", whose, whose, certificate.act, [certificate], data))
    Words.objects.bulk_create(words, batch_size=AT_ONCE)
    Certificate.objects.bulk_create(certificates, batch_size=AT_ONCE)


def plan(place: Place, common: Common, chance: Chance) -> None:
    """A plan about a requirement every month, which is done three weeks later; the last is open."""
    plans, words = [], []
    for days in range(0, (common.today - common.went_live_on).days, EVERY):
        line, made_on = chance.key(), common.went_live_on + dt.timedelta(days=days)
        requirement = chance.choice(common.requirements)
        for number, kind in enumerate((Plan.Kind.MADE, Plan.Kind.DONE), start=1):
            day = made_on + dt.timedelta(days=TAKES * (number - 1))
            if day < common.today:
                row = Plan(
                    practice=place.practice, line=line, number=number, kind=kind, requirement_line=requirement.line,
                    carried_by=place.manager, due_on=made_on + dt.timedelta(days=TAKES), acted_by=place.manager,
                    acted_at=at_nine(day), acted_on=day, key=chance.key(), act=chance.key(), recorded_at=at_nine(day),
                )  # fmt: skip
                words.append(words_about(row, "plan", {"action": "Ask who has not done it."}, at_nine(day), chance))
                plans.append(row)
                place.acts.append(planned(row))
    Words.objects.bulk_create(words, batch_size=AT_ONCE)
    Plan.objects.bulk_create(plans, batch_size=AT_ONCE)


def planned(row: Plan) -> Act:
    verb = "compliance.planned" if row.kind == Plan.Kind.MADE else "compliance.plan_done"
    data = {"plan": str(row.line), "requirement": plain(row.requirement_line), "due_on": plain(row.due_on)}
    return Act(row.acted_at, verb, str(row.acted_by.key), str(row.key), row.act, [row], data)


def release(place: Place, stays: list[Stay], common: Common, chance: Chance) -> None:
    """A few people are exempt from one thing."""
    exempt = [stay for stay in stays[1:] if stay.last is None and chance.random() < EXEMPT]
    Exemption.objects.bulk_create(
        Exemption(
            person=stay.person, practice=place.practice, requirement_line=chance.choice(common.requirements).line,
            reason=Exemption.Reason.NOT_IN_ROLE, approved_by=place.manager, started_on=stay.first, line=chance.key(),
            recorded_at=at_nine(stay.first),
        )
        for stay in exempt
    )  # fmt: skip
    place.acts += [
        Act(at_nine(stay.first), "compliance.exempted", str(place.manager.key), str(stay.person.key), chance.key())
        for stay in exempt
    ]
