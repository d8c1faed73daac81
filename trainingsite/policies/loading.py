"""Policies written as YAML, put on a practice's shelf."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from scenarios.wording import html_of
from trainingsite.people.models import PracticePage
from trainingsite.policies.models import PolicyPage

STARTER = Path(__file__).parent / "starter"


@dataclass(frozen=True)
class PolicyText:
    """One edition of a policy as its file has it: names of the practice stay open until it is published."""

    content: dict

    @property
    def what_changed(self) -> str:
        return " ".join(self.content["changes"].split())

    @property
    def review_months(self) -> int:
        return self.content["review_months"]

    @property
    def has_annex(self) -> bool:
        """Whether it has clauses about hot topics."""
        return any(clause.get("annex") for clause in self.content["clauses"])

    def clause_value(self, clause: dict) -> dict:
        """One clause with the key points that the file says it covers."""
        points = self.content.get("key_points", {})
        return {
            "id": clause["id"],
            "title": clause["title"],
            "text": html_of(clause["text"]),
            "annex": clause.get("annex", False),
            "covers": [point for point, clauses in points.items() if clause["id"] in clauses],
        }

    @property
    def fields(self) -> dict:
        """The fields of the page that the text fills."""
        content = self.content
        return {
            "title": content["title"],
            "summary": content["summary"].strip(),
            "minutes": content["minutes"],
            "declaration": content["declaration"].strip(),
            "public": content.get("public", False),
            "checked_against": content.get("checked_against", ""),
            **{name: content[name] for name in ("review_months", "annex_review_months") if name in content},
            "clauses": [("clause", self.clause_value(clause)) for clause in content["clauses"]],
            "sources": [("source", source) for source in content["sources"]],
        }


def read_policy(name: str, folder: Path = STARTER) -> PolicyText:
    """The policy in the file of this name."""
    return PolicyText(yaml.safe_load((folder / f"{name}.yaml").read_text()))


def key_at(shelf: PracticePage, key: str) -> str:
    """The key of a policy that each practice has its own of."""
    return f"{key}-{shelf.practice.ods_code}".lower()


def put_on_shelf(text: PolicyText, shelf: PracticePage) -> PolicyPage:
    """The practice's page of this policy, begun with this text; a page that is there stays as it is."""
    key = key_at(shelf, text.content["key"])
    found = PolicyPage.objects.filter(key=key).first()
    return found or shelf.add_child(instance=PolicyPage(slug=key, key=key, **text.fields))


def rewrite(page: PolicyPage, text: PolicyText) -> PolicyPage:
    """Put another edition in the place of the words that the page has."""
    for name, value in text.fields.items():
        setattr(page, name, value)
    page.save()
    return page
