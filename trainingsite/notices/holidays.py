"""The bank holidays that are known, from the dated list beside this file."""

import datetime as dt
from functools import cache
from pathlib import Path

import yaml

ENGLAND = "england_and_wales"


@cache
def _lists() -> dict:
    return yaml.safe_load(Path(__file__).with_name("bank_holidays.yaml").read_text())


@cache
def bank_holidays(nation: str = ENGLAND) -> frozenset[dt.date]:
    """The days on which practices of the nation are closed. Raises KeyError for a nation that has no list."""
    return frozenset(_lists()[nation]["days"])


def known_until(nation: str = ENGLAND) -> dt.date:
    """The last day for which the list is complete: after it only weekends are known."""
    return _lists()[nation]["known_until"]
