"""What Wagtail is told of the administrator's pages about evidence."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from trainingsite.evidence.frameworks import views as frameworks
from trainingsite.evidence.keeping.urls import urlpatterns as addresses_of_keeping


@hooks.register("register_admin_urls")
def addresses_of_frameworks():
    return [
        path("settings/frameworks/", frameworks.frameworks, name="frameworks"),
        path("settings/frameworks/<slug:table>/add/", frameworks.add, name="framework_add"),
        path("settings/frameworks/<slug:table>/<slug:code>/", frameworks.change, name="framework_change"),
    ]


@hooks.register("register_admin_urls")
def addresses_of_keeping_and_forgetting():
    return addresses_of_keeping


@hooks.register("register_settings_menu_item")
def keeping_in_the_menu():
    return AdminOnlyMenuItem("Keeping and forgetting", reverse("retention"), icon_name="history", order=905)


@hooks.register("register_settings_menu_item")
def frameworks_in_the_menu():
    return AdminOnlyMenuItem("What CQC looks for", reverse("frameworks"), icon_name="clipboard-list", order=920)
