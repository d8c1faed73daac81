"""Who is who in a file of staff, and what a line changes: nobody is taken for anybody else by guess."""

import datetime as dt

import pytest

from tests.people.staff_files import ANN, BEN, TODAY, a_colleague, changes_of, errors_of, plan_of
from trainingsite.people.importing.known import Stay
from trainingsite.people.importing.stays import How

OTHER_NAME = {"first_name": "Eve", "last_name": "Moss"}
NO_NUMBER = {"staff_number": ""}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def notes_of(plan) -> list[tuple[int, str]]:
    return [(note.row, note.column) for note in plan.notes]


def test_nothing_changes_when_everything_is_as_it_is():
    plan = plan_of(ANN, known=(a_colleague(),))

    assert plan.counts() == {"created": 0, "updated": 0, "unchanged": 1, "proposed_leavers": 0}


def test_who_has_the_staff_number_is_the_same_person_under_a_new_name_and_address():
    married = {**ANN, "last_name": "Moss", "email": "ann.moss@surgery.example"}

    plan = plan_of(married, known=(a_colleague(),))

    assert changes_of(plan) == [
        ("Last name", "Lee", "Moss"),
        ("E-mail", "ann@surgery.example", "ann.moss@surgery.example"),
    ]


def test_a_number_that_somebody_else_got_is_not_taken_for_the_one_who_had_it():
    plan = plan_of({**BEN, "staff_number": "101"}, known=(a_colleague(),))

    assert (errors_of(plan), plan.counts()["created"]) == ([(2, "staff_number")], 0)


def test_address_and_name_together_are_enough():
    plan = plan_of({**ANN, **NO_NUMBER, "email": "ANN@surgery.example"}, known=(a_colleague(),))

    assert (plan.errors, plan.counts()["unchanged"]) == ((), 1)


def test_somebody_without_a_number_gets_the_one_in_the_file():
    plan = plan_of(ANN, known=(a_colleague(staff_number=""),))

    assert changes_of(plan) == [("Staff number", "—", "101")]


def test_two_people_of_one_name_stay_two():
    plan = plan_of({**ANN, "staff_number": "105", "email": "a.lee@surgery.example"}, known=(a_colleague(),))

    assert (plan.counts()["created"], notes_of(plan), plan.errors) == (1, [(2, "last_name")], ())
    assert plan.leavers == (a_colleague(),)


def test_an_address_that_somebody_else_had_before_makes_nobody_the_same_person():
    left = a_colleague(ended_on=day("2025-06-30"))

    plan = plan_of({**ANN, **NO_NUMBER, **OTHER_NAME}, known=(left,))

    assert (plan.counts()["created"], notes_of(plan), plan.leavers) == (1, [(2, "email")], ())


def test_two_people_known_by_one_name_and_address_are_told_apart_by_number_alone():
    twins = (a_colleague(1), a_colleague(2, staff_number="102"))

    assert errors_of(plan_of({**ANN, **NO_NUMBER}, known=twins)) == [(2, "email")]
    assert plan_of({**ANN, "staff_number": "102"}, known=twins).counts()["unchanged"] == 1


def test_a_number_that_lost_its_zeros_in_a_spreadsheet_is_noticed():
    plan = plan_of({**ANN, "staff_number": "12"}, known=(a_colleague(staff_number="0012"),))

    assert errors_of(plan) == [(2, "staff_number")]


@pytest.mark.parametrize(
    ("again", "column"),
    [
        (ANN, "staff_number"),
        ({**BEN, "staff_number": "101"}, "staff_number"),
        ({**ANN, "staff_number": "103"}, "email"),
        ({**ANN, **NO_NUMBER}, "email"),
    ],
)
def test_one_person_has_one_line(again, column):
    assert errors_of(plan_of(ANN, again)) == [(3, column)]


def test_two_lines_that_find_the_same_colleague_are_refused():
    known = (a_colleague(email="old@surgery.example"),)

    plan = plan_of(ANN, {**ANN, **NO_NUMBER, "email": "old@surgery.example"}, known=known)

    assert errors_of(plan) == [(3, "email")]


def test_a_file_with_one_error_creates_and_updates_nobody():
    plan = plan_of({**ANN, "last_name": "Moss"}, BEN, {**BEN, "staff_number": "103"}, known=(a_colleague(),))

    assert (errors_of(plan), plan.counts()["created"], plan.counts()["updated"]) == ([(4, "email")], 0, 0)


