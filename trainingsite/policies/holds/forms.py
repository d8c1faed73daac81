"""What whoever holds a version tells everybody."""

from django import forms

from trainingsite.policies.models import PolicyVersion


class HoldForm(forms.Form):
    """A sentence that everybody who reads the policy sees."""

    reason = forms.CharField(
        label="What should everybody know? (optional)",
        help_text="Shown on the policy to everybody. For example: “We are talking about clause 9 on Thursday.”",
        max_length=300,
        required=False,
        error_messages={"max_length": "Say it in 300 characters or fewer"},
    )

    def __init__(self, data=None, *, version: PolicyVersion):
        super().__init__(data, auto_id=f"id_{version.pk}_%s")
        self.version = version
