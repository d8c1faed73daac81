"""Packs in a folder, made once: most tests of the check only change a copy of them."""

import pytest
from django.db import transaction

from tests.evidence.everything import a_practice_with_everything
from tests.evidence.scenes import a_practice_with_a_history, unpacked


@pytest.fixture(scope="session")
def pack(django_db_setup, django_db_blocker) -> bytes:
    """The pack of a practice with a history; the database forgets the practice again.

    Whoever asks for it is marked ``django_db``: without one such test the tests have no database of their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        made = a_practice_with_a_history().pack()
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="session")
def full_pack(django_db_setup, django_db_blocker) -> bytes:
    """The pack of a practice with one of everything, of which nothing was left out."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = a_practice_with_everything().pack()
        transaction.set_rollback(True)
    return made


@pytest.fixture
def folder(pack, tmp_path):
    """The pack as somebody has unpacked it."""
    return unpacked(pack, tmp_path / "pack")


@pytest.fixture
def full_folder(full_pack, tmp_path):
    """The same of the pack with everything."""
    return unpacked(full_pack, tmp_path / "full")
