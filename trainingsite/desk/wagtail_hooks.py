"""What Wagtail is told of the administrator's own settings, and of where content stands."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from trainingsite.desk.authoring.reports import REPORTS, ForAuthors
from trainingsite.desk.places.registers import JobsViewSetGroup
from trainingsite.desk.retention.views import answer_retention


@hooks.register("register_admin_urls")
def retention_urls():
    return [path("settings/practice-answers/", answer_retention, name="answer_retention")]


@hooks.register("register_settings_menu_item")
def retention_in_the_menu():
    return AdminOnlyMenuItem("Practice answers", reverse("answer_retention"), icon_name="history", order=900)


@hooks.register("register_admin_viewset")
def jobs():
    return JobsViewSetGroup()


@hooks.register("register_settings_menu_item")
def places_in_the_menu():
    return AdminOnlyMenuItem("Practices and networks", reverse("desk:places"), icon_name="site", order=910)


@hooks.register("register_admin_urls")
def addresses_of_standings():
    """Each report, and its results alone, which Wagtail asks for while somebody types."""
    for report in REPORTS:
        address = f"reports/{report.index_url_name.replace('_', '-')}/"
        yield path(address, report.as_view(), name=report.index_url_name)
        yield path(f"{address}results/", report.as_view(results_only=True), name=report.index_results_url_name)


def in_the_menu(number: int):
    """An entry for one of the reports."""
    return lambda: ForAuthors(REPORTS[number], order=2000 + number)


for number in range(len(REPORTS)):
    hooks.register("register_reports_menu_item", in_the_menu(number))
