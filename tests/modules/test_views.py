"""A learner's way through a module in the browser's terms: pages, ticks, the check."""

import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape

from modules import actions
from modules.loading import load_modules
from modules.models import Completion, Enrolment, ModuleVersion
from modules.versions import content_of
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_shelf,
    right_answers,
)
from trainingsite.audit.models import Disposal, DisposalItem, Words

pytestmark = pytest.mark.django_db

KEY = "boundaries"


@pytest.fixture
def learner(client):
    """Somebody signed in who works at a practice."""
    person = make_member("Tom Ellis").person
    client.force_login(person)
    return person


def address(name, *args):
    return reverse(f"modules:{name}", args=[KEY, *args])


def fields(attempt, answers):
    return {"attempt": attempt.key, **{f"q-{key}": list(chosen) for key, chosen in answers.items()}}


def begin(person, version):
    return actions.begin_check(person=person, version=version, at=TUESDAY)


def wrong_answers(version):
    return {question["id"]: ("b",) for question in content_of(version)["questions"]}


def read(client, version, lesson_key):
    return client.post(address("read", lesson_key), {"version": version.key})


def erase(words):
    """Erase by rule: only what an approved disposal names can go."""
    disposal = Disposal.objects.create(rule="90 days after passing", proposed_by="a", approved_by="b")
    DisposalItem.objects.bulk_create(DisposalItem(disposal=disposal, words_key=kept.key) for kept in words)
    words.delete()


def all_pages(attempt):
    return [
        address("module"), address("start"), address("lesson", "lesson-1"), address("read", "lesson-1"),
        address("check"), address("start_check"), address("result", attempt.key),
    ]  # fmt: skip


def test_a_visitor_is_sent_to_sign_in_and_sees_nothing_of_the_module(client):
    version = make_module_version()
    attempt = begin(make_member().person, version)

    answers = [client.get(page) for page in all_pages(attempt)]

    assert [answer.status_code for answer in answers] == [302] * 7
    assert {answer["Location"].split("?")[0] for answer in answers} == {reverse("people:sign_in")}


