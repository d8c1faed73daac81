"""A team gets another manager when theirs leaves, on one day and in one step."""

import datetime as dt

import pytest

from tests.factories import GO_LIVE, TUESDAY, make_member
from trainingsite.people.models import Membership
from trainingsite.people.staff.changing import Refused
from trainingsite.people.staff.teams import hand_over_team

pytestmark = pytest.mark.django_db

LATER = TUESDAY.date() + dt.timedelta(days=20)


@pytest.fixture
def team(practice, ann):
    """Tom, whom Ann manages, manages Priya and Sam."""
    tom = make_member("Tom Ellis", practice=practice, manager=ann).person
    priya = make_member("Priya Shah", practice=practice, manager=tom).person
    sam = make_member("Sam Reed", practice=practice, manager=tom).person
    return tom, priya, sam


def manager_on(person, day):
    return Membership.objects.known().on(day).by(person).get().manager


def hand_over(tom, practice, to, ann, from_day=LATER):
    return hand_over_team(manager=tom, practice=practice, to=to, from_day=from_day, by=ann, at=TUESDAY)


def test_a_team_gets_another_manager_from_a_day_on(practice, ann, team):
    tom, priya, sam = team

    assert hand_over(tom, practice, ann, ann) == 2

    assert [manager_on(each, LATER) for each in (priya, sam)] == [ann, ann]
    assert [manager_on(each, LATER - dt.timedelta(days=1)) for each in (priya, sam)] == [tom, tom]


def test_one_of_the_team_takes_it_over_and_answers_to_the_next_one_up(practice, ann, team):
    tom, priya, sam = team

    hand_over(tom, practice, priya, ann)

    assert (manager_on(sam, LATER), manager_on(priya, LATER)) == (priya, ann)


def test_somebody_still_to_come_never_had_the_one_before(practice, ann, team):
    tom = team[0]
    ben = make_member("Ben Okoro", practice=practice, manager=tom, started_on=LATER + dt.timedelta(days=7)).person

    hand_over(tom, practice, ann, ann)

    assert list(Membership.objects.known().by(ben).values_list("manager", flat=True)) == [ann.pk]


def test_a_team_is_not_handed_to_the_same_manager(practice, ann, team):
    with pytest.raises(Refused, match="Tom Ellis manages them already"):
        hand_over(team[0], practice, team[0], ann)


def test_a_team_is_not_handed_to_somebody_below_one_of_them(practice, ann, team):
    tom, priya, _ = team
    lee = make_member("Lee Hart", practice=practice, manager=priya).person

    with pytest.raises(Refused, match="Priya Shah would be managed by Lee Hart"):
        hand_over(tom, practice, lee, ann)

    assert manager_on(priya, LATER) == tom
    assert Membership.objects.known().by(tom).get().started_on == GO_LIVE
