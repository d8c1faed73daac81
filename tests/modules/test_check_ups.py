"""The privacy check-up: the day is recorded, and nothing else; the advice says how fresh it is."""

import datetime as dt

import pytest
from django.db import IntegrityError

from modules import check_ups
from modules.check_ups import do_check_up, standing_of
from modules.models import CheckUp, ModulePage
from modules.reviewing import Review, review_of
from tests.factories import MONDAY, TUESDAY, make_member, make_module_version, make_person
from tests.modules.goes import address
from tests.modules.lessons import WALK, version_with
from trainingsite.audit.actions import row_digest
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.formats.dates import months_later

pytestmark = pytest.mark.django_db

LOOKED_THROUGH = dt.date(2025, 11, 20)


def events():
    return AuditEvent.objects.filter(verb="modules.check_up_done")


def test_that_it_was_done_is_recorded_with_the_day_and_nothing_else(client, learner):
    version = version_with(WALK)
    answer = client.post(address("check_up"), {"version": version.key})

    done = CheckUp.objects.by(learner).get()
    assert answer["Location"] == address("lesson", "lesson-1")
    assert (done.version, done.done_on, done.words_key, events().count()) == (version, dt.date.today(), None, 1)  # noqa: DTZ011 -- the day it is
    assert not Words.objects.exists()


def test_a_double_click_is_one_check_up():
    person, version = make_member().person, version_with(WALK)

    both = [do_check_up(person=person, version=version, at=MONDAY) for _ in range(2)]

    assert (both[0] == both[1], CheckUp.objects.count(), events().count()) == (True, 1, 1)


def test_another_day_is_another_check_up():
    person, version = make_member().person, version_with(WALK)

    for at in (MONDAY, TUESDAY):
        do_check_up(person=person, version=version, at=at)

    assert [done.done_on.day for done in CheckUp.objects.order_by("done_on")] == [2, 3]


def test_nothing_is_noted_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    person, version = make_member().person, version_with(WALK)
    monkeypatch.setattr(check_ups, "record", fail)

    with pytest.raises(CheckUp.DoesNotExist):
        do_check_up(person=person, version=version, at=MONDAY)

    assert not CheckUp.objects.exists()


def test_the_event_vouches_for_the_row():
    done = do_check_up(person=make_member().person, version=version_with(WALK), at=MONDAY)

    assert row_digest(done) in bytes(events().get().body).decode()


def test_a_module_without_a_check_up_has_none_to_record(client, learner):
    version = make_module_version()

    answer = client.post(address("check_up"), {"version": version.key})

    assert (answer.status_code, CheckUp.objects.count()) == (404, 0)


def test_a_page_of_an_older_version_records_nothing(client, learner):
    version_with(WALK)

    answer = client.post(address("check_up"), {"version": "another"})

    assert (answer["Location"], CheckUp.objects.count()) == (address("module"), 0)


def test_a_visitor_records_nothing(client):
    version = version_with(WALK)

    answer = client.post(address("check_up"), {"version": version.key})

    assert (answer.status_code, CheckUp.objects.count()) == (302, 0)


def test_somebodys_last_check_up_is_their_own():
    person, other, version = make_member().person, make_person("Zoe Park"), version_with(WALK)
    do_check_up(person=person, version=version, at=MONDAY)
    do_check_up(person=other, version=version, at=TUESDAY)

    assert standing_of(person, version, TUESDAY.date()).last_done_on == MONDAY.date()


@pytest.mark.parametrize("name", ["module", "lesson"])
def test_the_module_and_the_lesson_say_when_it_was_last_done(client, learner, name):
    do_check_up(person=learner, version=version_with(WALK), at=MONDAY)

    page = client.get(address(name, *(["lesson-1"] if name == "lesson" else [])))

    assert page.content.count(b"You last did your check-up on 2 March 2026") == 1


def test_the_check_up_costs_the_lesson_one_query(client, learner, django_assert_num_queries):
    version_with(WALK)
    client.get(address("lesson", "lesson-1"))

    with django_assert_num_queries(3):  # the session, the person; check-up and advice
        client.get(address("lesson", "lesson-1"))


@pytest.mark.parametrize(("day", "is_past"), [(dt.date(2026, 5, 20), False), (dt.date(2026, 5, 21), True)])
def test_advice_is_fresh_until_the_end_of_the_day_it_is_due(day, is_past):
    review = review_of(LOOKED_THROUGH, 6, day)

    assert review == Review(LOOKED_THROUGH, dt.date(2026, 5, 20), is_past=is_past)


@pytest.mark.parametrize(("reviewed_on", "months"), [(None, 6), (LOOKED_THROUGH, None), (LOOKED_THROUGH, 0)])
def test_advice_without_a_date_or_an_interval_is_not_reviewed_by_the_calendar(reviewed_on, months):
    assert review_of(reviewed_on, months, MONDAY.date()) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 11, 20), 1, dt.date(2026, 12, 20)),
        (dt.date(2026, 1, 31), 12, dt.date(2027, 1, 31)),
    ],
)
def test_months_later(day, months, expected):
    assert months_later(day, months) == expected


def test_the_day_of_the_review_is_live_and_makes_no_new_version(client, learner):
    version = version_with(WALK)
    ModulePage.objects.filter(pk=version.page_id).update(reviewed_on=LOOKED_THROUGH, review_months=6)

    page = client.get(address("lesson", "lesson-1")).content.decode()

    assert "Looked through on 20 November 2025; next look due by May 2026. That is past" in page
    assert make_module_version(version.page) == version
