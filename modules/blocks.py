"""The blocks of lessons and knowledge checks."""

from wagtail import blocks

from scenarios.blocks import PostBlock

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


class LessonBlocks(blocks.StreamBlock):
    """What a lesson is made of."""

    text = blocks.RichTextBlock(features=FORMATTING)
    inset = blocks.RichTextBlock(features=FORMATTING)
    warning = WarningBlock()
    do_dont = DoDontBlock()
    post = PostBlock()
    details = DetailsBlock()
    cites = blocks.ListBlock(blocks.CharBlock(max_length=200))


class AnswerBlock(blocks.StructBlock):
    """One possible answer."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(rows=2)
    right = blocks.BooleanBlock(required=False)


class QuestionBlock(blocks.StructBlock):
    """One question of a knowledge check."""

    id = blocks.CharBlock(max_length=60)
    outcome = blocks.CharBlock(max_length=60, help_text="The id of the learning outcome it asks about.")
    kind = blocks.ChoiceBlock(choices=[("one", "One right answer"), ("several", "Several right answers")])
    text = blocks.TextBlock(rows=2)
    post = blocks.ListBlock(PostBlock(), max_num=1, default=[])
    options = blocks.ListBlock(AnswerBlock(), min_num=2)
    why = blocks.TextBlock(rows=2)
    read_again = blocks.CharBlock(max_length=60, help_text="The slug of the lesson to read again.")


class LearningOutcomeBlock(blocks.StructBlock):
    """What somebody can do after the module."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.CharBlock(max_length=300)


class GuidanceBlock(blocks.StructBlock):
    """A source the module is built on."""

    body = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=300)
    paragraphs = blocks.CharBlock(max_length=120, required=False)
