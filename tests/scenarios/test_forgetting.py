"""Practice answers are erased by the administrator's rule, and the record stays whole."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from modules.actions import open_again
from modules.models import Completion
from scenarios import actions, forgetting
from scenarios.forgetting import erase_answers, goes_to_forget, periods_in_force, set_periods
from scenarios.models import AnswerRetention, Attempt, AttemptOutcome
from tests.evidence.scenes import a_practice_with_a_history
from tests.factories import (
    TUESDAY,
    complete,
    make_member,
    make_module_version,
    make_person,
    make_scenario_version,
    moment,
    play,
)
from tests.modules.goes import fail
from tests.scenarios.stories import begin, chosen_in, make_version
from trainingsite.audit.actions import SITE_CHAIN, row_digest
from trainingsite.audit.models import AuditEvent, Disposal, DisposalItem, Words
from trainingsite.certificates.models import Certificate
from trainingsite.evidence.verification import Scope, checks
from trainingsite.formats.dates import months_later

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()


def after(days: int, begun: dt.datetime = TUESDAY) -> dt.datetime:
    """At the same hour so many days later."""
    return begun + dt.timedelta(days=days)


def kept_about(attempt) -> int:
    return Words.objects.about(attempt.key).count()


def findings() -> list[str]:
    return [finding for check in checks(Scope()) for finding in check]


@pytest.fixture
def tom():
    return make_member("Tom Ellis").person


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (89, 2),
        (90, 0),  # ninety days after passing
    ],
)
def test_answers_go_ninety_days_after_passing(tom, days, kept):
    attempt = play(tom, make_scenario_version(), "right")

    erase_answers(at=after(days))

    assert kept_about(attempt) == kept


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (moment(2027, 3, 2, 23, 59), 2),
        (moment(2027, 3, 3, 0, 1), 0),  # the day itself, a year later
    ],
)
def test_answers_of_a_go_that_was_not_passed_go_after_twelve_months(tom, at, kept):
    attempt = play(tom, make_scenario_version(), "wrong")

    erase_answers(at=at)

    assert kept_about(attempt) == kept


def test_passing_in_the_end_lets_the_goes_before_it_go_too(tom):
    version = make_scenario_version()
    missed = play(tom, version, "wrong")
    passed = play(tom, version, "right", at=after(30))
    assert erase_answers(at=after(119)) == 0

    assert erase_answers(at=after(120)) == 4

    assert (kept_about(missed), kept_about(passed)) == (0, 0)


def test_having_passed_before_does_not_shorten_a_later_go(tom):
    version = make_scenario_version()
    play(tom, version, "right")
    later = play(tom, version, "wrong", at=after(60))

    erase_answers(at=after(200))

    assert kept_about(later) == 2


def test_what_somebody_else_passed_changes_nothing(tom):
    version = make_scenario_version()
    attempt = play(tom, version, "wrong")
    play(make_member("Zoe Park").person, version, "right", at=after(1))

    erase_answers(at=after(200))

    assert kept_about(attempt) == 2


def test_everything_said_about_a_check_goes_and_the_completion_stays(tom):
    version = make_module_version()
    missed = fail(tom, version)
    open_again(person=tom, version=version, lesson_key="lesson-1", at=after(1))
    completion = complete(tom, version, at=after(1))

    assert erase_answers(at=after(91)) == 3

    assert (kept_about(missed), Words.objects.count()) == (0, 0)
    assert (Completion.objects.get(), AttemptOutcome.objects.count()) == (completion, 2)


def test_who_comes_back_after_three_months_carries_on_where_they_were(tom):
    version = make_version()
    attempt = begin(tom, version)
    actions.choose(attempt=attempt, version=version, step_id="evening", option_id="right", at=TUESDAY)

    erase_answers(at=after(95))

    assert (chosen_in(attempt), actions.walk_of(attempt, version).at.id) == (["right"], "late")


def test_a_go_left_open_is_counted_from_the_last_choice_in_it(tom):
    version = make_version()
    attempt = begin(tom, version)
    for step, at in (("evening", TUESDAY), ("late", after(300))):
        actions.choose(attempt=attempt, version=version, step_id=step, option_id="right", at=at)

    erase_answers(at=after(400))
    assert chosen_in(attempt) == ["right", "right"]

    erase_answers(at=after(300 + 365))
    assert chosen_in(attempt) == []


def test_a_go_whose_choices_are_gone_begins_again_at_the_first_step(tom):
    version = make_version()
    attempt = begin(tom, version)
    actions.choose(attempt=attempt, version=version, step_id="evening", option_id="wrong", at=TUESDAY)
    erase_answers(at=after(366))

    for step in ("evening", "late", "night"):
        walked = actions.choose(attempt=attempt, version=version, step_id=step, option_id="right", at=after(367))

    assert (begin(tom, version).number, walked.score, AttemptOutcome.objects.get().passed) == (2, 1, True)


def test_a_disposal_names_what_was_erased_and_the_sites_chain_tells_of_it(tom):
    attempt = play(tom, make_scenario_version(), "right")
    keys = set(Words.objects.about(attempt.key).values_list("pk", flat=True))

    erase_answers(at=after(90))

    disposal = Disposal.objects.get()
    event = AuditEvent.objects.of(SITE_CHAIN).get(verb="scenarios.answers_erased")
    said = json.loads(bytes(event.body))["data"]
    assert set(DisposalItem.objects.values_list("words_key", flat=True)) == keys
    assert (disposal.rule, disposal.proposed_by, disposal.approved_by) == (
        "Practice answers: 90 days after passing, otherwise 12 months", "timetable", "starter"
    )  # fmt: skip
    assert (said["erased"], said["rule"], said["disposal"]) == (2, disposal.rule, disposal.pk)


def test_the_second_run_finds_nothing_and_leaves_no_trace(tom):
    play(tom, make_scenario_version(), "right")

    counts = [(erase_answers(at=after(90)), Disposal.objects.count(), AuditEvent.objects.count()) for _ in range(2)]

    assert [count[0] for count in counts] == [2, 0]
    assert counts[0][1:] == counts[1][1:]


def test_what_another_disposal_has_named_is_erased_without_naming_it_twice(tom):
    attempt = play(tom, make_scenario_version(), "right")
    other = Disposal.objects.create(rule="left long ago", proposed_by="a", approved_by="b")
    DisposalItem.objects.create(disposal=other, words_key=Words.objects.about(attempt.key).first().key)

    erase_answers(at=after(90))

    assert (kept_about(attempt), other.items.count(), DisposalItem.objects.count()) == (0, 1, 2)


def test_nothing_is_erased_when_its_event_cannot_be_recorded(tom, monkeypatch):
    def refuse(**kwargs):
        raise IntegrityError

    attempt = play(tom, make_scenario_version(), "right")
    monkeypatch.setattr(forgetting, "record", refuse)

    with pytest.raises(IntegrityError):
        erase_answers(at=after(90))

    assert (kept_about(attempt), Disposal.objects.count(), DisposalItem.objects.count()) == (2, 0, 0)


def test_the_record_is_whole_after_everything_has_been_erased():
    a_practice_with_a_history()
    certificates, completions = Certificate.objects.count(), Completion.objects.count()
    before = findings()

    assert erase_answers(at=after(366)) == 5

    assert findings() == before == []
    assert (Certificate.objects.count(), Completion.objects.count()) == (certificates, completions)
    assert set(Words.objects.values_list("kind", flat=True)) == {"attestation"}


def test_the_work_grows_by_the_batch_and_not_by_the_go(tom, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(forgetting, "GOES_AT_ONCE", 3)
    version = make_scenario_version()
    begin_each(version, people=1)
    erase_answers(at=after(90))

    for people, queries in ((1, 14), (3, 14), (6, 26)):
        begin_each(version, people=people)
        with django_assert_num_queries(queries):
            assert erase_answers(at=after(90)) == 2 * people


def begin_each(version, *, people: int) -> None:
    for number in range(people):
        play(make_member(f"Person {number}").person, version, "right")


def test_periods_set_by_the_administrator_hold_from_then_on(tom):
    attempt, ada = play(tom, make_scenario_version(), "right"), make_person("Ada Author")
    set_periods(days_after_passing=30, months_otherwise=6, by=ada, at=after(1))

    assert erase_answers(at=after(30)) == 2

    assert (kept_about(attempt), Disposal.objects.get().approved_by) == (0, str(ada.key))


def test_periods_are_appended_and_told_in_the_sites_chain():
    ada, raj = make_person("Ada Author"), make_person("Raj Shah")

    set_periods(days_after_passing=30, months_otherwise=6, by=ada, at=TUESDAY)
    newer = set_periods(days_after_passing=60, months_otherwise=9, by=raj, at=after(1))

    event = AuditEvent.objects.of(SITE_CHAIN).last()
    assert [each.set_by for each in forgetting.periods_over_time()] == [raj, ada]
    assert periods_in_force().rule == "Practice answers: 60 days after passing, otherwise 9 months"
    assert (event.verb, json.loads(bytes(event.body))["rows"][0]["digest"]) == (
        "scenarios.answer_retention_set", row_digest(newer)
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AnswerRetention.objects.update(days_after_passing=1)


@pytest.mark.parametrize(("days", "months"), [(0, 12), (366, 12), (90, 3), (90, 25)])
def test_nobody_is_sent_back_after_three_months_or_watched_for_years(days, months):
    with pytest.raises(IntegrityError), transaction.atomic():
        set_periods(days_after_passing=days, months_otherwise=months, by=make_person(), at=TUESDAY)


def test_months_are_counted_back_to_a_day_there_is():
    cases = [(dt.date(2026, 3, 31), 1), (dt.date(2028, 2, 29), 12), (dt.date(2026, 1, 15), 1), (DAY, 12)]

    assert [months_later(day, -months) for day, months in cases] == [
        dt.date(2026, 2, 28), dt.date(2027, 2, 28), dt.date(2025, 12, 15), dt.date(2025, 3, 3)
    ]  # fmt: skip


def test_goes_of_which_nothing_is_kept_are_not_looked_at_again(tom):
    play(tom, make_scenario_version(), "right")
    day = after(90).date()
    assert goes_to_forget(periods_in_force(), day).count() == 1

    erase_answers(at=after(90))

    assert (goes_to_forget(periods_in_force(), day).count(), Attempt.objects.count()) == (0, 1)
