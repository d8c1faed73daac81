"""Signing a policy: the final POST of somebody who has just shown who they are, eight at a time.

Once over eight practices, whose chains are written side by side, and once in a single practice, where every signature
waits for the one before it. Afterwards the record must be whole, with one signature for each that was sent.
"""

import io
from collections.abc import Iterator
from itertools import chain

from django.core.management import CommandError, call_command
from django.utils import timezone

from benchmarks.people import PASSWORD, signed_in, the_practice
from benchmarks.report import say
from benchmarks.site import Site, Wrong
from trainingsite.people.models import JobRole, Person, Practice
from trainingsite.people.shelves import practice_shelf
from trainingsite.people.staffing import join
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion
from trainingsite.policies.versions import publish_policy

AT_ONCE = 8
RUNS = 5
POLICIES = 80  # that one person signs, one after the other: as many in each run
CLAUSES = 21
TEXT = "<p>" + "We keep what we know of patients to ourselves, online as much as at the desk. " * 6 + "</p>"


def measure(site: Site) -> None:
    one = the_practice()
    eight = [one, *(new_practice(number) for number in range(1, AT_ONCE))]
    sign(site, "sign_c8_practices8", {practice: 1 for practice in eight})
    sign(site, "sign_c8_practices1", {one: AT_ONCE})
    be_whole()


def sign(site: Site, name: str, signers: dict[Practice, int]) -> None:
    """Let so many people of each practice sign, and see that nothing was lost or done twice."""
    say(f"    preparing {name}")
    before, rates = Attestation.objects.count(), []
    lists = [list(chain.from_iterable(requests_of(site, practice, count))) for practice, count in signers.items()]
    prepared = [request for turn in zip(*lists, strict=True) for request in turn]
    each = len(prepared) // RUNS
    for run in range(RUNS):
        rates.append(site.once_each(prepared[run * each : (run + 1) * each], at_once=AT_ONCE, status=302))
    signed = Attestation.objects.count() - before
    if signed != len(prepared):
        raise Wrong(f"{len(prepared)} signatures were sent, and {signed} are recorded.")
    site.row(name, "signatures/s", rates)


def new_practice(number: int) -> Practice:
    ods_code = f"X9990{number}"
    return Practice.objects.create(
        name=f"Measured Surgery {number}", ods_code=ods_code, went_live_on=timezone.localdate()
    )  # fmt: skip


def requests_of(site: Site, practice: Practice, count: int) -> Iterator[list[tuple[str, str]]]:
    """For each policy in turn, the signatures of all these people, ready to be sent."""
    versions = [new_version(practice, number) for number in range(POLICIES)]
    people = [ready_to_sign(site, practice, number, versions[0]) for number in range(count)]
    for version in versions:
        yield [request_of(visitor, person, version) for person, visitor in people]


def new_version(practice: Practice, number: int) -> PolicyVersion:
    key = f"measured-{practice.ods_code}-{number}-{PolicyPage.objects.count()}".lower()
    page = PolicyPage(
        title=f"Policy {number}", slug=key, key=key, summary="Measured.", declaration="I have read it, and I will.",
        clauses=[("clause", {"id": f"c{at}", "title": f"Clause {at}", "text": TEXT}) for at in range(CLAUSES)],
    )  # fmt: skip
    practice_shelf(practice).add_child(instance=page)
    return publish_policy(page=page, reason="Measured.", at=timezone.now())


def ready_to_sign(site: Site, practice: Practice, number: int, version: PolicyVersion):
    """Somebody new at the practice, signed in and asked again who they are."""
    person = Person.objects.create(
        username=f"signer.{practice.ods_code}.{number}.{Person.objects.count()}", first_name="Sam", last_name="Signer"
    )
    join(person=person, practice=practice, job_role=JobRole.objects.first(), started_on=timezone.localdate(),
         at=timezone.now())  # fmt: skip
    visitor = signed_in(site, person)
    visitor.get(address_of(version))
    visitor.post(visitor.path, confirm_step="check", confirm_password=PASSWORD)
    return person, visitor


def request_of(visitor, person: Person, version: PolicyVersion) -> tuple[str, str]:
    fields = {"person": str(person.key), "snapshot": version.snapshot_id, "typed_name": person.name, "agreed": "on"}
    return visitor.request_to_send(address_of(version), **fields), "/policies/receipts/"


def address_of(version: PolicyVersion) -> str:
    return f"/policies/versions/{version.key}/sign/"


def be_whole() -> None:
    """What everybody did at once must have left every chain without a gap."""
    try:
        call_command("verify_evidence", stdout=io.StringIO())
    except CommandError as found:
        raise Wrong(str(found)) from found
