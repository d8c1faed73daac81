from django.urls import path

from trainingsite.evidence import views

app_name = "evidence"

urlpatterns = [
    path("", views.home, name="home"),
    path("download/", views.download, name="download"),
]
