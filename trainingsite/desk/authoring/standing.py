"""Where modules, scenarios and policies stand, for their authors: counts of people, and never a name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from modules.models import Completion, ModulePage, ModuleVersion
from modules.reviews import review_of_page
from modules.statistics import FEWEST, Asked, statistics_of
from scenarios.models import Attempt, ScenarioPage, ScenarioVersion
from trainingsite.compliance.dates import add_months
from trainingsite.people.identities import SamePerson
from trainingsite.policies.models import Attestation, PolicyPage, PolicyVersion
from trainingsite.policies.review.dates import review_dates

NEVER = "Not published"
TOO_FEW = f"Fewer than {FEWEST} people: not shown"
# A question goes wrong when more than one person in three answers it wrongly at first.
WRONG_OF = 3


@dataclass(frozen=True)
class Standing:
    """Where one page stands: its version, how many people, what goes wrong, and its review."""

    version: str
    published_on: dt.date | None
    people: int = 0
    people_lately: int = 0
    goes_wrong: str = ""
    review_due_on: dt.date | None = None
    review: str = ""


def standings_of_modules(pages: Iterable[ModulePage], day: dt.date) -> dict[int, Standing]:
    """By page; what goes wrong is read page by page."""
    pages = list(pages)
    versions = newest(ModuleVersion, pages)
    completions = Completion.objects.filter(version__page__in=pages).annotate(human=human(), page=F("version__page"))
    since = add_months(day, -12)
    rows = completions.values("page").annotate(
        people=Count("human", distinct=True),
        people_lately=Count("human", distinct=True, filter=Q(completed_on__gt=since)),
    )
    people = {row.pop("page"): row for row in rows.order_by()}
    return {
        page.pk: Standing(
            *versions.get(page.pk, (NEVER, None)),
            **people.get(page.pk, {}),
            goes_wrong=in_words(statistics_of(page)),
            **reviewed_by((review := review_of_page(page, day)) and review.due_on, day),
        )
        for page in pages
    }


def standings_of_scenarios(pages: Iterable[ScenarioPage], day: dt.date) -> dict[int, Standing]:
    """By page, in a fixed number of queries."""
    pages = list(pages)
    versions = newest(ScenarioVersion, pages)
    frozen = ScenarioVersion.objects.filter(page__in=pages)
    page = Subquery(frozen.filter(snapshot=OuterRef("snapshot")).values("page")[:1])
    goes = Attempt.objects.filter(kind=Attempt.Kind.SCENARIO, snapshot__in=frozen.values("snapshot"))
    passed = Q(outcome__passed=True)
    rows = goes.annotate(page=page, human=human()).values("page").annotate(
        people=Count("human", distinct=True, filter=passed),
        people_lately=Count("human", distinct=True, filter=passed & Q(outcome__ended_on__gt=add_months(day, -12))),
        tried=Count("human", distinct=True, filter=Q(outcome__isnull=False)),
        failed=Count("human", distinct=True, filter=Q(number=1, outcome__passed=False)),
    )  # fmt: skip
    counted = {row["page"]: row for row in rows.order_by()}
    return {page.pk: standing_of_scenario(versions.get(page.pk), counted.get(page.pk)) for page in pages}


def standing_of_scenario(version: tuple[str, dt.date] | None, counted: dict | None) -> Standing:
    """One scenario, of which nothing is known if nobody has had a go."""
    found = Standing(*(version or (NEVER, None)))
    if counted is None:
        return found
    tried, failed = counted["tried"], counted["failed"]
    wrong = TOO_FEW if tried < FEWEST else f"{failed} of {tried} people did not pass at their first go"
    return Standing(
        found.version, found.published_on, counted["people"], counted["people_lately"], wrong if tried else ""
    )


def standings_of_policies(pages: Iterable[PolicyPage], day: dt.date) -> dict[int, Standing]:
    """By page: of a network's policy, the signatures at all practices that adopted the version in force."""
    pages = list(pages)
    in_force = list(PolicyVersion.objects.filter(page__in=pages, effective_on__lte=day).order_by("major", "minor"))
    latest = {version.page_id: version for version in in_force}
    current = [version.pk for version in in_force if version.place == latest[version.page_id].place]
    signed = Attestation.objects.filter(version__in=current).latest().signed()
    signed = signed.annotate(human=human(), page=F("version__page"))
    since = add_months(day, -12)
    rows = signed.values("page").annotate(
        people=Count("human", distinct=True),
        people_lately=Count("human", distinct=True, filter=Q(attested_on__gt=since)),
    )
    people = {row.pop("page"): row for row in rows.order_by()}
    dates = review_dates(pages, day)
    return {
        page.pk: Standing(
            *((version.number, version.effective_on) if (version := latest.get(page.pk)) else (NEVER, None)),
            **people.get(page.pk, {}),
            **reviewed_by(min((part.due_on for _, part in dates[page.pk].parts if part.due_on), default=None), day),
        )
        for page in pages
    }


def human():
    """The row that was kept, of somebody who turned out to have two: one human is counted once."""
    kept = SamePerson.objects.standing().filter(former=OuterRef("person")).values("kept")[:1]
    return Coalesce(Subquery(kept), F("person"))


def newest(versions, pages: Iterable) -> dict[int, tuple[str, dt.date]]:
    """By page: the newest version's number, and the day it was published."""
    rows = versions.objects.filter(page__in=pages).order_by().values("page")
    found = rows.annotate(newest=Max("number"), at=Max("published_at"))
    return {row["page"]: (str(row["newest"]), row["at"].date()) for row in found}


def reviewed_by(due_on: dt.date | None, day: dt.date) -> dict:
    """When a page is reviewed next, and in a word how that stands."""
    if due_on is None:
        return {"review": "No date set"}
    return {"review_due_on": due_on, "review": "Late" if due_on < day else "In time"}


def in_words(asked: list[Asked]) -> str:
    """How many of a module's questions go wrong, of those that enough people have met."""
    told = [each for each in asked if each.people >= FEWEST]
    if not told:
        return TOO_FEW if any(each.people for each in asked) else ""
    wrong = sum((each.people - each.right) * WRONG_OF > each.people for each in told)
    return f"{wrong} of {len(told)} questions"
