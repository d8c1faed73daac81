from django.urls import path

from trainingsite.policies import history, public_views, views
from trainingsite.policies.adopting import views as adopting
from trainingsite.policies.consulting import views as consulting
from trainingsite.policies.consulting.owning import views as consulting_owner
from trainingsite.policies.holds import views as holds
from trainingsite.policies.keeping import views as keeping
from trainingsite.policies.life.views import deciding as approvals
from trainingsite.policies.life.views import owning as owning_life
from trainingsite.policies.questions import views as questions
from trainingsite.policies.review import views as review
from trainingsite.policies.saying_no import views as saying_no
from trainingsite.policies.speaking_up import views as routes

app_name = "policies"

urlpatterns = [
    path("questions/", questions.waiting, name="questions"),
    path("questions/<uuid:question_key>/", questions.question, name="question"),
    path("questions/<uuid:question_key>/answer/", questions.answer, name="answer"),
    path("first-hour/", public_views.own_first_hour, name="own_first_hour"),
    path("first-hour/<slug:ods>/", public_views.first_hour, name="first_hour"),
    path("public/<slug:key>/", public_views.public_page, name="public"),
    path("holds/", holds.holds, name="holds"),
    path("consultations/<uuid:consultation_key>/", consulting.consultation, name="consultation"),
    path("consultations/<uuid:consultation_key>/file/", consulting.file, name="draft_file"),
    path("consultations/<uuid:consultation_key>/changes/", consulting.changes, name="draft_changes"),
    path("consultations/<uuid:consultation_key>/comment/", consulting.comment, name="comment"),
    path("consultations/<uuid:consultation_key>/statement/", consulting.statement, name="staff_statement"),
    path("consultations/<uuid:consultation_key>/close/", consulting_owner.close, name="close_consultation"),
    path(
        "consultations/<uuid:consultation_key>/comments/<uuid:comment_key>/answer/",
        consulting_owner.answer,
        name="answer_comment",
    ),
    path(
        "consultations/<uuid:consultation_key>/comments/<uuid:comment_key>/take-back/",
        consulting.withdraw,
        name="withdraw_comment",
    ),
    path("<slug:key>/consult/", consulting_owner.consult, name="consult"),
    path("versions/<uuid:version_key>/consultation/", consulting.staff_said, name="staff_said"),
    path("adopting/", adopting.adopting, name="adopting"),
    path("adopting/<uuid:version_key>/<slug:ods>/", adopting.adoptable, name="adoptable"),
    path("adopting/<uuid:version_key>/<slug:ods>/file/", adopting.file, name="adoptable_file"),
    path("adopting/<uuid:version_key>/<slug:ods>/adopt/", adopting.adopt, name="adopt"),
    path("adopting/<uuid:version_key>/<slug:ods>/stop/", adopting.stop, name="stop_following"),
    path("adopting/<uuid:version_key>/<slug:ods>/follow-again/", adopting.follow_again, name="follow_again"),
    path("routes/", routes.routes, name="routes"),
    path("routes/<slug:ods>/add/", routes.add, name="add_route"),
    path("routes/<slug:ods>/<uuid:line>/", routes.change, name="change_route"),
    path("routes/<slug:ods>/<uuid:line>/never/", routes.take_out, name="take_out_route"),
    path("looked-after/", owning_life.looked_after, name="looked_after"),
    path("approvals/<uuid:request_key>/", approvals.approval, name="approval"),
    path("approvals/<uuid:request_key>/file/", approvals.file, name="approval_file"),
    path("approvals/<uuid:request_key>/approve/", approvals.approve, name="approve"),
    path("approvals/<uuid:request_key>/send-back/", approvals.send_back, name="send_back"),
    path("<slug:key>/", views.read, name="read"),
    path("<slug:key>/archive/", owning_life.archive, name="archive"),
    path("<slug:key>/bring-back/", owning_life.bring_back, name="bring_back"),
    path("<slug:key>/versions/", history.history, name="history"),
    path("<slug:key>/review/", review.review, name="review"),
    path("<slug:key>/review/<slug:part>/", review.reviewed, name="reviewed"),
    path("versions/<uuid:version_key>/", views.read_version, name="version"),
    path("versions/<uuid:version_key>/changes/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/changes/<uuid:since_key>/", history.changes, name="changes"),
    path("versions/<uuid:version_key>/reclassify/", owning_life.reclassify, name="reclassify"),
    path("versions/<uuid:version_key>/publish-again/", owning_life.publish_again, name="publish_again"),
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
