"""Pictures on a page: as wide as the page, and laid out anew for a phone; the stylesheet shows one of the two."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from trainingsite.formats.charts import NARROW, WIDE
from trainingsite.formats.drawing import Drawing, svg
from trainingsite.formats.pdf import Picture


def for_every_width(chart: Callable[..., Drawing], **shown) -> Picture:
    """The same chart for a page, for paper and for a phone."""
    return Picture(chart(**shown, width=WIDE), chart(**shown, width=NARROW))


def on_page(picture: Picture) -> SafeString:
    """The picture as a page has it, every word escaped; whichever drawing is not shown is not read out either."""
    wide = mark_safe(svg(picture.drawing))
    if picture.narrow is None:
        return wide
    return format_html(
        '<div class="picture picture--wide">{}</div><div class="picture picture--narrow">{}</div>',
        wide,
        mark_safe(svg(picture.narrow)),
    )
