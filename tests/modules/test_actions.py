"""Beginning a module, reading it, taking its check: what is recorded, and what is refused."""

import pytest
from django.db import IntegrityError

from modules import actions
from modules.models import Completion, Enrolment
from modules.results import go_by
from modules.versions import content_of
from scenarios import goes
from scenarios.goes import AlreadyEnded
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_person,
    moment,
    right_answers,
)
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import AuditEvent, Words

pytestmark = pytest.mark.django_db

WEDNESDAY = moment(2026, 3, 4)


def wrong_answers(version):
    return {question["id"]: ("b",) for question in content_of(version)["questions"]}


def begin(person, version):
    return actions.begin_check(person=person, version=version, at=TUESDAY)


def republish(page, title, **published):
    page.title = title
    page.save()
    return make_module_version(page, **published)


def lessons_read(person):
    return Enrolment.objects.by(person).get().lessons_read


def test_beginning_twice_is_once():
    person, version = make_person(), make_module_version()

    actions.enrol(person=person, version=version, at=MONDAY)
    actions.enrol(person=person, version=version, at=TUESDAY)

    assert Enrolment.objects.by(person).get().begun_at == MONDAY


def test_lessons_are_ticked_in_their_order():
    person, version = make_person(), make_module_version(make_module(lessons=3))

    for position in (1, 2):
        actions.finish_lesson(person=person, version=version, position=position, at=MONDAY)

    assert lessons_read(person) == 2


def test_a_lesson_opened_early_does_not_tick_those_before_it():
    person, version = make_person(), make_module_version(make_module(lessons=3))

    actions.finish_lesson(person=person, version=version, position=3, at=MONDAY)

    assert lessons_read(person) == 0


def test_reading_a_lesson_again_takes_no_tick_away():
    person, version = make_person(), make_module_version(make_module(lessons=3))
    for position in (1, 2):
        actions.finish_lesson(person=person, version=version, position=position, at=MONDAY)

    actions.finish_lesson(person=person, version=version, position=1, at=TUESDAY)

    assert lessons_read(person) == 2


def test_passing_the_check_completes_the_module_on_the_local_day():
    person, version = make_member().person, make_module_version()
    late = moment(2026, 6, 30, 0, 30)  # the 29th still, by the clock of the computers

    completion = complete(person, version, at=late)

    assert (completion.completed_on.isoformat(), completion.basis) == ("2026-06-30", Completion.Basis.OWN)


def test_passing_without_reading_is_told_apart():
    person, version = make_member().person, make_module_version()

    _, completion = actions.hand_in(
        attempt=begin(person, version), version=version, answers=right_answers(version), at=TUESDAY
    )

    assert completion.basis == Completion.Basis.TEST_OUT


def test_a_check_not_passed_completes_nothing():
    person, version = make_member().person, make_module_version()

    result, completion = actions.hand_in(
        attempt=begin(person, version), version=version, answers=wrong_answers(version), at=TUESDAY
    )

    assert (result.passed, completion, Completion.objects.count()) == (False, None, 0)
    assert AttemptOutcome.objects.by(person).get().passed is False


def test_the_chain_says_passed_or_not_yet_and_never_how_well():
    person, version = make_member().person, make_module_version()
    actions.hand_in(attempt=begin(person, version), version=version, answers=wrong_answers(version), at=TUESDAY)

    event = AuditEvent.objects.about(person.key).last()

    assert event.verb == "modules.check_not_yet_passed"
    assert not [word for word in (b"answers", b'"right"', b"q1") if word in bytes(event.body)]


def test_the_answers_are_kept_in_words_only():
    person, version = make_member().person, make_module_version()
    attempt = begin(person, version)
    actions.hand_in(attempt=attempt, version=version, answers=wrong_answers(version), at=TUESDAY)

    kept = Words.objects.about(attempt.key).get()

    assert read_words(kept) == {"answers": {"q1": ["b"], "q2": ["b"]}, "right": 0, "asked": 2}


def test_a_go_is_handed_in_once():
    person, version = make_member().person, make_module_version()
    attempt = begin(person, version)
    actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=TUESDAY)

    with pytest.raises(AlreadyEnded):
        actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=WEDNESDAY)

    assert Completion.objects.by(person).count() == 1


def test_of_two_clicks_at_once_the_second_finds_the_go_ended(monkeypatch):
    person, version = make_member().person, make_module_version()
    attempt = begin(person, version)
    actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=TUESDAY)
    # The second click looked before the first had committed, and saw no outcome.
    monkeypatch.setattr(goes, "AttemptOutcome", Unseeing)

    with pytest.raises(AlreadyEnded):
        actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=TUESDAY)

    assert (AttemptOutcome.objects.count(), Completion.objects.count()) == (1, 1)


class Unseeing:
    """The table of outcomes as a click sees it that came too early to see the other's row."""

    class objects:
        @staticmethod
        def filter(**conditions):
            return AttemptOutcome.objects.none()

        create = AttemptOutcome.objects.create