def test_nothing_is_recorded_for_a_visitor(client):
    version = make_module_version()
    attempt = begin(make_member().person, version)

    for page in all_pages(attempt):
        client.post(page, fields(attempt, right_answers(version)))

    assert (Enrolment.objects.count(), Attempt.objects.count(), AttemptOutcome.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize("name", ["module", "check"])
def test_a_module_that_does_not_exist_is_not_found(client, learner, name):
    assert client.get(address(name)).status_code == 404


def test_a_module_still_in_draft_is_not_found(client, learner):
    make_module()

    assert client.get(address("module")).status_code == 404


def test_an_unpublished_module_is_not_found_even_by_whoever_began_it(client, learner):
    version = make_module_version()
    actions.enrol(person=learner, version=version, at=MONDAY)
    version.page.unpublish()

    pages = [address("module"), address("lesson", "lesson-1"), address("check")]

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_a_lesson_that_is_not_in_the_version_is_not_found(client, learner):
    make_module_version()

    assert client.get(address("lesson", "lesson-9")).status_code == 404


@pytest.mark.parametrize("name", ["start", "start_check"])
def test_opening_an_address_that_records_something_records_nothing(client, learner, name):
    make_module_version()

    assert client.get(address(name)).status_code == 405
    assert not Enrolment.objects.exists()


def test_looking_around_records_nothing(client, learner):
    make_module_version()

    for page in [address("module"), address("lesson", "lesson-1"), address("check")]:
        client.get(page)

    assert (Enrolment.objects.count(), Attempt.objects.count()) == (0, 0)


def test_starting_leads_to_the_first_lesson(client, learner):
    make_module_version()

    answer = client.post(address("start"))

    assert answer["Location"] == address("lesson", "lesson-1")
    assert Enrolment.objects.by(learner).count() == 1


def test_next_ticks_the_lesson_and_leads_to_the_one_after(client, learner):
    version = make_module_version()

    answer = read(client, version, "lesson-1")

    assert answer["Location"] == address("lesson", "lesson-2")
    assert Enrolment.objects.by(learner).get().lessons_read == 1


def test_after_the_last_lesson_comes_the_check(client, learner):
    version = make_module_version()

    assert read(client, version, "lesson-2")["Location"] == address("check")


def test_where_somebody_left_off_is_where_they_carry_on(client, learner):
    version = make_module_version(make_module(lessons=3))
    read(client, version, "lesson-1")

    page = client.get(address("module"))

    assert (page.context["lessons_read"], page.context["next_lesson"].key) == (1, "lesson-2")
    assert page.content.count(b">Read</span>") == 1


def test_a_tick_from_a_page_of_an_older_version_is_not_taken(client, learner):
    page = make_module()
    old = make_module_version(page)
    actions.enrol(person=learner, version=old, at=MONDAY)
    page.title = "Boundaries, rewritten"
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    answer = read(client, old, "lesson-1")

    assert answer["Location"] == address("module")
    assert Enrolment.objects.by(learner).get().lessons_read == 0


def test_the_lesson_says_where_it_stands_and_leads_both_ways(client, learner):
    make_module_version(make_module(lessons=3))

    lesson = client.get(address("lesson", "lesson-2")).context["lesson"]

    assert (lesson.entry.position, lesson.of, lesson.before.key, lesson.after.key) == (2, 3, "lesson-1", "lesson-3")


@pytest.mark.parametrize("lessons", [1, 3])
def test_a_lesson_takes_eight_queries_at_most_however_long_the_module(
    client, learner, lessons, django_assert_max_num_queries
):
    make_module_version(make_module(lessons=lessons))

    with django_assert_max_num_queries(8):
        client.get(address("lesson", "lesson-1"))


def test_a_lesson_read_before_by_anybody_is_not_drawn_again(client, learner, django_assert_num_queries):
    make_module_version(make_module(lessons=3))
    client.get(address("lesson", "lesson-1"))

    with django_assert_num_queries(3):  # the session, the person, the version
        client.get(address("lesson", "lesson-1"))


def test_every_starter_lesson_is_light_enough_for_a_phone(client, learner):
    list(load_modules(make_shelf("Starter"), at=MONDAY))
    pages = [
        reverse("modules:lesson", args=[version.page.key, lesson["key"]])
        for version in ModuleVersion.objects.current()
        for lesson in content_of(version)["lessons"]
    ]

    assert len(pages) >= 8
    assert [page for page in pages if len(client.get(page).content) > 30_000] == []


def test_the_check_shows_every_question_and_none_of_the_answers(client, learner):
    version = make_module_version(make_module(questions=3))
    begin(learner, version)

    page = client.get(address("check")).content.decode()

    assert [f"Question {number}?" in page for number in (1, 2, 3)] == [True, True, True]
    assert "Because our policy says so" not in page


def test_answering_everything_right_completes_the_module(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    answer = client.post(address("check"), fields(attempt, right_answers(version)))

    assert answer["Location"] == address("result", attempt.key)
    assert Completion.objects.by(learner).get().version == version


def test_whoever_has_passed_sees_the_reasons(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, right_answers(version)), follow=True)

    assert page.content.count(b"Because our policy says so.") == 2


def test_whoever_has_not_passed_sees_what_to_read_again_and_no_answers(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, wrong_answers(version)), follow=True)

    assert [entry.key for entry in page.context["read_again"]] == ["lesson-1"]
    assert [word in page.content for word in (b"Because our policy", b"Question 1?", b"Yes")] == [False, False, False]


