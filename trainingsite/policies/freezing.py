"""What a policy page's blocks become when they are frozen, with the practice's own names in them."""

import datetime as dt

from scenarios.freezing import frozen_stream
from scenarios.wording import html_of
from trainingsite.people.models import Practice
from trainingsite.policies.names import MissingNames, fill, names_of, placeholders_in


def policy_content(page, practice: Practice, day: dt.date) -> dict:
    """The policy as it is frozen: every clause with the practice's names. Raises MissingNames."""
    names = names_of(practice, day)
    missing = sorted(words_wanted(page) - names.keys())
    if missing:
        raise MissingNames(missing)
    return content_with(page, practice, names)


def draft_content(page, practice: Practice, day: dt.date) -> dict:
    """The draft as its owner previews it: a name that is not recorded yet is shown as missing."""
    names = names_of(practice, day)
    missing = {word: f"[{word.replace('_', ' ')}: not recorded yet]" for word in words_wanted(page) - names.keys()}
    return content_with(page, practice, {**names, **missing})


def words_wanted(page) -> set[str]:
    """The placeholders in the policy's text."""
    texts = [page.declaration, *(clause["text"] for clause in frozen_stream(page.clauses))]
    return {word for text in texts for word in placeholders_in(text)}


def content_with(page, practice: Practice, names: dict[str, str]) -> dict:
    """The policy with these names in it; dates such as the review date stay outside."""
    return {
        "kind": "policy",
        "key": page.key,
        "title": page.title,
        "summary": page.summary,
        "practice": practice.name,
        "minutes": page.minutes,
        "clauses": [
            {"id": clause["id"], "number": number, "title": clause["title"], "html": fill(clause["text"], names)}
            for number, clause in enumerate(frozen_stream(page.clauses), start=1)
        ],
        "declaration": fill(html_of(page.declaration), names),
        "sources": [{"body": source["body"], "title": source["title"]} for source in frozen_stream(page.sources)],
    }
