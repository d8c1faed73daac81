"""The blocks that authors build lessons and scenarios from."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from scenarios import pictures
from scenarios.choosers import PlaceBlock
from scenarios.engine import Outcome, Verdict
from scenarios.text import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_CITES,
    MOST_OPTIONS,
    MOST_POINTS,
    MOST_REPLIES,
)


def choices_of(enum) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


class ReplyBlock(blocks.StructBlock):
    """One reply under a post."""

    name = blocks.CharBlock(max_length=LONGEST_LINE)
    text = blocks.TextBlock(max_length=LONGEST_TEXT)


class PostBlock(blocks.StructBlock):
    """A social media post, in no platform's branding."""

    name = blocks.CharBlock(max_length=LONGEST_LINE)
    handle = blocks.CharBlock(max_length=LONGEST_LINE, required=False)
    text = blocks.TextBlock(max_length=LONGEST_TEXT)
    picture = blocks.TextBlock(
        rows=2,
        max_length=LONGEST_TEXT,
        required=False,
        help_text="What the picture shows, in words: what somebody who cannot see it needs to know.",
    )
    drawing = blocks.ChoiceBlock(
        choices=pictures.choices, required=False, help_text="One of our drawings. Without one, the words stand alone."
    )
    reactions = blocks.CharBlock(max_length=LONGEST_LINE, required=False)
    replies = blocks.ListBlock(ReplyBlock(), default=[], max_num=MOST_REPLIES)

    class Meta:
        icon = "comment"

    def clean(self, value):
        """A drawing needs its words, once the page is published."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if sentence := pictures.fault_in(value.get("drawing") or "", value.get("picture") or ""):
            raise blocks.StructBlockValidationError(block_errors={"picture": ValidationError(sentence)})
        return value


class OptionBlock(blocks.StructBlock):
    """One thing a person could do at a step."""

    id = blocks.CharBlock(max_length=LONGEST_ID, help_text="A short name for the map. Staff never see it.")
    text = blocks.TextBlock(rows=2, max_length=LONGEST_TEXT)
    to = PlaceBlock(max_length=LONGEST_ID, label="Leads to")
    points = blocks.IntegerBlock(default=0, min_value=-MOST_POINTS, max_value=MOST_POINTS)
    verdict = blocks.ChoiceBlock(choices=choices_of(Verdict))
    critical = blocks.BooleanBlock(required=False, help_text="Fails the attempt, however good the rest.")
    feedback = blocks.TextBlock(rows=3, max_length=LONGEST_TEXT, required=False)
    cites = blocks.ListBlock(blocks.CharBlock(max_length=LONGEST_LINE), default=[], max_num=MOST_CITES)

    class Meta:
        label_format = "{id}: {text}"


class StepBlock(blocks.StructBlock):
    """One step: what happens, and what one could do."""

    id = blocks.CharBlock(max_length=LONGEST_ID, help_text="A short name such as sunday-evening. Staff never see it.")
    text = blocks.TextBlock(
        max_length=LONGEST_TEXT, help_text="Leave a blank line between paragraphs; **bold** for who is speaking."
    )
    post = blocks.ListBlock(PostBlock(), max_num=1, default=[])
    options = blocks.ListBlock(OptionBlock(), default=[], max_num=MOST_OPTIONS)

    class Meta:
        icon = "help"
        label_format = "{id}: {text}"


class EndingBlock(blocks.StructBlock):
    """How it may end."""

    id = blocks.CharBlock(max_length=LONGEST_ID, help_text="A short name such as all-is-well. Staff never see it.")
    title = blocks.CharBlock(max_length=LONGEST_LINE)
    text = blocks.TextBlock(max_length=LONGEST_TEXT)
    outcome = blocks.ChoiceBlock(choices=choices_of(Outcome))

    class Meta:
        icon = "tick"
        label_format = "{id}: {title}"
