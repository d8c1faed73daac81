"""With which practices somebody had to do: where they worked, held a duty, or answered for one that had gone over."""

import datetime as dt

import pytest

from tests.factories import MONDAY, give_duty, make_member, make_network, make_person, make_practice
from trainingsite.people.leaving import leave_now
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import Duty, Practice, Responsibility
from trainingsite.people.ties import practices_ever_of

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 4, 1)


@pytest.fixture
def abbey():
    return make_practice("Abbey Surgery")


@pytest.fixture
def brook():
    return make_practice("Brook Surgery")


def tied_to(*people) -> list[str]:
    found = practices_ever_of([person.pk for person in people])
    return list(Practice.objects.filter(pk__in=found).values_list("name", flat=True))


def test_where_somebody_worked_once_and_where_a_duty_was_theirs_but_no_other(abbey, brook):
    make_practice("Cove Surgery")
    ruth = make_member("Ruth Amin", practice=abbey, ended_on=dt.date(2026, 1, 30)).person
    give_duty(ruth, brook, Duty.CALDICOTT_GUARDIAN)

    assert tied_to(ruth) == ["Abbey Surgery", "Brook Surgery"]


def test_the_practices_of_a_network_that_somebody_led(abbey, brook):
    ruth, network = make_person("Ruth Amin"), make_network("Marrowby Network", abbey, brook)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=ruth, network=network, started_on=ON)

    assert tied_to(ruth) == ["Abbey Surgery", "Brook Surgery"]


def test_where_somebody_was_to_begin_and_never_did(abbey):
    nora = make_member("Nora Vale", practice=abbey, started_on=ON).person

    leave_now(person=nora, practice=abbey, by=make_person("Ann Lee"), at=MONDAY)

    assert tied_to(nora) == ["Abbey Surgery"]


def test_after_a_merger_both_practices_whichever_of_them_somebody_worked_at(abbey, brook):
    tom, maud = (make_member(name, practice=at).person for name, at in (("Tom Ellis", abbey), ("Maud Bell", brook)))

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)

    assert tied_to(tom) == tied_to(maud) == ["Abbey Surgery", "Brook Surgery"]


def test_of_three_that_went_over_one_after_the_other_all_three(abbey, brook):
    cove = make_practice("Cove Surgery")
    people = [
        make_member(f"Tom Ellis{number}", practice=place, ended_on=dt.date(2026, 1, 30)).person
        for number, place in enumerate((abbey, brook, cove))
    ]

    merge(practice=abbey, into=brook, on=ON, at=MONDAY)
    merge(practice=brook, into=cove, on=dt.date(2026, 10, 1), at=MONDAY)

    assert [len(practices_ever_of([person.pk])) for person in people] == [3, 3, 3]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_it_takes_four_queries_however_many_rows_they_have(abbey, brook, people, django_assert_num_queries):
    rows = [make_member(f"Tom Ellis{number}", practice=abbey).person.pk for number in range(people)]

    with django_assert_num_queries(4):
        assert practices_ever_of(rows) == {abbey.pk}
