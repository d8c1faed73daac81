"""What a page's blocks become when they are frozen: plain values, HTML included."""

import datetime as dt

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText, expand_db_html

# Fields that blocks were given since content was first frozen. Empty, they are left out: what nobody changed keeps
# the bytes it had, and publishing it again makes no new version.
ADDED_LATER = {"ask", "drawing", "place"}


def frozen(value):
    """A block's value as canonical JSON can hold it."""
    if isinstance(value, RichText):
        return expand_db_html(value.source)
    if isinstance(value, StreamValue):
        return [{"type": block.block_type, "value": frozen(block.value)} for block in value]
    if isinstance(value, StructValue | dict):
        return {name: frozen(part) for name, part in value.items() if part or name not in ADDED_LATER}
    if isinstance(value, ListValue | list | tuple):
        return [frozen(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def frozen_stream(stream) -> list[dict]:
    """The values of a stream whose blocks are all of one kind."""
    return [frozen(child.value) for child in stream]