@pytest.mark.parametrize("back_on", ["2025-07-03", "2026-09-01"])
def test_who_comes_back_after_days_or_months_is_the_same_person_with_a_new_job(back_on):
    left = a_colleague(ended_on=day("2025-06-30"))

    [line] = plan_of({**ANN, "started_on": back_on}, known=(left,), today=day("2026-08-31")).updated

    assert (line.colleague, line.job.how, line.job.started_on) == (left, How.BEGIN, day(back_on))


@pytest.mark.parametrize("started_on", ["2025-06-30", "2025-03-01", ""])
def test_who_left_comes_back_on_a_day_after_that(started_on):
    left = a_colleague(ended_on=day("2025-06-30"))

    assert errors_of(plan_of({**ANN, "started_on": started_on}, known=(left,))) == [(2, "started_on")]


def test_who_left_and_is_still_in_the_file_has_not_come_back():
    plan = plan_of(ANN, known=(a_colleague(ended_on=day("2025-06-30")),))

    assert (plan.counts()["unchanged"], notes_of(plan), plan.leavers) == (1, [(2, "left_on")], ())


@pytest.mark.parametrize(("left_on", "ends"), [("2026-03-02", True), ("2026-03-03", False), ("2026-03-31", False)])
def test_access_ends_once_the_last_day_is_over(left_on, ends):
    [line] = plan_of({**ANN, "left_on": left_on}, known=(a_colleague(),)).updated

    assert (line.ends_access, line.job.ended_on) == (ends, day(left_on))


def test_who_leaves_one_of_two_jobs_keeps_access():
    second = Stay(11, day("2025-05-01"), None, "practice-nurse", "101")
    known = a_colleague()
    both = a_colleague(stays=(*known.stays, second))

    [line] = plan_of({**ANN, "left_on": "2026-03-02"}, known=(both,)).updated

    assert (line.ends_access, line.job.before) == (False, known.stays[0])


def test_of_two_jobs_the_line_has_to_say_which():
    second = Stay(11, day("2025-05-01"), None, "practice-nurse", "101")
    both = a_colleague(stays=(*a_colleague().stays, second))

    assert errors_of(plan_of({**ANN, "started_on": "", "job_role": "GP partner"}, known=(both,))) == [(2, "job_role")]
    assert plan_of({**ANN, "started_on": ""}, known=(both,)).counts()["unchanged"] == 1


def test_a_last_day_before_the_first_day_we_know_is_refused():
    line = {**ANN, "started_on": "", "left_on": "01/01/2025"}

    assert errors_of(plan_of(line, known=(a_colleague(),))) == [(2, "left_on")]


def test_another_job_role_counts_from_today_and_is_the_same_job_afterwards():
    [line] = plan_of({**ANN, "job_role": "Practice nurse"}, known=(a_colleague(),)).updated
    before = Stay(10, day("2025-02-01"), day("2026-03-02"), "receptionist", "101")
    since = a_colleague(stays=(before, Stay(11, TODAY, None, "practice-nurse", "101")))

    again = plan_of({**ANN, "job_role": "Practice nurse"}, known=(since,), today=day("2026-04-01"))

    assert (line.job.how, line.job.started_on) == (How.FOLLOW, TODAY)
    assert (again.errors, again.counts()["unchanged"]) == ((), 1)


def test_an_empty_cell_changes_nothing():
    line = {"staff_number": "101", "first_name": "Ann", "last_name": "Lee"}

    assert plan_of(line, known=(a_colleague(ended_on=day("2026-12-31"), manager=1),)).counts()["unchanged"] == 1


def test_somebody_new_has_a_job_and_a_first_day():
    assert errors_of(plan_of({**ANN, "job_role": ""})) == [(2, "job_role")]
    assert errors_of(plan_of({**ANN, "started_on": ""})) == [(2, "started_on")]


def test_who_signs_in_for_another_practice_keeps_their_own_address():
    plan = plan_of({**ANN, "email": "new@surgery.example"}, known=(a_colleague(elsewhere=True),))

    assert (plan.counts()["unchanged"], notes_of(plan)) == (1, [(2, "email")])


