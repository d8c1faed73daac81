"""Notice of an inspection: the working days until the reply, and what is said of the notice later."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from tests.factories import MONDAY, TUESDAY, make_member
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import inspecting
from trainingsite.compliance.inspecting import Days, reply_by, working_days_after
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.people.models import Person, Practice

A_FRIDAY = dt.date(2026, 4, 3)  # Good Friday


@pytest.mark.parametrize(
    ("came_on", "fifth"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 9)),  # a Monday
        (dt.date(2026, 3, 6), dt.date(2026, 3, 13)),  # a Friday
        (dt.date(2026, 3, 7), dt.date(2026, 3, 13)),  # a Saturday
        (dt.date(2026, 4, 2), dt.date(2026, 4, 13)),  # the day before Good Friday and Easter Monday
        (A_FRIDAY, dt.date(2026, 4, 13)),
        (dt.date(2026, 12, 23), dt.date(2027, 1, 4)),  # Christmas, Boxing Day on a Saturday, New Year
        (dt.date(2026, 3, 26), dt.date(2026, 4, 2)),  # over the night when the clocks go forward
    ],
)
def test_five_working_days_pass_over_weekends_and_bank_holidays(came_on, fifth):
    assert working_days_after(came_on, 5)[-1] == fifth


def test_the_day_that_the_letter_names_counts_before_ours():
    named = InspectionNotice(noticed_on=MONDAY.date(), reply_by=dt.date(2026, 3, 4))

    assert reply_by(named) == dt.date(2026, 3, 4)
    assert reply_by(InspectionNotice(noticed_on=MONDAY.date())) == dt.date(2026, 3, 9)


@pytest.fixture
def practice(db) -> Practice:
    return make_member("Ann Lee", "Practice manager").practice


def ann() -> Person:
    return Person.objects.get(first_name="Ann")


def note(practice, *, token=None, at=MONDAY, **days) -> InspectionNotice:
    return inspecting.note(
        token=token or uuid.uuid4(), practice=practice, days=Days(**{"noticed_on": MONDAY.date(), **days}), by=ann(),
        at=at,
    )  # fmt: skip


def corrected(row, *, reason="The letter says so", by="Ann", **days) -> InspectionNotice:
    letter = {"inspection_on": dt.date(2026, 3, 16), "reply_by": dt.date(2026, 3, 4)}
    days, who = Days(**{"noticed_on": row.noticed_on, **letter, **days}), Person.objects.get(first_name=by)
    return inspecting.correct(row=row, days=days, reason=reason, by=who, at=TUESDAY)


def standing(practice, day) -> list[InspectionNotice]:
    return list(InspectionNotice.objects.at(practice).standing_on(day))


def test_a_notice_stands_until_the_day_it_is_ended(practice):
    row = note(practice)
    inspecting.end(row=row, reason="It has taken place", by=ann(), at=TUESDAY)

    days = [MONDAY.date() - dt.timedelta(days=1), MONDAY.date(), TUESDAY.date()]

    assert [standing(practice, day) for day in days] == [[], [row], []]


def test_the_chain_tells_of_it(practice):
    row = note(practice)

    event = AuditEvent.objects.of(practice.chain).get()

    assert (event.verb, event.subject, event.act) == ("compliance.inspection_noted", str(row.key), row.act)


def test_two_clicks_make_one_notice(practice):
    token = uuid.uuid4()

    assert note(practice, token=token) == note(practice, token=token)
    assert InspectionNotice.objects.count() == 1


def test_there_is_one_notice_at_a_time(practice):
    note(practice)

    with pytest.raises(inspecting.OpenAlready):
        note(practice)


@pytest.mark.parametrize(
    "other", [{"noticed_on": A_FRIDAY}, {"inspection_on": dt.date(2026, 3, 16)}, {"reply_by": dt.date(2026, 3, 4)}]
)
def test_the_page_sent_again_with_another_day_is_no_second_click(practice, other):
    token = uuid.uuid4()
    note(practice, token=token)

    with pytest.raises(inspecting.OpenAlready):
        note(practice, token=token, **other)


def test_after_one_is_over_another_may_come(practice):
    inspecting.end(row=note(practice), reason="Called off", by=ann(), at=MONDAY)

    second = note(practice, at=TUESDAY)

    assert standing(practice, TUESDAY.date()) == [second]


def test_a_correction_stands_in_the_place_of_what_was_noted(practice):
    row = note(practice)

    days = Days(MONDAY.date(), inspection_on=dt.date(2026, 3, 16))
    corrected = inspecting.correct(row=row, days=days, reason="The letter says so", by=ann(), at=TUESDAY)

    assert (standing(practice, MONDAY.date()), standing(practice, TUESDAY.date())) == ([row], [corrected])


def test_the_second_of_two_clicks_finds_the_first(practice):
    row = note(practice)

    ended = [inspecting.end(row=row, reason="Called off", by=ann(), at=TUESDAY) for _ in range(2)]

    assert (ended[0] == ended[1], InspectionNotice.objects.count()) == (True, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"noticed_on": MONDAY.date() - dt.timedelta(days=1)},
        {"inspection_on": dt.date(2026, 3, 17)},
        {"reply_by": None},
        {"reason": "They rang"},
        {"by": "Tom"},
    ],
)
def test_a_correction_with_anything_else_in_it_is_no_second_click(practice, other):
    row, _ = note(practice), make_member("Tom Ellis", practice=practice)

    assert corrected(row) == corrected(row)
    with pytest.raises(inspecting.ChangedMeanwhile):
        corrected(row, **other)
    assert InspectionNotice.objects.count() == 2


def test_of_two_who_say_different_things_the_second_is_told(practice):
    row = note(practice)
    inspecting.end(row=row, reason="Called off", by=ann(), at=TUESDAY)

    with pytest.raises(inspecting.ChangedMeanwhile):
        inspecting.end(row=row, reason="It has taken place", by=ann(), at=TUESDAY)


def test_nothing_is_noted_when_its_event_cannot_be_recorded(practice, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(inspecting, "record", fail)

    with pytest.raises(IntegrityError):
        note(practice)
    assert not InspectionNotice.objects.exists()


def test_an_inspection_before_its_notice_is_refused(practice):
    with pytest.raises(IntegrityError):
        note(practice, inspection_on=MONDAY.date() - dt.timedelta(days=1))
