"""Addresses under /account/."""

from django.contrib.auth.views import PasswordResetDoneView
from django.urls import path

from trainingsite.people.views import (
    account,
    addresses,
    confirming,
    given_codes,
    invitations,
    names,
    passwords,
    same_person,
    second_factors,
    signing_in,
)

app_name = "people"

urlpatterns = [
    path("", account.account, name="account"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.second_step, name="second_step"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("privacy/", account.privacy, name="privacy"),
    path("name/", names.change_own_name, name="name"),
    path("same-person/<uuid:asked_key>/", same_person.same_person, name="same_person"),
    path("same-person/<uuid:asked_key>/no/", same_person.not_the_same, name="not_the_same_person"),
    path("email/", addresses.change_address, name="change_address"),
    path("email/confirm/", addresses.confirm_address, name="confirm_address"),
    path("sign-in/given-code/", given_codes.given_code, name="given_code"),
    path("password/by-code/", given_codes.password_by_code, name="password_by_code"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("password/", passwords.ChangePassword.as_view(), name="change_password"),
    path("password/forgotten/", passwords.ForgottenPassword.as_view(), name="forgotten_password"),
    path(
        "password/forgotten/sent/",
        PasswordResetDoneView.as_view(template_name="people/link_sent.html"),
        name="link_sent",
    ),
    path("password/new/<uidb64>/<token>/", passwords.NewPassword.as_view(), name="new_password"),
    path("second-step/", second_factors.second_factor_page, name="second_factor"),
    path("second-step/phone/", second_factors.add_phone, name="add_phone"),
    path("second-step/recovery-codes/", second_factors.recovery_codes, name="recovery_codes"),
    path("second-step/recovery-codes/new/", second_factors.new_recovery_codes, name="new_recovery_codes"),
    path("second-step/remove/", second_factors.remove_phone, name="remove_phone"),
]
