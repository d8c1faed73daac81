"""Wagtail's reports for authors: only what they may edit, only to look at."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from modules.models import ModulePage
from scenarios.models import ScenarioPage
from trainingsite.desk.authoring.standing import (
    Standing,
    standings_of_modules,
    standings_of_policies,
    standings_of_scenarios,
)
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person
from trainingsite.policies.models import PolicyPage


class Day(Column):
    """A day in words; Wagtail's own column says how long ago it was, and of a day to come “just now”."""

    def get_value(self, instance):
        """The day, if there is one."""
        day = super().get_value(instance)
        return long_date(day) if day else ""


TITLE = TitleColumn("title", label="Title", url_name="wagtailadmin_pages:edit", sort_key="title")
VERSION = Column("version", label="Version", accessor="standing.version")
PUBLISHED = Day("published_on", label="Since", accessor="standing.published_on")
WRONG = Column("goes_wrong", label="What goes wrong", accessor="standing.goes_wrong")
REVIEW_DUE = Day("review_due_on", label="Review due", accessor="standing.review_due_on")
REVIEW = Column("review", label="Review", accessor="standing.review")


def people(label: str) -> list[Column]:
    """How many people, ever and in the last twelve months."""
    return [
        Column("people", label=label, accessor="standing.people"),
        Column("people_lately", label="In the last 12 months", accessor="standing.people_lately"),
    ]


def editable(model: type[Page], person: Person) -> QuerySet:
    """The pages of a kind that the person may edit."""
    pages = page_permission_policy.instances_user_has_permission_for(person, "change")
    return model.objects.filter(pk__in=pages.values("pk"))


class OnlyLive(WagtailFilterSet):
    """Whether staff see it."""

    class Meta:
        model = Page
        fields = ["live"]


class StandingReport(ReportView):
    """Pages of one kind with how each stands; nothing can be changed from here."""

    results_template_name = "desk/authoring/results.html"
    permission_policy = page_permission_policy
    permission_required = "change"
    filterset_class = OnlyLive
    default_ordering = "title"
    is_searchable, search_fields, search_backend_name = True, ["title"], None
    paginate_by = 20
    no_results_message = "There is nothing here that you may edit."
    standings: Callable[[Iterable[Page], dt.date], dict[int, Standing]]  # of each kind its own
    counted = ""

    def get_base_queryset(self):
        """What the author may edit."""
        return editable(self.model, self.request.user)

    def decorate_paginated_queryset(self, object_list):
        """Say of each page on this screen, or in the file, how it stands."""
        found = type(self).standings(object_list, timezone.localdate())
        for page in object_list:
            page.standing = found[page.pk]
        return object_list

    def get_context_data(self, *args, **kwargs):
        """How it was counted is said on the page."""
        return {**super().get_context_data(*args, **kwargs), "counted": self.counted}

    @property
    def list_export(self):
        """The columns, in their order."""
        return [column.accessor for column in self.columns]

    @property
    def export_headings(self):
        """The columns' own labels."""
        return {column.accessor: column.label for column in self.columns}

    def get_filename(self):
        """What it is, and of which day."""
        return f"{self.index_url_name.replace('_', '-')}-{timezone.localdate().isoformat()}"


class ModulesReport(StandingReport):
    """Where each module stands."""

    model = ModulePage
    page_title = "Where modules stand"
    header_icon = "openquote"
    index_url_name, index_results_url_name = "module_standing", "module_standing_results"
    columns = [TITLE, VERSION, PUBLISHED, *people("People who completed it"), WRONG, REVIEW_DUE, REVIEW]
    standings = staticmethod(standings_of_modules)
    counted = (
        "People are counted once, at every practice that may use the module. A question goes wrong when more than one"
        " person in three answers it wrongly at first; it is counted from five people on. “Questions” on the module’s"
        " own page shows which."
    )


class ScenariosReport(StandingReport):
    """Where each scenario stands."""

    model = ScenarioPage
    page_title = "Where scenarios stand"
    header_icon = "comment"
    index_url_name, index_results_url_name = "scenario_standing", "scenario_standing_results"
    columns = [TITLE, VERSION, PUBLISHED, *people("People who passed"), WRONG]
    standings = staticmethod(standings_of_scenarios)
    counted = (
        "People are counted once, at every practice that may use the scenario. How first goes end is shown from five"
        " people on. A scenario has no review date of its own."
    )


class PoliciesReport(StandingReport):
    """Where each policy stands."""

    model = PolicyPage
    page_title = "Where policies stand"
    header_icon = "doc-full-inverse"
    index_url_name, index_results_url_name = "policy_standing", "policy_standing_results"
    columns = [TITLE, VERSION, PUBLISHED, *people("People who signed this version"), REVIEW_DUE, REVIEW]
    standings = staticmethod(standings_of_policies)
    counted = (
        "Signatures of the version in force; of a network’s policy, at all practices that adopted it. Who has still to"
        " sign is on the manager’s desk. The review is the earlier one of the policy’s and its hot topics’."
    )


REPORTS = (ModulesReport, ScenariosReport, PoliciesReport)


class ForAuthors(MenuItem):
    """An entry in the menu of those who may edit something of the kind."""

    def __init__(self, report: type[StandingReport], order: int):
        super().__init__(
            report.page_title, reverse(report.index_url_name), icon_name=report.header_icon, order=order
        )  # fmt: skip
        self.report = report

    def is_shown(self, request) -> bool:
        """Whether the person may edit anything that the report lists."""
        return editable(self.report.model, request.user).exists()
