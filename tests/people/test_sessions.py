"""What the site remembers of a browser goes when it is over, and when its person's details are erased."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import MONDAY, PASSWORD, make_person
from tests.people.phones import make_known_person, make_phone
from trainingsite.desk.timetable import forget_old_sessions
from trainingsite.people.halfway import SESSION_KEY as HALFWAY
from trainingsite.people.sessions import forget_sessions_of

pytestmark = pytest.mark.django_db
AN_HOUR = dt.timedelta(hours=1)


def signed_in(name: str = "Tom Ellis", *, until: dt.datetime = MONDAY) -> str:
    """The key of a session that somebody can go on with until that moment."""
    browser = Client()
    browser.force_login(make_person(name))
    Session.objects.filter(pk=browser.session.session_key).update(expire_date=until)
    return browser.session.session_key


def left() -> list[str]:
    return list(Session.objects.values_list("pk", flat=True))


def test_sessions_that_are_over_are_deleted_once_and_the_others_go_on():
    signed_in(until=MONDAY - AN_HOUR)
    lasting = signed_in("Ann Lee", until=MONDAY + AN_HOUR)

    told = [forget_old_sessions(MONDAY) for _ in range(2)]

    assert told == ["1 sign-in sessions that were over deleted", "0 sign-in sessions that were over deleted"]
    assert left() == [lasting]


def test_those_from_before_there_was_a_cache_go_too(settings):
    signed_in(until=MONDAY - AN_HOUR)
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"

    forget_old_sessions(MONDAY)

    assert left() == []


def test_whoever_waits_for_a_code_has_a_session_that_is_forgotten_with_them(client):
    ruth = make_known_person("Ruth Amin")
    make_phone(ruth)
    client.post("/account/sign-in/", {"username": ruth.username, "password": PASSWORD})
    halfway = client.session[HALFWAY]["person"]

    forget_sessions_of([ruth.pk])

    assert (halfway, left()) == (ruth.pk, [])


@pytest.mark.parametrize("others", [1, 3, 30])
def test_forgetting_somebodys_sessions_reads_them_in_as_many_queries_however_many_there_are(
    others, django_assert_num_queries
):
    kept = {signed_in(f"Tom Ellis{number}") for number in range(others)}
    ruth = make_person("Ruth Amin")

    with django_assert_num_queries(2):
        forget_sessions_of([ruth.pk])

    assert set(left()) == kept


def test_a_visitor_who_is_nobody_and_what_cannot_be_read_are_left_until_they_are_over(client):
    session = client.session
    session["colour"] = "green"
    session.save()
    Session.objects.create(session_key="torn", session_data="torn", expire_date=MONDAY)

    forget_sessions_of([make_person("Ruth Amin").pk])

    assert set(left()) == {session.session_key, "torn"}
