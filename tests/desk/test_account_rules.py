"""What the register of accounts warns of."""

from dataclasses import replace
from datetime import date

import pytest

from trainingsite.desk.accounts.rules import AccountFacts, HolderFacts, Worry, warnings_about

DAY = date(2026, 3, 3)
ANN, TOM = HolderFacts("Ann Lee", works_here=True), HolderFacts("Tom Ellis", works_here=True)
IN_ORDER = AccountFacts((ANN, TOM), second_factor_on=True, on_personal_profile=False, check_due_on=date(2026, 3, 4))


def worries(**changes) -> list[Worry]:
    return [warning.worry for warning in warnings_about(replace(IN_ORDER, **changes), DAY)]


def sentences(**changes) -> list[str]:
    return [warning.sentence for warning in warnings_about(replace(IN_ORDER, **changes), DAY)]


def test_an_account_in_order_warns_of_nothing():
    assert worries() == []


def test_one_holder_is_alone():
    assert sentences(holders=(ANN,)) == ["Ann Lee is the only holder: name a second"]


def test_an_account_that_nobody_holds():
    assert worries(holders=()) == [Worry.NOBODY]


def test_a_holder_who_left_does_not_count_as_the_second():
    gone = replace(TOM, works_here=False)

    assert worries(holders=(ANN, gone)) == [Worry.LEFT, Worry.ALONE]


def test_a_holder_who_has_let_the_training_lapse_is_named_with_what_is_missing():
    lapsed = replace(TOM, missing=("A flu clinic post", "Social media policy"))

    assert sentences(holders=(ANN, lapsed)) == [
        "Tom Ellis has not done, or has let lapse: A flu clinic post, Social media policy"
    ]


def test_what_a_leaver_lacks_is_not_asked_any_more():
    gone = replace(TOM, works_here=False, missing=("A flu clinic post",))

    assert Worry.LAPSED not in worries(holders=(ANN, TOM, gone))


@pytest.mark.parametrize(
    ("changes", "worry"),
    [
        ({"second_factor_on": False}, Worry.SECOND_FACTOR_OFF),
        ({"on_personal_profile": True}, Worry.PERSONAL_PROFILE),
        ({"check_due_on": None}, Worry.NOT_CHECKED),
        ({"check_due_on": DAY}, Worry.NOT_CHECKED),
        ({"steps_open": 1}, Worry.STEPS_OPEN),
    ],
)
def test_each_thing_to_put_right_is_warned_of(changes, worry):
    assert worries(**changes) == [worry]


def test_what_is_still_to_be_done_is_counted():
    assert sentences(steps_open=3) == ["3 things are still to be done after somebody stopped holding it"]
