"""Signatures by version: who signed what when and on what basis, who is missing and why, and what was taken back."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from django.urls import reverse

from trainingsite.compliance.adding_up import NOTHING, Sums
from trainingsite.compliance.matrix import Cell
from trainingsite.compliance.rules import Basis, Status
from trainingsite.desk.overview import share
from trainingsite.desk.reports import signed
from trainingsite.desk.reports.asking import (
    DAY,
    KNOWN_ON,
    PERIOD,
    Answer,
    Asked,
    Column,
    Linked,
    Report,
    Section,
    Value,
)
from trainingsite.desk.reports.links import person_links
from trainingsite.desk.reports.signed import Policy, Said
from trainingsite.desk.targets import against_target, target_of
from trainingsite.formats.dates import long_date
from trainingsite.policies.models import Attestation

BY_VERSION = (
    Column("Policy", 2.4), Column("Version", 0.7), Column("In force from", 1.1), Column("Signed", 0.7, right=True),
    Column("Asked", 0.7, right=True), Column("How it adds up", 4),
)  # fmt: skip
MISSING = (
    Column("Person", 1.6), Column("Job role", 1.4), Column("Policy", 2.2), Column("Version", 0.7), Column("Why", 2.4),
    Column("Due on", 1),
)  # fmt: skip
SIGNED = (
    Column("Person", 1.6), Column("Job role", 1.4), Column("Policy", 2.2), Column("Version signed", 0.8),
    Column("Signed on", 1), Column("Basis", 2.2), Column("Counted", 1.2),
)  # fmt: skip
SAID = (
    Column("Person", 1.6), Column("On", 1), Column("Policy", 2.2), Column("Version", 0.7), Column("What", 1.5),
    Column("By", 1.4), Column("How", 1.4), Column("On the day", 2.2),
)  # fmt: skip
COUNTED = (
    ("Asked", "Everybody who works here on the day, less those it is not for, those on leave and those exempt."),
    (
        "Signed",
        "Signatures that stand on the day and count for the version in force. Minor changes ask nobody to sign again.",
    ),
    (
        "Missing",
        "Whoever was not told is said not to have been told: a message that was sent is not a message that was read.",
    ),
    ("What was said", "Nothing is ever removed: a signature that was taken back or made void stays in the list."),
    ("Questions", "That somebody has asked is shown; what they asked is between them and whoever answers."),
)
WHY = {
    Status.QUERIED: "Queried: nobody’s clock runs until it is answered",
    Status.DECLINED: "Declined",
    Status.ON_LEAVE: "On leave (not counted)",
    Status.EXEMPT: "Exempt (not counted)",
}
TOLD = {"yes": "told, not signed yet", "no": "not yet told", "failed": "the message failed"}


def answer(asked: Asked) -> Answer:
    """How every version in force stands on the day, and what was said in the period."""
    matrix, by_page = signed.matrix_for(asked), signed.versions_by_page(asked)
    policies = signed.policies_on(asked, by_page, matrix)
    said = signed.said_about(asked, by_page, [row.person for row in matrix.rows])
    standing = signed.by_person(said)
    people = len(matrix.rows)
    sections = [
        Section(
            "By version in force", BY_VERSION, [_version_row(each, people, standing) for each in policies],
            "No policy that staff sign was in force on that day.", keys=1,
        ),
        Section("Missing", MISSING, list(_missing_rows(policies, asked)), "Nobody is missing.", keys=1),
        Section("Signed", SIGNED, list(_signed_rows(policies, standing, asked)), "Nobody has signed.", keys=1),
        Section(
            "What was said", SAID, list(_said_rows(said, policies, asked)),
            "Nothing was signed, declined or taken back in this period.", keys=1,
        ),
    ]  # fmt: skip
    return Answer(_headline(policies, people, asked), sections, COUNTED)


def _headline(policies: Sequence[Policy], people: int, asked: Asked) -> list[str]:
    sums = reduce(Sums.plus, (policy.sums for policy in policies if policy.cells), NOTHING)
    if not sums.required:
        return [f"Nobody was asked to sign anything on {long_date(asked.day)}."]
    percent = share(sums.met, sums.required, people)
    target = against_target(sums, people, target_of(asked.practice, asked.day))
    policy_word = "policy" if len(policies) == 1 else "policies"
    there = f"{sums.met} of {sums.required} signatures are there{f' ({percent})' if percent else ''}"
    return [
        f"{len(policies)} {policy_word} in force on {long_date(asked.day)}, {people} people: {there}.",
        f"{target}.",
    ]


def in_words(sums: Sums) -> str:
    """“9 signed of 12 asked = 15 staff − 2 on leave − 1 exempt”."""
    taken = ((sums.not_required, "not asked"), (sums.on_leave, "on leave"), (sums.exempt, "exempt"))
    less = "".join(f" − {number} {word}" for number, word in taken if number)
    return f"{sums.met} signed of {sums.required} asked = {sums.in_practice} staff{less}"


def _version_row(policy: Policy, people: int, standing: dict) -> tuple[Value, ...]:
    version = policy.in_force
    named = (Linked(version.title, reverse("policies:version", args=[version.key])), version.number)
    if not policy.cells:
        count = len({person for person, page in standing if page == version.page_id})
        return (*named, version.effective_on, count, 0, "No programme asks anybody to sign it")
    sums = policy.sums
    percent = share(sums.met, sums.required, people)
    words = f"{in_words(sums)}{f' ({percent})' if percent else ''}"
    return (*named, version.effective_on, sums.met, sums.required, words)


def _missing_rows(policies: Iterable[Policy], asked: Asked) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for policy in policies:
        version = policy.in_force
        for row, cell in policy.missing:
            named = (linked(row.person), row.job_role, version.title, version.number)
            yield (*named, why_missing(cell), cell.due_on)


def why_missing(cell: Cell) -> str:
    """Why a signature is not there, as far as a manager may know."""
    if cell.status in WHY:
        return WHY[cell.status]
    told = TOLD[cell.told or "no"]
    words = f"Overdue, {told}" if cell.status is Status.OVERDUE else f"{told[0].upper()}{told[1:]}"
    return f"{words} (signed on {long_date(cell.completed_on)}, which has lapsed)" if cell.completed_on else words


def _signed_rows(policies: Iterable[Policy], standing: dict, asked: Asked) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for policy in policies:
        version = policy.in_force
        for row, cell in policy.signed:
            said = signed.behind(cell, standing.get((row.person.pk, version.page_id), ()), version.practice_id)
            number = said.attestation.version.number if said else ""
            counted = f"No: {cell.status.label.lower()}" if cell.status in signed.LEFT_OUT else "Yes"
            named = (linked(row.person), row.job_role, version.title)
            yield (*named, number, cell.completed_on, basis_of(cell, said), counted)


def basis_of(cell: Cell, said: Said | None) -> str:
    """On what a signature rests; one made just after a new way into the account says so until it is confirmed."""
    plain = {Basis.OWN: "Signed", Basis.WITNESSED: "Witnessed on paper", Basis.NETWORK: "At another practice"}
    words = plain.get(cell.basis, cell.basis.label if cell.basis else "")
    if cell.basis is Basis.NETWORK:  # how it came about there is the other practice's business
        return words
    return f"{words}; {not_confirmed(said.attestation)}" if said and said.attestation.soon_after else words


def not_confirmed(attestation: Attestation) -> str:
    return f"within 7 days of: {attestation.soon_after.get_kind_display().lower()}, not confirmed yet"


def _said_rows(said: Iterable[Said], policies: Sequence[Policy], asked: Asked) -> Iterator[tuple[Value, ...]]:
    """What was said at this practice in the period, in order."""
    by_page = {policy.in_force.page_id: policy for policy in policies}
    here = (each for each in said if each.attestation.practice_id == asked.practice.pk)
    for each in here:
        words, version = each.attestation, each.attestation.version
        if asked.first <= words.attested_on <= asked.last:
            by = words.acted_by.name if words.acted_by else each.person.name
            yield (
                each.person.name, words.attested_on, version.title, version.number, words.get_kind_display(), by,
                words.get_method_display(), became_of(each, by_page.get(version.page_id), asked),
            )  # fmt: skip


def became_of(said: Said, policy: Policy | None, asked: Asked) -> str:
    """What a signature is worth on the day: it stands, or what ended it when."""
    if not said.attestation.is_signature:
        return ""
    if end := said.ended_by:
        return f"{'Made void' if end.kind == Attestation.Kind.VOIDED else 'Taken back'} on {long_date(end.attested_on)}"
    if policy is None:
        return "Stands; the policy is not in force"
    if signed.still_counts(said, policy, asked):
        return "Stands"
    return f"Stood for {said.attestation.version.number}; everybody is asked to sign {policy.in_force.number}"


REPORT = Report(
    key="signatures",
    title="Signatures by version",
    about="Who signed which version when and on what basis, who is missing and why, and what was taken back.",
    takes=frozenset({DAY, PERIOD, KNOWN_ON}),
    answer=answer,
    landscape=True,
)
