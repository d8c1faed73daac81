import io
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from wagtail.models import Page

from modules import loading as module_loading
from modules.models import LessonPage, ModulePage, ModuleVersion
from modules.versions import BrokenModule, content_of
from scenarios import loading as scenario_loading
from scenarios.models import ScenarioPage, ScenarioVersion
from scenarios.problems import problems
from scenarios.text import read_scenario
from scenarios.versions import known_roles
from tests.factories import MONDAY, give_duty, make_member, make_practice, make_route
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.models import Programme, Requirement
from trainingsite.desk.starter import load_starter_content
from trainingsite.people.models import Duty, JobRole, Responsibility
from trainingsite.people.shelves import practice_shelf, shelf
from trainingsite.policies.loading import STARTER as POLICIES
from trainingsite.policies.loading import key_at, put_on_shelf, read_policy, rewrite
from trainingsite.policies.names import known_words, placeholders_in
from trainingsite.policies.versions import content_of as policy_content_of
from trainingsite.policies.versions import publish_policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]

MODULES = {path.stem: yaml.safe_load(path.read_text()) for path in module_loading.STARTER.glob("*.yaml")}
SCENARIOS = sorted(scenario_loading.STARTER.glob("*.yaml"))
ALL_THERE = "It is all there already: nothing was added.\n"


def load():
    return list(load_starter_content(at=MONDAY))


def run() -> str:
    out = io.StringIO()
    call_command("load_starter_content", stdout=out)
    return out.getvalue()


def practice_with_every_duty(name="Millbrook Lane Surgery"):
    practice = make_practice(name, approved_messaging_apps="NHSmail Teams")
    member = make_member("Ann Lee", "Practice manager", practice=practice)
    give_duty(member.person, practice, *(duty for duty in Duty if duty != Duty.NETWORK_LEAD))
    make_route(practice)
    return practice


@pytest.mark.parametrize("key", MODULES)
def test_every_module_in_the_folder_is_published_as_it_is_written(key):
    written, version = MODULES[key], ModuleVersion.objects.published(key).get()
    frozen = content_of(version)
    assert version.minutes == written["minutes"]
    assert [lesson["key"] for lesson in frozen["lessons"]] == [lesson["key"] for lesson in written["lessons"]]
    assert [len(lesson["blocks"]) for lesson in frozen["lessons"]] == [len(les["blocks"]) for les in written["lessons"]]
    assert [question["id"] for question in frozen["questions"]] == [q["id"] for q in written["check"]["questions"]]


@pytest.mark.parametrize("key", MODULES)
def test_every_question_has_a_right_answer_and_a_lesson_to_read_again(key):
    written = MODULES[key]
    questions, lessons = written["check"]["questions"], {lesson["key"] for lesson in written["lessons"]}
    outcomes = {outcome["id"] for outcome in written["outcomes"]}

    right = [sum(option.get("right", False) for option in question["options"]) for question in questions]

    assert [q["id"] for q, count in zip(questions, right, strict=True) if (count == 1) != (q["kind"] == "one")] == []
    assert {question["read_again"] for question in questions} - lessons == set()
    assert {question["outcome"] for question in questions} == outcomes


def test_lessons_turn_their_markdown_into_what_staff_read():
    lesson = LessonPage.objects.get(slug="five-questions")
    opening = lesson.body[0].value.source

    assert opening.splitlines()[2:4] == [
        "<li><strong>Could anyone be recognised</strong> from this and everything else that is online?</li>",
        "<li><strong>Would I say it out loud</strong> in the waiting room, or to a reporter?</li>",
    ]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_in_the_folder_checks_clean_and_is_published(path):
    graph = read_scenario(path.read_text())

    assert problems(graph, known_roles()) == ()
    assert ScenarioVersion.objects.published(graph.id).get().title == graph.title


def test_a_scenario_takes_as_long_as_its_summary_says():
    assert ScenarioPage.objects.get(key="friend-request").minutes == 6


def test_the_case_study_is_a_series_of_three():
    together = ScenarioPage.objects.filter(series="Case study: three decisions").order_by("title")

    assert [page.key for page in together] == ["friend-request", "patient-thirty-one", "the-oyster-man"]


def test_the_programmes_ask_for_what_the_file_says():
    asked = {
        programme.key: list(programme.requirements.values_list("key", flat=True))
        for programme in Programme.objects.all()
    }
    assert asked["induction"] == ["boundaries", "privacy", "confidentiality", "friend-request"]
    assert sum(len(keys) for keys in asked.values()) == 16


