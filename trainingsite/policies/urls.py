from django.urls import path

from trainingsite.policies import views

app_name = "policies"

urlpatterns = [
    path("<slug:key>/", views.read, name="read"),
    path("versions/<uuid:version_key>/", views.read_version, name="version"),
    path("versions/<uuid:version_key>/sign/", views.sign, name="sign"),
    path("receipts/<uuid:attestation_key>/", views.receipt, name="receipt"),
]
