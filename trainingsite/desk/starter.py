"""Everything that is there from the start: job roles, shared modules and scenarios, programmes."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.apps import apps
from django.utils.module_loading import import_string

from modules.loading import load_modules
from scenarios.loading import load_scenarios
from trainingsite.compliance.loading import load_programmes
from trainingsite.people.loading import load_job_roles
from trainingsite.people.shelves import MODULES, PRACTICES, SCENARIOS, authors, shelf


def load_starter_content(*, at: dt.datetime) -> Iterator[str]:
    """Add what is missing, and say so; what somebody has edited stays as it is."""
    authors()
    shelf(PRACTICES)
    yield from load_job_roles()
    yield from load_modules(shelf(MODULES), at=at)
    yield from load_scenarios(shelf(SCENARIOS), at=at)
    yield from load_programmes(at=at)
    for load in loaders_above():
        yield from load(at=at)


def loaders_above() -> list[Callable[..., Iterator[str]]]:
    """What apps above this one bring along: each names its loader in its configuration, as links go up by name."""
    named = [getattr(config, "starter_content", "") for config in apps.get_app_configs()]
    return [import_string(name) for name in named if name]
