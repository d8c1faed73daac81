from django.urls import path

from trainingsite.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("library/", views.more_to_learn, name="library"),
    path("compliance/", views.dashboard, name="dashboard"),
    path("compliance/<slug:ods>/", views.dashboard, name="practice"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/", views.person, name="person"),
]
