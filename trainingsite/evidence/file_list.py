"""Every file of a pack, with what it is for: what is read, what is looked up, and what checks the rest."""

from collections import defaultdict
from dataclasses import dataclass

from trainingsite.evidence import verify
from trainingsite.evidence.pack_facts import PackFacts

TO_READ = {
    "summary.pdf": "The summary, ten pages or fewer, fit to be printed or e-mailed.",
    "matrix.xlsx": "The spreadsheet that completes it: the matrix with every date, gaps and plans, policies,"
    " signatures, completed training, exemptions.",
    "matrix.pdf": "The training matrix with its dates, for printing.",
}
TABLES = {
    "matrix.csv": "The training matrix on its own.",
    "gaps.csv": "What is missing, what is being done about it, and who is not counted.",
    "exemptions.csv": "Who was released from what in the period, until when, and on whose word.",
    verify.REGISTER: "Every version of a policy that was in force, with its dates.",
    verify.ATTESTATIONS: "Every signature, and what was declined, taken back or voided.",
    verify.COMPLETIONS: "What people completed of what is asked of them.",
    verify.PLANS: "Every plan that was open in the period, and what was said of it.",
    "framework.csv": "What the regulator looks for, and which record supports an answer.",
}
TO_CHECK = {
    "HOW-TO-CHECK.html": "How to check that nothing here was changed.",
    verify.ITSELF: "The check itself, a program that anyone can read and run.",
    verify.MANIFEST: "The fingerprint of every file, signed.",
    verify.EVENTS: "The practice's chain of events. What this pack is not about is there as a bare fingerprint.",
    verify.SEALS: "The seals put on that chain from time to time.",
}
FOLDERS = {
    "policies": "Policies: each version as a page, as the file it was published as, and what changed",
    "people": "People: one page each",
    "training": "What was taught: modules and scenarios as they were",
    "certificates": "Certificates",
}
# Written after the page that lists them: the cover, and what closes a pack.
MADE_LAST = ("summary.pdf", "matrix.xlsx", "HOW-TO-CHECK.html", verify.ITSELF, verify.MANIFEST)


@dataclass(frozen=True)
class ListedFiles:
    """The files by what they are for, each path with a sentence; those of a folder by their names alone."""

    to_read: list[tuple[str, str]]
    tables: list[tuple[str, str]]
    folders: list[tuple[str, list[str]]]
    others: list[str]
    to_check: list[tuple[str, str]]


def listed_files(facts: PackFacts) -> ListedFiles:
    """Every file of this pack but for the page that lists them."""
    there = {*facts.files, *MADE_LAST} - {failure.path for failure in facts.failures} - {"index.html"}
    described = {**TO_READ, **TABLES, **TO_CHECK}
    folders, others = defaultdict(list), []
    for path in sorted(there - described.keys()):
        folder = path.partition("/")[0]
        (folders[folder] if folder in FOLDERS else others).append(path)
    return ListedFiles(
        to_read=of(TO_READ, there),
        tables=of(TABLES, there),
        folders=[(title, folders[folder]) for folder, title in FOLDERS.items() if folders[folder]],
        others=others,
        to_check=of(TO_CHECK, there),
    )


def of(described: dict[str, str], there: set[str]) -> list[tuple[str, str]]:
    return [(path, sentence) for path, sentence in described.items() if path in there]
