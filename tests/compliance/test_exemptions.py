"""Exemptions are given by a manager who is not the person, from a day to a day, and can be changed and ended."""

import datetime as dt
import json
import uuid

import pytest
from django.db import IntegrityError

from tests.compliance.claiming import make_manager
from tests.factories import MONDAY, TUESDAY, make_member, make_outside_training, make_practice, make_requirement
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import actions, exemptions
from trainingsite.compliance.exemptions import ChangedMeanwhile, ExemptAlready, OwnExemption
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Exemption
from trainingsite.compliance.rules import Status
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

DAY = MONDAY.date()
UNTIL = dt.date(2026, 6, 30)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def tom():
    make_requirement(outside_training=make_outside_training("Fire safety"))
    make_requirement(outside_training=make_outside_training("Spirometry"))
    return make_member("Tom Ellis", started_on=DAY - WEEK)


@pytest.fixture
def manager():
    return make_manager("Raj Shah")


def released(tom, by, *titles: str, at=MONDAY, **said) -> list[Exemption]:
    """Tom is released from these from Monday until the end of June."""
    demands = [each for each in exemptions.demands_at(tom.practice, DAY) if each.newest.title in titles]
    said = {"token": uuid.uuid4(), "reason": Exemption.Reason.SHORT_STAY, "started_on": DAY, "ended_on": UNTIL, **said}
    with replaying(at):
        return exemptions.release(person=tom.person, practice=tom.practice, demands=demands, by=by, at=at, **said)


def statuses(tom, day: dt.date) -> dict[str, Status]:
    matrix = training_matrix(tom.practice, day, people=[tom.person])
    cells = zip(matrix.demands, matrix.rows[0].cells, strict=True)
    return {demand.newest.title: cell.status for demand, cell in cells}


def last_event() -> tuple[str, dict]:
    event = AuditEvent.objects.latest("pk")
    return event.verb, json.loads(bytes(event.body))["data"]


def test_somebody_is_released_from_several_things_for_the_same_days(tom, manager):
    found = released(tom, manager, "Fire safety", "Spirometry")

    assert [each.approved_by for each in found] == [manager, manager]
    assert set(statuses(tom, UNTIL).values()) == {Status.EXEMPT}
    assert statuses(tom, UNTIL + dt.timedelta(days=1))["Fire safety"] is Status.DUE
    assert last_event()[0] == "compliance.exempted"


def test_nobody_releases_themselves(tom, manager):
    with pytest.raises(OwnExemption):
        released(make_member(manager), manager, "Fire safety")

    assert Exemption.objects.count() == 0


def test_two_clicks_make_one_exemption(tom, manager):
    token = uuid.uuid4()

    first, second = (released(tom, manager, "Fire safety", token=token) for _ in range(2))

    assert (first, Exemption.objects.count(), AuditEvent.objects.count()) == (second, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        (UNTIL, UNTIL + WEEK, True),
        (DAY - WEEK, DAY, True),
        (UNTIL + dt.timedelta(days=1), UNTIL + WEEK, False),
    ],
)
def test_nobody_is_released_twice_for_one_day(tom, manager, first, last, is_refused):
    released(tom, manager, "Fire safety")

    if is_refused:
        with pytest.raises(ExemptAlready, match="Tom Ellis"):
            released(tom, manager, "Fire safety", started_on=first, ended_on=last)
    else:
        released(tom, manager, "Fire safety", started_on=first, ended_on=last)
    assert Exemption.objects.count() == (1 if is_refused else 2)


@pytest.mark.parametrize(
    "other",
    [
        {"reason": Exemption.Reason.OTHER},
        {"started_on": DAY + WEEK},
        {"ended_on": UNTIL - WEEK},
        {"titles": ["Fire safety"]},
    ],
)
def test_the_page_sent_again_with_anything_else_is_no_second_click(tom, manager, other):
    said = {"titles": ["Fire safety", "Spirometry"], "token": uuid.uuid4()}
    released(tom, manager, *said.pop("titles"), **said)
    said = {"titles": ["Fire safety", "Spirometry"], **said, **other}

    with pytest.raises(ExemptAlready):
        released(tom, manager, *said.pop("titles"), **said)
    assert Exemption.objects.count() == 2