def test_a_lesson_that_is_gone_is_not_offered_to_read_again(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    client.post(address("check"), fields(attempt, wrong_answers(first)))
    page.live_lessons().first().unpublish()
    page.questions = [("question", {**question.value, "read_again": "lesson-2"}) for question in page.questions]
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    answer = client.get(address("result", attempt.key))

    assert (answer.status_code, answer.context["read_again"]) == (200, [])


def test_an_empty_form_keeps_what_was_chosen_and_says_what_is_missing(client, learner):
    version = make_module_version(make_module(questions=3))
    attempt = begin(learner, version)

    page = client.post(address("check"), fields(attempt, {"q2": ("b",)}))

    form = page.context["form"]
    missing = {name for name, _ in form.errors.items()}
    assert (missing, form["q-q2"].value()) == ({"q-q1", "q-q3"}, "b")
    assert page.content.count(b" checked") == 1
    assert not AttemptOutcome.objects.exists()


def test_the_questions_stay_in_their_order_when_something_was_missing(client, learner):
    version = make_module_version(make_module(questions=9))
    attempt = begin(learner, version)
    before = list(client.get(address("check")).context["form"].fields)

    after = list(client.post(address("check"), fields(attempt, {})).context["form"].fields)

    assert after == before


@pytest.mark.parametrize("forged", ["z", ["a", "b"]])
def test_an_answer_that_was_never_offered_records_nothing_it_could_win(client, learner, forged):
    version = make_module_version()
    attempt = begin(learner, version)

    client.post(address("check"), {**fields(attempt, right_answers(version)), "q-q1": forged})

    assert not Completion.objects.exists()


@pytest.mark.parametrize("attempt_key", ["", "nonsense", str(uuid.UUID(int=7))])
def test_answers_without_a_go_are_refused_in_a_sentence(client, learner, attempt_key):
    make_module_version()

    page = client.post(address("check"), {"attempt": attempt_key, "q-q1": "a", "q-q2": "a"})

    assert page.status_code == 409
    assert page.context["sentence"].endswith("Nothing was recorded.")


def test_a_second_click_leads_to_the_same_result(client, learner):
    version = make_module_version()
    sent = fields(begin(learner, version), right_answers(version))

    first, second = client.post(address("check"), sent), client.post(address("check"), sent)

    assert first["Location"] == second["Location"]
    assert (AttemptOutcome.objects.count(), Completion.objects.count()) == (1, 1)


def test_a_page_sent_again_after_the_module_has_changed_still_leads_to_its_result(client, learner):
    page = make_module()
    first = make_module_version(page)
    sent = fields(begin(learner, first), right_answers(first))
    client.post(address("check"), sent)
    page.summary = "Something else altogether."
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    assert client.post(address("check"), sent)["Location"] == address("result", sent["attempt"])


def test_a_go_that_was_not_passed_cannot_be_handed_in_again_with_better_answers(client, learner):
    version = make_module_version()
    attempt = begin(learner, version)
    client.post(address("check"), fields(attempt, wrong_answers(version)))

    client.post(address("check"), fields(attempt, right_answers(version)))

    assert not Completion.objects.exists()


def test_answers_to_a_materially_changed_module_are_refused_in_a_sentence(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    page.summary = "Something else altogether."
    page.save()
    make_module_version(page, material=True, at=TUESDAY)

    answer = client.post(address("check"), fields(attempt, right_answers(first)))

    assert answer.status_code == 409
    assert not AttemptOutcome.objects.exists()


def test_after_a_minor_change_the_check_that_was_begun_still_counts(client, learner):
    page = make_module()
    first = make_module_version(page)
    attempt = begin(learner, first)
    page.summary = "The same, said better."
    page.save()
    make_module_version(page, material=False, at=TUESDAY)

    client.post(address("check"), fields(attempt, right_answers(first)))

    assert Completion.objects.by(learner).get().version == first


def test_nobody_hands_in_anothers_go(client, learner):
    version = make_module_version()
    attempt = begin(make_member("Ann Lee").person, version)

    page = client.post(address("check"), fields(attempt, right_answers(version)))

    assert page.status_code == 409
    assert not AttemptOutcome.objects.exists()


def test_nobody_sees_how_anothers_go_went(client, learner):
    ann, version = make_member("Ann Lee").person, make_module_version()
    complete(ann, version)

    answer = client.get(address("result", Attempt.objects.by(ann).get().key))

    assert answer.status_code == 404


def test_a_result_is_found_only_under_its_own_module(client, learner):
    version = make_module_version()
    make_module_version(make_module("Privacy"))
    complete(learner, version)
    attempt = Attempt.objects.by(learner).get()

    assert client.get(reverse("modules:result", args=["privacy", attempt.key])).status_code == 404


def test_a_go_not_handed_in_yet_has_no_result(client, learner):
    attempt = begin(learner, make_module_version())

    assert client.get(address("result", attempt.key))["Location"] == address("check")


def test_when_the_answers_have_been_erased_the_page_says_only_that_it_was_passed(client, learner):
    version = make_module_version()
    complete(learner, version)
    attempt = Attempt.objects.by(learner).get()
    erase(Words.objects.about(attempt.key))

    page = client.get(address("result", attempt.key))

    assert (page.status_code, page.context["go"].answered) == (200, [])
    assert b"You have passed" in page.content


@pytest.mark.parametrize("name", ["check"])
def test_the_check_says_who_sees_what(client, learner, name):
    begin(learner, make_module_version())

    page = client.get(address(name)).content.decode()

    assert "Managers see passed or not yet, and the date." in page
    assert "Practice answers are never evidence of misconduct." in page


def test_what_an_author_types_is_shown_as_text(client, learner):
    page = make_module()
    page.summary = "<script>alert(1)</script>"
    page.save()
    make_module_version(page)

    shown = client.get(address("module")).content.decode()

    assert (page.summary in shown, escape(page.summary) in shown) == (False, True)


def test_the_page_at_its_place_in_the_tree_leads_to_the_frozen_version(rf):
    page = make_module()

    assert page.serve(rf.get("/"))["Location"] == address("module")
    assert page.live_lessons().first().serve(rf.get("/"))["Location"] == address("lesson", "lesson-1")
