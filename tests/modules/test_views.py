"""A learner's way through a module in the browser's terms: its page, its lessons, its ticks."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from modules import actions
from modules.loading import load_modules
from modules.models import Enrolment, ModuleVersion
from modules.pages import LOOKED_UP_FOR
from modules.versions import content_of
from scenarios.models import Attempt, AttemptOutcome
from tests.factories import (
    MONDAY,
    TUESDAY,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_practice_shelf,
    make_shelf,
    right_answers,
    the_practice,
)
from tests.modules.goes import address, all_pages, begin, fields, read
from trainingsite.people.loading import load_job_roles

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in_and_sees_nothing_of_the_module(client):
    version = make_module_version()
    attempt = begin(make_member().person, version)

    answers = [client.get(page) for page in all_pages(attempt)]

    assert [answer.status_code for answer in answers] == [302] * 9
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


@pytest.mark.parametrize(("name", "args"), [("start", []), ("start_check", []), ("open_again", ["lesson-1"])])
def test_opening_an_address_that_records_something_records_nothing(client, learner, name, args):
    make_module_version()

    assert client.get(address(name, *args)).status_code == 405
    assert not Enrolment.objects.exists()


def test_looking_around_records_nothing(client, learner):
    make_module_version()

    for page in [address("module"), address("lesson", "lesson-1"), address("check"), address("ask_for_help")]:
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

    with django_assert_num_queries(2):  # the session, the person
        client.get(address("lesson", "lesson-1"))


def test_a_new_version_is_read_at_once_and_one_of_another_process_within_seconds(client, learner):
    page = make_module()
    make_module_version(page)
    client.get(address("lesson", "lesson-1"))
    page.pass_mark = 70
    page.save()

    second = make_module_version(page)

    assert client.get(address("lesson", "lesson-1")).context["version"] == second
    assert LOOKED_UP_FOR <= 10


def test_a_practices_own_lesson_stays_closed_to_others_when_its_own_people_have_just_read_it(client, learner):
    page = make_module()
    page.move(make_practice_shelf(the_practice()), pos="last-child")
    make_module_version(page)
    own = client.get(address("lesson", "lesson-1"))
    client.force_login(make_member("Ann Lee", practice=make_practice("Harbour View Surgery")).person)

    others = client.get(address("lesson", "lesson-1"))

    assert (own.status_code, others.status_code) == (200, 404)


def test_every_starter_lesson_is_light_enough_for_a_phone(client, learner):
    list(load_job_roles())
    list(load_modules(make_shelf("Starter"), at=MONDAY))
    pages = [
        reverse("modules:lesson", args=[version.page.key, lesson["key"]])
        for version in ModuleVersion.objects.current()
        for lesson in content_of(version)["lessons"]
    ]

    assert len(pages) >= 8
    assert [page for page in pages if len(client.get(page).content) > 30_000] == []


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
