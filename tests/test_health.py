"""What a server's watchman is told."""

import pytest
from django.db import DatabaseError, connection

from trainingsite import health
from trainingsite.audit import triggers


def test_the_process_says_it_is_alive_without_asking_the_database(client):
    # No database is given to this test: a query would fail it.
    response = client.get("/healthz/")

    assert (response.status_code, response.content) == (200, b"alive")


@pytest.mark.django_db
def test_a_site_with_a_guarded_record_is_ready(client):
    response = client.get("/readyz/")

    assert (response.status_code, response.content) == (200, b"ready")


@pytest.mark.django_db
def test_a_site_whose_record_can_be_changed_is_not_ready(client):
    triggers.remove(connection)

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.content.endswith(b"triggers are missing: run manage.py check --database default.")


def test_a_site_without_its_database_is_not_ready(client, monkeypatch):
    def fail(connection):
        raise DatabaseError

    monkeypatch.setattr(health, "missing_triggers", fail)
    response = client.get("/readyz/")

    assert (response.status_code, response.content) == (503, b"The database does not answer.")


@pytest.mark.parametrize("address", ["/healthz/", "/readyz/"])
def test_nothing_is_sent_to_the_watchmans_addresses(client, address):
    assert client.post(address).status_code == 405
