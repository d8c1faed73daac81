from django.urls import path

from trainingsite.policies import history, views

app_name = "policies"

urlpatterns = [
    path("<slug:key>/", views.read, name="read"),
    path("<slug:key>/versions/", history.history, name="history"),
    path("versions/<uuid:version_key>/", views.read_version, name="version"),
    path("versions/<uuid:version_key>/changes/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/changes/<uuid:since_key>/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/pdf/", history.as_pdf, name="pdf"),
    path("versions/<uuid:version_key>/sign/", views.sign, name="sign"),
    path("receipts/<uuid:attestation_key>/", views.receipt, name="receipt"),
]
