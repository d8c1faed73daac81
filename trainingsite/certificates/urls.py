from django.urls import path

from trainingsite.certificates import views
from trainingsite.certificates.changing import views as changing
from trainingsite.certificates.look import views as look
from trainingsite.certificates.own import views as own

app_name = "certificates"

urlpatterns = [
    path("certificates/", own.held, name="held"),
    path("certificates/everything.pdf", own.held_file, name="held_file"),
    path("certificates/look/<slug:ods>/", look.look, name="look"),
    path("certificates/look/<slug:ods>/sample.pdf", look.sample, name="sample"),
    path("certificates/<uuid:practice_key>/<slug:programme_key>/", views.get_certificate, name="get"),
    path("certificates/module/<uuid:completion_key>/", views.get_for_module, name="get_for_module"),
    path("certificates/<str:serial>/new-name/", changing.new_name, name="new_name"),
    path("certificates/<str:serial>/reissue/", changing.reissue, name="reissue"),
    path("certificates/<str:serial>/revoke/", changing.revoke, name="revoke"),
    path("certificates/<str:serial>.pdf", views.download, name="download"),
    path("verify/", views.ask, name="ask"),
    path("verify/<str:serial>/", views.verify, name="verify"),
]
