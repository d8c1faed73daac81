"""Which of several signatures a cell of the matrix rests on: pure."""

import datetime as dt
from types import SimpleNamespace

import pytest

from trainingsite.compliance.matrix import Cell
from trainingsite.compliance.rules import Basis, Status
from trainingsite.desk.reports.signed import behind

DAY, OURS, THEIRS = dt.date(2026, 3, 3), 1, 2


def said(practice_id, day=DAY):
    return SimpleNamespace(attestation=SimpleNamespace(attested_on=day, practice_id=practice_id))


def compliant(basis):
    return Cell(Status.COMPLIANT, None, DAY, None, basis, None)


@pytest.mark.parametrize("turned_round", [False, True])
def test_of_two_signatures_of_one_day_a_cell_rests_on_the_one_of_its_basis(turned_round):
    here, there = said(OURS), said(THEIRS)
    standing = [there, here] if turned_round else [here, there]

    assert behind(compliant(Basis.OWN), standing, OURS) is here
    assert behind(compliant(Basis.NETWORK), standing, OURS) is there


def test_a_signature_of_another_day_is_behind_no_cell():
    assert behind(compliant(Basis.OWN), [said(OURS, dt.date(2026, 3, 4))], OURS) is None