def test_loading_again_says_so_and_changes_nothing():
    before = (Page.objects.count(), AuditEvent.objects.count(), JobRole.objects.count(), Requirement.objects.count())

    said = run()

    assert said == ALL_THERE
    after = (Page.objects.count(), AuditEvent.objects.count(), JobRole.objects.count(), Requirement.objects.count())
    assert after == before


def test_what_somebody_has_edited_stays_as_it_is():
    JobRole.objects.filter(key="receptionist").update(name="Front desk")
    Programme.objects.filter(key="induction").update(title="Your first weeks")
    page = ModulePage.objects.get(key="boundaries")
    page.title = "Boundaries, our way"
    page.save()
    page.get_children().last().delete()

    said = load()

    page.refresh_from_db()
    assert said == []
    assert JobRole.objects.get(key="receptionist").name == "Front desk"
    assert Programme.objects.get(key="induction").title == "Your first weeks"
    assert (page.title, page.get_children().count()) == ("Boundaries, our way", 4)


def test_what_is_missing_is_added():
    JobRole.objects.filter(key="dietitian").delete()

    assert load() == ["1 staff groups and job roles added"]
    assert JobRole.objects.get(key="dietitian").regulator == "HCPC"


def test_a_module_that_cannot_be_published_leaves_nothing_behind(tmp_path: Path):
    broken = {**MODULES["privacy"], "key": "broken", "lessons": []}
    (tmp_path / "broken.yaml").write_text(yaml.safe_dump(broken))

    with pytest.raises(BrokenModule, match="There is no published lesson yet"):
        list(module_loading.load_modules(shelf("Modules"), at=MONDAY, folder=tmp_path))

    assert not ModulePage.objects.filter(key="broken").exists()


@pytest.mark.parametrize("name", ["social-media", "social-media-1.0"])
def test_the_policy_is_published_with_the_practices_names_in_every_place(name):
    practice = practice_with_every_duty()
    page = put_on_shelf(read_policy(name), practice_shelf(practice))

    version = publish_policy(page=page, reason="First version.", at=MONDAY)

    content = policy_content_of(version)
    texts = [clause["html"] for clause in content["clauses"]] + [content["declaration"]]
    assert set().union(*map(placeholders_in, texts)) == set()
    assert len(content["clauses"]) == len(read_policy(name).content["clauses"])


def test_the_second_edition_takes_the_place_of_the_first():
    page = put_on_shelf(read_policy("social-media-1.0"), practice_shelf(practice_with_every_duty()))
    publish_policy(page=page, reason="First version.", at=MONDAY)

    text = read_policy("social-media")
    version = publish_policy(page=rewrite(page, text), reason=text.what_changed, at=MONDAY)

    assert (version.number, len(policy_content_of(version)["clauses"])) == ("2.0", len(text.content["clauses"]))


def test_two_practices_have_a_policy_each():
    shelves = [practice_shelf(make_practice(name)) for name in ("Millbrook Lane Surgery", "Saltmere Road Practice")]

    pages = [put_on_shelf(read_policy("social-media"), shelf) for shelf in shelves]

    assert [page.key for page in pages] == [key_at(shelf, "social-media") for shelf in shelves]
    assert [page.practice for page in pages] == [shelf.practice for shelf in shelves]


def test_policies_name_nobody_but_those_a_practice_records():
    texts = [path.read_text() for path in POLICIES.glob("*.yaml")]

    assert set().union(*map(placeholders_in, texts)) - known_words() == set()


def test_somebody_outside_may_hold_a_duty_that_the_policy_names():
    practice = practice_with_every_duty()
    Responsibility.objects.create(
        duty=Duty.SPEAK_UP_GUARDIAN, practice=practice, holder_name="Corwin Adebisi", contact="01632 960 717",
        started_on=MONDAY.date(),
    )  # fmt: skip
    page = put_on_shelf(read_policy("social-media"), practice_shelf(practice))

    content = policy_content_of(publish_policy(page=page, reason="First version.", at=MONDAY))

    routes = next(clause["html"] for clause in content["clauses"] if clause["id"] == "raising-concerns")
    assert "<li>Corwin Adebisi, Freedom to Speak Up Guardian (01632 960 717)</li>\n<li>NHS England</li>" in routes
