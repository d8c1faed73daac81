"""Ruth, who left long ago, and two administrators, of whom Ada is signed in."""

import pytest
from django.utils import timezone

from tests.desk.test_views import sign_in
from tests.evidence.keeping.scenes import administrators, leaver
from tests.factories import make_practice
from trainingsite.evidence.keeping.proposing import propose


@pytest.fixture
def ruth():
    make_practice()
    return leaver()


@pytest.fixture
def both(client, ruth):
    ada, ben = administrators()
    sign_in(client, ada)
    return ada, ben


@pytest.fixture
def proposal(both):
    """What Ben proposed, for Ada to decide."""
    return propose(by=both[1], at=timezone.now())
