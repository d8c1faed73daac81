"""The same pages, and the large files, among 20,000 people at 600 practices. The last group: it fills the database.

A practice's own pages must not slow down as other practices join, and a file takes no more memory when it is longer.
"""

from dataclasses import replace

from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from benchmarks import memory
from benchmarks.country.filling import fill, keep_timelines, practices_of
from benchmarks.country.shared import NETWORK
from benchmarks.people import signed_in
from benchmarks.report import say
from benchmarks.rows import dashboard
from benchmarks.site import Site, Wrong
from trainingsite.people.models import Duty, Network, Person, Practice
from trainingsite.people.staffing import give_duty
from trainingsite.policies.models import Attestation

LINES_OF_STATUSES = range(240_000, 250_000)


def measure(site: Site) -> None:
    network = fill()
    site = replace(site, people=Person.objects.count())
    lead, chief = make_lead(network), make_chief(practices_of(network))
    keep_timelines(network)
    dashboard.measure(site, ending="_20k")
    visitor = signed_in(site, lead)
    page = (visitor.request_for(f"/compliance/networks/{NETWORK}/"), network.name)
    site.row("network_overview_ms_20k", "ms", site.milliseconds([page], runs=10))
    statuses = f"/compliance/networks/{NETWORK}/matrix.csv"
    export(site, "export_matrix", "_20k", visitor.cookies, statuses, LINES_OF_STATUSES)
    cookies = signed_in(site, chief).cookies
    signed = Attestation.objects.signed().filter(practice__in=practices_of(network)).count()
    export(site, "export_attestations", "_80k", cookies, "/compliance/signatures.csv", range(signed, signed + 1))


def export(site: Site, name: str, ending: str, cookies: dict[str, str], path: str, lines: range) -> None:
    """How long the whole file takes, and how much memory the server takes for it beyond what it had."""
    task = {"path": path, "cookies": cookies}
    (warm,) = site.walk("benchmarks.downloads", **task, runs=1)
    if warm["lines"] - 1 not in lines:
        raise Wrong(f"{path} has {warm['lines'] - 1:,} lines and should have {lines.start:,} to {lines.stop - 1:,}.")
    say(f"    {warm['lines']:,} lines, {warm['bytes']:,} bytes; the first time, in {warm['seconds']:.2f} seconds")
    before = sum(memory.megabytes_now(site.pid))
    memory.forget_peaks(site.pid)
    runs = site.walk("benchmarks.downloads", **task)
    peak = sum(memory.megabytes_at_most(site.pid))
    site.row(f"{name}_s{ending}", "s", [run["seconds"] for run in runs])
    site.row(f"{name}_peak_mb{ending}", "MB", [peak])
    site.row(f"{name}_more_mb{ending}", "MB", [peak - before])


def make_lead(network: Network) -> Person:
    """Somebody who leads the network."""
    lead = make_person("measured.lead")
    give_duty(duty=Duty.NETWORK_LEAD, network=network, person=lead, started_on=timezone.localdate(), at=timezone.now())
    return lead


def make_chief(practices: list[Practice]) -> Person:
    """Somebody who manages every one of the practices, as the operations manager of a large partnership does."""
    chief = make_person("measured.chief")
    for practice in practices:
        give_duty(
            duty=Duty.PRACTICE_MANAGER, practice=practice, person=chief, started_on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip
    return chief


def make_person(username: str) -> Person:
    """Somebody with a phone that shows codes."""
    person = Person.objects.create(username=username, first_name="Morgan", last_name="Measured")
    TOTPDevice.objects.create(user=person, name="phone", confirmed=True)
    return person
