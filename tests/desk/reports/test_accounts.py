"""The report on practice accounts: who may post, how each is secured, and what is missing, as at any day."""

import datetime as dt

import pytest

from tests.desk.reports.scenes import asked_of, rows
from tests.factories import make_member, make_practice, moment
from trainingsite.audit.clock import replaying
from trainingsite.desk.reports.accounts import REPORT
from trainingsite.people.staffing import leave
from trainingsite.policies import account_actions as actions

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 31)
OPENED = moment(2026, 1, 12)
DETAILS = {
    "platform": "Facebook", "address": "facebook.com/millbrook", "purpose": "News for patients",
    "second_factor_on": True, "recovery_address": "office@surgery.example", "on_personal_profile": False,
}  # fmt: skip


class Online:
    """A practice with one account, which Ann and Tom hold, put down on 12 January 2026."""

    def __init__(self):
        self.practice = make_practice()
        self.ann, self.tom = (make_member(name, practice=self.practice) for name in ("Ann Lee", "Tom Ellis"))
        self.account = self.add(holders=[self.ann.person, self.tom.person])

    def add(self, *, holders, at=OPENED, **details):
        said = {**DETAILS, **details}
        with replaying(at):
            return actions.add_account(practice=self.practice, holders=holders, by=self.ann.person, at=at, **said)

    def do(self, act, at, **said):
        with replaying(at):
            self.account = act(account=self.account, by=self.ann.person, at=at, **said)

    def report(self, day=TODAY):
        return REPORT.answer(asked_of(self.practice, None, day=day, today=TODAY))

    def line(self, day=TODAY):
        return rows(self.report(day).sections[0])[0]


@pytest.fixture
def practice():
    return Online()


def test_an_account_with_everything_in_order(practice):
    practice.do(actions.note_check, moment(2026, 3, 2))

    assert practice.line() == [
        "Facebook", "facebook.com/millbrook", "News for patients", "Ann Lee, Tom Ellis", "On", "The practice’s own",
        "Noted", "2 Mar 2026", "Ann Lee", "2 Sep 2026", "Nothing",
    ]  # fmt: skip
    assert practice.report().headline == [
        "1 account in the register on 31 March 2026. 1 of 1 with nothing to put right."
    ]


def test_the_recovery_address_itself_is_in_no_report(practice):
    assert "office@surgery.example" not in practice.line()


def test_everything_that_is_missing_is_said(practice):
    practice.do(actions.note_check, moment(2026, 1, 12))
    with replaying(moment(2026, 3, 20)):
        leave(membership=practice.tom, last_day=dt.date(2026, 3, 20), at=moment(2026, 3, 20))
    practice.add(holders=[], platform="X", second_factor_on=False, on_personal_profile=True, recovery_address="")

    lines = rows(practice.report(dt.date(2026, 8, 1)).sections[0])

    assert [line[10].split(". ") for line in lines] == [
        [
            "Tom Ellis no longer works here: take them off",
            "Ann Lee is the only holder: name a second",
            "It has not been checked for 6 months",
        ],
        [
            "Nobody who works here holds it: name two people",
            "Its second factor is off: switch it on",
            "It hangs on somebody's personal profile: move it to one of the practice's",
            "It has not been checked yet",
        ],
    ]
    assert lines[1][3:7] == ["Nobody", "Off", "A personal profile", "None"]


def test_a_day_that_is_over_shows_what_was_written_then(practice):
    practice.do(actions.note_check, moment(2026, 2, 2))
    practice.do(actions.change_account, moment(2026, 3, 2), holders=[practice.ann.person], second_factor_on=False)

    shown = [
        [line[3], line[4], line[7]] for line in (practice.line(day(1, 31)), practice.line(day(2, 2)), practice.line())
    ]

    assert shown == [
        ["Ann Lee, Tom Ellis", "On", ""],
        ["Ann Lee, Tom Ellis", "On", "2 Feb 2026"],
        ["Ann Lee", "Off", "2 Feb 2026"],
    ]


def day(month, number):
    return dt.date(2026, month, number)


def test_before_it_was_put_down_there_was_none(practice):
    answer = practice.report(day(1, 11))

    assert rows(answer.sections[0]) == []
    assert answer.headline == ["The register had no open account on 11 January 2026."]


def test_a_closed_account_is_kept_apart_from_the_day_it_was_closed(practice):
    practice.do(actions.close_account, moment(2026, 3, 2))

    kept = [[rows(section) for section in practice.report(on).sections] for on in (day(3, 1), day(3, 2))]

    assert [[len(section) for section in sections] for sections in kept] == [[1, 0], [0, 1]]
    assert kept[1][1] == [["Facebook", "facebook.com/millbrook", "News for patients", "2 Mar 2026"]]


def test_what_was_left_to_do_after_a_holder_went_is_counted_as_at_the_day(practice):
    practice.do(actions.change_account, moment(2026, 3, 2), holders=[practice.ann.person])
    held = practice.tom.person.accounts_held.exclude(ended_on=None).get()
    with replaying(moment(2026, 3, 9)):
        actions.confirm_step(holding=held, step="role", by=practice.ann.person, at=moment(2026, 3, 9))

    said = [practice.line(on)[10].split(". ")[0] for on in (day(3, 8), day(3, 9))]

    assert said == [
        "4 things are still to be done after somebody stopped holding it",
        "3 things are still to be done after somebody stopped holding it",
    ]


def test_another_practices_accounts_are_not_in_it(practice):
    assert rows(REPORT.answer(asked_of(make_practice("Harbour View"), None, day=TODAY, today=TODAY)).sections[0]) == []


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_accounts_take_as_many_queries_however_many(practice, number, django_assert_num_queries):
    for each in range(number):
        practice.add(holders=[practice.ann.person, make_member(f"Pat {each}", practice=practice.practice).person])

    with django_assert_num_queries(12):
        practice.report()
