"""The words that the PDF, the spreadsheet and the pages of a pack have in common."""

from collections import Counter

from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import done_of_required
from trainingsite.evidence.asked import Asked
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Duty, JobRole, StaffGroup
from trainingsite.policies.audiences import audience_of
from trainingsite.policies.models import PolicyVersion

TITLE = "Staff training and signed policies"
HOW_TO_READ = (
    "Compliant means done and still good on the day: completed and passed, or signed.",
    "Expiring means the same, and that it lapses soon. Both count as done.",
    "Due means that there is still time. Overdue means that the time has run out.",
    "Every number says of how many. Required leaves out what a job does not ask for, and people on leave or exempt.",
    "Told means that a message was sent or handed over. Sent is not read, so nobody is said to have ignored it.",
    "A signature says that somebody read that version and agreed to follow it. It does not prove understanding.",
)
NAMES_OF_TODAY = "Names and job titles are those of today; beside a signature stands the job at that moment."
CODES_FOR_NAMES = (
    "People are called by a code, which is the same in every pack; job titles are those of today, and beside a"
    " signature stands the job at that moment."
)
FOR_EVERYONE = "Everyone"
MISSING = (Status.OVERDUE, Status.DUE, Status.QUERIED, Status.DECLINED)  # the most pressing first


def how_to_read(asked: Asked) -> tuple[str, ...]:
    """How to read a pack, a sentence each."""
    return (*HOW_TO_READ, NAMES_OF_TODAY if asked.names else CODES_FOR_NAMES)


def period_in_words(asked: Asked) -> str:
    return f"{long_date(asked.from_on)} to {long_date(asked.on)}"


def headline(matrix: Matrix) -> str:
    """How many of the things required are done, with the denominator spelled out."""
    if not matrix.total().required:
        return "Nothing is required of anybody on that day."
    return " ".join(filter(None, (done_of_required(matrix), not_done(matrix))))


def not_done(matrix: Matrix) -> str:
    """What is missing in a sentence, the most pressing first; nothing where nothing is."""
    counts = Counter(cell.status for row in matrix.rows for cell in row.cells)
    said = ", ".join(f"{counts[status]:,} {status.label.lower()}" for status in MISSING if counts[status])
    return f"Not done: {said}." if said else ""


def in_one(text: str) -> str:
    """The same in one line, however narrow the column."""
    return text.replace(" ", "\u00a0")


def audiences(matrix: Matrix) -> list[str]:
    """Whom each requirement is for, in the order of the matrix."""
    groups = dict(StaffGroup.objects.values_list("key", "name"))
    roles = dict(JobRole.objects.values_list("key", "name"))
    duties = dict(Duty.choices)
    named = [audience_of(demand.newest) for demand in matrix.demands]
    of_policies = audiences_of_policies(matrix)
    return [
        ", ".join(
            [groups.get(key, key) for key in keys.get("staff_groups", ())]
            + [roles.get(key, key) for key in keys.get("job_roles", ())]
            + [duties.get(key, key) for key in keys.get("duties", ())]
        )
        or FOR_EVERYONE
        for demand, own in zip(matrix.demands, named, strict=True)
        for keys in [own or of_policies.get(demand.newest.policy_id) or {}]
    ]


def audiences_of_policies(matrix: Matrix) -> dict[int, dict | None]:
    """By policy: whom the version in force on the matrix's day is for."""
    found: dict[int, dict | None] = {}
    for version in PolicyVersion.objects.at(matrix.practice).in_force_on(matrix.on):
        found.setdefault(version.page_id, version.audience)
    return found


def rhythm(requirement) -> str:
    """How soon something is to be done, and how often."""
    first = f"Within {requirement.due_within_days} days"
    if requirement.refresher_months is None:
        return first
    months = requirement.refresher_months
    again = {12: "every year", 24: "every two years", 36: "every three years"}
    return f"{first}, then {again.get(months, f'every {months} months')}"
