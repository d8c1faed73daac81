"""Loading is slow: what several tests only look at is loaded once for all of them."""

import pytest
from django.db import transaction

from tests.factories import moment
from trainingsite.desk.starter import load_starter_content

LOADED_AT = moment(2026, 3, 4, 12)


@pytest.fixture(scope="module")
def kept_database(django_db_setup, django_db_blocker):
    """A database that the tests of one module share; what each of them changes is undone, as ever."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def starter_content(kept_database):
    list(load_starter_content(at=LOADED_AT))
