"""The framework that comes with the site, loaded for the tests that only look at it."""

import pytest

from tests.factories import MONDAY
from trainingsite.evidence.frameworks.loading import load_frameworks


@pytest.fixture
def loaded(db):
    """The framework as the site brings it."""
    return list(load_frameworks(at=MONDAY))
