"""What there is to learn beyond what is asked: first what is written for the reader, then the rest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from scenarios.engine import EVERYONE
from scenarios.models import ScenarioVersion
from trainingsite.people.audience import group_choices


@dataclass(frozen=True)
class Story:
    """A scenario, and the names of the groups it is written for; none means everybody."""

    version: ScenarioVersion
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """Scenarios that belong together, whoever each of them is written for."""

    title: str
    stories: tuple[Story, ...]


def for_the_reader(versions: Iterable[ScenarioVersion], groups: Collection[str]) -> tuple[list[Story], list[Story]]:
    """The scenarios written for somebody in these groups, and those for others; all, for somebody in none."""
    names = dict(group_choices())
    mine, others = [], []
    for version in sorted(versions, key=lambda version: version.title):
        roles = [] if EVERYONE in version.page.roles else version.page.roles
        fits = not roles or not groups or not set(roles).isdisjoint(groups)
        (mine if fits else others).append(Story(version, tuple(names.get(role, role) for role in roles)))
    return mine, others


def series_in(stories: Iterable[Story]) -> list[Series]:
    """The series that some of the stories make, by title."""
    together = sorted((story for story in stories if in_series(story)), key=in_series)
    return [Series(title, tuple(sorted(each, key=title_of))) for title, each in groupby(together, in_series)]


def alone(stories: Iterable[Story]) -> list[Story]:
    """The stories that belong to no series."""
    return [story for story in stories if not in_series(story)]


def in_series(story: Story) -> str:
    return story.version.page.series


def title_of(story: Story) -> str:
    return story.version.title
