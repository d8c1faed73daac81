"""What every test stands on: its database, a browser, and a run in which nothing is skipped."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests import baseline
from tests.browsers import Visitors, chromium

# The same examples every time: a build that fails on one commit fails on it again.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.load_profile("house")


def pytest_report_header():
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config, items):
    """Leave out what speaks of the other database, and keep the browser's tests for the end.

    Playwright keeps an event loop running in the thread of the tests from the first journey on.
    """
    other = {"sqlite": "on_postgresql", "postgresql": "on_sqlite"}[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if item not in left_out]
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("journey") is not None)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """A skipped test fails the run: what is not tested is not known to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line("Tests were skipped, and none may be: see above.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A file on SQLite, as in life: the live server's threads open it as a server's do."""
    database = django_settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0  # a kept connection would hold the database when it is to be dropped
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # What a test writes need not survive a power cut.
        database["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Remember the database as the migrations left it: the tests' flush puts that back."""
    with django_db_blocker.unblock():
        baseline.remember(connection)
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


def end_other_sessions():
    """A browser that was closed in the middle of a request leaves its thread at work, and PostgreSQL drops no
    database that somebody works in."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def empty_cache():
    """No test reads what another has left in the cache."""
    cache.clear()


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop makes Django take this thread for an asynchronous one, which it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as started:
        yield started


@pytest.fixture
def site(live_server, settings, tmp_path):
    """The address of the site under test: its own links lead to it, and uploads go to a folder of the test's."""
    settings.SITE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    return live_server.url


@pytest.fixture
def visitors(browser, site, transactional_db):
    """Opens pages for people who come to the site: ``visitors.open(width=375, javascript=False)``."""
    with Visitors(browser, site) as opened:
        yield opened


@pytest.fixture
def page(visitors):
    """A page on a desk: 1280 pixels wide."""
    return visitors.open()


@pytest.fixture
def phone(visitors):
    """A page on a phone: 375 pixels wide, touched."""
    return visitors.open(width=375)


@pytest.fixture
def project() -> Path:
    """The folder of the project."""
    return django_settings.BASE_DIR
