"""Which pages of the tree a person can reach."""

import datetime as dt

import pytest

from tests.factories import make_member, make_module, make_practice, make_practice_shelf, the_practice
from trainingsite.people.reach import can_reach

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 3)


def module_of(practice):
    """A module on the practice's own shelf."""
    page = make_module()
    page.move(make_practice_shelf(practice), pos="last-child")
    page.refresh_from_db()
    return page


def test_what_is_shared_is_for_everybody():
    make_practice_shelf(make_practice("Hillside Surgery"))

    assert can_reach(make_member().person, make_module().path, DAY) is True


@pytest.mark.parametrize(("whose", "reached"), [("Millbrook", True), ("Hillside Surgery", False)])
def test_what_a_practice_keeps_for_itself_is_for_its_own_people(whose, reached):
    practices = {name: make_practice(name) for name in ("Millbrook", "Hillside Surgery")}
    tom = make_member(practice=practices["Millbrook"]).person

    assert can_reach(tom, module_of(practices[whose]).path, DAY) is reached


def test_whoever_has_left_reaches_it_no_longer():
    tom = make_member(ended_on=DAY).person
    page = module_of(the_practice())

    assert (can_reach(tom, page.path, DAY), can_reach(tom, page.path, DAY + dt.timedelta(days=1))) == (True, False)


def test_whose_a_shared_page_is_takes_one_query(django_assert_num_queries):
    tom, page = make_member().person, make_module()

    with django_assert_num_queries(1):
        can_reach(tom, page.path, DAY)
