"""What a manager says when a certificate is to be good no more."""

from django import forms

from trainingsite.certificates.models import CertificateRevocation

LONGEST = 1000
REASONS = CertificateRevocation.Reason


class RevokeForm(forms.Form):
    """The kind of reason, which anybody may read who checks the certificate, and words for its holder."""

    reason = forms.ChoiceField(
        label="Why is it not good any more?",
        choices=REASONS.choices,
        widget=forms.RadioSelect,
        help_text="Anybody who checks the certificate sees this reason and today’s date.",
        error_messages={"required": "Choose why the certificate is not good any more"},
    )
    words = forms.CharField(
        label="What do you want to say to its holder?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only the holder reads this. Say what happened, and what they can do.",
        error_messages={
            "required": "Write a sentence to the holder, so that they know what happened",
            "max_length": "Say it in 1,000 characters or fewer",
        },
    )
