"""Below a practice's programmes, and a network's."""

from django.urls import path

from trainingsite.desk.programmes import steps, views
from trainingsite.desk.programmes.views import asking, confirming

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("make/", views.make, name="make_programme"),
    path("audience/", views.audience, name="audience"),
    path("going-live/", views.go_live, name="go_live"),
    path("asked/<uuid:line>/", views.requirement, name="requirement"),
    path("asked/<uuid:line>/change/", asking(steps.to_change), name="change_requirement"),
    path("asked/<uuid:line>/change/confirm/", confirming(steps.to_change), name="confirm_change_requirement"),
    path("asked/<uuid:line>/end/", asking(steps.to_end), name="end_requirement"),
    path("asked/<uuid:line>/end/confirm/", confirming(steps.to_end), name="confirm_end_requirement"),
    path("asked/<uuid:line>/share/", asking(steps.to_share), name="share_requirement"),
    path("asked/<uuid:line>/share/confirm/", confirming(steps.to_share), name="confirm_share_requirement"),
    path("<slug:key>/follow/", asking(steps.to_follow), name="follow_programme"),
    path("<slug:key>/follow/confirm/", confirming(steps.to_follow), name="confirm_follow_programme"),
    path("<slug:key>/leave/", asking(steps.to_leave), name="leave_programme"),
    path("<slug:key>/leave/confirm/", confirming(steps.to_leave), name="confirm_leave_programme"),
    path("<slug:key>/ask/", asking(steps.to_ask), name="ask_for"),
    path("<slug:key>/ask/confirm/", confirming(steps.to_ask), name="confirm_ask_for"),
]
