"""A lesson put together for its reader: parts for some staff, and who reads them."""

import pytest

from modules import actions
from modules.pages import lesson_of
from modules.versions import BrokenModule, content_of
from tests.factories import (
    complete,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_practice,
    make_practice_shelf,
    make_scenario,
    make_scenario_version,
    make_shelf,
    moment,
    right_answers,
)
from tests.modules.goes import address, read
from tests.modules.lessons import make_nurse_role, module_with, nurses_read, post, version_with

pytestmark = pytest.mark.django_db

FOR_ALL = ("text", "<p>Words for all.</p>")
NEXT_YEAR = moment(2027, 3, 2)


def lesson(client, person):
    client.force_login(person)
    return client.get(address("lesson", "lesson-1")).content.decode()


def test_a_nurse_reads_what_is_written_for_nurses_and_a_receptionist_does_not(client):
    nurse, receptionist = make_member("Bola Ade", make_nurse_role()).person, make_member().person
    version_with(FOR_ALL, nurses_read("Your Code says."))

    seen = [[words in lesson(client, one) for words in ("for all", "Your Code says")] for one in (nurse, receptionist)]

    assert seen == [[True, True], [True, False]]


def test_regulated_staff_read_what_their_regulator_says_and_others_what_our_policy_requires(client):
    nurse, receptionist = make_member("Bola Ade", make_nurse_role()).person, make_member().person
    version_with(nurses_read("Your regulator says.", "regulated"), nurses_read("Our policy requires.", "not-regulated"))

    seen = [[words in lesson(client, one) for words in ("Your reg", "Our policy")] for one in (nurse, receptionist)]

    assert seen == [[True, False], [False, True]]


def test_somebody_who_works_nowhere_reads_everything_and_for_whom_it_is(client):
    make_nurse_role()
    version_with(FOR_ALL, nurses_read("Your Code says."))

    page = lesson(client, make_person("Nia Network"))

    assert ("Your Code says." in page, page.count("For: Nursing")) == (True, 1)


def test_the_preview_shows_every_part_and_for_whom_it_is():
    make_nurse_role()
    page = module_with(nurses_read("Your Code says."))

    preview = page.live_lessons().first().make_preview_request().content.decode()

    assert ("Your Code says." in preview, preview.count("For: Nursing")) == (True, 1)


def test_the_parts_stand_in_the_order_in_which_they_were_written():
    make_nurse_role()
    version = version_with(FOR_ALL, nurses_read("Second."), ("text", "<p>Third.</p>"))

    shown = lesson_of(version, "lesson-1")

    html = shown.html_for({"nursing"})
    assert html.index("Words for all") < html.index("Second.") < html.index("Third.")


@pytest.mark.parametrize(("blocks", "queries"), [([FOR_ALL], 2), ([FOR_ALL, nurses_read("Your Code says.")], 2)])
def test_a_lesson_with_parts_for_some_staff_asks_once_who_reads_it(client, blocks, queries, django_assert_num_queries):
    nurse = make_member("Bola Ade", make_nurse_role()).person
    version_with(*blocks)
    lesson(client, nurse)

    with django_assert_num_queries(queries):  # the session, the person
        client.get(address("lesson", "lesson-1"))


def test_a_part_for_a_group_that_does_not_exist_is_not_published():
    make_nurse_role()

    with pytest.raises(BrokenModule) as broken:
        version_with(nurses_read("Your Code says.", "nursing", "dentists"))

    assert broken.value.problems == ["Lesson “Lesson 1”: there is no staff group or job role with the key “dentists”."]


def test_a_part_for_nobody_is_not_published():
    page = module_with(("some_staff", {"groups": [], "blocks": []}))

    with pytest.raises(BrokenModule) as broken:
        make_module_version(page)

    assert broken.value.problems == ["Lesson “Lesson 1”: a part for some staff only says for none of them."]


def test_a_post_is_published_with_its_drawing_inside():
    content = content_of(version_with(post(drawing="mug-and-keyboard")))

    assert list(content["drawings"]) == ["mug-and-keyboard"]
    assert content["drawings"]["mug-and-keyboard"][:4] == "<svg"


def test_a_drawing_in_a_part_for_some_staff_is_published_too():
    make_nurse_role()
    some = ("some_staff", {"groups": ["nursing"], "blocks": [post(drawing="hilltop")]})

    assert list(content_of(version_with(some))["drawings"]) == ["hilltop"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"drawing": "no-such-thing"}, "The post by Gwen A: There is no drawing called “no-such-thing”."),
        (
            {"drawing": "hilltop", "picture": " "},
            "The post by Gwen A: Say in words what the drawing “hilltop” shows, for people who cannot see it.",
        ),
    ],
)
def test_a_picture_that_cannot_be_shown_or_said_is_not_published(fields, sentence):
    with pytest.raises(BrokenModule) as broken:
        version_with(post(**fields))

    assert [found[: len(sentence)] for found in broken.value.problems] == [sentence]


def test_content_without_any_of_this_freezes_to_what_it_froze_to_before():
    assert sorted(content_of(make_module_version())) == [
        "check_minutes", "guidance", "key", "kind", "lessons", "outcomes", "pass_mark", "questions", "summary", "title",
    ]  # fmt: skip


def test_a_year_after_passing_nothing_is_ticked_until_it_is_read_again(client, learner):
    version = make_module_version()
    complete(learner, version)

    page = client.get(address("module"))
    before = (page.context["lessons_read"], page.context["next_lesson"].key)
    read(client, version, "lesson-1")

    assert before == (0, "lesson-1")
    assert client.get(address("module")).context["lessons_read"] == 1


def test_somebody_who_passes_again_without_reading_again_has_taken_the_check_first(learner):
    version = make_module_version()

    bases = [complete(learner, version).basis, take_check(learner, version).basis]

    assert bases == ["own", "test_out"]


def take_check(person, version):
    attempt = actions.begin_check(person=person, version=version, at=NEXT_YEAR)
    return actions.hand_in(attempt=attempt, version=version, answers=right_answers(version), at=NEXT_YEAR)[1]


@pytest.mark.parametrize("kind", ["module", "scenario"])
def test_another_practices_own_content_cannot_be_opened_by_its_address(client, kind):
    theirs, elsewhere = make_practice("Harbour View Surgery"), make_practice("Millbrook Lane Surgery")
    page = {"module": make_module, "scenario": make_scenario}[kind]("Our phones")
    page.move(make_practice_shelf(theirs), pos="last-child")
    page.refresh_from_db()
    {"module": make_module_version, "scenario": make_scenario_version}[kind](page)

    answers = []
    for practice in (theirs, elsewhere):
        client.force_login(make_member(practice=practice).person)
        answers.append(client.get(f"/{kind}s/our-phones/").status_code)

    assert answers == [200, 404]


def test_what_a_practice_takes_down_from_its_shelf_is_everybodys_at_once(client, learner):
    page = make_module("Our phones")
    page.move(make_practice_shelf(make_practice("Harbour View Surgery")), pos="last-child")
    page.refresh_from_db()
    make_module_version(page)
    before = client.get("/modules/our-phones/").status_code

    page.move(make_shelf("Modules"), pos="last-child")

    assert (before, client.get("/modules/our-phones/").status_code) == (404, 200)
