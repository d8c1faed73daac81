"""An export reads everything as it stood at one moment."""

import threading

import pytest
from django.db import connection

from tests.factories import MONDAY, make_practice
from trainingsite.audit.actions import record
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.one_moment import one_moment


def elsewhere(act) -> None:
    """Do something on another connection, and wait for it."""

    def run():
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_meanwhile_is_not_seen_and_nobody_is_held_up():
    practice = make_practice()

    with one_moment(connection):
        before = AuditEvent.objects.count()
        elsewhere(lambda: record(chains=[practice.chain], verb="people.joined", at=MONDAY))
        meanwhile = AuditEvent.objects.count()

    assert (before, meanwhile, AuditEvent.objects.count()) == (0, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_rows_are_streamed_within_the_moment():
    practice = make_practice()
    for _ in range(3):
        record(chains=[practice.chain], verb="people.joined", at=MONDAY)

    with one_moment(connection):
        seqs = [event.seq for event in AuditEvent.objects.of(practice.chain).iterator(chunk_size=1)]

    assert seqs == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_moment_ends_when_the_reading_fails():
    with pytest.raises(RuntimeError), one_moment(connection):
        raise RuntimeError

    make_practice()


@pytest.mark.django_db
def test_inside_a_transaction_the_moment_is_the_transactions():
    with one_moment(connection):
        assert AuditEvent.objects.count() == 0
    assert connection.in_atomic_block
