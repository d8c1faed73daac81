"""Everything a person holds, at every practice and under every row that is theirs, in a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from modules.models import Completion
from scenarios.models import Attempt, AttemptOutcome, ScenarioVersion
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.certificates.actions import WORDS
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Standing, standings
from trainingsite.compliance import claims, elsewhere
from trainingsite.compliance.models import PriorLearning
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Membership, Person
from trainingsite.policies.models import Attestation


@dataclass(frozen=True)
class HeldCertificate:
    """A certificate under the title it was issued for, and whether it is good on the day."""

    row: Certificate
    title: str
    standing: Standing

    @property
    def is_good(self) -> bool:
        return self.standing is Standing.VALID

    @property
    def verify_url(self) -> str:
        """Where anybody may check it."""
        return settings.SITE_URL + reverse("certificates:verify", args=[self.row.serial])


@dataclass(frozen=True)
class Line:
    """One thing that was done: what, when, and where: there the person worked then, signed, or was taught."""

    title: str
    on: dt.date
    where: str = ""
    address: str = ""


@dataclass(frozen=True)
class Holding:
    """What the page shows and the PDF prints; each list has the newest first."""

    certificates: list[HeldCertificate]
    completions: list[Line]
    scenarios: list[Line]
    signatures: list[Line]
    elsewhere: list[Line]

    @property
    def good(self) -> list[HeldCertificate]:
        return [held for held in self.certificates if held.is_good]

    @property
    def over(self) -> list[HeldCertificate]:
        """Those that are no good any more; shown to the person alone."""
        return [held for held in self.certificates if not held.is_good]

    @property
    def heading_elsewhere(self) -> str:
        """What stands above the places of training done elsewhere; nothing, if none is known."""
        return "Where it was done" if any(line.where for line in self.elsewhere) else ""

    @property
    def is_empty(self) -> bool:
        return not any((self.certificates, self.completions, self.scenarios, self.signatures, self.elsewhere))


def held_by(person: Person, day: dt.date) -> Holding:
    """What the person holds on the day."""
    where = workplaces_of(person)
    return Holding(
        certificates=certificates_of(person, day),
        completions=completions_of(person, where),
        scenarios=scenarios_of(person, where),
        signatures=signatures_of(person),
        elsewhere=learned_elsewhere(person),
    )


def certificates_of(person: Person, day: dt.date) -> list[HeldCertificate]:
    """Every certificate issued to the person, with the words it was issued with."""
    own = Certificate.objects.by_human(person).select_related("practice", "programme", "completion__version")
    rows = list(own.order_by("-issued_on", "-pk"))
    kept = Words.objects.of_kind(WORDS).filter(about__in=[row.key for row in rows])
    said = {words.about: read_words(words) for words in kept}
    good = standings(rows, day)
    return [HeldCertificate(row, title_of(row, said.get(row.key, {})), good[row.pk]) for row in rows]


def title_of(certificate: Certificate, said: dict) -> str:
    """What is printed on it; once that has been erased, what the training is called today."""
    return said.get("title") or certificate.for_title


def completions_of(person: Person, where: Callable[[dt.date], str]) -> list[Line]:
    """Modules completed, but for those that have a certificate of their own."""
    done = Completion.objects.by_human(person).filter(certificates__isnull=True).select_related("version")
    return [
        Line(str(each.version), each.completed_on, where(each.completed_on))
        for each in done.order_by("-completed_on", "-pk")
    ]


def scenarios_of(person: Person, where: Callable[[dt.date], str]) -> list[Line]:
    """Scenarios passed, each once, on the last day."""
    passed = AttemptOutcome.objects.filter(
        attempt__person__in=rows_of(person), attempt__kind=Attempt.Kind.SCENARIO, passed=True
    )
    by_content = dict(passed.order_by("ended_on", "pk").values_list("attempt__snapshot", "ended_on"))
    versions = ScenarioVersion.objects.filter(snapshot__in=by_content).select_related("page").order_by("number")
    last: dict[int, Line] = {}
    for version in versions:
        on = by_content[version.snapshot_id]
        if version.page_id not in last or last[version.page_id].on <= on:
            last[version.page_id] = Line(str(version), on, where(on))
    return newest_first(last.values())


def signatures_of(person: Person) -> list[Line]:
    """Policies signed, where the signature is the last word; each with its receipt."""
    signed = Attestation.objects.by_human(person).latest().signed().select_related("version", "practice")
    return [
        Line(
            f"{each.version.title}, version {each.version.number}",
            each.attested_on,
            each.practice.name,
            reverse("policies:receipt", args=[each.key]),
        )
        for each in signed.order_by("-attested_at", "-pk")
    ]


def learned_elsewhere(person: Person) -> list[Line]:
    """Training done elsewhere or before, as it was accepted here, and where it was done."""
    accepted = PriorLearning.objects.by_human(person).standing()
    rows = list(
        accepted.select_related("module", "outside_training", "decision__claim").order_by("-completed_on", "-pk")
    )
    places = places_of(rows)
    return [Line(each.title, each.completed_on, places.get(said_about(each), "")) for each in rows]


def places_of(learned: Iterable[PriorLearning]) -> dict[uuid.UUID, str]:
    """By what it was said about: where training was done, as it was written down, unless that has been erased."""
    kept = Words.objects.filter(
        about__in=[said_about(each) for each in learned], kind__in=(claims.SAID, elsewhere.SAID)
    )
    return {words.about: read_words(words).get("where", "") for words in kept}


def said_about(learning: PriorLearning) -> uuid.UUID:
    """What its words were said about: the claim, if the person sent one."""
    decision = getattr(learning, "decision", None)
    return decision.claim.key if decision else learning.key


def workplaces_of(person: Person) -> Callable[[dt.date], str]:
    """Where the person worked on a day, in words: learning is theirs and no practice's."""
    jobs = Membership.objects.known().filter(person__in=rows_of(person)).select_related("practice")
    stays = [(job.started_on, job.ended_on or dt.date.max, job.practice.name) for job in jobs]

    def where(day: dt.date) -> str:
        there = sorted({name for first, last, name in stays if first <= day <= last})
        coming = sorted((first, name) for first, _, name in stays if first > day)
        if not there and coming:
            return f"Before starting at {coming[0][1]}"  # many are invited to begin before their first day
        return " and ".join(there)

    return where


def newest_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.on.toordinal(), line.title))
