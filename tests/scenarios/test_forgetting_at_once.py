"""Two workers erase at the same moment, against a real database with real connections."""

import datetime as dt

import pytest

from scenarios.forgetting import erase_answers
from tests.factories import TUESDAY, make_member, make_scenario_version, play
from tests.policies.test_signing_at_once import DEVICES, at_once, links_of
from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.audit.chain import breaks
from trainingsite.audit.models import DisposalItem, Words

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_at_once_erase_each_answer_once():
    version = make_scenario_version()
    for number in range(6):
        play(make_member(f"Person {number}").person, version, "right")

    counts = at_once(lambda _: erase_answers(at=TUESDAY + dt.timedelta(days=90)))

    assert (len(counts), sum(counts)) == (DEVICES, 12)
    assert (Words.objects.count(), DisposalItem.objects.count()) == (0, 12)
    assert breaks(links_of(SITE_CHAIN)) == []