def test_the_page_sent_again_for_somebody_else_releases_them_too(tom, manager):
    token = uuid.uuid4()

    for each in (tom, make_member("Zoe Park")):
        released(each, manager, "Fire safety", token=token)

    assert [each.exemption.person.name for each in exemptions.released_at(tom.practice)] == ["Tom Ellis", "Zoe Park"]


def test_a_page_whose_exemption_was_taken_out_since_exempts_anew(tom, manager):
    token = uuid.uuid4()
    (first,) = released(tom, manager, "Fire safety", token=token)
    exemptions.end(exemption=first, last_day=DAY - WEEK, by=manager, at=TUESDAY)

    (second,) = released(tom, manager, "Fire safety", token=token)

    assert ([each.exemption for each in exemptions.released_at(tom.practice)], second.line == first.line) == (
        [second], False,
    )  # fmt: skip


def test_an_exemption_at_one_practice_is_none_at_another(tom, manager):
    other = make_practice("Harbour View Surgery")
    make_member(tom.person, practice=other)

    released(tom, manager, "Fire safety")

    assert (len(exemptions.released_at(tom.practice)), exemptions.released_at(other)) == (1, [])


def test_what_ends_early_is_asked_again_from_the_next_day(tom, manager):
    (found,) = released(tom, manager, "Fire safety")

    exemptions.end(exemption=found, last_day=DAY + WEEK, by=manager, at=TUESDAY)

    days = [DAY + WEEK, DAY + WEEK + dt.timedelta(days=1)]
    assert [statuses(tom, day)["Fire safety"] for day in days] == [Status.EXEMPT, Status.DUE]
    assert last_event() == (
        "compliance.exemption_ended",
        {
            "exemption": str(found.line), "requirement": str(found.requirement_line), "reason": "short_stay",
            "started_on": "2026-03-02", "ended_on": "2026-03-09",
        },
    )  # fmt: skip


def test_who_was_late_before_is_late_again_afterwards(tom, manager):
    zoe = make_member("Zoe Park")  # she joined a year ago

    released(zoe, manager, "Fire safety")

    days = [UNTIL, UNTIL + dt.timedelta(days=1)]
    assert [statuses(zoe, day)["Fire safety"] for day in days] == [Status.EXEMPT, Status.OVERDUE]


def test_what_ends_before_it_began_never_was(tom, manager):
    (found,) = released(tom, manager, "Fire safety")

    exemptions.end(exemption=found, last_day=DAY - WEEK, by=manager, at=TUESDAY)

    assert (exemptions.released_at(tom.practice), statuses(tom, DAY)["Fire safety"]) == ([], Status.DUE)
    assert last_event()[0] == "compliance.exemption_withdrawn"


def test_whoever_changes_it_approves_it(tom, manager):
    (found,) = released(tom, manager, "Fire safety")
    second = make_manager("Mo Khan", Duty.IG_LEAD)

    exemptions.change(
        exemption=found,
        reason=Exemption.Reason.NOT_IN_ROLE,
        started_on=DAY + WEEK,
        ended_on=UNTIL,
        by=second,
        at=TUESDAY,
    )

    (now,) = exemptions.released_at(tom.practice)
    assert (now.exemption.line, now.exemption.approved_by, now.exemption.reason) == (found.line, second, "not_in_role")
    assert statuses(tom, DAY)["Fire safety"] is Status.DUE
    assert last_event()[0] == "compliance.exemption_changed"


