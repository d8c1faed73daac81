"""Changing a password, and getting in again without one."""

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator

from trainingsite.people.credentials import issue
from trainingsite.people.forms import ForgottenPasswordForm, NewPasswordForm
from trainingsite.people.models import CredentialIssued
from trainingsite.people.reauth import recently_authenticated
from trainingsite.people.sign_in_codes import write_off_codes


@method_decorator(recently_authenticated, name="dispatch")
class ChangePassword(views.PasswordChangeView):
    """A new password for somebody who has just shown who they are; it ends their other sessions."""

    form_class = NewPasswordForm
    template_name = "people/change_password.html"
    success_url = reverse_lazy("people:account")

    def form_valid(self, form):
        write_off_codes(self.request.user, timezone.now())
        messages.success(self.request, "Your password is changed. You are signed out everywhere else.")
        return super().form_valid(form)


class ForgottenPassword(views.PasswordResetView):
    """A link by e-mail, where the practice has e-mail set up; otherwise whom to ask."""

    form_class = ForgottenPasswordForm
    template_name = "people/forgotten_password.html"
    email_template_name = "people/email/new_password.txt"
    subject_template_name = "people/email/new_password_subject.txt"
    success_url = reverse_lazy("people:link_sent")
    extra_email_context = {"site_url": settings.SITE_URL}

    def get_context_data(self, **kwargs):
        return super().get_context_data(has_email=bool(settings.EMAIL_URL), **kwargs)


class NewPassword(views.PasswordResetConfirmView):
    """A new password for whoever holds the link; they sign in with it, second step and all."""

    form_class = NewPasswordForm
    template_name = "people/new_password.html"
    success_url = reverse_lazy("people:sign_in")

    def form_valid(self, form):
        forget_wrong_passwords(username=self.user.get_username())
        issue(person=self.user, kind=CredentialIssued.Kind.RESET, at=timezone.now())
        write_off_codes(self.user, timezone.now())
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return super().form_valid(form)
