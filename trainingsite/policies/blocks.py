"""What the text of a policy is built of."""

from django import forms
from wagtail import blocks

from trainingsite.policies import key_points


class ClauseBlock(blocks.StructBlock):
    """One clause, with an id that stays the same for ever."""

    id = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=200)
    text = blocks.RichTextBlock(features=["bold", "italic", "ul", "ol", "h3"])
    annex = blocks.BooleanBlock(
        label="Hot topics (annex)", required=False, help_text="The annex comes last and has a review date of its own."
    )
    covers = blocks.MultipleChoiceBlock(
        choices=key_points.choices, required=False, widget=forms.CheckboxSelectMultiple, label="Key points it covers",
        help_text="For your own check of the draft. Staff do not see it, and it is no part of what they sign.",
    )  # fmt: skip


class SourceBlock(blocks.StructBlock):
    """A source the policy is built on, and the day somebody at the practice last looked whether it still says so."""

    body = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=300)
    checked_on = blocks.DateBlock(
        required=False, help_text="The day you last looked whether it still says the same. Not before you have."
    )