def test_a_change_that_changes_nothing_is_not_recorded(tom, manager):
    (found,) = released(tom, manager, "Fire safety")

    exemptions.change(
        exemption=found, reason=found.reason, started_on=DAY, ended_on=UNTIL, by=manager, at=TUESDAY
    )  # fmt: skip

    assert (Exemption.objects.count(), AuditEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"reason": Exemption.Reason.NOT_IN_ROLE},
        {"started_on": DAY + 2 * WEEK},
        {"ended_on": UNTIL - WEEK},
        {"reason": Exemption.Reason.SHORT_STAY, "started_on": DAY, "ended_on": UNTIL},  # as it was shown
    ],
)
def test_a_change_with_anything_else_in_it_is_no_second_click(tom, manager, other):
    (found,) = released(tom, manager, "Fire safety")
    said = {"reason": Exemption.Reason.OTHER, "started_on": DAY + WEEK, "ended_on": UNTIL, "by": manager, "at": TUESDAY}

    assert exemptions.change(exemption=found, **said) == exemptions.change(exemption=found, **said)
    with pytest.raises(ChangedMeanwhile):
        exemptions.change(exemption=found, **{**said, **other})
    assert Exemption.objects.count() == 2


@pytest.mark.parametrize("last_day", [DAY + WEEK, DAY - WEEK])
def test_the_second_of_two_clicks_on_ending_it_finds_the_first(tom, manager, last_day):
    (found,) = released(tom, manager, "Fire safety")

    ended = [exemptions.end(exemption=found, last_day=last_day, by=manager, at=TUESDAY) for _ in range(2)]

    assert (ended[0] == ended[1], Exemption.objects.count()) == (True, 2)


def test_nothing_more_is_said_of_what_never_was(tom, manager):
    (found,) = released(tom, manager, "Fire safety")
    gone = exemptions.end(exemption=found, last_day=DAY - WEEK, by=manager, at=TUESDAY)

    with pytest.raises(ChangedMeanwhile):
        exemptions.end(exemption=gone, last_day=DAY + WEEK, by=manager, at=TUESDAY)


def test_of_two_who_change_it_at_once_the_second_is_told(tom, manager):
    (found,) = released(tom, manager, "Fire safety")
    exemptions.end(exemption=found, last_day=DAY + WEEK, by=manager, at=TUESDAY)

    with pytest.raises(ChangedMeanwhile):
        exemptions.end(exemption=found, last_day=DAY, by=manager, at=TUESDAY)
    assert Exemption.objects.known().get().ended_on == DAY + WEEK


def test_nobody_changes_or_ends_their_own(tom, manager):
    (found,) = released(tom, manager, "Fire safety")
    terms = {"reason": "other", "started_on": DAY, "ended_on": UNTIL}

    with pytest.raises(OwnExemption):
        exemptions.change(exemption=found, **terms, by=tom.person, at=TUESDAY)
    with pytest.raises(OwnExemption):
        exemptions.end(exemption=found, last_day=DAY, by=tom.person, at=TUESDAY)
    assert Exemption.objects.count() == 1


def test_a_change_may_not_meet_another_exemption(tom, manager):
    (found,) = released(tom, manager, "Fire safety")
    released(tom, manager, "Fire safety", started_on=UNTIL + WEEK, ended_on=UNTIL + 2 * WEEK)

    with pytest.raises(ExemptAlready):
        exemptions.change(
            exemption=found, reason=found.reason, started_on=DAY, ended_on=UNTIL + WEEK, by=manager, at=TUESDAY
        )


def test_nobody_is_exempt_when_the_event_cannot_be_recorded(tom, manager, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        released(tom, manager, "Fire safety")
    assert Exemption.objects.count() == 0


def test_the_person_sees_what_holds_or_will_and_not_what_is_over(tom, manager):
    released(tom, manager, "Fire safety")
    released(tom, manager, "Spirometry", ended_on=DAY + WEEK)

    after = DAY + 2 * WEEK
    found = exemptions.released_by_person(tom.person, [tom.practice], after)

    assert [(each.title, each.exemption.approved_by.name) for each in found] == [("Fire safety", "Raj Shah")]