@pytest.mark.parametrize("answer", [("z",), ("a", "b")])
def test_an_answer_that_was_never_offered_is_refused_and_nothing_is_recorded(answer):
    person, version = make_member().person, make_module_version()
    attempt = begin(person, version)

    with pytest.raises(actions.NotAnAnswer):
        actions.hand_in(
            attempt=attempt, version=version, answers={**right_answers(version), "q1": answer}, at=TUESDAY
        )  # fmt: skip

    assert not AttemptOutcome.objects.exists()


def test_nothing_is_completed_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    person, version = make_member().person, make_module_version()
    attempt = begin(person, version)
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=TUESDAY)

    assert (AttemptOutcome.objects.count(), Completion.objects.count(), Words.objects.count()) == (0, 0, 0)


def test_beginning_the_check_twice_opens_one_go():
    person, version = make_person(), make_module_version()

    assert begin(person, version) == begin(person, version)
    assert Attempt.objects.by(person).count() == 1


def test_after_a_go_that_ended_the_next_is_a_new_one():
    person, version = make_member().person, make_module_version()
    actions.hand_in(attempt=begin(person, version), version=version, answers=wrong_answers(version), at=TUESDAY)
    actions.open_again(person=person, version=version, lesson_key="lesson-1", at=TUESDAY)

    assert begin(person, version).number == 2


def test_a_newcomer_works_on_the_current_version():
    page, person = make_module(), make_person()
    make_module_version(page)
    second = republish(page, "Boundaries, again", material=False)

    assert actions.version_for(person, page.key) == second


def test_whoever_has_begun_stays_on_that_version_when_the_change_is_minor():
    page, person = make_module(), make_person()
    first = make_module_version(page)
    actions.enrol(person=person, version=first, at=MONDAY)

    republish(page, "Boundaries, again", material=False)

    assert actions.version_for(person, page.key) == first


def test_taking_the_check_first_is_beginning_too():
    page, person = make_module(), make_person()
    first = make_module_version(page)
    begin(person, first)

    republish(page, "Boundaries, again", material=False)

    assert actions.version_for(person, page.key) == first


@pytest.mark.parametrize("materials", [(True,), (True, False), (False, True)])
def test_a_material_change_moves_everybody_on(materials):
    page, person = make_module(), make_person()
    actions.enrol(person=person, version=make_module_version(page), at=MONDAY)

    for number, material in enumerate(materials):
        newest = republish(page, f"Boundaries {number}", material=material)

    assert actions.version_for(person, page.key) == newest


def test_whoever_has_finished_a_version_refreshes_on_the_current_one():
    page, person = make_module(), make_member().person
    complete(person, make_module_version(page))

    second = republish(page, "Boundaries, again", material=False)

    assert actions.version_for(person, page.key) == second


def test_an_unpublished_module_has_no_version_for_anybody():
    page, person = make_module(), make_person()
    actions.enrol(person=person, version=make_module_version(page), at=MONDAY)

    page.unpublish()

    assert actions.version_for(person, page.key) is None


def test_a_completion_names_the_version_it_was_made_on_for_ever():
    page, person = make_module("Boundaries"), make_member().person
    completion = complete(person, make_module_version(page))

    republish(page, "Boundaries, rewritten")

    completion.refresh_from_db()
    assert (completion.version.number, content_of(completion.version)["title"]) == (1, "Boundaries")


def test_a_question_that_is_taken_out_later_changes_no_result():
    page, person = make_module(questions=3), make_member().person
    version = make_module_version(page)
    attempt = begin(person, version)
    actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=TUESDAY)

    page.questions = [("question", one.value) for one in page.questions][1:]
    page.save()
    make_module_version(page)

    assert Completion.objects.by(person).of_page(page.pk).get().version == version
    assert [shown.question["id"] for shown in go_by(person, page.key, attempt.key).answered].count("q1") == 1


def test_old_passes_stand_when_the_pass_mark_is_raised():
    page, person = make_module(pass_mark=50), make_member().person
    version = make_module_version(page)
    half_right = {**right_answers(version), "q2": ("b",)}
    actions.hand_in(attempt=begin(person, version), version=version, answers=half_right, at=TUESDAY)

    page.pass_mark = 100
    page.save()
    make_module_version(page)

    assert Completion.objects.by(person).of_page(page.pk).count() == 1
    assert [go_by(person, page.key, attempt.key).passed for attempt in Attempt.objects.by(person)] == [True]


def test_which_version_it_is_takes_three_queries_however_many_there_are(django_assert_num_queries):
    page, person = make_module(), make_person()
    for number in range(3):
        republish(page, f"Boundaries {number}", material=False)

    with django_assert_num_queries(3):  # the versions, whose they are, which one was begun
        actions.version_for(person, page.key)
