"""What people type to sign in, to show who they are, and to change their password, name or address."""

import unicodedata

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone

from trainingsite.people.credentials import was_given_address
from trainingsite.people.leavers import may_sign_in
from trainingsite.people.models import Person

CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
    "class": "nhsuk-input--width-10",
}
LAST_DAY_IS_OVER = (
    "Your last day here is over, and your sign-in has ended with it. If you still work here, ask your practice manager."
)
NEW_PASSWORD_HINT = (
    "At least 10 characters. Three words that have nothing to do with each other are easy to remember "
    "and hard to guess."
)


class SignInForm(auth_forms.AuthenticationForm):
    """A sign-in name and a password."""

    error_messages = {
        **auth_forms.AuthenticationForm.error_messages,
        "invalid_login": "The sign-in name or the password is not right. Check both and try again.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, name.widget.attrs = "Sign-in name", {"autocomplete": "username", "autocapitalize": "none"}
        name.widget.attrs["spellcheck"] = "false"
        name.error_messages["required"] = "Enter your sign-in name"
        password.error_messages["required"] = "Enter your password"

    def confirm_login_allowed(self, user):
        """Refuse whoever left before today: the job that ends sign-ins may not have run yet."""
        super().confirm_login_allowed(user)
        if not may_sign_in(user, timezone.localdate()):
            raise forms.ValidationError(LAST_DAY_IS_OVER, code="last_day_is_over")


class CodeForm(forms.Form):
    """The code a phone shows, or a recovery code."""

    code = forms.CharField(
        max_length=20,
        label="Code",
        help_text="The 6 figures your authenticator app shows now, or one of your recovery codes.",
        widget=forms.TextInput(attrs=CODE),
        error_messages={"required": "Enter the code"},
    )


class FirstCodeForm(CodeForm):
    """The first code of a phone that has just taken its key."""

    code = forms.CharField(
        max_length=20,
        label="Code from the app",
        help_text="6 figures. They change every 30 seconds.",
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
        error_messages={"required": "Enter the code the app shows"},
    )


class ConfirmByPasswordForm(forms.Form):
    """The password once more. Its names do not meet those of the form it interrupts."""

    confirm_password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )


class ConfirmByCodeForm(forms.Form):
    """A second factor instead of the password."""

    confirm_code = forms.CharField(
        max_length=20,
        label="Code",
        help_text="The 6 figures your authenticator app shows now, or one of your recovery codes.",
        widget=forms.TextInput(attrs=CODE),
        error_messages={"required": "Enter the code"},
    )


class ConfirmByEmailedCodeForm(forms.Form):
    """A code from the person's own mailbox instead of the password."""

    confirm_emailed_code = forms.CharField(
        max_length=20,
        label="Code from the e-mail",
        help_text="The 6 figures in the e-mail we have just sent you. They work once, for 10 minutes.",
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
        error_messages={"required": "Enter the code from the e-mail"},
    )


class NewPasswordForm(auth_forms.SetPasswordForm):
    """A new password, twice."""

    error_messages = {"password_mismatch": "The two passwords are not the same. Enter them again."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = "New password", NEW_PASSWORD_HINT
        first.error_messages["required"] = "Enter a new password"
        second.label, second.help_text = "New password again", ""
        second.error_messages["required"] = "Enter the new password again"


class NameForm(forms.Form):
    """What somebody is called, and what they sign in as."""

    first_name = forms.CharField(
        label="First name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
        error_messages={"required": "Enter your first name"},
    )
    last_name = forms.CharField(
        label="Last name",
        max_length=150,
        required=False,
        help_text="Leave it empty if you have one name only.",
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label="Sign-in name",
        max_length=150,
        validators=[UnicodeUsernameValidator(message="Use letters, figures, dots, hyphens and underscores only")],
        help_text="Managers can see it. Change it if it has a name in it that you no longer use.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Enter a sign-in name"},
    )

    def clean_first_name(self):
        return as_kept(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return as_kept(self.cleaned_data["last_name"])


class OtherPasswordForm(forms.Form):
    """What shows that another account is one's own: its password."""

    other_password = forms.CharField(
        label="Password of the other account",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the password of the other account"},
    )


class OtherPasswordAndStepForm(OtherPasswordForm):
    """The same, and the code of its second step."""

    other_step = forms.CharField(
        max_length=20,
        label="Code of the other account's second step",
        help_text="The 6 figures its authenticator app shows now, or one of its recovery codes.",
        widget=forms.TextInput(attrs={**CODE, "autocomplete": "off"}),
        error_messages={"required": "Enter the code the app shows for the other account"},
    )


class OtherCodeForm(forms.Form):
    """What shows that another account is one's own where nobody knows its password: a code from the manager."""

    code = forms.CharField(
        max_length=40,
        label="Code from your manager",
        help_text="12 letters and figures. Capitals, spaces and dashes do not matter.",
        widget=forms.TextInput(attrs={**CODE, "class": "nhsuk-input--width-20"}),
        error_messages={"required": "Enter the code your manager gave you"},
    )


def as_kept(name: str) -> str:
    """A name without the differences nobody sees: spaces between words, and two ways of writing one letter."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


class NewAddressForm(forms.Form):
    """Where messages shall go from now on."""

    email = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        help_text="One that only you read: what comes there may let you sign in.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your new e-mail address",
            "invalid": "Enter an e-mail address, like ann@example.nhs.uk",
        },
    )

    def __init__(self, *args, current: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current

    def clean_email(self):
        address = self.cleaned_data["email"]
        if address.casefold() == self.current.casefold():
            raise forms.ValidationError("That is your address already. Enter another one, or leave it as it is")
        return address


class AddressCodeForm(forms.Form):
    """The code that was mailed to a new address."""

    code = forms.CharField(
        max_length=20,
        label="Code from the e-mail",
        help_text="6 figures. They work once, for 10 minutes.",
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
        error_messages={"required": "Enter the code from the e-mail"},
    )


class GivenCodeForm(forms.Form):
    """A sign-in name, and the code that a manager handed over."""

    username = forms.CharField(
        max_length=150,
        label="Sign-in name",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Enter your sign-in name"},
    )
    code = forms.CharField(
        max_length=40,
        label="Code",
        help_text="12 letters and figures. Capitals, spaces and dashes do not matter.",
        widget=forms.TextInput(attrs={**CODE, "class": "nhsuk-input--width-20"}),
        error_messages={"required": "Enter the code your manager gave you"},
    )


class ForgottenPasswordForm(auth_forms.PasswordResetForm):
    """The address a link may be sent to."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, like ann@example.nhs.uk",
        },
    )

    def get_users(self, email):
        """Nobody, where several people share the address: a colleague could sign in, and sign, for another.

        Nor where somebody else changed it within a week: a manager could have the link sent to themselves.
        """
        if Person.objects.filter(email__iexact=email, is_active=True).count() != 1:
            return []
        return [person for person in super().get_users(email) if not was_given_address(person, timezone.now())]
