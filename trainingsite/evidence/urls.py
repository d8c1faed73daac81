from django.urls import path

from trainingsite.evidence import views

app_name = "evidence"

urlpatterns = [
    path("", views.home, name="home"),
    path("ask/", views.ask, name="ask"),
    path("packs/<uuid:key>/<str:name>", views.file, name="file"),
]
