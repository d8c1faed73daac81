"""The rule of who is reminded when a manager asks for it."""

import datetime as dt

import pytest

from tests.factories import MONDAY
from trainingsite.compliance.rules import Status
from trainingsite.reminders.rules import LeftOut, Listener, Manners, Reach, why_not_nudge

TODAY = MONDAY.date()


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ({}, None),
        ({"has_heard": True}, LeftOut.HEARD),
        ({"listener": Listener(told_on=[TODAY])}, LeftOut.HEARD),
        ({"listener": Listener(told_on=[dt.date(2026, 3, 1)] * 3)}, None),  # the week before
        ({"owes": 0}, LeftOut.NOTHING_OPEN),
        ({"owes": 0, "statuses": {Status.DECLINED, Status.COMPLIANT}}, LeftOut.DECLINED),
        ({"owes": 1, "statuses": {Status.QUERIED}}, None),  # something else waits too
        ({"is_oneself": True, "has_heard": True}, LeftOut.ONESELF),
        ({"may_sign_in": False}, LeftOut.SIGN_IN_CLOSED),
        ({"site_sends_mail": False, "has_address": False}, LeftOut.NO_MAIL),
        ({"has_address": False}, LeftOut.NO_ADDRESS),
        ({"last_came_back": True}, LeftOut.CAME_BACK),
        ({"last_came_back": True, "has_heard": True}, LeftOut.HEARD),
    ],
)
def test_why_somebody_is_not_reminded(reach, expected):
    known = Reach(**{"listener": Listener(), **reach})

    assert why_not_nudge(known, TODAY, Manners(messages_a_week=3)) == expected


def test_every_reason_has_its_words():
    assert [reason for reason in LeftOut if not reason.label.endswith((".", "?"))] == []
