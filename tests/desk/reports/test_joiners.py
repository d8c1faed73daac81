"""The induction of joiners: how long it took, whether it was in time, and what is still open."""

import datetime as dt

import pytest

from tests.desk.reports.scenes import asked_of, many, rows
from tests.factories import (
    GO_LIVE,
    complete,
    give_leave,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import replaying
from trainingsite.compliance.actions import exempt
from trainingsite.desk.reports.joiners import REPORT
from trainingsite.policies import actions as signing

pytestmark = pytest.mark.django_db
FIRST, LAST, TODAY = dt.date(2026, 1, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 31)
JOINED = dt.date(2026, 2, 2)


def day(month, number):
    return dt.date(2026, month, number)


def at(date):
    return moment(date.year, date.month, date.day)


class Starting:
    """A practice whose induction is one module within 14 days, and another within 28."""

    def __init__(self, practice=None):
        self.practice = practice or make_practice()
        self.programme = make_programme("Induction", self.practice, grants_certificate=True)
        self.versions = []
        for place, (title, days) in enumerate((("Boundaries", 14), ("Privacy", 28))):
            page = make_module(title)
            make_requirement(self.programme, module=page, due_within_days=days, position=place)
            self.versions.append(make_module_version(page, at=at(GO_LIVE)))

    def hire(self, person="Tom Ellis", started_on=JOINED, ended_on=None, role="Receptionist"):
        return make_member(person, role, practice=self.practice, started_on=started_on, ended_on=ended_on).person

    def learn(self, person, *days):
        """The person does the first module on the first day, the second on the second."""
        for version, on in zip(self.versions, days, strict=False):
            complete(person, version, at=at(on))

    def report(self, on=TODAY, first=FIRST, last=LAST, **changes):
        return REPORT.answer(asked_of(self.practice, None, day=on, first=first, last=last, today=TODAY, **changes))

    def lines(self, **changes):
        return rows(self.report(**changes).sections[0])


@pytest.fixture
def practice():
    return Starting()


def test_who_joined_and_finished_in_time(practice):
    practice.learn(practice.hire(), day(2, 3), day(2, 12))

    assert practice.lines() == [
        ["Tom Ellis", "Receptionist", "2 Feb 2026", "12 Feb 2026", "10", "2 Mar 2026", "Yes", "", "", ""]
    ]
    assert practice.report().headline == [
        "1 person joined from 1 January 2026 to 31 March 2026. Their inductions: 1 = 1 finished in time.",
        "1 finished it here; at least half of them within 10 days.",
    ]


@pytest.mark.parametrize(
    ("done_on", "word", "days"),
    [
        (day(2, 16), "Yes", "14"),  # the fourteenth day itself
        (day(2, 17), "No", "15"),
    ],
)
def test_on_the_last_day_is_in_time_and_the_day_after_is_not(practice, done_on, word, days):
    practice.learn(practice.hire(), done_on, day(2, 4))

    line = practice.lines()[0]
    assert (line[6], line[4]) == (word, days)


def test_what_is_still_open_is_named_and_whether_it_is_overdue(practice):
    practice.learn(practice.hire(), day(2, 4))

    said = [practice.lines(on=on)[0][3:8] for on in (day(3, 2), day(3, 3))]

    assert said == [
        ["", "", "2 Mar 2026", "Not finished, not overdue", "Privacy (due)"],
        ["", "", "2 Mar 2026", "No: overdue", "Privacy (overdue)"],
    ]


def test_a_day_before_it_was_finished_does_not_know_that_it_was(practice):
    practice.learn(practice.hire(), day(2, 3), day(2, 12))

    assert practice.lines(on=day(2, 11))[0][3:8] == ["", "", "2 Mar 2026", "Not finished, not overdue", "Privacy (due)"]


def test_ahead_what_nobody_does_will_be_overdue(practice):
    practice.hire()

    assert practice.lines(on=day(12, 1))[0][6] == "No: overdue"


def test_only_who_joined_in_the_period_and_by_the_day(practice):
    for name, started_on in (("Ann Lee", day(1, 1)), ("Bea Moss", day(3, 31)), ("Cy Ford", day(4, 1))):
        practice.hire(name, started_on)
    practice.hire("Dee Hart", dt.date(2025, 12, 31))

    assert [line[0] for line in practice.lines()] == ["Ann Lee", "Bea Moss"]
    assert [line[0] for line in practice.lines(last=day(4, 30), on=day(4, 1))] == ["Ann Lee", "Bea Moss", "Cy Ford"]


def test_who_left_in_between_stays_in_the_list_and_is_marked(practice):
    practice.hire("Ann Lee", JOINED, ended_on=day(2, 20))
    practice.learn(practice.hire("Tom Ellis", JOINED, ended_on=day(3, 6)), day(2, 3), day(2, 4))

    lines = practice.lines()

    assert [[line[0], *line[6:9]] for line in lines] == [
        ["Tom Ellis", "Yes", "", "6 Mar 2026"],
        ["Ann Lee", "Left before finishing", "Boundaries (overdue); Privacy (due)", "20 Feb 2026"],
    ]
    assert practice.report().headline[0] == (
        "2 people joined from 1 January 2026 to 31 March 2026."
        " Their inductions: 2 = 1 finished in time + 1 left before finishing."
    )
    assert practice.report().headline[2] == "2 of 2 have left since."


def test_on_their_last_day_nobody_has_left_yet(practice):
    practice.hire(ended_on=day(2, 20))

    assert [practice.lines(on=on)[0][8] for on in (day(2, 20), day(2, 21))] == ["", "20 Feb 2026"]


@pytest.mark.parametrize(("back_on", "until"), [(day(2, 6), day(2, 2)), (day(3, 2), dt.date(2025, 1, 31))])
def test_who_comes_back_after_days_or_months_joins_again_with_what_they_had_done(practice, back_on, until):
    tom = practice.hire(started_on=GO_LIVE, ended_on=until)
    practice.learn(tom, dt.date(2025, 1, 7), dt.date(2025, 1, 8))
    practice.hire(tom, back_on)

    assert [line[3:] for line in practice.lines()] == [
        ["8 Jan 2025", "0", "", "Yes", "", "", f"Came back: worked here until {long(until)}. Done before joining"]
    ]


def long(date):
    return f"{date.day} {date:%B %Y}"


def test_who_comes_back_without_having_finished_has_new_time(practice):
    tom = practice.hire(started_on=GO_LIVE, ended_on=dt.date(2025, 1, 31))
    practice.learn(tom, dt.date(2025, 1, 7))
    practice.hire(tom, JOINED)

    line = practice.lines(on=day(3, 1))[0]
    assert line[5:8] == ["2 Mar 2026", "Not finished, not overdue", "Privacy (due)"]


def test_who_joins_twice_in_the_period_is_two_lines_and_one_person(practice):
    tom = practice.hire(started_on=day(1, 5), ended_on=day(1, 9))
    practice.hire(tom, day(1, 13))

    assert [line[2] for line in practice.lines()] == ["5 Jan 2026", "13 Jan 2026"]
    assert practice.report().headline[0].startswith("1 person (2 times, as 1 came back within the period) joined")


def test_a_new_job_without_a_day_between_is_no_joining(practice):
    tom = practice.hire(started_on=GO_LIVE, ended_on=day(2, 1))
    practice.hire(tom, JOINED, role="Practice nurse")

    assert practice.lines() == []
    assert practice.report().headline == ["Nobody joined from 1 January 2026 to 31 March 2026."]


def test_two_people_of_one_name_are_two_joiners(practice):
    twins = [practice.hire(make_person("Tom Ellis", username=f"tom.ellis.{number}")) for number in (1, 2)]

    assert [line[0] for line in practice.lines()] == [f"Tom Ellis ({twin.username})" for twin in twins]


def test_leave_stops_the_clock(practice):
    member = make_member(practice=practice.practice, started_on=JOINED)
    give_leave(member, day(2, 9), day(3, 20))

    lines = practice.lines(), practice.lines(on=day(3, 1))

    assert [line[0][6] for line in lines] == ["Not finished, not overdue"] * 2
    assert lines[1][0][7] == "Boundaries (on leave); Privacy (on leave)"


def test_who_is_exempt_from_all_of_it_is_said_not_to_be_asked(practice):
    tom, ruth = practice.hire(), practice.hire("Ruth Okafor", GO_LIVE)
    for requirement in practice.programme.requirements.all():
        with replaying(at(JOINED)):
            exempt(
                person=tom, practice=practice.practice, requirement=requirement, reason="short_stay",
                approved_by=ruth, started_on=JOINED, ended_on=day(12, 1), at=at(JOINED),
            )  # fmt: skip

    assert practice.lines()[0][3:8] == ["", "", "", "Not asked", ""]


def test_what_is_asked_only_later_leaves_a_finished_induction_finished(practice):
    practice.learn(practice.hire(), day(2, 3), day(2, 12))
    make_requirement(practice.programme, module=make_module("New"), started_on=day(3, 1), position=2)

    assert practice.lines()[0][3:8] == ["12 Feb 2026", "10", "2 Mar 2026", "Yes", ""]


def test_a_policy_of_the_induction_that_is_signed_again_later_leaves_it_finished(practice):
    page = make_policy(practice.practice)
    version = make_policy_version(page, at=moment(2026, 1, 5))
    make_requirement(practice.programme, policy=page, position=2)
    tom = practice.hire()
    practice.learn(tom, day(2, 3), day(2, 4))
    with replaying(moment(2026, 2, 5)):
        signing.sign(person=tom, version=version, typed_name="Tom Ellis", method="password", at=moment(2026, 2, 5))
    make_policy_version(page, clauses=("Be kinder.",), at=moment(2026, 3, 2))

    assert practice.lines()[0][3:5] == ["5 Feb 2026", "3"]


def test_a_refresher_is_no_part_of_the_induction(practice):
    practice.learn(practice.hire(), day(2, 3), day(2, 12))
    yearly = make_programme("Annual refresher", practice.practice)
    make_requirement(yearly, module=make_module("Refresher"), refresher_months=12)

    assert practice.lines()[0][7] == ""


def test_before_going_live_nobody_was_asked_so_the_days_count_from_then():
    live_on = day(2, 16)
    practice = Starting(make_practice(went_live_on=live_on))
    practice.learn(practice.hire(), day(2, 18), day(2, 20))

    line = practice.lines()[0]
    assert (line[4], line[5], line[9]) == ("4", "16 Mar 2026", "First asked on 16 February 2026")


def test_another_practices_joiners_are_not_in_it(practice):
    make_member("Sam Okoro", practice=make_practice("Harbour View Surgery"), started_on=JOINED)

    assert practice.lines() == []


def test_as_known_then_nobody_had_heard_of_a_joiner_put_down_later(practice):
    with replaying(at(day(3, 1))):
        practice.practice.memberships.create(
            person=make_person("Late Paper"), started_on=JOINED, job_role=make_job_role()
        )

    assert practice.lines(on=day(2, 20), known_on=day(2, 20)) == []
    assert [line[0] for line in practice.lines(on=day(2, 20))] == ["Late Paper"]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_joiners_take_as_many_queries_however_many(practice, number, django_assert_num_queries):
    practice.hire()
    many(practice.practice, number)

    with django_assert_num_queries(11):
        assert len(practice.lines()) == number + 1
