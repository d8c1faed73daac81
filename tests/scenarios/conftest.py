"""Who plays in these tests."""

import pytest

from tests.factories import make_member


@pytest.fixture
def learner(client):
    """Somebody signed in who works at a practice."""
    person = make_member("Tom Ellis").person
    client.force_login(person)
    return person