def test_who_is_not_in_the_file_is_proposed_as_a_leaver_unless_they_leave_already_or_have_left():
    here, leaving, gone, coming = (
        a_colleague(1, staff_number="1"),
        a_colleague(2, staff_number="2", ended_on=day("2026-03-31")),
        a_colleague(3, staff_number="3", ended_on=day("2026-03-02")),
        a_colleague(4, staff_number="4", started_on=day("2026-03-04")),
    )

    assert plan_of(BEN, known=(here, leaving, gone, coming)).leavers == (here,)


def test_nobody_ends_their_own_job():
    plan = plan_of({**ANN, "left_on": "2026-03-02"}, known=(a_colleague(),), importer=1)

    assert errors_of(plan) == [(2, "left_on")]


def test_duties_of_somebody_who_leaves_are_named():
    plan = plan_of({**ANN, "left_on": "2026-03-31"}, known=(a_colleague(duties=("policy owner",)),))

    assert [note.message for note in plan.notes] == [
        "Ann Lee is policy owner here. Hand that over before their last day"
    ]


def test_the_manager_may_be_somebody_the_file_brings():
    [ann, _] = plan_of({**ANN, "manager_email": "BEN@surgery.example"}, BEN).created

    assert (ann.manager.name, ann.manager.row) == ("Ben Ode", 3)


def test_a_manager_who_has_left_since_may_stay_in_the_file():
    ben = a_colleague(
        2, first_name="Ben", last_name="Ode", email="ben@surgery.example", ended_on=day("2026-01-31"),
        staff_number="102",
    )  # fmt: skip

    plan = plan_of({**ANN, "manager_email": "ben@surgery.example"}, known=(a_colleague(manager=2), ben))

    assert (plan.errors, plan.counts()["unchanged"]) == ((), 1)


def test_a_new_manager_is_shown_old_and_new():
    ben = a_colleague(2, first_name="Ben", last_name="Ode", email="ben@surgery.example", staff_number="102")

    plan = plan_of({**ANN, "manager_email": "ben@surgery.example"}, BEN, known=(a_colleague(), ben))

    assert changes_of(plan) == [("Manager", "—", "Ben Ode")]


@pytest.mark.parametrize(
    "rows",
    [
        [{**ANN, "manager_email": "nobody@surgery.example"}],
        [{**ANN, "manager_email": "ann@surgery.example"}],
        [{**ANN, "manager_email": "ben@surgery.example"}, {**BEN, "left_on": "02/03/2026"}],
        [{**ANN, "manager_email": "ben@surgery.example"}, BEN, {**BEN, "staff_number": "103", **OTHER_NAME}],
    ],
)
def test_a_manager_is_one_other_person_who_works_here(rows):
    assert errors_of(plan_of(*rows)) == [(2, "manager_email")]


def test_nobody_manages_somebody_above_them():
    eve = {**BEN, "staff_number": "103", "email": "eve@surgery.example", **OTHER_NAME}
    rows = [
        {**ANN, "manager_email": "ben@surgery.example"},
        {**BEN, "manager_email": "eve@surgery.example"},
        {**eve, "manager_email": "ann@surgery.example"},
    ]

    assert errors_of(plan_of(*rows)) == [(2, "manager_email"), (3, "manager_email"), (4, "manager_email")]


def test_a_circle_through_somebody_who_is_not_in_the_file_is_found():
    ben = a_colleague(2, first_name="Ben", last_name="Ode", email="ben@surgery.example", staff_number="102", manager=1)

    plan = plan_of({**ANN, "manager_email": "ben@surgery.example"}, known=(a_colleague(), ben))

    assert errors_of(plan) == [(2, "manager_email")]


def test_whoever_brings_the_file_changes_their_own_address_in_their_account():
    plan = plan_of({**ANN, "email": "else@where.example"}, known=(a_colleague(),), importer=1)

    assert (changes_of(plan), notes_of(plan)) == ([], [(2, "email")])


def test_only_the_first_wrong_managers_are_answered_with_a_guess():
    rows = [{**ANN, "staff_number": str(number), "email": f"p{number}@surgery.example"} for number in range(30)]

    plan = plan_of(*({**row, "manager_email": row["email"].replace("surgery", "surgry")} for row in rows))

    assert [error.message.endswith("?") for error in plan.errors] == [True] * 20 + [False] * 10
