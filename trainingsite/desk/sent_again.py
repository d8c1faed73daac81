"""A form that was sent from a page opened before a change: what is said of that, and the form coming back."""

from django import forms

CHANGED = (
    "It was changed after that page was opened, so nothing was done yet. This is how it is now; what you typed is still"
    " below."
)
OVER = "It was over before that page was sent, so nothing was done. This is how it is now."


def about_row(form: forms.Form, name: str, value) -> forms.Form:
    """A form with what was typed still in it, as if its page had shown the newest row: sent again, it works."""
    form.data = form.data.copy()
    form.data[form.add_prefix(name)] = str(value)
    return form
