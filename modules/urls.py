"""Addresses under /modules/."""

from django.urls import path

from modules import views

app_name = "modules"

# What stands before a lesson's key here is in problems.RESERVED: no lesson may be called so.
urlpatterns = [
    path("<slug:key>/", views.module, name="module"),
    path("<slug:key>/start/", views.start, name="start"),
    path("<slug:key>/check/", views.check, name="check"),
    path("<slug:key>/check/start/", views.start_check, name="start_check"),
    path("<slug:key>/check/<uuid:attempt_key>/", views.result, name="result"),
    path("<slug:key>/<slug:lesson_key>/", views.lesson, name="lesson"),
    path("<slug:key>/<slug:lesson_key>/read/", views.read, name="read"),
]
