"""How a moment is written in a pack: by the practice's clock with its zone, and in UTC for machines."""

import datetime as dt

from django.utils import timezone


def on_the_clock(at: dt.datetime) -> str:
    """The time on the practice's clock, with the name of its zone: 2026-03-31 09:05:00 BST."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %Z}"
