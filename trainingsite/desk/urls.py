from django.urls import include, path

from trainingsite.desk import views
from trainingsite.desk.accounts import leaving, public_pages
from trainingsite.desk.accounts import views as accounts
from trainingsite.desk.claims import views as claims
from trainingsite.desk.credentials import views as credentials
from trainingsite.desk.dashboard import views as dashboard
from trainingsite.desk.elsewhere import importing as completions
from trainingsite.desk.elsewhere import views as elsewhere
from trainingsite.desk.exemptions import views as exemptions
from trainingsite.desk.identities import former_names
from trainingsite.desk.identities import views as identities
from trainingsite.desk.importing import views as importing
from trainingsite.desk.inspection import views as inspection
from trainingsite.desk.invitations import views as invitations
from trainingsite.desk.matrix import views as matrix
from trainingsite.desk.networks.views import files as network_files
from trainingsite.desk.networks.views import names as network_names
from trainingsite.desk.networks.views import overview as networks
from trainingsite.desk.nudging import views as nudging
from trainingsite.desk.paper import views as paper
from trainingsite.desk.people.views import absences, adding, duties, jobs, last_days, register
from trainingsite.desk.places import merging
from trainingsite.desk.places import views as places
from trainingsite.desk.plans import views as plans
from trainingsite.desk.reports import views as reports
from trainingsite.desk.signatures import views as signatures
from trainingsite.desk.target import views as target
from trainingsite.desk.team import views as team
from trainingsite.desk.telling import views as telling
from trainingsite.desk.trends import views as trends
from trainingsite.desk.your_data import views as your_data

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
    path("account/your-data/", your_data.your_data, name="your_data"),
    path("account/your-data.json", your_data.download, name="your_data_document"),
    path("compliance/", dashboard.opening, name="dashboard"),
    path("compliance/jobs/", telling.scheduled_jobs, name="jobs"),
    path("compliance/my-team/", team.my_team, name="my_team"),
    path("compliance/places/", places.places, name="places"),
    path("compliance/places/add/", places.add_practice, name="add_practice"),
    path("compliance/places/networks/add/", places.add_network, name="add_network"),
    path("compliance/places/<slug:ods>/", places.place, name="place"),
    path("compliance/places/<slug:ods>/change/", places.change_practice, name="change_practice"),
    path("compliance/places/<slug:ods>/manager/", places.add_place_manager, name="add_place_manager"),
    path("compliance/places/<slug:ods>/network/", places.move_practice, name="move_practice"),
    path("compliance/places/<slug:ods>/sites/add/", places.add_site, name="add_site"),
    path("compliance/places/<slug:ods>/sites/<uuid:line>/close/", places.close_site, name="close_site"),
    path("compliance/places/<slug:ods>/merge/", merging.choose, name="merge_practice"),
    path("compliance/places/<slug:ods>/merge/confirm/", merging.confirm, name="confirm_merger"),
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
    path("compliance/<slug:ods>/who-is-told/", telling.who_is_told, name="who_is_told"),
    path("compliance/<slug:ods>/remind/", nudging.remind, name="remind"),
    path("compliance/signatures.csv", signatures.all_practices, name="all_signatures_file"),
    path("compliance/<slug:ods>/signatures.csv", signatures.one_practices, name="signatures_file"),
    path("compliance/networks/", networks.networks, name="networks"),
    path("compliance/networks/<slug:network>/programmes/", include("trainingsite.desk.programmes.urls")),
    path("compliance/networks/<slug:network>/", networks.network, name="network"),
    path("compliance/networks/<slug:network>/counts.<slug:format>", network_files.counts, name="network_counts_file"),
    path("compliance/networks/<slug:network>/matrix.csv", network_files.matrix, name="network_matrix_file"),
    path("compliance/networks/<slug:network>/<slug:ods>/", networks.network_practice, name="network_practice"),
    path("compliance/<slug:ods>/network-names/", network_names.network_names, name="network_names"),
    path("compliance/<slug:ods>/network-names/<slug:network>/agree/", network_names.agree, name="agree_network_names"),
    path("compliance/<slug:ods>/network-names/<slug:network>/end/", network_names.end, name="end_network_names"),
    path("compliance/<slug:ods>/programmes/", include("trainingsite.desk.programmes.urls")),
    path("compliance/<slug:ods>/hand-out/", telling.hand_out, name="hand_out"),
    path("compliance/<slug:ods>/hand-out/<uuid:person_key>/", telling.handed_over, name="handed_over"),
    path("compliance/<slug:ods>/paper/", paper.paper, name="paper"),
    path("compliance/<slug:ods>/paper/<uuid:version_key>/sheets.pdf", paper.print_sheets, name="print_sheets"),
    path("compliance/<slug:ods>/paper/<uuid:version_key>/upload/", paper.upload, name="upload_sheet"),
    path("compliance/<slug:ods>/", dashboard.practice, name="practice"),
    path("compliance/<slug:ods>/plans/", plans.plans, name="plans"),
    path("compliance/<slug:ods>/plans/add/", plans.add, name="add_plan"),
    path("compliance/<slug:ods>/plans/<uuid:key>/", plans.plan, name="plan"),
    path("compliance/<slug:ods>/plans/<uuid:key>/change/", plans.change, name="change_plan"),
    path("compliance/<slug:ods>/plans/<uuid:key>/done/", plans.done, name="finish_plan"),
    path("compliance/<slug:ods>/plans/<uuid:key>/drop/", plans.drop, name="drop_plan"),
    path("compliance/<slug:ods>/inspection/", inspection.inspection, name="inspection"),
    path("compliance/<slug:ods>/inspection/<uuid:line>/correct/", inspection.correct, name="correct_inspection"),
    path("compliance/<slug:ods>/inspection/<uuid:line>/end/", inspection.end, name="end_inspection"),
    path("compliance/<slug:ods>/matrix/", matrix.matrix, name="matrix"),
    path("compliance/<slug:ods>/matrix/<uuid:person_key>/<uuid:line>/", matrix.cell, name="cell"),
    path("compliance/<slug:ods>/elsewhere/", elsewhere.recorded, name="elsewhere"),
    path("compliance/<slug:ods>/elsewhere/record/", elsewhere.enter, name="record_elsewhere"),
    path("compliance/<slug:ods>/elsewhere/import/", completions.upload, name="import_completions"),
    path("compliance/<slug:ods>/elsewhere/import/confirm/", completions.confirm, name="confirm_completions"),
    path("compliance/<slug:ods>/elsewhere/import/completions.csv", completions.template, name="completions_template"),
    path("compliance/<slug:ods>/elsewhere/<uuid:key>/", elsewhere.training, name="training_elsewhere"),
    path("compliance/<slug:ods>/elsewhere/<uuid:key>/take-back/", elsewhere.take_back, name="take_back_training"),
    path("compliance/<slug:ods>/elsewhere/<uuid:key>/proof/", elsewhere.proof, name="elsewhere_proof"),
    path("compliance/<slug:ods>/exemptions/", exemptions.register, name="exemptions"),
    path("compliance/<slug:ods>/exemptions/add/", exemptions.add, name="exempt"),
    path("compliance/<slug:ods>/exemptions/<uuid:line>/", exemptions.exemption, name="exemption"),
    path("compliance/<slug:ods>/exemptions/<uuid:line>/change/", exemptions.change, name="change_exemption"),
    path("compliance/<slug:ods>/exemptions/<uuid:line>/end/", exemptions.end, name="end_exemption"),
    path("compliance/<slug:ods>/people/import/", importing.upload, name="import_staff"),
    path("compliance/<slug:ods>/people/import/confirm/", importing.confirm, name="confirm_import"),
    path("compliance/<slug:ods>/people/import/staff.csv", importing.template, name="import_template"),
    path("compliance/<slug:ods>/people/invitations/", invitations.invitations, name="invitations"),
    path("compliance/<slug:ods>/people/invitations/send/", invitations.send, name="send_invitations"),
    path("compliance/<slug:ods>/people/invitations/codes/", invitations.codes, name="print_codes"),
    path("compliance/<slug:ods>/people/", register.register, name="people"),
    path("compliance/<slug:ods>/people/add/", adding.add, name="add_person"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/", views.person, name="person"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/job/add/", jobs.add, name="add_job"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/job/<uuid:line>/change/", jobs.change, name="change_job"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/job/<uuid:line>/correct/", jobs.correct, name="correct_job"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/job/<uuid:line>/never/", jobs.withdraw, name="withdraw_job"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/team/", jobs.team, name="team"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/leave/add/", absences.add, name="add_leave"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/leave/<uuid:line>/", absences.correct, name="correct_leave"),
    path(
        "compliance/<slug:ods>/people/<uuid:person_key>/leave/<uuid:line>/never/",
        absences.withdraw,
        name="withdraw_leave",
    ),
    path("compliance/<slug:ods>/people/<uuid:person_key>/last-day/", last_days.last_day, name="last_day"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/stays/", last_days.stay_on, name="stay_on"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/hand-over/", last_days.hand_over, name="hand_over"),
    path("compliance/<slug:ods>/duties/", duties.duties, name="duties"),
    path("compliance/<slug:ods>/duties/give/", duties.give, name="give_duty"),
    path("compliance/<slug:ods>/duties/<uuid:line>/end/", duties.end, name="end_duty"),
    path("compliance/<slug:ods>/duties/<uuid:line>/hand-over/", duties.hand_over, name="hand_over_duty"),
    path("compliance/<slug:ods>/people/<uuid:person_key>/leaving/", leaving.leaving, name="leaving"),
    path("compliance/<slug:ods>/people/former-names/", former_names.people, name="all_former_names"),
    path(
        "compliance/<slug:ods>/people/<uuid:person_key>/former-names/", former_names.former_names, name="former_names"
    ),
    path("compliance/<slug:ods>/people/<uuid:person_key>/same-person/", identities.same_person, name="same_person"),
    path(
        "compliance/<slug:ods>/people/<uuid:person_key>/same-person/<uuid:asked_key>/code/",
        identities.make_code,
        name="make_same_person_code",
    ),
    path(
        "compliance/<slug:ods>/people/<uuid:person_key>/same-person/<uuid:asked_key>/take-back/",
        identities.take_back,
        name="take_back_same_person",
    ),
    path(
        "compliance/<slug:ods>/people/<uuid:person_key>/same-person/<uuid:joined_key>/separate/",
        identities.separate,
        name="separate_person",
    ),
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
    path("compliance/<slug:ods>/target/", target.target, name="target"),
    path("compliance/<slug:ods>/trends/", trends.trends, name="trends"),
    path("compliance/<slug:ods>/reports/", reports.index, name="reports"),
    path("compliance/<slug:ods>/reports/<slug:report>/", reports.report, name="report"),
    path("compliance/<slug:ods>/reports/<slug:report>.<slug:format>", reports.report_file, name="report_file"),
    path("compliance/<slug:ods>/public-pages/", public_pages.public_pages, name="public_pages"),
    path("compliance/<slug:ods>/public-pages/<slug:key>/check/", public_pages.check, name="check_link"),
]
