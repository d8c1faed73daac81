"""What a server's watchman is told."""

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from trainingsite import health
from trainingsite.audit import triggers
from trainingsite.reminders import jobs


def test_the_process_says_it_is_alive_without_asking_the_database(client):
    # No database is given to this test: a query would fail it.
    response = client.get("/healthz/")

    assert (response.status_code, response.content) == (200, b"alive")


@pytest.mark.django_db
def test_a_site_with_a_guarded_record_is_ready(client):
    response = client.get("/readyz/")

    assert (response.status_code, response.content) == (200, b"ready")


@pytest.fixture
def silent_jobs(settings):
    """Every worker died three hours ago."""
    settings.EMAIL_URL, settings.ADMINS = "smtp://mail.example:25", [("IT", "it@surgery.example")]
    cache.clear()
    at = timezone.now() - dt.timedelta(hours=3)
    jobs.finish(jobs.claim("messages", None, at), at=at)


@pytest.mark.django_db
def test_when_every_worker_is_dead_the_watchman_makes_the_administrators_hear_of_it_once(client, silent_jobs):
    answers = []
    for _ in range(3):
        cache.clear()
        answers.append(client.get("/readyz/").content)

    assert answers == [b"ready"] * 3
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("Scheduled work has gone silent", ["it@surgery.example"])
    ]


@pytest.mark.django_db
def test_the_watchman_who_comes_by_every_second_has_the_jobs_looked_at_once_a_minute(client, silent_jobs):
    looked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/readyz/")
        looked.append(any("jobrun" in query["sql"] for query in queries))

    assert looked == [True, False]


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
