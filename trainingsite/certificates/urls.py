from django.urls import path

from trainingsite.certificates import views

app_name = "certificates"

urlpatterns = [
    path("certificates/<uuid:practice_key>/<slug:programme_key>/", views.get_certificate, name="get"),
    path("certificates/<str:serial>.pdf", views.download, name="download"),
    path("verify/", views.ask, name="ask"),
    path("verify/<str:serial>/", views.verify, name="verify"),
]
