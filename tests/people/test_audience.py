"""Which groups somebody belongs to on a day."""

import datetime as dt

import pytest

from tests.factories import make_job_role, make_member, make_person, make_practice
from trainingsite.people.audience import groups_of, names_of

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 3, 2)


def test_a_nurse_belongs_to_the_nurses_the_practice_nurses_and_the_regulated():
    role = make_job_role("Practice nurse", staff_group="nursing", regulator="NMC")

    groups = groups_of(make_member("Bola Ade", role).person, MONDAY)

    assert groups == {"nursing", "practice-nurse", "regulated"}


def test_a_receptionist_has_no_regulator():
    assert groups_of(make_member().person, MONDAY) == {"non-clinical", "receptionist", "not-regulated"}


def test_somebody_with_two_posts_belongs_to_the_groups_of_both_and_one_regulated_post_is_enough():
    nurse = make_member("Bola Ade", make_job_role("Practice nurse", staff_group="nursing", regulator="NMC"))
    make_member(nurse.person, "Receptionist", practice=make_practice("Harbour View Surgery"))

    groups = groups_of(nurse.person, MONDAY)

    assert groups == {"nursing", "practice-nurse", "non-clinical", "receptionist", "regulated"}


def test_a_post_that_has_ended_counts_no_longer():
    left = make_member("Bola Ade", ended_on=dt.date(2026, 3, 1)).person

    assert (groups_of(left, dt.date(2026, 3, 1)) == frozenset(), groups_of(left, MONDAY)) == (False, frozenset())


def test_somebody_who_works_nowhere_belongs_to_no_group():
    make_member()

    assert groups_of(make_person("Ada Author"), MONDAY) == frozenset()


def test_groups_are_named_in_the_order_in_which_people_know_them():
    make_job_role("Receptionist")

    assert names_of({"not-regulated", "receptionist", "non-clinical"}) == [
        "Non-clinical",
        "Receptionist",
        "Staff without a regulator",
    ]
