from django.urls import path

from trainingsite.policies import history, public_views, views
from trainingsite.policies.holds import views as holds
from trainingsite.policies.keeping import views as keeping
from trainingsite.policies.questions import views as questions
from trainingsite.policies.saying_no import views as saying_no

app_name = "policies"

urlpatterns = [
    path("questions/", questions.waiting, name="questions"),
    path("questions/<uuid:question_key>/", questions.question, name="question"),
    path("questions/<uuid:question_key>/answer/", questions.answer, name="answer"),
    path("first-hour/", public_views.own_first_hour, name="own_first_hour"),
    path("first-hour/<slug:ods>/", public_views.first_hour, name="first_hour"),
    path("public/<slug:key>/", public_views.public_page, name="public"),
    path("holds/", holds.holds, name="holds"),
    path("<slug:key>/", views.read, name="read"),
    path("<slug:key>/versions/", history.history, name="history"),
    path("versions/<uuid:version_key>/", views.read_version, name="version"),
    path("versions/<uuid:version_key>/changes/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/changes/<uuid:since_key>/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/pdf/", history.as_pdf, name="pdf"),
    path("versions/<uuid:version_key>/sign/", views.sign, name="sign"),
    path("versions/<uuid:version_key>/ask/", questions.ask, name="ask"),
    path("versions/<uuid:version_key>/decline/", saying_no.decline, name="decline"),
    path("versions/<uuid:version_key>/hold/", holds.hold, name="hold"),
    path("versions/<uuid:version_key>/lift/", holds.lift, name="lift"),
    path("receipts/<uuid:attestation_key>/", keeping.receipt, name="receipt"),
    path("receipts/<uuid:attestation_key>/pdf/", keeping.download, name="receipt_pdf"),
    path("receipts/<uuid:attestation_key>/check/", keeping.check, name="check"),
    path("receipts/<uuid:attestation_key>/confirm/", keeping.confirm, name="confirm"),
    path("receipts/<uuid:attestation_key>/take-back/", saying_no.withdraw, name="withdraw"),
    path("signatures/<uuid:attestation_key>/void/", saying_no.void, name="void"),
]
