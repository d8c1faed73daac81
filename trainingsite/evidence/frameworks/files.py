"""The files and folders of a pack that a row may send a reader to."""

FILES = (
    "index.html",
    "summary.pdf",
    "matrix.xlsx",
    "matrix.csv",
    "gaps.csv",
    "exemptions.csv",
    "policies/",
    "policies/register.csv",
    "attestations.csv",
    "completions.csv",
    "plans.csv",
    "training/",
    "certificates/",
    "people/",
    "events.jsonl",
    "seals.json",
)
