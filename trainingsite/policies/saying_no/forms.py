"""What a person may say when they decline, take a signature back, or make one void."""

from django import forms

from trainingsite.policies.forms import SentFromPage

LONGEST = 1000
TOO_LONG = "Say it in 1,000 characters or fewer"


def _reason(label: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why", "max_length": TOO_LONG}, **options,
    )  # fmt: skip


class DeclineForm(SentFromPage):
    """A reason, if the person wants to give one."""

    reason = _reason(
        "Why? (optional)",
        required=False,
        help_text="You owe nobody a reason. If you give one, it is kept with the record; your manager is not shown it.",
    )


class WithdrawForm(SentFromPage):
    """Why one takes one's own signature back."""

    reason = _reason(
        "Why do you take it back?",
        help_text="A few words are enough. They are kept with the record; your manager is not shown them.",
    )


class VoidForm(SentFromPage):
    """Why somebody's signature does not count."""

    reason = _reason("Why does this signature not count?", help_text="The person who signed reads this.")
