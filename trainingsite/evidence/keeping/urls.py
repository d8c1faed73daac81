"""The addresses of the administrator's pages on keeping and forgetting, below Wagtail's settings."""

from django.urls import path

from trainingsite.evidence.keeping import views

PERSON = "settings/retention/people/<uuid:key>/"
DISPOSAL = "settings/retention/disposals/<uuid:key>/"

urlpatterns = [
    path("settings/retention/", views.retention, name="retention"),
    path("settings/retention/periods/<slug:of>/", views.period, name="retention_period"),
    path("settings/retention/disposals/", views.disposals, name="disposals"),
    path(DISPOSAL, views.disposal, name="disposal"),
    path(f"{DISPOSAL}approve/", views.approve, name="disposal_approve"),
    path(f"{DISPOSAL}decline/", views.decline, name="disposal_decline"),
    path("settings/retention/people/", views.people, name="retention_people"),
    path(PERSON, views.person, name="retention_person"),
    path(f"{PERSON}hold/", views.hold, name="retention_hold"),
    path(f"{PERSON}lift/", views.lift, name="retention_lift"),
    path(f"{PERSON}asked/", views.ask, name="retention_asked"),
]
