"""Counts by staff group say nothing about one person: small groups are put together, or nothing is shown."""

import pytest

from trainingsite.compliance.adding_up import Sums
from trainingsite.desk.networks.counting import Count, denominator
from trainingsite.desk.networks.drilling import large_enough


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"Nursing": 5, "Non-clinical": 9}, [["Non-clinical"], ["Nursing"]]),
        ({"Nursing": 3, "Doctors": 2, "Non-clinical": 9}, [["Non-clinical"], ["Doctors", "Nursing"]]),
        # four left over could be worked out by taking away: they go with the smallest of the others
        ({"Nursing": 4, "Doctors": 6, "Non-clinical": 9}, [["Non-clinical"], ["Doctors", "Nursing"]]),
        ({"Nursing": 1, "Non-clinical": 9}, [["Non-clinical", "Nursing"]]),
        ({"Nursing": 4}, [["Nursing"]]),
        ({}, []),
    ],
)
def test_a_group_of_fewer_than_five_is_never_shown_alone(sizes, shown):
    assert large_enough(sizes) == shown


def test_every_shown_group_among_others_has_five_people_at_least():
    for nursing in range(1, 12):
        for doctors in range(1, 12):
            sizes = {"Nursing": nursing, "Doctors": doctors, "Non-clinical": 5}
            groups = large_enough(sizes)
            assert [sum(sizes[name] for name in names) >= 5 for names in groups] == [True] * len(groups)


@pytest.mark.parametrize(
    ("met", "required", "people", "share"), [(9, 9, 9, ""), (9, 12, 10, "75%"), (7, 8, 30, ""), (0, 0, 30, "")]
)
def test_a_share_is_given_of_ten_people_and_ten_things_on(met, required, people, share):
    count = Count(Sums(in_practice=required, met=met), people)

    assert (count.share, count.words) == (share, f"{met} of {required}" if required else "none asked")


def test_the_denominator_is_spelled_out():
    sums = Sums(in_practice=1500, not_required=300, on_leave=2, exempt=0, met=7)

    assert denominator(sums) == (
        "1,198 required = 1,500 (everything asked, once for each person at each practice) − 300 not required"
        " − 2 on leave"
    )
