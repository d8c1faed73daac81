"""Settings from the environment, and the sentences that say what is missing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from trainingsite.settings.environment import MailServer, mail_server, number

NEEDED = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "training.example",
    "SITE_URL": "https://training.example",
    "DATABASE_URL": "sqlite:////nowhere/at-all.sqlite3",
    "SEAL_KEY": "11" * 32,
}


def start_in_production(**environment):
    """Django's checks with production settings and only these in the environment."""
    bare = {name: value for name, value in os.environ.items() if name not in {*NEEDED, "DJANGO_SETTINGS_MODULE"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={**bare, "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_it_needs():
    assert start_in_production(**NEEDED).returncode == 0


@pytest.mark.parametrize("missing", NEEDED)
def test_production_says_which_setting_is_missing(missing):
    started = start_in_production(**{name: value for name, value in NEEDED.items() if name != missing})

    assert started.returncode == 1
    assert f"Set {missing} in the environment: " in started.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", MailServer()),
        ("smtp://localhost:1025", MailServer("localhost", 1025)),
        (
            "smtp://me%40nhs.net:a%2Fb@mail.example:587",
            MailServer("mail.example", 587, "me@nhs.net", "a/b", False, True),
        ),
        ("smtps://mail.example", MailServer("mail.example", 465, implicit_tls=True)),
    ],
)
def test_the_mail_server_is_read_from_one_address(url, server):
    assert mail_server(url) == server


def test_an_address_that_is_none_is_said():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like smtp://"):
        mail_server("mail.example")


@pytest.mark.parametrize(("said", "counted"), [(None, 30), ("", 30), ("1", 1), ("500", 500)])
def test_a_number_is_read_and_what_is_not_said_is_as_usual(monkeypatch, said, counted):
    if said is not None:
        monkeypatch.setenv("MESSAGES_A_MINUTE", said)

    assert number("MESSAGES_A_MINUTE", 30) == counted


@pytest.mark.parametrize("said", ["0", "-3", "many", "3.5", "²"])
def test_a_number_that_is_none_stops_the_start_and_is_named(monkeypatch, said):
    monkeypatch.setenv("REMINDERS_A_WEEK", said)

    with pytest.raises(ImproperlyConfigured, match="REMINDERS_A_WEEK is a whole number, 1 or more"):
        number("REMINDERS_A_WEEK", 3)
