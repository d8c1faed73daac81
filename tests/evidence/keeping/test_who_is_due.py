"""Who may be erased: people who left everywhere, hold nothing any more, and are not held back."""

import datetime as dt

import pytest

from tests.evidence.keeping.scenes import LEFT, LONG_AFTER, administrators, another_practice, erase_all, leaver
from tests.factories import make_member, make_person, make_policy, make_practice
from tests.people.joined import join_rows
from trainingsite.evidence.keeping.holds import lift_holds, place_hold
from trainingsite.evidence.keeping.humans import HELD_BACK, human
from trainingsite.evidence.keeping.proposing import due_on
from trainingsite.evidence.keeping_tables import KeptClass, PersonDisposed
from trainingsite.people.models import Membership, Person, Responsibility
from trainingsite.policies.models import AccountHolder

pytestmark = pytest.mark.django_db

DAY = LONG_AFTER.date()


@pytest.fixture
def practice():
    return make_practice()


def due(day: dt.date = DAY) -> dict[str, list[str]]:
    """Who may be erased that day, and which of their details."""
    return {each.human.person.name: [of.value for of in each.classes] for each in due_on(day)}


def why_not(person: Person, day: dt.date = DAY) -> tuple[str, ...]:
    return human(person, day).in_the_way


def test_somebody_who_left_long_ago_is_due_with_everything(practice):
    leaver()

    assert due() == {"Ruth Amin": KeptClass.values}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2020, 1, 31), []),  # the last day of the first period
        (dt.date(2020, 2, 1), ["sign_in"]),
        (dt.date(2021, 2, 1), ["sign_in", "notes"]),
        (dt.date(2025, 1, 31), ["sign_in", "notes"]),
        (dt.date(2025, 2, 1), KeptClass.values),
    ],
)
def test_one_kind_after_the_other_becomes_due(practice, day, expected):
    leaver()

    assert due(day).get("Ruth Amin", []) == expected


def test_who_works_at_another_practice_is_still_here(practice):
    ruth = leaver()
    make_member(ruth, practice=another_practice(), started_on=dt.date(2016, 1, 4))

    assert (due(), why_not(ruth)) == ({}, ("They work at Weir Street Practice",))


def test_the_period_counts_from_the_last_day_of_the_last_stay_anywhere(practice):
    ruth = leaver(left_on=dt.date(2017, 5, 1))
    make_member(ruth, practice=practice, started_on=dt.date(2018, 1, 8), ended_on=LEFT)
    make_member(ruth, practice=another_practice(), started_on=dt.date(2016, 1, 4), ended_on=dt.date(2025, 12, 31))

    assert (due(), human(ruth, DAY).left_on) == ({}, dt.date(2025, 12, 31))


def test_who_begins_again_next_month_is_not_due(practice):
    ruth = leaver()
    make_member(ruth, practice=practice, started_on=dt.date(2026, 7, 6))

    assert due() == {}


def test_two_rows_that_are_one_human_are_due_once_and_on_the_later_day(practice):
    former, kept = leaver("Ruth Patel", left_on=dt.date(2017, 5, 1)), leaver("Ruth Amin", left_on=LEFT)
    join_rows(former, kept, make_person("Ann Lee"))

    [found] = due_on(DAY)

    assert (found.human.person, set(found.human.rows), found.human.left_on) == (kept, {former.pk, kept.pk}, LEFT)


def test_both_rows_of_one_human_are_erased_together_under_one_number(practice):
    former, kept = leaver("Ruth Patel", left_on=dt.date(2017, 5, 1)), leaver("Ruth Amin", left_on=LEFT)
    join_rows(former, kept, make_person("Ann Lee"))

    erase_all()

    names = set(Person.objects.filter(pk__in=[former.pk, kept.pk]).values_list("last_name", flat=True))
    assert names == {kept.key.hex[:6].upper()}


def still(person: Person, practice, what: str) -> None:
    """The person is still something here after their last day."""
    since, colleague = dt.date(2015, 1, 5), "Tom Ellis"
    if what == "duty":
        Responsibility.objects.create(duty="ig_lead", person=person, practice=practice, started_on=since)
    elif what == "account":
        AccountHolder.objects.create(account=practice.key, practice=practice, person=person, started_on=since)
    elif what == "manager":
        make_member(colleague, practice=practice, started_on=since, manager=person)
    elif what == "owner":
        make_policy(practice, owner_of_policy=person)
    else:
        Person.objects.filter(pk=person.pk).update(is_staff=True)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("duty", "They still hold a duty at Millbrook Lane Surgery: Information governance lead. Hand it over first"),
        ("account", "They may still post from an account of Millbrook Lane Surgery. End that first"),
        ("manager", "They are still named as somebody’s manager at Millbrook Lane Surgery. Name another first"),
        ("owner", "They are still named as the owner of “Social media policy”. Name another first"),
        ("staff", "They look after this site"),
    ],
)
def test_whoever_still_is_something_here_is_not_due_and_the_reason_says_what(practice, what, sentence):
    ruth = leaver()
    still(ruth, practice, what)

    ruth.refresh_from_db()
    assert (due(), why_not(ruth)) == ({}, (sentence,))


def test_who_looks_after_the_site_under_another_row_of_theirs_is_not_due(practice):
    former, kept = leaver("Ruth Patel"), leaver("Ruth Amin")
    join_rows(former, kept, make_person("Ann Lee"))
    Person.objects.filter(pk=former.pk).update(is_superuser=True)

    assert (due(), why_not(kept)) == ({}, ("They look after this site",))


def test_who_is_held_back_is_not_due_until_the_hold_is_lifted(practice):
    ruth, (ada, _) = leaver(), administrators()
    place_hold(person=ruth, because="A claim by her", by=ada, at=LONG_AFTER)
    held = (due(), why_not(ruth))

    lifted = lift_holds(person=ruth, rows=[ruth.pk], by=ada, at=LONG_AFTER)

    assert (held, lifted, list(due())) == (({}, (HELD_BACK,)), 1, ["Ruth Amin"])


def test_two_clicks_hold_somebody_back_once_and_lift_it_once(practice):
    ruth, (ada, _) = leaver(), administrators()

    holds = {place_hold(person=ruth, because="A claim", by=ada, at=LONG_AFTER).pk for _ in range(2)}
    lifted = [lift_holds(person=ruth, rows=[ruth.pk], by=ada, at=LONG_AFTER) for _ in range(2)]

    assert (len(holds), lifted) == (1, [1, 0])


def test_who_was_erased_is_not_due_again(practice):
    leaver()

    erase_all()

    assert due() == {}


def test_who_came_back_after_that_and_left_again_is_due_again(practice):
    ruth = leaver(left_on=dt.date(2010, 1, 29))
    erase_all(at=LONG_AFTER.replace(year=2017))
    make_member(ruth, practice=practice, started_on=dt.date(2018, 1, 8), ended_on=LEFT)

    [again] = due_on(DAY)

    assert (again.human.person, again.classes) == (ruth, list(KeptClass))
    assert PersonDisposed.objects.count() == 1


def test_the_number_of_queries_does_not_depend_on_how_many_are_due(practice, django_assert_num_queries):
    leaver("Ruth Amin")
    with django_assert_num_queries(20):
        assert len(due_on(DAY)) == 1
    for number in range(29):
        leaver(f"Tom Ellis {number}")

    with django_assert_num_queries(20):
        assert len(due_on(DAY)) == 30

    assert Membership.objects.count() == 30
