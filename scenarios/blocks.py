"""The blocks that authors build lessons and scenarios from."""

from wagtail import blocks

from scenarios.engine import Outcome, Verdict


def choices_of(enum) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


class ReplyBlock(blocks.StructBlock):
    """One reply under a post."""

    name = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock()


class PostBlock(blocks.StructBlock):
    """A social media post, in no platform's branding."""

    name = blocks.CharBlock(max_length=80)
    handle = blocks.CharBlock(max_length=80, required=False)
    text = blocks.TextBlock()
    picture = blocks.CharBlock(max_length=300, required=False, help_text="What the picture shows, in words.")
    reactions = blocks.CharBlock(max_length=80, required=False)
    replies = blocks.ListBlock(ReplyBlock(), default=[])

    class Meta:
        icon = "comment"
        template = "components/post.html"


class OptionBlock(blocks.StructBlock):
    """One thing a person could do at a step."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(rows=2)
    to = blocks.CharBlock(max_length=60, label="Leads to", help_text="The id of a step or an ending.")
    points = blocks.IntegerBlock(default=0)
    verdict = blocks.ChoiceBlock(choices=choices_of(Verdict))
    critical = blocks.BooleanBlock(required=False, help_text="Fails the attempt, however good the rest.")
    feedback = blocks.TextBlock(rows=3, required=False)
    cites = blocks.ListBlock(blocks.CharBlock(max_length=200), default=[])


class StepBlock(blocks.StructBlock):
    """One step: what happens, and what one could do."""

    id = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(help_text="Leave a blank line between paragraphs; **bold** for who is speaking.")
    post = blocks.ListBlock(PostBlock(), max_num=1, default=[])
    options = blocks.ListBlock(OptionBlock(), default=[])


class EndingBlock(blocks.StructBlock):
    """How it may end."""

    id = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=200)
    text = blocks.TextBlock()
    outcome = blocks.ChoiceBlock(choices=choices_of(Outcome))
