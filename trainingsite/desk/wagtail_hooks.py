"""What Wagtail is told of the administrator's own settings."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

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
