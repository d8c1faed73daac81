"""What an evidence pack may be for, what may be asked to be in it, and which columns each purpose allows.

These are lists of what is allowed: a column that nobody has thought about is left out of every pack. So is a fact on
a person's page, and an event of the chain that no row of a table names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# What every pack holds, because its check rests on it or because a pack without it would say nothing.
ALWAYS = frozenset({"matrix", "signatures", "gaps", "completions"})
# What may be left out or put in, each with the sentence on the form.
PARTS = {
    "policies": ("Policy texts", "Every version that was in force, word for word, and what changed."),
    "people": ("A page for each person", "What was asked of them and what they did, leavers of the period too."),
    "training": ("What was taught", "The lessons and scenarios that people completed, as they were then."),
    "certificates": (
        "Certificates",
        "Those issued in the period, as PDF files; not what was issued anew, which would tell of a former name.",
    ),
}
DEFAULT_PARTS = ALWAYS | {"policies"}
EVERYTHING = ALWAYS | frozenset(PARTS)

WHOLE_TABLE = ("*",)  # a table about nobody: all of its columns
EACH_REQUIREMENT = (": status", ": done on", ": due on")  # a column of each requirement ends like this

ABOUT_NOBODY = {
    "framework.csv": WHOLE_TABLE,
    "sums": WHOLE_TABLE,
}
WITHOUT_NAMES = {
    **ABOUT_NOBODY,
    "matrix.csv": ("Person", "Job role", *EACH_REQUIREMENT),
    "gaps.csv": (
        "Person", "Job role", "Requirement", "What it is", "Status", "Due on", "Last done on", "Told about it",
        "By when",
    ),
    "exemptions.csv": ("Person", "Exempt from", "From", "To", "Recorded on"),
    "policies/register.csv": (
        "Policy", "Version", "In force from", "Replaced on", "Material change", "Counts as material from",
        "Review due", "Hot topics review due", "Archived on", "Published at (UK time)",
    ),
    "attestations.csv": (
        "Person", "Job role then", "Policy", "Version", "What", "On", "At (UK time)", "How",
    ),
    "completions.csv": (
        "Person", "Job role", "What", "Title", "Version", "Completed on", "At (UK time)", "Basis",
    ),
    "plans.csv": ("Whose", "By when", "What was said", "On", "At (UK time)"),
    "people/": ("Job role", "Requirement", "What it is", "Status", "Last done on", "Due on", "Good until"),
    "events.jsonl": (),
}  # fmt: skip
# What people typed, who did something for others, and from when until when somebody was here: in a small practice a job
# and its first day are a name. An event without a row, such as that of a joiner, tells all of that.
TYPED_AND_NAMED = {
    "gaps.csv": ("What is being done", "Who does it"),
    "exemptions.csv": ("Reason", "Approved by"),
    "policies/register.csv": ("Reason for the change", "Approved by", "Page"),
    "attestations.csv": ("Note",),
    "plans.csv": ("About", "What is being done", "Who does it", "By", "Why, or what came of it"),
    "certificates/certificates.csv": (
        "Serial", "Person", "Title", "Issued on", "Valid until", "Standing", "File", "SHA-256 of the PDF",
        "What the record holds",
    ),
    "people/": ("From", "To"),
    "events.jsonl": ("people.joined", "people.left"),
}  # fmt: skip
WITH_NAMES = {
    table: (*WITHOUT_NAMES.get(table, ()), *TYPED_AND_NAMED.get(table, ())) for table in WITHOUT_NAMES | TYPED_AND_NAMED
}


@dataclass(frozen=True)
class Purpose:
    """What a pack is for: whether it names people, and which parts and columns it may have."""

    key: str
    title: str
    about: str
    names: bool
    fields: Mapping[str, tuple[str, ...]]
    may_have: frozenset[str] = EVERYTHING

    def __str__(self):
        return self.title


INSPECTION = Purpose(
    "inspection",
    "An inspection by the Care Quality Commission",
    "With names, because an inspector may ask about one person.",
    names=True,
    fields=WITH_NAMES,
)
ASSURANCE = Purpose(
    "assurance",
    "Assurance for your ICB or network",
    "Without names: job roles, and a code for each person. Policy texts and certificates print names, so they are"
    " not in it; send a policy on its own if somebody asks for one.",
    names=False,
    fields=WITHOUT_NAMES,
    may_have=ALWAYS | {"people", "training"},
)
OWN_FILE = Purpose(
    "own-file",
    "The practice's own file",
    "With names. Keep it as you keep staff files, and tick all that it is to hold.",
    names=True,
    fields=WITH_NAMES,
)
PURPOSES = {purpose.key: purpose for purpose in (INSPECTION, ASSURANCE, OWN_FILE)}
