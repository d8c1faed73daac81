"""What is being done about gaps: planning, saying more of a plan, and reading it on a day."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection

from tests.audit.rows import a_disposal_item
from tests.factories import MONDAY, TUESDAY, make_member, make_module, make_programme, make_requirement
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance import planning
from trainingsite.compliance.models import Requirement
from trainingsite.compliance.planned import PlansOf, history_of, open_plans_at, plans_at, told
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.compliance.plans import Plan
from trainingsite.evidence.verification import Scope, checks
from trainingsite.people.models import Membership, Practice

pytestmark = pytest.mark.django_db

WEDNESDAY = MONDAY + dt.timedelta(days=2)
APRIL = dt.date(2026, 4, 14)


@pytest.fixture
def practice() -> Practice:
    practice = make_member("Tom Ellis").practice
    make_member("Ann Lee", "Practice manager", practice=practice)
    make_requirement(make_programme("Induction", practice), module=make_module("Boundaries"))
    return practice


def person(name: str):
    return Membership.objects.get(person__first_name=name).person


def line():
    return Requirement.objects.get().line


def plan(practice, gap=None, *, action="Books the session", due_on=APRIL, who="the trainer", at=MONDAY, **said) -> Plan:
    return planning.plan(
        token=said.pop("token", None) or uuid.uuid4(), practice=practice, gap=gap or Gap(words="No cover at lunch"),
        steps=Steps(action, due_on, who=who, **said), by=person("Ann"), at=at,
    )  # fmt: skip


def finish(row: Plan, *, reason="", at=TUESDAY) -> Plan:
    steps = Steps("Books the session", row.due_on, who="the trainer")
    return planning.finish(row=row, gap="No cover at lunch", steps=steps, reason=reason, by=person("Ann"), at=at)


def say(row: Plan, *, act=planning.finish, gap="No cover at lunch", reason="Twelve came", by=None, **steps) -> Plan:
    steps = Steps(**{"action": "Books the session", "due_on": APRIL, "who": "the trainer", **steps})
    return act(row=row, gap=gap, steps=steps, reason=reason, by=by or person("Ann"), at=TUESDAY)


def dispose(key) -> None:
    """Let words go, as an approved disposal does."""
    a_disposal_item(Words.objects.get(pk=key))
    Words.objects.filter(pk=key).delete()


def test_a_plan_says_what_is_done_by_whom_and_by_when(practice):
    plan(practice, Gap(line(), person("Tom")))

    [found] = plans_at(practice, MONDAY.date())

    assert (found.about, found.whose, found.action, found.who, found.row.due_on) == (
        "Boundaries", "Tom Ellis", "Books the session", "the trainer", APRIL,
    )  # fmt: skip


def test_a_plan_may_be_about_everybody_or_about_a_gap_in_words(practice):
    plan(practice, Gap(line()))
    plan(practice, Gap(words="No cover at lunch"))

    assert [(each.about, each.whose) for each in plans_at(practice, MONDAY.date())] == [
        ("Boundaries", "Everybody"),
        ("No cover at lunch", ""),
    ]


def test_the_practices_chain_tells_of_it_without_its_words(practice):
    row = plan(practice, Gap(line(), person("Tom")))

    event = AuditEvent.objects.of(practice.chain).get()

    assert (event.verb, event.subject, event.act) == ("compliance.planned", str(person("Tom").key), row.act)
    assert b"Books" not in bytes(event.body)


def test_two_clicks_make_one_plan(practice):
    token = uuid.uuid4()

    assert plan(practice, token=token) == plan(practice, token=token)
    assert (Plan.objects.count(), AuditEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        lambda: {"action": "Books another session"},
        lambda: {"due_on": APRIL + dt.timedelta(days=1)},
        lambda: {"who": "the nurse"},
        lambda: {"who": "", "carried_by": person("Tom")},
        lambda: {"gap": Gap(line())},
        lambda: {"gap": Gap(line(), person("Ann"))},
        lambda: {"gap": Gap(words="No cover at lunch")},
    ],
)
def test_the_page_sent_again_with_anything_else_makes_another_plan(practice, other):
    token, gap = uuid.uuid4(), Gap(line(), person("Tom"))

    first, second = plan(practice, gap, token=token), plan(practice, token=token, **{"gap": gap, **other()})

    assert {each.row for each in open_plans_at(practice, APRIL)} == {first, second}
    assert first != second


def test_what_is_said_later_follows_and_what_was_said_before_stays(practice):
    finish(plan(practice), reason="Twelve came")

    rows = history_of(practice, Plan.objects.first().line)

    assert [(each.row.kind, each.row.number, each.reason) for each in rows] == [
        ("done", 2, "Twelve came"),
        ("made", 1, ""),
    ]


def test_a_plan_is_open_until_the_day_it_is_done(practice):
    finish(plan(practice, at=MONDAY), at=WEDNESDAY)

    days = [MONDAY.date() - dt.timedelta(days=1), MONDAY.date(), TUESDAY.date(), WEDNESDAY.date()]

    assert [len(open_plans_at(practice, day)) for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize(("day", "late"), [(APRIL, False), (APRIL + dt.timedelta(days=1), True)])
def test_a_plan_is_good_until_the_end_of_its_day(practice, day, late):
    plan(practice)

    assert plans_at(practice, day)[0].is_late(day) is late


def test_what_is_done_is_never_late(practice):
    finish(plan(practice))

    assert plans_at(practice, dt.date(2027, 1, 1))[0].is_late(dt.date(2027, 1, 1)) is False


def test_the_second_of_two_clicks_on_done_finds_the_first(practice):
    row = plan(practice)

    assert finish(row) == finish(row)
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        lambda: {"act": planning.drop},
        lambda: {"gap": "No cover at night"},
        lambda: {"reason": "Ten came"},
        lambda: {"by": person("Tom")},
        lambda: {"action": "Books another session"},
        lambda: {"who": "the nurse"},
        lambda: {"who": "", "carried_by": person("Tom")},
        lambda: {"due_on": APRIL + dt.timedelta(days=1)},
    ],
)
def test_whatever_differs_from_what_was_said_is_no_second_click(practice, other):
    row = plan(practice)

    assert say(row) == say(row)
    with pytest.raises(planning.ChangedMeanwhile):
        say(row, **other())
    assert Plan.objects.count() == 2


def test_a_second_click_is_not_told_from_another_once_the_words_were_let_go(practice):
    row = plan(practice)
    changed = say(row)
    dispose(changed.words_key)

    with pytest.raises(planning.ChangedMeanwhile):
        say(row)


def test_of_two_who_say_different_things_of_one_plan_the_second_is_told(practice):
    row = plan(practice)
    finish(row)

    with pytest.raises(planning.ChangedMeanwhile):
        planning.drop(row=row, gap="", steps=Steps("x", APRIL), reason="No money", by=person("Ann"), at=TUESDAY)


def test_nothing_is_said_of_a_plan_that_is_over(practice):
    over = finish(plan(practice))

    with pytest.raises(planning.OverAlready):
        finish(over)


def test_nothing_is_planned_when_its_event_cannot_be_recorded(practice, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(planning, "record", fail)

    with pytest.raises(IntegrityError):
        plan(practice)
    assert (Plan.objects.exists(), Words.objects.exists()) == (False, False)


def test_a_plan_can_be_neither_changed_nor_taken_out_behind_the_records_back(practice):
    row = plan(practice)

    for words in (
        f"UPDATE compliance_plan SET due_on = '2030-01-01' WHERE id = {row.pk}",
        "DELETE FROM compliance_plan",
    ):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(words)


def test_the_record_of_plans_is_whole(practice):
    finish(plan(practice, Gap(line(), person("Tom"))))

    found = {check.name: list(check) for check in checks(Scope(practice))}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_gap_finds_its_persons_plan_before_everybodys(practice):
    own, everybodys = plan(practice, Gap(line(), person("Tom"))), plan(practice, Gap(line()))

    plans = PlansOf(open_plans_at(practice, MONDAY.date()))

    assert plans.about(person("Tom").pk, line()).row == own
    assert plans.about(person("Ann").pk, line()).row == everybodys
    assert plans.about(person("Ann").pk, uuid.uuid4()) is None


def test_the_plans_of_another_practice_are_its_own(practice):
    row = plan(practice)
    other = make_member("Zoe Park", practice=Practice.objects.create(name="Other", ods_code="X1", went_live_on=APRIL))

    assert (plans_at(other.practice, APRIL), history_of(other.practice, row.line)) == ([], [])


@pytest.mark.parametrize("number", [1, 3])
def test_plans_are_read_in_as_many_queries_for_any_number(practice, number, django_assert_num_queries):
    for _ in range(number):
        plan(practice, Gap(line(), person("Tom")))

    with django_assert_num_queries(3):
        assert len(plans_at(practice, APRIL)) == number


def test_words_that_were_let_go_leave_the_plan_standing(practice):
    row = plan(practice)
    row.words_key = uuid.uuid4()

    assert (told([row])[0].action, told([row])[0].who) == ("(no longer kept)",) * 2
