"""Addresses under /modules/."""

from django.urls import path

from modules import views

app_name = "modules"

# What stands before a lesson's key here is in problems.RESERVED: no lesson may be called so.
urlpatterns = [
    path("<slug:key>/", views.module, name="module"),
    path("<slug:key>/start/", views.start, name="start"),
    path("<slug:key>/card/", views.card, name="card"),
    path("<slug:key>/check-up/", views.check_up, name="check_up"),
    path("<slug:key>/check/", views.check, name="check"),
    path("<slug:key>/check/start/", views.start_check, name="start_check"),
    path("<slug:key>/check/help/", views.ask_for_help, name="ask_for_help"),
    path("<slug:key>/check/<uuid:attempt_key>/", views.result, name="result"),
    path("<slug:key>/<slug:lesson_key>/", views.lesson, name="lesson"),
    path("<slug:key>/<slug:lesson_key>/read/", views.read, name="read"),
    path("<slug:key>/<slug:lesson_key>/again/", views.open_again, name="open_again"),
]
