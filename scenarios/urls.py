"""Addresses under /scenarios/."""

from django.urls import path

from scenarios import views

app_name = "scenarios"

urlpatterns = [
    path("<slug:key>/", views.scenario, name="scenario"),
    path("<slug:key>/start/", views.start, name="start"),
    path("<slug:key>/play/", views.play, name="play"),
    path("<slug:key>/play/back/", views.back, name="back"),
    path("<slug:key>/<uuid:attempt_key>/feedback/", views.feedback, name="feedback"),
    path("<slug:key>/<uuid:attempt_key>/ending/", views.ending, name="ending"),
    path("<slug:key>/<uuid:attempt_key>/debrief/", views.debrief, name="debrief"),
    path("<slug:key>/reflection/", views.reflection, name="reflection"),
]
