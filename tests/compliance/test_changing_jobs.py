"""Jobs that change, end, come back and run beside each other: what is asked of whoever has them, and by when."""

import datetime as dt

import pytest

from tests.compliance.claiming import make_manager
from tests.factories import (
    GO_LIVE,
    complete,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import replaying
from trainingsite.compliance.matrix import training_matrix
from trainingsite.people.leavers import end_sign_ins_of_leavers
from trainingsite.people.models import Membership, Person
from trainingsite.people.staff.jobs import begin_job, change_job
from trainingsite.people.staff.last_days import leave_on
from trainingsite.policies.actions import say, word
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.django_db
D, A_DAY = dt.date, dt.timedelta(days=1)
AS_NURSE, AS_SECRETARY, AS_NURSE_AGAIN = D(2026, 3, 2), D(2026, 6, 1), D(2026, 9, 1)


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ann(practice):
    return make_member("Ann Lee", "Practice manager", practice=practice).person


def cells(practice, person, *days) -> list[tuple]:
    """How the person stands on each day with the only thing that is asked, and until when it is to be done."""
    found = [training_matrix(practice, day, people=[person]).rows for day in days]
    return [(rows[0].cells[0].status.value, rows[0].cells[0].due_on) if rows else None for rows in found]


def nurses_training(practice, **asked):
    make_programme("Induction", practice)
    page = make_module()
    make_requirement(module=page, job_roles=["practice-nurse"], **asked)
    return make_module_version(page, at=moment(2025, 1, 6))


def becomes(person, practice, role, day, by):
    """Another job role from the day on, put down that morning."""
    at = moment(day.year, day.month, day.day)
    job = Membership.objects.known().at(practice).get(person=person, ended_on=None)
    said = {"job_role": make_job_role(role), "manager": None, "staff_number": ""}
    with replaying(at):
        change_job(membership=job, from_day=day, by=by, at=at, **said)


def test_who_becomes_a_nurse_in_the_middle_of_the_year_gains_what_nurses_do_with_a_joiners_time(practice, ann):
    tom = make_member("Tom Ellis", practice=practice).person
    nurses_training(practice, due_within_days=28)
    becomes(tom, practice, "Practice nurse", AS_NURSE, ann)

    assert cells(practice, tom, AS_NURSE - A_DAY, AS_NURSE, D(2026, 3, 30), D(2026, 3, 31)) == [
        ("not_required", None),
        ("due", D(2026, 3, 30)),
        ("due", D(2026, 3, 30)),
        ("overdue", D(2026, 3, 30)),
    ]


def test_who_is_a_nurse_no_more_loses_it_that_day_and_was_late_until_then(practice, ann):
    tom = make_member("Tom Ellis", practice=practice).person
    nurses_training(practice, due_within_days=28)
    becomes(tom, practice, "Practice nurse", AS_NURSE, ann)
    becomes(tom, practice, "Secretary", AS_SECRETARY, ann)

    assert cells(practice, tom, AS_SECRETARY - A_DAY, AS_SECRETARY) == [
        ("overdue", D(2026, 3, 30)),
        ("not_required", None),
    ]


@pytest.mark.parametrize(
    ("done_on", "first_day", "due"),
    [
        (None, "due", D(2026, 9, 29)),  # the time of a joiner
        (moment(2026, 3, 9), "compliant", D(2027, 3, 9)),  # what was done counts still
    ],
)
def test_who_is_a_nurse_again_regains_it_and_what_was_done_counts(practice, ann, done_on, first_day, due):
    tom = make_member("Tom Ellis", practice=practice).person
    version = nurses_training(practice, due_within_days=28, refresher_months=12)
    for role, day in (("Practice nurse", AS_NURSE), ("Secretary", AS_SECRETARY), ("Practice nurse", AS_NURSE_AGAIN)):
        becomes(tom, practice, role, day, ann)
    if done_on:
        complete(tom, version, at=done_on)

    assert cells(practice, tom, AS_NURSE_AGAIN - A_DAY, AS_NURSE_AGAIN) == [("not_required", None), (first_day, due)]


def test_of_two_roles_with_two_due_dates_there_is_one_row_with_the_earliest(practice, ann):
    role = make_job_role("Practice nurse")
    tom = make_member("Tom Ellis", practice=practice, started_on=D(2026, 3, 2)).person
    make_programme("Induction", practice)
    make_requirement(due_within_days=28)
    begun = {"person": tom, "practice": practice, "job_role": role, "started_on": D(2026, 3, 16)}
    with replaying(moment(2026, 3, 16)):
        begin_job(by=ann, at=moment(2026, 3, 16), **begun)

    rows = training_matrix(practice, D(2026, 3, 20), people=[tom]).rows
    assert [(row.job_role, row.cells[0].due_on) for row in rows] == [("Receptionist", D(2026, 3, 30))]


def test_who_works_part_of_the_week_at_two_practices_owes_it_at_each_from_their_first_day_there(practice):
    orchard = make_practice("Orchard House")
    page = make_module()
    make_requirement(make_programme("Induction", practice, orchard), module=page, due_within_days=28)
    tom = make_member("Tom Ellis", practice=practice, started_on=D(2026, 3, 2)).person
    make_member(tom, practice=orchard, started_on=D(2026, 3, 16))
    day = D(2026, 4, 1)
    assert [*cells(practice, tom, day), *cells(orchard, tom, day)] == [
        ("overdue", D(2026, 3, 30)),
        ("due", D(2026, 4, 13)),
    ]

    complete(tom, make_module_version(page), at=moment(2026, 4, 1))

    assert [each[0] for each in (*cells(practice, tom, day), *cells(orchard, tom, day))] == ["compliant", "compliant"]


def test_who_leaves_on_the_due_day_is_due_that_day_and_gone_the_next(practice):
    tom = make_member("Tom Ellis", practice=practice, started_on=D(2026, 3, 2), ended_on=D(2026, 3, 30)).person
    make_programme("Induction", practice)
    make_requirement(due_within_days=28)

    assert cells(practice, tom, D(2026, 3, 30), D(2026, 3, 31)) == [("due", D(2026, 3, 30)), None]


def test_who_leaves_with_an_open_question_is_gone_and_the_question_stays_on_record(practice, ann):
    tom = make_member("Tom Ellis", practice=practice)
    make_programme("Induction", practice)
    page = make_policy(practice)
    make_requirement(policy=page)
    version = make_policy_version(page)
    asked = word(tom.person, version, Attestation.Kind.QUERIED, None, moment(2026, 3, 3), addressed_to=ann)
    say(asked, {}, tell=lambda attestation, words: None)
    left = {"person": tom.person, "practice": practice, "memberships": [tom], "last_day": D(2026, 3, 6)}
    with replaying(moment(2026, 3, 4)):
        leave_on(end_access=None, by=make_manager("Nell Shaw", practice=practice), at=moment(2026, 3, 4), **left)

    assert cells(practice, tom.person, D(2026, 3, 6), D(2026, 3, 9))[0][0] == "queried"
    assert cells(practice, tom.person, D(2026, 3, 9)) == [None]
    assert list(Attestation.objects.at(practice).unanswered()) == [asked]


def test_a_leaver_who_is_back_as_a_locum_is_one_person_who_keeps_what_was_learned(practice, ann):
    gil = make_member("Gil Orr", "GP partner", practice=practice, ended_on=D(2026, 3, 31)).person
    page = make_module()
    make_programme("Induction", practice)
    make_requirement(module=page, refresher_months=12, started_on=GO_LIVE)
    complete(gil, make_module_version(page), at=moment(2026, 3, 3))
    end_sign_ins_of_leavers(moment(2026, 4, 1))
    at, back = moment(2026, 5, 5), {"job_role": make_job_role("Locum GP"), "started_on": D(2026, 5, 5)}

    with replaying(at):
        begin_job(person=gil, practice=practice, by=ann, at=at, **back)

    assert cells(practice, gil, D(2026, 4, 30), D(2026, 5, 5)) == [None, ("compliant", D(2027, 3, 3))]
    assert Person.objects.get(pk=gil.pk).is_active
