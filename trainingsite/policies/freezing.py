"""What a policy page's blocks become when they are frozen, with the practice's own names in them."""

import datetime as dt

from scenarios.freezing import frozen_stream
from scenarios.wording import html_of
from trainingsite.audit.actions import freeze
from trainingsite.audit.models import Snapshot
from trainingsite.people.models import Network, Practice
from trainingsite.policies.audiences import audience_of
from trainingsite.policies.files.checking import NotAPolicyFile
from trainingsite.policies.files.frozen import file_content, keep_file
from trainingsite.policies.names import NamesInNetworkPolicy, fill, missing_names, names_of, placeholders_in

NOTHING_TO_READ = "There is nothing to read: write a clause, or choose the policy as a file"


def policy_content(page, practice: Practice, day: dt.date) -> dict:
    """The policy as it is frozen: every clause with the practice's names. Raises MissingNames."""
    names = names_of(practice, day)
    missing = sorted(words_wanted(page) - names.keys())
    if missing:
        raise missing_names(missing, practice, day)
    return {**content_with(page, practice, names), **text_of_its_own(page)}


def network_content(page, network: Network) -> dict:
    """A network's policy as it is frozen: the same at each practice. Raises NamesInNetworkPolicy."""
    named = sorted(words_wanted(page))
    if named:
        raise NamesInNetworkPolicy(named)
    return {**content_with(page, network, {}), **text_of_its_own(page)}


def draft_content(page, holder: Practice | Network, day: dt.date) -> dict:
    """The draft as its owner previews it: a name that is not recorded yet is shown as missing."""
    names = names_of(holder, day)
    why = "not for a network's policy" if isinstance(holder, Network) else "not recorded yet"
    missing = {word: f"[{word.replace('_', ' ')}: {why}]" for word in words_wanted(page) - names.keys()}
    content = content_with(page, holder, {**names, **missing})
    try:
        return {**content, **file_content(page)} if page.document else content
    except NotAPolicyFile as refused:
        return {**content, "problem": str(refused)}


def text_of_its_own(page) -> dict:
    """The file that a policy may be instead of clauses. Raises NotAPolicyFile."""
    if page.document:
        return file_content(page)
    if not len(page.clauses):
        raise NotAPolicyFile(NOTHING_TO_READ)
    return {}


def freeze_policy(page, content: dict, *, kind: str = "policy") -> Snapshot:
    """Keep what the page says, and with it the very file, if it is one. Raises NotAPolicyFile."""
    if "document" in content:
        keep_file(page, content)
    return freeze(kind=kind, content=content)


def words_wanted(page) -> set[str]:
    """The placeholders in the policy's text."""
    texts = [page.declaration, *(clause["text"] for clause in frozen_stream(page.clauses))]
    return {word for text in texts for word in placeholders_in(text)}


def holder_named(holder: Practice | Network) -> dict[str, str]:
    """Whose policy it is: what a network publishes names no practice."""
    return {"network": holder.name} if isinstance(holder, Network) else {"practice": holder.name}


def content_with(page, holder: Practice | Network, names: dict[str, str]) -> dict:
    """The policy with these names in it; dates such as the review date stay outside."""
    return {
        "kind": "policy",
        "key": page.key,
        "title": page.title,
        "summary": page.summary,
        **holder_named(holder),
        "minutes": page.minutes,
        "clauses": [
            frozen_clause(number, clause, names) for number, clause in enumerate(frozen_stream(page.clauses), start=1)
        ],
        "declaration": fill(html_of(page.declaration), names),
        "sources": [{"body": source["body"], "title": source["title"]} for source in frozen_stream(page.sources)],
        **({"audience": audience} if (audience := audience_of(page)) else {}),
    }


def frozen_clause(number: int, clause: dict, names: dict[str, str]) -> dict:
    """One clause with these names in it; only a clause of the annex says that it is one."""
    said = {"id": clause["id"], "number": number, "title": clause["title"], "html": fill(clause["text"], names)}
    return {**said, "annex": True} if clause.get("annex") else said
