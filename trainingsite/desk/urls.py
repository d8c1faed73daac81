from django.urls import path

from trainingsite.desk import views
from trainingsite.desk.accounts import leaving, public_pages
from trainingsite.desk.accounts import views as accounts
from trainingsite.desk.claims import views as claims
from trainingsite.desk.credentials import views as credentials
from trainingsite.desk.importing import views as importing
from trainingsite.desk.paper import views as paper
from trainingsite.desk.telling import views as telling

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("library/", views.more_to_learn, name="library"),
    path("prior-learning/", claims.own_claims, name="own_claims"),
    path("prior-learning/send/", claims.send, name="send_claim"),
    path("prior-learning/<uuid:claim_key>/", claims.own_claim, name="own_claim"),
    path("prior-learning/<uuid:claim_key>/take-back/", claims.take_back, name="take_back_claim"),
    path("prior-learning/<uuid:claim_key>/proof/", claims.own_proof, name="own_proof"),
    path("account/messages/", telling.own_messages, name="messages"),
    path("compliance/", views.dashboard, name="dashboard"),
    path("compliance/jobs/", telling.scheduled_jobs, name="jobs"),
    path("compliance/prior-learning/", claims.waiting, name="claims"),
    path("compliance/prior-learning/<uuid:claim_key>/", claims.claim, name="claim"),
    path("compliance/prior-learning/<uuid:claim_key>/accept/", claims.accept, name="accept_claim"),
    path("compliance/prior-learning/<uuid:claim_key>/decline/", claims.decline, name="decline_claim"),
    path("compliance/prior-learning/<uuid:claim_key>/proof/", claims.proof, name="proof"),
    path("compliance/sheets/", paper.waiting, name="sheets"),
    path("compliance/sheets/<uuid:sheet_key>/", paper.sheet, name="sheet"),
    path("compliance/sheets/<uuid:sheet_key>/scan/", paper.scan, name="scan"),
    path("compliance/sheets/<uuid:sheet_key>/countersign/", paper.countersign, name="countersign"),
    path("compliance/sheets/<uuid:sheet_key>/send-back/", paper.send_back, name="send_back"),
    path("compliance/<slug:ods>/hand-out/", telling.hand_out, name="hand_out"),
    path("compliance/<slug:ods>/hand-out/<uuid:person_key>/", telling.handed_over, name="handed_over"),
    path("compliance/<slug:ods>/paper/", paper.paper, name="paper"),
    path("compliance/<slug:ods>/paper/<uuid:version_key>/sheets.pdf", paper.print_sheets, name="print_sheets"),
    path("compliance/<slug:ods>/paper/<uuid:version_key>/upload/", paper.upload, name="upload_sheet"),
    path("compliance/<slug:ods>/", views.dashboard, name="practice"),
    path("compliance/<slug:ods>/people/import/", importing.upload, name="import_staff"),
    path("compliance/<slug:ods>/people/import/confirm/", importing.confirm, name="confirm_import"),
    path("compliance/<slug:ods>/people/import/staff.csv", importing.template, name="import_template"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/", views.person, name="person"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/leaving/", leaving.leaving, name="leaving"),
    path("compliance/<slug:ods>/sign-in-help/", credentials.people, name="help"),
    path("compliance/<slug:ods>/sign-in-help/<uuid:person_key>/", credentials.person, name="help_person"),
    path("compliance/<slug:ods>/sign-in-help/<uuid:person_key>/code/", credentials.give, name="give_code"),
    path(
        "compliance/<slug:ods>/sign-in-help/<uuid:person_key>/second-step/",
        credentials.remove,
        name="remove_second_step",
    ),
    path("compliance/<slug:ods>/accounts/", accounts.register, name="accounts"),
    path("compliance/<slug:ods>/accounts/add/", accounts.add, name="add_account"),
    path("compliance/<slug:ods>/accounts/<uuid:line>/", accounts.account, name="account"),
    path("compliance/<slug:ods>/accounts/<uuid:line>/change/", accounts.change, name="change_account"),
    path("compliance/<slug:ods>/accounts/<uuid:line>/checked/", accounts.checked, name="check_account"),
    path("compliance/<slug:ods>/accounts/<uuid:line>/close/", accounts.close, name="close_account"),
    path("compliance/<slug:ods>/accounts/steps/<uuid:holding>/<slug:step>/", leaving.confirm, name="confirm_step"),
    path("compliance/<slug:ods>/public-pages/", public_pages.public_pages, name="public_pages"),
    path("compliance/<slug:ods>/public-pages/<slug:key>/check/", public_pages.check, name="check_link"),
]
