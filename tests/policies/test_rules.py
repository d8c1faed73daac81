"""Names compared forgivingly, and the order of refusals."""

import pytest

from trainingsite.policies.rules import Refusal, Wish, may_sign, names_agree


@pytest.mark.parametrize(
    "typed",
    ["Siân O'Connor-Ní Bhriain", "sian oconnor ni bhriain", "SIAN O’CONNOR–NI BHRIAIN", " Siân  O‘Connor-Ní  Bhriain "],
)
def test_accents_case_apostrophes_and_double_surnames_do_not_matter(typed):
    assert names_agree(typed, "Siân O'Connor-Ní Bhriain")


@pytest.mark.parametrize("typed", ["", "  ", "-", "Tom", "Tom Ellison", "Ellis Tom"])
def test_another_name_does(typed):
    assert not names_agree(typed, "Tom Ellis")


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        (Wish(works_here_today=True, materially_superseded=False, has_signed=False), None),
        (Wish(works_here_today=False, materially_superseded=False, has_signed=True), Refusal.NOT_A_MEMBER),
        (Wish(works_here_today=True, materially_superseded=True, has_signed=True), Refusal.ALREADY_SIGNED),
        (Wish(works_here_today=True, materially_superseded=True, has_signed=False), Refusal.SUPERSEDED),
    ],
)
def test_who_may_sign(wish, answer):
    assert may_sign(wish) == answer
