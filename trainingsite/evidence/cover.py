"""What stands on the cover of a pack, in words: whose evidence it is, what is in it, what is not, and what failed."""

from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.purposes import PARTS
from trainingsite.evidence.wording import period_in_words
from trainingsite.formats.dates import long_date

ALWAYS_IN = (
    "what is asked of whom, the training matrix, what is missing and what is being done about it, exemptions, the"
    " policy register, signatures, completed training, and the record that vouches for them"
)
NEVER_IN = (
    "Never in any pack: scores, answers, how often somebody tried, what somebody asked about a policy, and what"
    " anybody said of a draft."
)
NOTHING_FAILED = "Nothing: everything that was asked for is in the pack."


def identity(asked: Asked) -> list[tuple[str, str]]:
    """Whose evidence it is, of which day and period, and what for."""
    practice = asked.practice
    numbers = (("CQC provider ID", practice.cqc_provider_id), ("CQC location ID", practice.cqc_location_id))
    return [
        ("Practice", practice.name),
        ("ODS code", practice.ods_code),
        *((label, number) for label, number in numbers if number),
        ("As at", f"The end of {long_date(asked.on)}"),
        ("Period", period_in_words(asked)),
        ("Purpose", f"{asked.purpose.title}. {asked.purpose.about}"),
    ]


def what_is_in(asked: Asked) -> str:
    """What the pack holds, in a sentence or two."""
    more = [title for key, (title, _) in PARTS.items() if asked.wants(key)]
    added = f" Asked for as well: {listed(more)}." if more else ""
    return f"Always: {ALWAYS_IN}.{added}"


def what_is_not_in(asked: Asked) -> str:
    """What the pack does not hold: because it never does, because of the purpose, because nobody asked for it."""
    missing = {key: title for key, (title, _) in PARTS.items() if not asked.wants(key)}
    refused = [title for key, title in missing.items() if key not in asked.purpose.may_have]
    unasked = [title for key, title in missing.items() if key in asked.purpose.may_have]
    sentences = [
        NEVER_IN,
        f"Not for this purpose: {listed(refused)}." if refused else "",
        f"Not asked for: {listed(unasked)}." if unasked else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def what_failed(facts: PackFacts) -> list[str]:
    """Each file that could not be put in, with the reason."""
    return [f"{failure.path}: {failure.why}" for failure in facts.failures]


def listed(titles: list[str]) -> str:
    """Titles in the middle of a sentence: policy texts, a page for each person."""
    return ", ".join(title[:1].lower() + title[1:] for title in titles)


def how_much_failed(failed: list[str]) -> str:
    """One line about what failed, for the cover: the list of it follows."""
    if not failed:
        return NOTHING_FAILED
    files = "1 file" if len(failed) == 1 else f"{len(failed)} files"
    return f"{files} could not be put in."
