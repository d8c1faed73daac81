"""The blocks of lessons and knowledge checks."""

from wagtail import blocks

from modules.rules import Kind, Place
from scenarios.blocks import PostBlock
from trainingsite.people.audience import group_choices

FORMATTING = ["bold", "italic", "ul", "ol", "h3"]


class WarningBlock(blocks.StructBlock):
    """A warning with its heading."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=FORMATTING)


class DoDontBlock(blocks.StructBlock):
    """What to do and what not to do, side by side."""

    do = blocks.ListBlock(blocks.CharBlock(max_length=300), default=[])
    dont = blocks.ListBlock(blocks.CharBlock(max_length=300), default=[])


class DetailsBlock(blocks.StructBlock):
    """A question one opens to read the answer."""

    summary = blocks.CharBlock(max_length=200)
    text = blocks.RichTextBlock(features=FORMATTING)


class ThingToCheckBlock(blocks.StructBlock):
    """One setting to look for, and what it is good for."""

    look_for = blocks.TextBlock(rows=2, max_length=300)
    why = blocks.TextBlock(rows=2, max_length=300, required=False)


class PlatformBlock(blocks.StructBlock):
    """A kind of app, and what to look for in it."""

    name = blocks.CharBlock(max_length=120)
    checks = blocks.ListBlock(ThingToCheckBlock(), min_num=1)


class WalkThroughBlock(blocks.StructBlock):
    """A look at one's own accounts, ticked for oneself: nothing of it is sent or kept."""

    platforms = blocks.ListBlock(PlatformBlock(), min_num=1)

    class Meta:
        icon = "tick-inverse"
        label = "Check-up to walk through"


class EverydayBlocks(blocks.StreamBlock):
    """What everybody's lessons are made of."""

    text = blocks.RichTextBlock(features=FORMATTING)
    inset = blocks.RichTextBlock(features=FORMATTING)
    warning = WarningBlock()
    do_dont = DoDontBlock()
    post = PostBlock()
    details = DetailsBlock()
    cites = blocks.ListBlock(blocks.CharBlock(max_length=200))


class SomeStaffBlock(blocks.StructBlock):
    """A part of a lesson that only some staff read: their own rules, their own examples."""

    groups = blocks.MultipleChoiceBlock(choices=group_choices, help_text="Shown to people in any of these groups.")
    blocks = EverydayBlocks()

    class Meta:
        icon = "group"
        label = "For some staff only"


class LessonBlocks(EverydayBlocks):
    """What a lesson is made of."""

    some_staff = SomeStaffBlock()
    walk_through = WalkThroughBlock()


class RecapBlock(blocks.StructBlock):
    """How one would explain what the module teaches: two to four short sentences each."""

    colleague = blocks.TextBlock(rows=3, max_length=600, label="To a colleague")
    patient = blocks.TextBlock(rows=3, max_length=600, label="To a patient")
    inspector = blocks.TextBlock(rows=3, max_length=600, label="To an inspector")


class AnswerBlock(blocks.StructBlock):
    """One possible answer."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(rows=2)
    right = blocks.BooleanBlock(required=False, help_text="Right to choose or to mark; not for sorting.")
    place = blocks.ChoiceBlock(
        choices=[(place.value, place.label) for place in Place], required=False, help_text="For sorting only."
    )


class QuestionBlock(blocks.StructBlock):
    """One question of a knowledge check."""

    id = blocks.CharBlock(max_length=60)
    outcome = blocks.CharBlock(max_length=60, help_text="The id of the learning outcome it asks about.")
    kind = blocks.ChoiceBlock(choices=[(kind.value, kind.label) for kind in Kind])
    text = blocks.TextBlock(rows=2)
    post = blocks.ListBlock(PostBlock(), max_num=1, default=[])
    options = blocks.ListBlock(
        AnswerBlock(), min_num=2, help_text="To mark words: the pieces of the text, in the order in which it is read."
    )
    why = blocks.TextBlock(rows=2)
    read_again = blocks.CharBlock(max_length=60, help_text="The slug of the lesson to read again.")


class LearningOutcomeBlock(blocks.StructBlock):
    """What somebody can do after the module."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.CharBlock(max_length=300)
    ask = blocks.IntegerBlock(
        required=False, min_value=0, default=0, label="Questions in each go",
        help_text="Each go draws as many of the questions about this outcome; 0 asks all of them.",
    )  # fmt: skip


class GuidanceBlock(blocks.StructBlock):
    """A source the module is built on."""

    body = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=300)
    paragraphs = blocks.CharBlock(max_length=120, required=False)
