"""What the large benchmarks are filled with is a record like any other: whole, vouched for, and the same every time."""

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from benchmarks.country.chaining import Chance
from benchmarks.country.filling import fill, practices_of
from benchmarks.country.places import sizes
from trainingsite.compliance.exporting import statuses_csv
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.starter import load_starter_content
from trainingsite.people.models import Membership
from trainingsite.policies.models import Attestation


@pytest.fixture
def network(db):
    list(load_starter_content(at=timezone.now()))
    return fill(people=60, practices=4, seed=1)


def test_everybody_is_asked_for_twelve_things_and_stands_in_many_ways(network):
    today, practices = timezone.localdate(), practices_of(network)
    rows = [row for practice in practices for row in training_matrix(practice, today).rows]
    statuses = Counter(cell.status for row in rows for cell in row.cells)

    assert {len(row.cells) for row in rows} == {12}
    assert {Status.COMPLIANT, Status.EXPIRING, Status.DUE, Status.OVERDUE} == statuses.keys()
    assert b"".join(statuses_csv(practices, today, today)).count(b"\r\n") == 12 * Membership.objects.count() + 1


def test_everybody_has_signed_four_of_five_versions(network):
    assert Attestation.objects.count() == 4 * 60


def test_the_record_is_whole(network):
    said = io.StringIO()

    call_command("verify_evidence", stdout=said)

    assert said.getvalue().splitlines()[-1] == "The record is whole."


def test_the_same_seed_makes_practices_of_the_same_size():
    one, other = (sizes(2000, 60, Chance(7)) for _ in range(2))

    assert (one, sum(one), min(one) >= 6) == (other, 2000, True)
